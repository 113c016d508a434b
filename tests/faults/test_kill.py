"""A process that is killed at any step loses nothing that was promised, and nothing happens twice."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, event, text

from services.unit_of_work import House, UnitOfWork
from storage.database import Database
from storage.imports import Import
from storage.outbox import OutboxState
from tests.factories import make_student
from worker.handling import Handler, Outcome
from worker.relay import Relay
from worker.tasks import Task

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)

Promise = Callable[[House, str], None]
Handle = Callable[[House, UUID], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was found after one kill and the recovery from it.

    Parameters
    ----------
    was_acknowledged : bool
        The caller saw the act succeed.
    is_kept : bool
        Its row is there.
    n_traces : int
        How often the deferred work had its effect.
    """

    was_acknowledged: bool
    is_kept: bool
    n_traces: int

    @property
    def is_right(self) -> bool:
        """Whether a kept act had its effect once, one that was not kept had none, and no success was forgotten."""
        return self.n_traces == self.is_kept >= self.was_acknowledged


class Clock:
    """Says the moment that the test set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def leave_a_trace(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    work.imports.add(Import(source=ids["reference"], version="", fetched_at=now, sha256="", n_rows=0))


def promise(house: House, reference: str) -> None:
    with house.writing() as work:
        work.students.save(make_student(reference))
        work.defer("worker.test", reference=reference)


def promise_in_two_commits(house: House, reference: str) -> None:
    with house.writing() as work:
        work.students.save(make_student(reference))
    with house.writing() as work:
        work.defer("worker.test", reference=reference)


def handle(house: House, deferred_id: UUID) -> Outcome:
    tasks = {"worker.test": Task(act=leave_a_trace)}
    return Handler(house=house, lease=LEASE, max_attempts=5, tasks=tasks).handle(deferred_id)


def handle_in_two_commits(house: House, deferred_id: UUID) -> None:
    now = house.clock()
    with house.writing() as work:
        deferred = work.outbox.get(deferred_id)
        assert deferred is not None
        leave_a_trace(work, now=now, **deferred.arguments)
    with house.writing() as work:
        work.outbox.finish(deferred_id, now=now)


def pass_on(house: House, handle_one: Handle) -> int:
    """Let the relay deliver straight to the handler, as if the broker took no time."""

    def publish(_task: str, deferred_id: UUID) -> None:
        handle_one(house, deferred_id)

    return Relay(house=house, publish=publish, lease=LEASE).pass_on()


def die_at(step: int) -> None:
    """Kill this process just before its step-th statement or commit."""
    remaining = iter(range(step))

    def take_step(*_anything: object) -> None:
        if next(remaining, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", take_step)
    event.listen(Engine, "after_cursor_execute", take_step)
    event.listen(Engine, "commit", take_step)


def live_and_die(url: str, reference: str, step: int, make: Promise, handle_one: Handle) -> tuple[bool, bool]:
    """Run an act and its deferred work in a process that dies at a step.

    Returns
    -------
    (bool, bool)
        Whether the process saw the act succeed, and whether it was killed before the end.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            house = House.open(url, clock=lambda: NOW)
            die_at(step)
            make(house, reference)
            os.write(write_end, b"k")
            pass_on(house, handle_one)
        finally:
            os._exit(0)
    os.close(write_end)
    was_acknowledged = os.read(read_end, 1) == b"k"
    os.close(read_end)
    _, status = os.waitpid(child, 0)
    return was_acknowledged, os.WIFSIGNALED(status)


def kill_at_every_step(url: str, make: Promise, handle_one: Handle) -> Iterator[Round]:
    """Kill a process before each of its statements and commits in turn, and recover each time."""
    was_killed, step = True, 0
    while was_killed:
        reference = f"ronde-{step}"
        was_acknowledged, was_killed = live_and_die(url, reference, step, make, handle_one)
        clock = Clock()
        house = House.open(url, clock=clock)
        with house.reading() as work:
            is_kept = work.students.by_reference(reference) is not None
        while n_waiting(house):
            clock.now += LEASE
            pass_on(house, handle_one)
        with house.reading() as work:
            n_traces = sum(done.source == reference for done in work.imports.all())
        house.close()
        yield Round(was_acknowledged=was_acknowledged, is_kept=is_kept, n_traces=n_traces)
        step += 1


def n_waiting(house: House) -> int:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING)


def test_process_killed_at_any_step_loses_nothing_and_doubles_nothing(migrated_url: str) -> None:
    found = list(kill_at_every_step(migrated_url, promise, handle))

    assert [round_ for round_ in found if not round_.is_right] == []
    assert len(found) > 25
    if migrated_url.startswith("sqlite"):
        database = Database(migrated_url)
        with database.reading() as transaction:
            assert transaction.read(text("PRAGMA integrity_check")).scalar_one() == "ok"
        database.close()


def test_kill_would_be_seen_to_lose_when_the_promise_had_a_commit_of_its_own(migrated_url: str) -> None:
    found = kill_at_every_step(migrated_url, promise_in_two_commits, handle)

    assert any(round_.n_traces < round_.is_kept for round_ in found)


def test_kill_would_be_seen_to_double_when_done_had_a_commit_of_its_own(migrated_url: str) -> None:
    found = kill_at_every_step(migrated_url, promise, handle_in_two_commits)

    assert any(round_.n_traces > 1 for round_ in found)
