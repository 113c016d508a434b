"""Deferred work has its effect once, is tried again when it fails, and is given up in the end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from services.mail_server import UnmailableAddressError
from services.mailing import Letterhead, Posting
from services.unit_of_work import House, UnitOfWork
from storage.imports import Import
from storage.outbox import OutboxState
from tests.factories import make_student
from tests.mail_server import Postbox
from tests.services.test_mailing import TO, make_mail
from worker.handling import FIRST_PAUSE, Handler, Outcome
from worker.mailer import Mailer
from worker.tasks import MailTask, Step, Task, prepare_nothing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def leave_a_trace(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    work.imports.add(Import(source="trace", version=str(ids), fetched_at=now, sha256="", n_rows=0))


def fail(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    leave_a_trace(work, now=now, **ids)
    raise ValueError("het lukt niet\nmet een tweede regel")


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """Give an installation where it is always the same moment."""
    house = House.open(migrated_url, clock=lambda: NOW)
    yield house
    house.close()


def make_handler(house: House, act: Step, prepare: Step = prepare_nothing) -> Handler:
    tasks = {"worker.test": Task(act=act, prepare=prepare)}
    return Handler(house=house, lease=timedelta(minutes=5), max_attempts=3, tasks=tasks)


def defer(house: House, task: str = "worker.test", **ids: UUID) -> UUID:
    with house.writing() as work:
        return work.outbox.add(task, ids, now=NOW)


def n_traces(house: House) -> int:
    with house.reading() as work:
        return len(work.imports.all())


def test_work_is_done_with_its_ids_and_then_skipped(house: House) -> None:
    seen = []

    def note(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        seen.append((ids, now))

    student_id = uuid4()
    deferred_id = defer(house, student_id=student_id)
    handler = make_handler(house, note)

    outcomes = [handler.handle(deferred_id) for _ in range(2)]

    assert outcomes == [Outcome.DONE, Outcome.SKIPPED]
    assert seen == [({"student_id": str(student_id)}, NOW)]


def test_work_the_database_does_not_know_is_skipped(house: House) -> None:
    assert make_handler(house, leave_a_trace).handle(uuid4()) is Outcome.SKIPPED


def test_failed_work_leaves_nothing_but_its_reason_and_comes_back_later(house: House) -> None:
    deferred_id = defer(house)

    outcome = make_handler(house, fail).handle(deferred_id)

    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
    assert deferred is not None
    assert (outcome, n_traces(house)) == (Outcome.FAILED, 0)
    assert (deferred.is_waiting, deferred.attempts) == (True, 1)
    assert (deferred.last_error, deferred.due_at) == ("ValueError: het lukt niet", NOW + FIRST_PAUSE)


def test_work_that_keeps_failing_is_given_up_with_its_reason(house: House) -> None:
    deferred_id = defer(house)
    handler = make_handler(house, fail)

    outcomes = [handler.handle(deferred_id) for _ in range(4)]

    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
    assert deferred is not None
    assert outcomes == [Outcome.FAILED, Outcome.FAILED, Outcome.DEAD, Outcome.SKIPPED]
    assert (deferred.state, deferred.last_error) == (OutboxState.DEAD, "ValueError: het lukt niet")


def test_work_that_kills_its_worker_each_time_is_given_up(house: House) -> None:
    deferred_id = defer(house)
    with house.writing() as work:
        for _ in range(3):
            work.outbox.begin(deferred_id, until=NOW)

    outcome = make_handler(house, leave_a_trace).handle(deferred_id)

    assert (outcome, n_traces(house)) == (Outcome.DEAD, 0)


def test_work_with_a_name_nobody_knows_fails_and_stays(house: House) -> None:
    deferred_id = defer(house, "worker.other")

    assert make_handler(house, leave_a_trace).handle(deferred_id) is Outcome.FAILED


def run_together(n_threads: int, act: Callable[[], object]) -> None:
    together = Barrier(n_threads)

    def run() -> None:
        together.wait()
        act()

    threads = [Thread(target=run) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("round_ix", range(3))
def test_work_delivered_to_many_at_once_has_its_effect_once(house: House, round_ix: int) -> None:
    deferred_id = defer(house)
    handler = make_handler(house, leave_a_trace)

    run_together(3, lambda: handler.handle(deferred_id))

    assert n_traces(house) == 1


def test_work_is_prepared_without_keeping_writers_waiting_and_what_it_finds_is_at_hand(house: House) -> None:
    seen = []

    def reckon(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        work.kept["found"] = work.students.count()
        with house.writing() as somebody_else:
            somebody_else.students.save(make_student())

    def use(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        seen.append((work.kept["found"], work.students.count()))

    deferred_id = defer(house)

    outcome = make_handler(house, use, reckon).handle(deferred_id)

    assert (outcome, seen) == (Outcome.DONE, [(0, 1)])


class FakeMail:
    """Two steps of a mail that note what they saw."""

    def __init__(self, mail: EmailMessage | None) -> None:
        self.mail = mail
        self.notes: list[Posting] = []
        self.n_written = 0

    def write(self, work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
        self.n_written += 1
        leave_a_trace(work, now=now, **ids)
        return self.mail

    def note(self, work: UnitOfWork, *, now: datetime, posting: Posting, **ids: str) -> None:
        self.notes.append(posting)


def make_mail_handler(house: House, fake: FakeMail, mailer: Mailer | None, max_attempts: int = 4) -> Handler:
    tasks = {"worker.test": MailTask(write=fake.write, note=fake.note, max_attempts=max_attempts)}
    return Handler(house=house, lease=timedelta(minutes=5), max_attempts=3, tasks=tasks, mailer=mailer)


def last_error(house: House, deferred_id: UUID) -> str:
    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
    assert deferred is not None
    return deferred.last_error


def test_mail_is_written_in_a_commit_before_it_leaves_and_noted_in_the_one_that_ends_the_work(
    house: House, postbox: Postbox
) -> None:
    fake = FakeMail(make_mail())
    deferred_id = defer(house)
    handler = make_mail_handler(house, fake, postbox.mailer())

    outcomes = [handler.handle(deferred_id) for _ in range(2)]

    assert outcomes == [Outcome.DONE, Outcome.SKIPPED]
    assert (len(postbox.received), fake.notes, n_traces(house)) == (1, [Posting.SENT], 1)


@pytest.mark.parametrize(
    ("answer", "outcome", "notes"),
    [("550 5.1.1 nobody", Outcome.DONE, [Posting.REFUSED]), ("450 later", Outcome.FAILED, [])],
)
def test_refused_mail_is_noted_and_one_not_taken_is_tried_again(
    house: House, postbox: Postbox, answer: str, outcome: Outcome, notes: list[Posting]
) -> None:
    fake = FakeMail(make_mail())
    postbox.at_address[TO] = answer
    deferred_id = defer(house)

    assert make_mail_handler(house, fake, postbox.mailer()).handle(deferred_id) is outcome
    assert (fake.notes, n_traces(house)) == (notes, 1)  # what was kept before it left stays
    assert TO not in last_error(house, deferred_id)


def test_mail_is_tried_more_often_than_other_work_and_given_up_in_the_end(house: House, postbox: Postbox) -> None:
    postbox.at_address[TO] = "450 later"
    deferred_id = defer(house)
    handler = make_mail_handler(house, FakeMail(make_mail()), postbox.mailer(), max_attempts=4)

    outcomes = [handler.handle(deferred_id) for _ in range(5)]

    assert outcomes == [Outcome.FAILED] * 3 + [Outcome.DEAD, Outcome.SKIPPED]
    assert last_error(house, deferred_id) == "MailNotTakenError: the mail server did not take the mail: 450"


def test_mail_to_an_address_that_is_none_counts_as_refused(house: House, postbox: Postbox) -> None:
    fake = FakeMail(None)

    def write(work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
        raise UnmailableAddressError

    tasks = {"worker.test": MailTask(write=write, note=fake.note)}
    handler = Handler(house=house, lease=timedelta(minutes=5), max_attempts=3, tasks=tasks, mailer=postbox.mailer())

    assert handler.handle(defer(house)) is Outcome.DONE
    assert (fake.notes, postbox.received) == ([Posting.REFUSED], [])


@pytest.mark.parametrize("is_mailing", [True, False], ids=["nothing to say", "no mail server"])
def test_work_without_a_mail_is_done_without_one(house: House, postbox: Postbox, is_mailing: bool) -> None:
    fake = FakeMail(None if is_mailing else make_mail())
    handler = make_mail_handler(house, fake, postbox.mailer() if is_mailing else None)

    assert handler.handle(defer(house)) is Outcome.DONE
    assert (fake.notes, postbox.received, fake.n_written) == ([Posting.NONE], [], int(is_mailing))


def test_work_that_somebody_holds_is_left_alone_until_the_lease_ends(house: House) -> None:
    deferred_id = defer(house)
    handler = make_handler(house, leave_a_trace)
    with house.writing() as work:
        work.outbox.begin(deferred_id, until=NOW + timedelta(seconds=1))

    held = handler.handle(deferred_id)
    with house.writing() as work:
        work.outbox.begin(deferred_id, until=NOW)
    free = handler.handle(deferred_id)

    assert (held, free, n_traces(house)) == (Outcome.SKIPPED, Outcome.DONE, 1)


@pytest.mark.parametrize("round_ix", range(3))
def test_mail_delivered_to_many_at_once_leaves_once(house: House, postbox: Postbox, round_ix: int) -> None:
    fake = FakeMail(make_mail())
    deferred_id = defer(house)
    handler = make_mail_handler(house, fake, postbox.mailer())

    run_together(3, lambda: handler.handle(deferred_id))

    assert (len(postbox.received), fake.notes) == (1, [Posting.SENT])
