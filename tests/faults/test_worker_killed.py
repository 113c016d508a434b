"""Workers that are killed in the middle of real work on a real broker leave everything done, and once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random
from threading import Event
from time import monotonic, sleep
from uuid import uuid4

import pytest
from celery import Celery

from services.settings import Settings
from services.unit_of_work import House, UnitOfWork
from storage.imports import Import
from storage.outbox import OutboxState
from tests.services_available import rabbitmq_url, redis_url
from worker.handling import Handler
from worker.running import BackgroundWorker
from worker.tasks import Task

N_TASKS = 80
N_KILLS = 3
LEASE = timedelta(seconds=2)


def leave_a_trace_slowly(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    work.imports.add(Import(source=ids["number"], version="", fetched_at=now, sha256="", n_rows=0))
    sleep(0.02)  # so that kills land between the effect and its commit


def work_until_killed(settings: Settings) -> None:
    house = House.open(settings.database_url)
    handler = Handler(
        house=house,
        lease=LEASE,
        max_attempts=100,
        tasks={"worker.test": Task(act=leave_a_trace_slowly)},
    )
    BackgroundWorker(house, settings, handler=handler).start()
    Event().wait()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)  # what goes with a broker of its own
@pytest.mark.parametrize("broker", [redis_url, rabbitmq_url], ids=["redis", "rabbitmq"])
def test_workers_killed_at_random_leave_everything_done_once(
    house: House, migrated_url: str, broker: Callable[[], str | None]
) -> None:
    broker_url = broker()
    if broker_url is None:
        pytest.skip("the broker does not answer")
    settings = Settings(
        database_url=migrated_url,
        broker_url=broker_url,
        queue=f"plekwijzer-test-{uuid4().hex}",
        lease_seconds=int(LEASE.total_seconds()),
    )
    with house.writing() as work:
        for number in range(N_TASKS):
            work.defer("worker.test", number=number)
    rng, start = Random(7), get_context("fork").Process

    n_left_at_kills = []
    for _ in range(N_KILLS):
        n_before = n_waiting(house)
        worker = start(target=work_until_killed, args=(settings,), daemon=True)
        worker.start()
        wait_until_fewer(house, n_before)
        sleep(rng.uniform(0.05, 0.2))
        worker.kill()
        worker.join()
        n_left_at_kills.append(n_waiting(house))
    last = start(target=work_until_killed, args=(settings,), daemon=True)
    last.start()
    wait_until_fewer(house, 1)
    last.kill()
    last.join()
    with Celery(broker=broker_url, set_as_current=False).connection_for_write() as connection:
        connection.default_channel.queue_delete(settings.queue)

    with house.reading() as work:
        traces = sorted(int(done.source) for done in work.imports.all())
    assert traces == list(range(N_TASKS))
    assert all(n_left > 0 for n_left in n_left_at_kills), "the kills came after the work, so nothing was tried"


def n_waiting(house: House) -> int:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING)


def wait_until_fewer(house: House, n: int) -> None:
    give_up_at = monotonic() + 30
    while n_waiting(house) >= n:
        assert monotonic() < give_up_at, "the worker does nothing"
        sleep(0.01)
