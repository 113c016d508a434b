"""Keeping what the calendar of another organiser tells: new, changed and cancelled events, and nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from events.event import Event, EventKind, EventState, Venue
from events.ical import KIND_NAMES
from events.importing import ForeignEvent, read_calendar
from services.event_import.fetching import Fetched, fetch_calendar
from services.event_import.look_alikes import left_out, like_any
from services.ids import stable_id
from services.local_time import local_day
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

DRAFT, CANCELLED = EventState.DRAFT, EventState.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingIn:
    """What a calendar would bring; nothing is kept yet.

    Parameters
    ----------
    changed : tuple of (Event, Event)
        As it stands here, and as it would.
    gone : tuple of Event
        What would be cancelled: it says so itself, or the calendar no longer holds it.
    look_alikes : tuple of (Event, Event)
        Of what is new: the event, and one of ours that looks the same.
    """

    new: tuple[Event, ...]
    changed: tuple[tuple[Event, Event], ...]
    gone: tuple[Event, ...]
    n_unchanged: int
    look_alikes: tuple[tuple[Event, Event], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.gone)


def coming_in(work: UnitOfWork, *, name: str, foreign: Sequence[ForeignEvent], now: datetime) -> ComingIn:
    """Say what the calendar of another organiser would bring; parameters as in ``take_over_calendar``."""
    rules = load_reference(local_day(now)).calendar
    coming = work.events.between(now - timedelta(days=31), now + ahead(now))
    others = [one for one in coming if one.imported_from != name and one.state not in (DRAFT, CANCELLED)]
    places = {event.venue.municipality for event in coming} - {""}
    stays_out = left_out(work)
    made = [_event(one, name=name, places=places, now=now) for one in foreign]
    wanted = {event.id: event for event in made if event.id not in stays_out}
    held = {event.id: event for event in coming if event.imported_from == name}
    held |= work.events.some(wanted.keys() - held.keys())
    new = [event for event_id, event in wanted.items() if event_id not in held and not event.is_cancelled]
    both = [(held[event_id], event) for event_id, event in wanted.items() if event_id in held]
    told = [(before, _later(after, before, now)) for before, after in both if _differs(before, after)]
    missing = [
        _later(replace(event, state=CANCELLED), event, now)
        for event in held.values()
        if event.id not in wanted and event.starts_at > now and not event.is_cancelled
    ]
    alike = ((event, like_any(event, others, rules=rules)) for event in new)
    return ComingIn(
        new=tuple(new),
        changed=tuple(pair for pair in told if not pair[1].is_cancelled),
        gone=(*(after for _, after in told if after.is_cancelled), *missing),
        n_unchanged=len(both) - len(told),
        look_alikes=tuple((event, other) for event, other in alike if other is not None),
    )


def take_over_calendar(work: UnitOfWork, *, name: str, foreign: Sequence[ForeignEvent], now: datetime) -> ComingIn:
    """Keep the events of the calendar of another organiser, and say what came in; the second time nothing is doubled.

    What it no longer holds and is still to come is cancelled. Nobody registers
    for these events here. What looks like an event that we have comes in too,
    unless somebody said before that it is the same.

    Parameters
    ----------
    name : str
        What the organiser is called; also by which the calendar is known.
    """
    brought = coming_in(work, name=name, foreign=foreign, now=now)
    for event in (*brought.new, *(after for _, after in brought.changed), *brought.gone):
        work.events.save(event)
    return brought


def read_foreign(data: bytes, *, now: datetime) -> tuple[ForeignEvent, ...]:
    """Read a calendar within the bounds of today.

    Raises
    ------
    CalendarRefusedError
        It cannot be understood, or is too much.
    """
    most = load_reference(local_day(now)).calendar.import_most_events
    return read_calendar(data, since=now, until=now + ahead(now), most=most)


def fetch_foreign(address: str, *, now: datetime, etag: str = "", last_modified: str = "") -> Fetched:
    """Fetch a calendar elsewhere within the bounds of today; parameters as in ``fetch_calendar``.

    Raises
    ------
    CalendarAwayError
        It cannot be fetched.
    """
    terms = load_reference(local_day(now)).calendar
    return fetch_calendar(
        address,
        most_bytes=most_bytes(now),
        most_seconds=terms.import_seconds,
        etag=etag,
        last_modified=last_modified,
    )


def most_bytes(now: datetime) -> int:
    """Give how large a calendar may be."""
    return load_reference(local_day(now)).calendar.import_most_kilobytes * 1024


def ahead(now: datetime) -> timedelta:
    """Give how far ahead events are taken over."""
    return timedelta(days=load_reference(local_day(now)).calendar.import_ahead_days)


def _event(one: ForeignEvent, *, name: str, places: Iterable[str], now: datetime) -> Event:
    known_by = f"{one.uid} {one.occurrence}".strip()
    parts = [part.strip() for part in one.place.split(",")]
    return Event(
        id=stable_id("imported event", name, known_by),
        reference=f"{name}: {known_by}",
        kind=_kind(one.title),
        title=one.title,
        summary=one.summary,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        venue=Venue(
            name=parts[0] or name,
            address=", ".join(part for part in parts[1:] if part not in places),
            municipality=next((part for part in parts if part in places), ""),
        ),
        organiser=name,
        imported_from=name,
        changed_at=now,
        state=EventState.CANCELLED if one.is_cancelled else EventState.PUBLISHED,
    )


def _kind(title: str) -> EventKind:
    """Guess what sort of event it is by a word in its title; most that is held elsewhere are workshops."""
    said = title.casefold()
    return next((kind for kind, word in KIND_NAMES.items() if word.casefold() in said), EventKind.WORKSHOP)


def _differs(before: Event, after: Event) -> bool:
    told = ("title", "summary", "starts_at", "ends_at", "venue", "is_cancelled")
    return any(getattr(before, name) != getattr(after, name) for name in told)


def _later(event: Event, before: Event, now: datetime) -> Event:
    state = event.state if event.is_cancelled else EventState.CHANGED
    return replace(event, state=state, revision=before.revision + 1, changed_at=now)
