"""A process that is killed at any step of mailing loses no mail, and repeats one only as the very same mail."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from accounts.message import MailState
from events.meeting import MeetingKind
from services.mailing import Letterhead, Posting
from services.meetings import plan_meeting
from services.message_mails import write_message_mail
from services.messages import MessageKind, tell
from services.unit_of_work import House, UnitOfWork
from tests.factories import make_holder
from tests.faults.test_kill import LEASE, NOW, Clock, n_waiting
from tests.mail_server import LETTERHEAD, Postbox
from worker.handling import Handler, Outcome
from worker.mailer import Mailer
from worker.relay import Relay
from worker.tasks import TASKS, MailTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was found after one kill and the recovery from it.

    Parameters
    ----------
    mails : list of bytes
        What the mail server was given.
    """

    mails: list[bytes]
    state: MailState


class DyingMailer:
    """A mailer in a process that may be killed just before and just after the server has taken a mail."""

    def __init__(self, mailer: Mailer, steps: Iterator[int], last: int) -> None:
        self._mailer, self._steps, self._last = mailer, steps, last
        self.letterhead = mailer.letterhead

    def post(self, mail: EmailMessage) -> Posting:
        self.step()
        posting = self._mailer.post(mail)
        self.step()
        return posting

    def step(self, *_anything: object) -> None:
        if next(self._steps) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def pass_on(house: House, mailer: object, task: MailTask) -> None:
    """Let the relay deliver straight to the handler, as if the broker took no time."""
    handler = Handler(
        house=house,
        lease=LEASE,
        max_attempts=5,
        tasks={"worker.mail_message": task},
        mailer=mailer,  # type: ignore[arg-type]
    )

    def publish(_task: str, deferred_id: UUID) -> None:
        handler.handle(deferred_id)

    Relay(house=house, publish=publish, lease=LEASE).pass_on()


def work_and_die(url: str, step: int, mailer: Mailer, task: MailTask) -> bool:
    """Mail in a process that dies at a step, and say whether it was killed before the end."""
    child = os.fork()
    if child == 0:
        try:
            house = House.open(url, clock=lambda: NOW)
            dying = DyingMailer(mailer, count(), step)
            for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
                event.listen(Engine, moment, dying.step)
            pass_on(house, dying, task)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill_at_every_step(url: str, postbox: Postbox, task: MailTask) -> Iterator[Round]:
    """Kill a process before each of its steps in turn, and recover each time."""
    clock = Clock()
    house = House.open(url, clock=clock)
    was_killed, step = True, 0
    while was_killed:
        clock.now, me = NOW, UUID(int=step + 1)
        with house.writing() as work:
            work.accounts.save(make_holder(id=me, email=f"noor{step}@school.example"))
            tell(work, to=me, kind=MessageKind.APPLICATION_YOUR_TURN, about=UUID(int=9), now=NOW)
        postbox.raw.clear()
        house.close()  # no connection may be shared with the child
        was_killed = work_and_die(url, step, postbox.mailer(), task)
        while n_waiting(house):
            clock.now += LEASE + timedelta(seconds=1)
            pass_on(house, postbox.mailer(), task)
        with house.reading() as work:
            (message,) = work.messages.of_account(me, limit=2)
        house.close()
        yield Round(mails=list(postbox.raw), state=message.mail_state)
        step += 1


def mail_task() -> MailTask:
    task = TASKS["worker.mail_message"]
    assert isinstance(task, MailTask)
    return task


def test_process_killed_at_any_step_loses_no_mail_and_repeats_it_at_most_once_as_it_was(
    migrated_url: str, postbox: Postbox
) -> None:
    rounds = list(kill_at_every_step(migrated_url, postbox, mail_task()))

    assert [round_ for round_ in rounds if round_.state is not MailState.SENT] == []
    assert [len(round_.mails) for round_ in rounds if not 1 <= len(round_.mails) <= 2] == []
    assert [round_ for round_ in rounds if len(set(round_.mails)) > 1] == []
    assert len(rounds) > 20
    assert any(len(round_.mails) == 2 for round_ in rounds), "no kill came between taking and noting"


def test_kill_would_be_seen_to_lose_when_sent_was_noted_before_it_left(migrated_url: str, postbox: Postbox) -> None:
    real = mail_task()

    def write_and_note(work: UnitOfWork, *, now: object, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
        mail = real.write(work, now=now, letterhead=letterhead, **ids)  # type: ignore[arg-type]
        real.note(work, now=now, posting=Posting.SENT, **ids)  # type: ignore[arg-type]
        return mail

    def note_nothing(work: UnitOfWork, **_anything: object) -> None:
        """Nothing is left to note."""

    hasty = MailTask(write=write_and_note, note=note_nothing)  # type: ignore[arg-type]

    assert any(not round_.mails for round_ in kill_at_every_step(migrated_url, postbox, hasty))


@pytest.mark.parametrize("round_ix", range(3))
def test_everything_due_at_once_for_one_person_is_one_mail(migrated_url: str, postbox: Postbox, round_ix: int) -> None:
    me, n_messages, outcomes = UUID(int=1), 4, []
    house = House.open(migrated_url, clock=lambda: NOW + timedelta(days=1))
    with house.writing() as work:
        work.accounts.save(make_holder(id=me, email="noor@school.example"))
        for _ in range(n_messages):
            tell(work, to=me, kind=MessageKind.APPLICATION_MOVED, about=UUID(int=9), now=NOW)
    with house.writing() as work:
        due = work.outbox.claim(now=house.clock(), until=house.clock() + LEASE, limit=10)
    handler = Handler(house=house, lease=LEASE, max_attempts=5, mailer=postbox.mailer())
    together = Barrier(n_messages)

    def handle(deferred_id: UUID) -> None:
        together.wait()
        outcomes.append(handler.handle(deferred_id))

    threads = [Thread(target=handle, args=(deferred.id,)) for deferred in due]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with house.reading() as work:
        states = [message.mail_state for message in work.messages.of_account(me, limit=10)]
    house.close()
    assert outcomes == [Outcome.DONE] * n_messages
    assert (len(postbox.raw), states) == (1, [MailState.SENT] * n_messages)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)  # where two can write at the same time
def test_mail_does_not_wait_for_whoever_changes_what_it_is_about(migrated_url: str) -> None:
    me, house = UUID(int=1), House.open(migrated_url, clock=lambda: NOW)
    with house.writing() as work:
        work.accounts.save(make_holder(id=me, email="noor@school.example"))
        meeting = plan_meeting(
            work,
            organiser=me,
            attendees=[me],
            kind=MeetingKind.CONVERSATION,
            starts_at=NOW + timedelta(days=7),
            ends_at=NOW + timedelta(days=7, hours=1),
            now=NOW,
        )
        (message,) = work.messages.of_account(me, limit=2)

    with house.writing() as changing:
        assert changing.meetings.get(meeting.id) == meeting
        with house.writing() as work:
            work._transaction.connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            mail = write_message_mail(work, message_id=message.id, letterhead=LETTERHEAD, now=NOW)

    house.close()
    assert mail is not None
