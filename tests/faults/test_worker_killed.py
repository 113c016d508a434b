"""Workers that are killed in the middle of real work on a real broker leave everything done, and once."""

import subprocess
import sys
from pathlib import Path
from random import Random
from time import monotonic, sleep
from uuid import uuid4

import pytest
from celery import Celery

from services.unit_of_work import House
from storage.outbox import OutboxState
from tests.services_available import rabbitmq_url, redis_url

ROOT = Path(__file__).parents[2]
N_TASKS = 80
N_KILLS = 2


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)  # what goes with a broker of its own
@pytest.mark.parametrize("broker", [redis_url, rabbitmq_url], ids=["redis", "rabbitmq"])
def test_workers_killed_at_random_leave_everything_done_once(house: House, migrated_url: str, broker) -> None:
    broker_url = broker()
    if broker_url is None:
        pytest.skip("the broker does not answer")
    queue, rng = f"plekwijzer-test-{uuid4().hex}", Random(7)
    command = [sys.executable, "-m", "tests.faults.worker_process", migrated_url, broker_url, queue]
    with house.writing() as work:
        for number in range(N_TASKS):
            work.defer("worker.test", number=number)

    n_left_at_kills = []
    for _ in range(N_KILLS):
        worker = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        n_before = n_waiting(house)
        wait_while(house, n_waiting_is=n_before)
        sleep(rng.uniform(0.05, 0.3))
        worker.kill()
        worker.wait()
        n_left_at_kills.append(n_waiting(house))
    last = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    give_up_at = monotonic() + 30
    while n_waiting(house) and monotonic() < give_up_at:
        sleep(0.1)
    last.kill()
    last.wait()
    with Celery(broker=broker_url, set_as_current=False).connection_for_write() as connection:
        connection.default_channel.queue_delete(queue)

    with house.reading() as work:
        traces = sorted(int(done.source) for done in work.imports.all())
    assert traces == list(range(N_TASKS))
    assert all(n_left > 0 for n_left in n_left_at_kills), "the kills came after the work, so nothing was tried"


def n_waiting(house: House) -> int:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING)


def wait_while(house: House, *, n_waiting_is: int) -> None:
    give_up_at = monotonic() + 20
    while n_waiting(house) == n_waiting_is:
        assert monotonic() < give_up_at, "the worker does nothing"
        sleep(0.01)
