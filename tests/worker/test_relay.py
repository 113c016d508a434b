"""The relay publishes what is due, once per lease, and outlives brokers and databases that are away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic, sleep
from uuid import UUID

import pytest

from services.unit_of_work import House, UnavailableError
from worker import relay as module
from worker.relay import Relay

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)


@pytest.fixture
def clock() -> "Clock":
    """Give the clock of the installation, to move on."""
    return Clock()


@pytest.fixture
def house(migrated_url: str, clock: "Clock") -> Iterator[House]:
    """Give an installation with a clock of ours."""
    house = House.open(migrated_url, clock=clock)
    yield house
    house.close()


class Clock:
    """Says the moment that the test set, moved on by a step each time."""

    def __init__(self) -> None:
        self.now = NOW
        self.step = timedelta(0)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def defer(house: House, n: int = 1) -> list[UUID]:
    with house.writing() as work:
        return [work.outbox.add("worker.test", {}, now=NOW) for _ in range(n)]


def test_relay_publishes_task_and_id_once_until_the_lease_ends(house: House, clock: Clock) -> None:
    (deferred_id,) = defer(house)
    published = []
    relay = Relay(house=house, publish=lambda *message: published.append(message), lease=LEASE)

    first = [relay.pass_on(), relay.pass_on()]
    clock.now += LEASE
    again = relay.pass_on()

    assert (first, again) == ([1, 0], 1)
    assert published == [("worker.test", deferred_id)] * 2


def test_relay_gives_back_what_the_broker_refused(house: House, clock: Clock) -> None:
    ids = defer(house, 3)
    published = []

    def publish(_task: str, deferred_id: UUID) -> None:
        if clock.now == NOW and published:
            raise ConnectionError("broker away")
        published.append(deferred_id)

    relay = Relay(house=house, publish=publish, lease=LEASE)
    with pytest.raises(ConnectionError):
        relay.pass_on()
    clock.now += module.PAUSE_AFTER_FAILURE
    n_later = relay.pass_on()

    assert n_later == 2
    assert sorted(published) == sorted(ids)


@pytest.mark.parametrize("error", [ConnectionError("broker away"), UnavailableError("database away")])
def test_relay_keeps_running_after_an_error(
    house: House, clock: Clock, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PAUSE_AFTER_FAILURE", timedelta(milliseconds=10))
    errors, published, stop = [error], [], Event()

    def publish(_task: str, deferred_id: UUID) -> None:
        if errors:
            raise errors.pop()
        published.append(deferred_id)

    relay = Relay(house=house, publish=publish, lease=LEASE)
    running = Thread(target=relay.run, args=(stop,))
    ids = defer(house)
    clock.step = timedelta(seconds=1)
    running.start()
    give_up_at = monotonic() + 10
    while not published and monotonic() < give_up_at:
        sleep(0.01)
    stop.set()
    house.work_waiting.set()
    running.join(5)

    assert (published, running.is_alive()) == (ids, False)
    assert "cannot reach" in caplog.text
