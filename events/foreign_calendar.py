"""The calendar of another organiser: from where it comes, how often it is read, and what happens when it stays away."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID


class CalendarState(StrEnum):
    """How far somebody's calendar has come."""

    NEW = "new"
    """Somebody still has to look at what would come in."""
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTerms:
    """How often a calendar is read, and how patiently.

    Parameters
    ----------
    again : timedelta
        From one reading to the next when all is well.
    retry, longest_retry : timedelta
        After the first failure; each further failure doubles it, up to the longest.
    n_told : int
        After so many failures in a row somebody hears of it.
    """

    again: timedelta
    retry: timedelta
    longest_retry: timedelta
    n_told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCalendar:
    """The calendar of another organiser (agenda-abonnement van een ander).

    Parameters
    ----------
    name : str
        Whose it is; no two have the same.
    address : str
        Where it is read; empty when somebody brought a file.
    etag, last_modified : str
        What the other server said about what we have; it need not send that again.
    read_at : datetime or None
        When it last answered.
    due_at : datetime or None
        When it is read again; ``None`` when nobody waits for that.
    n_failures : int
        In a row, since it last answered.
    failure : str
        Why the last reading failed, as a Dutch sentence without a full stop; empty when it did not.
    """

    id: UUID
    name: str
    address: str
    made_at: datetime
    state: CalendarState = CalendarState.NEW
    etag: str = ""
    last_modified: str = ""
    read_at: datetime | None = None
    due_at: datetime | None = None
    n_failures: int = 0
    failure: str = ""

    def is_due(self, now: datetime) -> bool:
        """Say whether it is to be read; work that was planned for an earlier moment finds that it is not."""
        return self.due_at is not None and self.due_at <= now

    def answered(self, *, etag: str, last_modified: str, terms: ReadingTerms, now: datetime) -> Self:
        """Keep that it answered; while somebody still has to look, it is not read again."""
        due_at = now + terms.again if self.state is CalendarState.ACTIVE else None
        return replace(
            self, etag=etag, last_modified=last_modified, read_at=now, due_at=due_at, n_failures=0, failure=""
        )

    def failed(self, text: str, *, terms: ReadingTerms, now: datetime) -> Self:
        """Keep that it did not answer, or not with a calendar, and wait longer each time."""
        wait = min(terms.retry * 2 ** min(self.n_failures, 20), terms.longest_retry)
        return replace(self, n_failures=self.n_failures + 1, failure=text, due_at=now + wait)

    def approved(self, *, terms: ReadingTerms, now: datetime) -> Self:
        """Keep that somebody wants what is in it, from now on without being asked."""
        return replace(self, state=CalendarState.ACTIVE, due_at=now + terms.again if self.address else None)

    def paused(self) -> Self:
        """Read it no more until somebody says so."""
        return replace(self, state=CalendarState.PAUSED, due_at=None)

    def resumed(self, *, now: datetime) -> Self:
        """Read it at once, and regularly after that when somebody wanted so before."""
        state = CalendarState.ACTIVE if self.state is CalendarState.PAUSED else self.state
        return replace(self, state=state, due_at=now, n_failures=0, failure="")
