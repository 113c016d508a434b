"""The relay: takes work that is due out of the database and hands its id to the broker."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from uuid import UUID

from services.unit_of_work import House, StorageError

BATCH = 100
"""Pieces of work taken in one go."""
IDLE_SECONDS = 0.5
"""Longest wait before looking again; work left by this process is seen at once."""
PAUSE_AFTER_FAILURE = timedelta(seconds=5)
"""Wait after the broker or the database did not answer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Publishes deferred work.

    Only the id travels. Work that was taken but never published, or published
    and never done, comes back when its lease ends: whoever dies in between,
    nothing is lost, and the handler sees to it that nothing happens twice.

    Parameters
    ----------
    publish : callable
        Takes the name of the task and the id of the work.
    lease : timedelta
        How long taken work is left alone.
    """

    house: House
    publish: Callable[[str, UUID], None]
    lease: timedelta

    def pass_on(self) -> int:
        """Publish what is due, at most a batch, and give the number.

        What the broker refuses is due again after a short pause.
        """
        now = self.house.clock()
        with self.house.reading() as work:
            if not work.outbox.has_due(now=now):
                return 0
        with self.house.writing() as work:
            claimed = work.outbox.claim(now=now, until=now + self.lease, limit=BATCH)
        for n_published, deferred in enumerate(claimed):
            try:
                self.publish(deferred.task, deferred.id)
            except Exception:
                with self.house.writing() as work:
                    left = [waiting.id for waiting in claimed[n_published:]]
                    work.outbox.postpone(left, until=now + PAUSE_AFTER_FAILURE)
                raise
        return len(claimed)

    def run(self, stop: Event) -> None:
        """Keep passing work on until told to stop; failures are logged and tried again."""
        while not stop.is_set():
            self.house.work_waiting.clear()
            try:
                n_published = self.pass_on()
            except StorageError:
                log.exception("the relay cannot reach the database")
                stop.wait(PAUSE_AFTER_FAILURE.total_seconds())
            except Exception:  # the broker has its own kinds of error, and the relay must outlive them all
                log.exception("the relay cannot reach the broker")
                stop.wait(PAUSE_AFTER_FAILURE.total_seconds())
            else:
                if not n_published:
                    self.house.work_waiting.wait(IDLE_SECONDS)
