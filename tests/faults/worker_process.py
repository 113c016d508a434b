"""A worker to kill: run as ``python -m tests.faults.worker_process DATABASE BROKER QUEUE``."""

import sys
from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep

from services.settings import Settings
from services.unit_of_work import House, UnitOfWork
from storage.imports import Import
from worker.handling import Handler
from worker.running import BackgroundWorker

LEASE = timedelta(seconds=2)


def leave_a_trace_slowly(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    work.imports.add(Import(source=ids["number"], version="", fetched_at=now, sha256="", n_rows=0))
    sleep(0.02)  # so that kills land between the effect and its commit


def main() -> None:
    database_url, broker_url, queue = sys.argv[1:]
    house = House.open(database_url)
    handler = Handler(
        house=house,
        clock=lambda: datetime.now(UTC),
        lease=LEASE,
        max_attempts=100,
        tasks={"worker.test": leave_a_trace_slowly},
    )
    settings = Settings(
        database_url=database_url, broker_url=broker_url, queue=queue, lease_seconds=int(LEASE.total_seconds())
    )
    BackgroundWorker(house, settings, handler=handler).start()
    Event().wait()


if __name__ == "__main__":
    main()
