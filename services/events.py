"""The agenda (kalender): what is coming, one month, one event, and its calendar file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from events.event import Event, EventKind, EventState, Role
from events.ical import calendar_text
from services.errors import found
from services.local_time import AMSTERDAM
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

LOOK_AHEAD = timedelta(days=366)
"""How far ahead "upcoming" looks: nothing is planned farther."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilters:
    """Which events are wanted; ``None`` means all.

    Parameters
    ----------
    role : Role or None
        Events for this audience, and those for everybody.
    """

    kind: EventKind | None = None
    municipality: str | None = None
    role: Role | None = None

    def fits(self, event: Event) -> bool:
        """Say whether an event is wanted."""
        return (
            (self.kind is None or event.kind is self.kind)
            and (self.municipality is None or event.venue.municipality == self.municipality)
            and (self.role is None or not event.audience.roles or self.role in event.audience.roles)
        )


ALL_EVENTS = EventFilters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The events of a stretch of time, earliest first.

    Parameters
    ----------
    municipalities : tuple of str
        Where something happens in that time, whatever the filters; in alphabetical order.
    """

    events: tuple[Event, ...]
    municipalities: tuple[str, ...]


def upcoming(
    work: UnitOfWork, *, by: Account, now: datetime, filters: EventFilters = ALL_EVENTS, limit: int = 20, skip: int = 0
) -> tuple[Event, ...]:
    """Give the next events, at most ``limit``; see ``coming``."""
    return coming(work, by=by, now=now, filters=filters).events[skip : skip + limit]


def coming(work: UnitOfWork, *, by: Account, now: datetime, filters: EventFilters = ALL_EVENTS) -> Agenda:
    """Give everything that is not over yet; cancelled events too, so that people hear of it."""
    require(by, Act.SEE_EVENTS, None)
    today = now.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return _agenda([e for e in _published(work, today, now + LOOK_AHEAD) if e.ends_at > now], filters)


def month(work: UnitOfWork, *, by: Account, year: int, month: int, filters: EventFilters = ALL_EVENTS) -> Agenda:
    """Give the events that begin in a month, as months run in the Netherlands."""
    require(by, Act.SEE_EVENTS, None)
    start, end = _first_moment(year, month), _first_moment(year + month // 12, month % 12 + 1)
    return _agenda(_published(work, start, end), filters)


def event(work: UnitOfWork, *, by: Account, event_id: UUID) -> Event:
    """Give one published event.

    Raises
    ------
    NotFoundError
        There is none, or it is still a draft.
    """
    require(by, Act.SEE_EVENTS, event_id)
    kept = work.events.get(event_id)
    return found(None if kept is None or kept.state is EventState.DRAFT else kept)


def event_ics(work: UnitOfWork, *, by: Account, event_id: UUID, site: str) -> str:
    """Give the calendar file of one published event; raises as ``event``."""
    return calendar_text([event(work, by=by, event_id=event_id)], site=site)


def _agenda(events: Sequence[Event], filters: EventFilters) -> Agenda:
    return Agenda(
        events=tuple(event for event in events if filters.fits(event)),
        municipalities=tuple(sorted({event.venue.municipality for event in events} - {""})),
    )


def _published(work: UnitOfWork, start: datetime, end: datetime) -> tuple[Event, ...]:
    return tuple(e for e in work.events.between(start, end) if e.state is not EventState.DRAFT)


def _first_moment(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=AMSTERDAM)
