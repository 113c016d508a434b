"""The agenda (kalender): what is coming, the days of a week or month, one event, and its calendar file."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from events.event import Access, Event, EventKind, EventState, Role
from events.ical import calendar_text
from services.errors import found
from services.event_days import days_of
from services.local_time import AMSTERDAM
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

LOOK_AHEAD = timedelta(days=366)
"""How far ahead "upcoming" looks: nothing is planned farther."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilters:
    """Which events are wanted; ``None`` means all, and what is for everybody fits every audience.

    Parameters
    ----------
    level : int or None
        mbo level 1 to 4; 0 stands for pro, vso and vmbo together.
    sector, school_type, language : str or None
        A code of each.
    is_online : bool or None
        Whether one can take part online, or only at a place.
    has_seats : bool
        Only what is on and has a seat left.
    words : str
        All of them stand in the title, the summary or the organiser's name, in any case and order.
    """

    kind: EventKind | None = None
    municipality: str | None = None
    role: Role | None = None
    level: int | None = None
    sector: str | None = None
    school_type: str | None = None
    language: str | None = None
    access: Access | None = None
    is_online: bool | None = None
    has_seats: bool = False
    words: str = ""

    def fits(self, event: Event) -> bool:
        """Say whether an event is wanted."""
        text = f"{event.title} {event.summary} {event.organiser}".casefold()
        return (
            (self.kind is None or event.kind is self.kind)
            and (self.municipality is None or event.venue.municipality == self.municipality)
            and self._fits_audience(event)
            and (self.language is None or self.language in event.languages)
            and (self.access is None or self.access in event.access)
            and (self.is_online is None or bool(event.venue.online_url) is self.is_online)
            and (not self.has_seats or not (event.is_cancelled or event.seats_left == 0))
            and all(word in text for word in self.words.casefold().split())
        )

    def _fits_audience(self, event: Event) -> bool:
        audience = event.audience
        return (
            (self.role is None or not audience.roles or self.role in audience.roles)
            and (self.level is None or not audience.levels or self.level in audience.levels)
            and (self.sector is None or not audience.sectors or self.sector in audience.sectors)
            and (self.school_type is None or not audience.school_types or self.school_type in audience.school_types)
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
    return _agenda(_published(work, now, now + LOOK_AHEAD), filters)


def days(work: UnitOfWork, *, by: Account, first: date, last: date, filters: EventFilters = ALL_EVENTS) -> Agenda:
    """Give the events of a stretch of days, both included; one of several days too when it is on only for a part."""
    require(by, Act.SEE_EVENTS, None)
    start, end = (datetime.combine(day, time(), tzinfo=AMSTERDAM) for day in (first, last + DAY))
    shown = (e for e in _published(work, start, end) if any(first <= day <= last for day in days_of(e)))
    return _agenda(tuple(shown), filters)


def month(work: UnitOfWork, *, by: Account, year: int, month: int, filters: EventFilters = ALL_EVENTS) -> Agenda:
    """Give the events of a month, as months run in the Netherlands; see ``days``."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return days(work, by=by, first=date(year, month, 1), last=after - DAY, filters=filters)


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


def _agenda(shown: tuple[Event, ...], filters: EventFilters) -> Agenda:
    return Agenda(
        events=tuple(event for event in shown if filters.fits(event)),
        municipalities=tuple(sorted({event.venue.municipality for event in shown} - {""})),
    )


def _published(work: UnitOfWork, start: datetime, end: datetime) -> tuple[Event, ...]:
    return tuple(e for e in work.events.touching(start, end) if e.state is not EventState.DRAFT)
