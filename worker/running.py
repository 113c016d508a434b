"""A worker and its relay, running in threads of this process."""

import logging
import os
from threading import Event, Thread

from celery.worker import WorkController, state

from services.privacy.keeping import promise_to_keep_terms
from services.settings import Settings
from services.unit_of_work import House, StorageError
from worker.app import WAKE, Publisher, create_app
from worker.handling import Handler
from worker.mailer import Mailer
from worker.relay import Relay

READY_SECONDS = 15.0
"""Longest wait for a worker to say that it takes messages."""
LOOK_AROUND_SECONDS = 0.5
"""How often an idle worker looks whether it has to stop."""
STOP_SECONDS = 10.0
"""Longest wait for work in hand; what takes longer is done again by somebody else."""

log = logging.getLogger(__name__)


class BackgroundWorker:
    """Takes up deferred work until it is told to stop.

    Tasks run in threads. For more power start more processes with
    ``plekwijzer worker``; they share the queue.

    Parameters
    ----------
    concurrency : int
        Tasks at the same time in this process.
    """

    def __init__(
        self, house: House, settings: Settings, *, handler: Handler | None = None, concurrency: int = 2
    ) -> None:
        handler = handler or Handler(
            house=house, lease=settings.lease, max_attempts=settings.max_attempts, mailer=Mailer.of(settings)
        )
        app = create_app(settings, handler)
        app.set_default()  # threads of the pool look for the default app
        self._app = app
        self._has_own_queue = settings.has_own_worker
        self._house = house
        self._keeps_terms = settings.keep_terms
        self._ready = Event()
        self._stop = Event()
        self._publisher = Publisher(app)
        relay = Relay(house=house, publish=self._publisher, lease=settings.lease)
        controller = app.WorkController(
            app=app,
            pool="threads",
            concurrency=concurrency,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            hostname=f"plekwijzer-{os.getpid()}",
            ready_callback=self._say_ready,
        )
        self._worker = Thread(target=controller.start, name="worker", daemon=True)
        self._relay = Thread(target=relay.run, args=(self._stop,), name="relay", daemon=True)

    def start(self) -> None:
        """Start taking up work; the broker may still be away."""
        state.should_stop = None
        if self._keeps_terms:
            self._promise_to_keep_terms()
        self._worker.start()
        self._relay.start()

    def wait_until_ready(self) -> bool:
        """Wait until messages are taken, and say whether they are."""
        return self._ready.wait(READY_SECONDS)

    @property
    def is_running(self) -> bool:
        """Whether both the worker and the relay are at it."""
        return self._worker.is_alive() and self._relay.is_alive()

    def stop(self) -> None:
        """Finish what is in hand, and stop."""
        self._stop.set()
        self._house.work_waiting.set()
        self._relay.join(STOP_SECONDS)
        self._publisher.close()
        state.should_stop = os.EX_OK  # type: ignore[assignment]  # celery-types knows only its first value
        if self._has_own_queue:
            # A worker on a broker in memory sleeps two seconds at a time, and once more before it stops.
            for _ in range(2):
                self._app.send_task(WAKE)
        self._worker.join(STOP_SECONDS)
        state.should_stop = None
        self._app.close()

    def _promise_to_keep_terms(self) -> None:
        try:
            with self._house.writing() as work:
                promise_to_keep_terms(work, now=self._house.clock())
        except StorageError:
            log.exception("the nightly look at what was kept too long could not be planned; the next start does it")

    def _say_ready(self, controller: WorkController) -> None:
        hub = getattr(controller, "hub", None)
        if hub is not None and not self._ready.is_set():
            # A worker on a real broker sleeps until something happens; this lets it see in time that it has to stop.
            hub.call_repeatedly(LOOK_AROUND_SECONDS, _nothing)
        self._ready.set()


def _nothing() -> None:
    """Do nothing, at the moment the worker asked for."""
