"""Deferred work is kept, claimed by one at a time, and comes back when its taker dies."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

from services.unit_of_work import House
from storage.outbox import LONGEST_ERROR, OutboxState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def defer(house: House, n: int = 1) -> list[UUID]:
    with house.writing() as work:
        return [work.outbox.add("worker.test", {"number": number}, now=NOW) for number in range(n)]


def claimed(house: House, *, now: datetime, limit: int = 100) -> list[UUID]:
    with house.writing() as work:
        return [deferred.id for deferred in work.outbox.claim(now=now, until=now + timedelta(minutes=5), limit=limit)]


def test_deferred_work_comes_back_with_its_ids_as_text(house: House) -> None:
    student_id = uuid4()
    with house.writing() as work:
        deferred_id = work.outbox.add("worker.test", {"student_id": student_id, "n": 3}, now=NOW)

    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
        assert deferred is not None
        assert (deferred.task, deferred.arguments) == ("worker.test", {"student_id": str(student_id), "n": "3"})
        assert (deferred.is_waiting, deferred.attempts, deferred.due_at) == (True, 0, NOW)


def test_claimed_work_is_left_alone_until_its_lease_ends(house: House) -> None:
    (deferred_id,) = defer(house)

    assert claimed(house, now=NOW) == [deferred_id]
    assert claimed(house, now=LATER - timedelta(seconds=1)) == []
    assert claimed(house, now=LATER) == [deferred_id]


def test_work_is_due_only_while_it_waits_and_its_moment_came(house: House) -> None:
    (deferred_id,) = defer(house)
    with house.reading() as work:
        before, after = work.outbox.has_due(now=NOW - timedelta(seconds=1)), work.outbox.has_due(now=NOW)
    with house.writing() as work:
        work.outbox.finish(deferred_id, now=NOW)
        done = work.outbox.has_due(now=LATER)

    assert (before, after, done) == (False, True, False)


def test_postponed_work_is_due_at_its_new_moment(house: House) -> None:
    (deferred_id,) = defer(house)

    with house.writing() as work:
        work.outbox.postpone([deferred_id], until=LATER)

    assert claimed(house, now=NOW) == []
    assert claimed(house, now=LATER) == [deferred_id]


def test_attempt_failure_and_burial_are_recorded(house: House) -> None:
    (deferred_id,) = defer(house)
    with house.writing() as work:
        work.outbox.begin(deferred_id, until=LATER)
        work.outbox.fail(deferred_id, error="x" * 1000, again_at=LATER)
        failed = work.outbox.get(deferred_id)
        work.outbox.bury(deferred_id, error="te vaak", now=LATER)
        dead = work.outbox.get(deferred_id)
        counts = [work.outbox.count(state) for state in OutboxState]

    assert failed is not None
    assert (failed.attempts, failed.due_at, failed.last_error) == (1, LATER, "x" * LONGEST_ERROR)
    assert dead is not None
    assert (dead.state, dead.is_waiting, dead.last_error) == (OutboxState.DEAD, False, "te vaak")
    assert counts == [0, 0, 1]


def test_racing_claims_take_each_piece_once(house: House) -> None:
    ids = defer(house, 40)
    together, taken = Barrier(4), []

    def take() -> None:
        together.wait()
        while got := claimed(house, now=NOW, limit=3):
            taken.extend(got)

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(ids)
