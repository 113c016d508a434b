"""Deferred work is done by real workers on every broker that answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
from celery import Celery

from events.registration import Party, RegistrationState
from services.event_queue import join, leave
from services.settings import Settings
from services.unit_of_work import House, UnitOfWork
from storage.imports import Import
from storage.outbox import OutboxState
from tests.factories import make_event, make_student
from tests.services_available import rabbitmq_url, redis_url
from worker.app import broker_answers
from worker.embedded import embedded_worker
from worker.handling import Handler
from worker.running import BackgroundWorker
from worker.tasks import Task

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def leave_a_trace(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    work.imports.add(Import(source=ids["number"], version="", fetched_at=now, sha256="", n_rows=0))


def make_handler(house: House) -> Handler:
    return Handler(
        house=house,
        lease=timedelta(minutes=5),
        max_attempts=3,
        tasks={"worker.test": Task(act=leave_a_trace)},
    )


@pytest.fixture(params=["memory", "redis", "rabbitmq"])
def settings(request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Give settings for a broker, with a queue that is thrown away."""
    url = {"memory": lambda: "memory://", "redis": redis_url, "rabbitmq": rabbitmq_url}[request.param]()
    if url is None:
        pytest.skip(f"{request.param} does not answer on 127.0.0.1")
    settings = Settings(broker_url=url, queue=f"plekwijzer-test-{uuid4().hex}")
    yield settings
    if not settings.has_own_worker:
        with Celery(broker=settings.broker_url, set_as_current=False).connection_for_write() as connection:
            connection.default_channel.queue_delete(settings.queue)


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up_at = monotonic() + 20
    while not is_so():
        assert monotonic() < give_up_at, "it took too long"
        sleep(0.02)


def all_done(house: House) -> bool:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING) == 0


def was_tried(house: House, deferred_id: UUID) -> bool:
    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
    return deferred is not None and "KeyError" in deferred.last_error


def test_worker_does_what_was_deferred_before_and_after_it_started(house: House, settings: Settings) -> None:
    with house.writing() as work:
        work.defer("worker.test", number=0)
    worker = BackgroundWorker(house, settings, handler=make_handler(house))

    worker.start()
    is_ready = worker.wait_until_ready()
    with house.writing() as work:
        for number in range(1, 20):
            work.defer("worker.test", number=number)
    try:
        wait_until(lambda: all_done(house))
    finally:
        worker.stop()

    with house.reading() as work:
        traces = sorted(int(done.source) for done in work.imports.all())
    assert is_ready
    assert traces == list(range(20))


def test_embedded_worker_can_start_again_after_it_stopped(house: House) -> None:
    settings = Settings()

    for _ in range(2):
        with house.writing() as work:
            # The task misses its id and fails: that it was tried shows that somebody was there.
            deferred_id = work.outbox.add("worker.rescore_placement", {}, now=datetime.now(UTC))
        with embedded_worker(house, settings):
            wait_until(partial(was_tried, house, deferred_id))


def test_embedded_worker_stays_away_when_there_is_a_broker(house: House) -> None:
    with house.writing() as work:
        deferred_id = work.outbox.add("worker.test", {}, now=datetime.now(UTC))

    with embedded_worker(house, Settings(broker_url="redis://127.0.0.1:1/0")):
        sleep(0.1)

    with house.reading() as work:
        deferred = work.outbox.get(deferred_id)
    assert deferred is not None
    assert (deferred.attempts, deferred.is_waiting) == (0, True)


def test_broker_answers_when_it_is_there(settings: Settings) -> None:
    assert broker_answers(settings)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_broker_does_not_answer_when_it_is_away(url: str) -> None:
    assert not broker_answers(Settings(broker_url=url), timeout_seconds=1)


def test_seat_that_nobody_answers_goes_to_the_next_who_waits(house: House, settings: Settings) -> None:
    begins = NOW + timedelta(days=30)
    event = make_event(seats=1, starts_at=begins, ends_at=begins + timedelta(hours=2))
    students = [make_student(f"leerling-{n}") for n in range(3)]
    house.clock = lambda: NOW
    with house.writing() as work:
        work.events.save(event)
        work.students.add_all(students)
        going = [
            join(work, event=event, party=Party.STUDENT, who=one.id, made_by=None, now=NOW + timedelta(seconds=n))
            for n, one in enumerate(students)
        ]
        leave(work, registration=going[0], state=RegistrationState.WITHDRAWN, now=NOW)
    worker = BackgroundWorker(house, settings)

    def states() -> list[RegistrationState]:
        with house.reading() as work:
            return [found.state for one in going if (found := work.registrations.get(one.id)) is not None]

    worker.start()
    try:
        wait_until(lambda: worker.wait_until_ready())
        before = states()
        house.clock = lambda: NOW + timedelta(hours=48, seconds=1)
        wait_until(lambda: states()[1] is RegistrationState.LAPSED)
        after = states()
    finally:
        worker.stop()

    assert before == [RegistrationState.WITHDRAWN, RegistrationState.OFFERED, RegistrationState.WAITING]
    assert after == [RegistrationState.WITHDRAWN, RegistrationState.LAPSED, RegistrationState.OFFERED]
