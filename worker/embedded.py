"""The worker inside the web process, for an installation without a broker."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.settings import Settings
from services.unit_of_work import House


@contextmanager
def embedded_worker(house: House, settings: Settings) -> Iterator[None]:
    """Run a worker and a relay beside the caller; with a broker of its own, nothing runs here.

    Raises
    ------
    RuntimeError
        The worker did not start in time.
    """
    if not settings.has_own_worker:
        yield
        return
    from worker.running import BackgroundWorker  # Celery takes long to import and is needed only here

    worker = BackgroundWorker(house, settings)
    worker.start()
    try:
        if not worker.wait_until_ready():
            raise RuntimeError("the worker inside this process did not start")
        yield
    finally:
        worker.stop()
