"""Deferred work has its effect once, is tried again when it fails, and is given up in the end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from services.unit_of_work import House, UnitOfWork
from storage.imports import Import
from storage.outbox import OutboxState
from tests.factories import make_student
from worker.handling import FIRST_PAUSE, Handler, Outcome
from worker.tasks import Step, Task, prepare_nothing

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
