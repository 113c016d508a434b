"""Doing one piece of deferred work so that its effect happens once, however often it is delivered."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from services.errors import found
from services.mail_server import UnmailableAddressError
from services.mailing import Posting
from services.unit_of_work import House
from worker.mailer import Mailer
from worker.tasks import TASKS, MailTask, Task

FIRST_PAUSE = timedelta(seconds=5)
"""Pause after the first failure; each next one is twice as long."""
LONGEST_PAUSE = timedelta(hours=1)

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What came of a delivery."""

    DONE = "done"
    SKIPPED = "skipped"
    """It was done before, or the database does not know it."""
    FAILED = "failed"
    """It will be tried again."""
    DEAD = "dead"
    """It failed too often; a person has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Handles deliveries.

    Parameters
    ----------
    lease : timedelta
        How long a begun attempt keeps others off; longer than the longest task.
    max_attempts : int
        Attempts, those that died included, before the work is given up; mail has a number of its own.
    mailer : Mailer or None
        The way out for mails; ``None`` when this installation mails nothing.
    """

    house: House
    lease: timedelta
    max_attempts: int
    tasks: Mapping[str, Task | MailTask] = field(default_factory=lambda: TASKS)
    mailer: Mailer | None = None

    def handle(self, deferred_id: UUID) -> Outcome:
        """Do the work if nobody did; the effect and the note that it is done are one commit.

        The attempt is counted in a commit of its own beforehand, so that work
        that kills its worker is given up in the end too.
        """
        begun = self._begin(deferred_id)
        if begun is not None:
            return begun
        try:
            return self._do(deferred_id)
        except Exception as error:  # whatever went wrong, the work must stay known and be tried again
            log.exception("deferred work %s failed", deferred_id)
            return self._fail(deferred_id, error)

    def _begin(self, deferred_id: UUID) -> Outcome | None:
        now = self.house.clock()
        with self.house.writing() as work:
            deferred = work.outbox.get(deferred_id)
            if deferred is None or not deferred.is_waiting or deferred.is_held(now):
                return Outcome.SKIPPED
            if deferred.attempts >= self._attempts_for(deferred.task):
                reason = deferred.last_error or "every attempt ended before it could say why"
                work.outbox.bury(deferred_id, error=reason, now=now)
                log.error("deferred work %s given up: %s", deferred_id, reason)
                return Outcome.DEAD
            work.outbox.begin(deferred_id, until=now + self.lease)
        return None

    def _do(self, deferred_id: UUID) -> Outcome:
        now = self.house.clock()
        with self.house.reading() as work:
            deferred = found(work.outbox.get(deferred_id))
            task = self.tasks[deferred.task]
            if isinstance(task, Task):
                task.prepare(work, now=now, **deferred.arguments)
        if isinstance(task, MailTask):
            return self._mail(deferred_id, task, deferred.arguments)
        with self.house.writing() as work:
            # Asked again, because somebody else may have done it meanwhile; this keeps others off until the commit.
            if not found(work.outbox.get(deferred_id)).is_waiting:
                return Outcome.SKIPPED
            task.act(work, now=now, **deferred.arguments)
            work.outbox.finish(deferred_id, now=now)
        return Outcome.DONE

    def _mail(self, deferred_id: UUID, task: MailTask, ids: Mapping[str, str]) -> Outcome:
        now = self.house.clock()
        posting = Posting.NONE
        if self.mailer is not None:
            with self.house.writing() as work:
                try:
                    mail = task.write(work, now=now, letterhead=self.mailer.letterhead, **ids)
                except UnmailableAddressError:
                    mail, posting = None, Posting.REFUSED
            if mail is not None:
                # In no transaction: a slow mail server must not keep anybody from writing.
                posting = self.mailer.post(mail)
        with self.house.writing() as work:
            if not found(work.outbox.get(deferred_id)).is_waiting:
                return Outcome.SKIPPED
            task.note(work, now=now, posting=posting, **ids)
            work.outbox.finish(deferred_id, now=now)
        return Outcome.DONE

    def _attempts_for(self, name: str) -> int:
        task = self.tasks.get(name)
        return task.max_attempts if isinstance(task, MailTask) else self.max_attempts

    def _fail(self, deferred_id: UUID, error: Exception) -> Outcome:
        reason = f"{type(error).__name__}: {error}".partition("\n")[0]
        now = self.house.clock()
        with self.house.writing() as work:
            deferred = work.outbox.get(deferred_id)
            if deferred is None or not deferred.is_waiting:
                return Outcome.SKIPPED
            if deferred.attempts >= self._attempts_for(deferred.task):
                work.outbox.bury(deferred_id, error=reason, now=now)
                return Outcome.DEAD
            work.outbox.fail(deferred_id, error=reason, again_at=now + pause_after(deferred.attempts))
        return Outcome.FAILED


def pause_after(attempts: int) -> timedelta:
    """Say how long to wait after a number of failed attempts.

    Examples
    --------
    >>> [pause_after(n).seconds for n in (1, 2, 3)]
    [5, 10, 20]
    >>> pause_after(60) == LONGEST_PAUSE
    True
    """
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
