"""The Celery app: how work travels from the relay to whoever does it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from celery import Celery
from kombu import Connection

from services.settings import Settings
from worker.handling import Handler

WAKE = "worker.wake"
"""Task that does nothing but let a sleeping worker look around."""


def create_app(settings: Settings, handler: Handler) -> Celery:
    """Build the Celery app that delivers each task to a handler.

    The broker may lose or repeat messages: the database is the truth. Still
    messages are acknowledged late, one at a time, and come back when their
    worker dies, so that a repeat is rare and a loss costs a lease at most.
    """
    app = Celery("plekwijzer", broker=settings.broker_url, set_as_current=False)
    # Brokers in memory share their queues with everything in the process, so each app there gets its own.
    queue = f"{settings.queue}-{uuid4().hex}" if settings.has_own_worker else settings.queue
    app.conf.update(
        task_default_queue=queue,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        # In memory nobody else is waiting for the messages, and a few at hand save the pause between two looks.
        worker_prefetch_multiplier=10 if settings.has_own_worker else 1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport_options(settings),
    )
    for name in handler.tasks:
        # Celery would lend the task to every other app in the process, and with it this installation.
        app.task(name=name, shared=False)(_delivery(handler))
    app.task(name=WAKE, shared=False)(_do_nothing)
    return app


class Publisher:
    """Hands messages to the broker over one connection of its own, for one thread.

    Celery's own pool of connections is shared by the whole process, so that
    closing it for one installation would close it for the next.
    """

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._connection: Connection | None = None

    def __call__(self, task: str, deferred_id: UUID) -> None:
        """Publish the id for a task; ask the broker once, and raise when it does not answer."""
        try:
            if self._connection is None:
                self._connection = self._app.connection_for_write()
            with self._app.amqp.Producer(self._connection, auto_declare=False) as producer:
                self._app.send_task(task, args=[str(deferred_id)], producer=producer, retry=False)
        except Exception:
            self.close()  # the next message gets a new connection
            raise

    def close(self) -> None:
        """Close the connection; publishing again opens a new one."""
        if self._connection is not None:
            self._connection.release()
            self._connection = None


def broker_answers(settings: Settings, *, timeout_seconds: int = 3) -> bool:
    """Say whether the broker can be reached; the one in memory always can."""
    if settings.has_own_worker:
        return True
    app = Celery(broker=settings.broker_url, set_as_current=False)
    try:
        with app.connection_for_write(connect_timeout=timeout_seconds) as connection:
            connection.ensure_connection(max_retries=0, timeout=timeout_seconds)
    except Exception:  # every broker has its own kinds of error, and each means no
        return False
    return True


def _do_nothing() -> None:
    """Do nothing; that the message came is what counts."""


def _delivery(handler: Handler) -> Callable[[str], None]:
    def deliver(deferred_id: str) -> None:
        handler.handle(UUID(deferred_id))

    return deliver


def _transport_options(settings: Settings) -> dict[str, float]:
    if settings.has_own_worker:
        return {"polling_interval": 0.05}
    if settings.broker_url.startswith("redis"):
        # Redis hands a message to somebody else after this time: only when the task must long be over.
        return {"visibility_timeout": 2 * settings.lease_seconds, "socket_connect_timeout": 5, "socket_timeout": 30}
    return {}
