"""Keeping what the calendar of another organiser tells: new, changed and cancelled events, and nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from events.event import Event, EventKind, EventState, Venue
from events.ical import KIND_NAMES
from events.importing import ForeignEvent, read_calendar
from services.event_import.fetching import fetch_calendar
from services.ids import stable_id
from services.local_time import local_day
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

SAME_TITLE = 0.8
"""Titles that are more alike than this, at the same moment, are taken for the same event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What came of taking over a calendar.

    Parameters
    ----------
    look_alikes : tuple of str
        Titles that were left out, because an event of our own looks the same.
    """

    n_new: int
    n_changed: int
    n_unchanged: int
    n_cancelled: int
    look_alikes: tuple[str, ...]


def take_over_calendar(work: UnitOfWork, *, name: str, foreign: Sequence[ForeignEvent], now: datetime) -> TakenOver:
    """Keep the events of the calendar of another organiser; the second time nothing is doubled.

    What it no longer holds and is still to come is cancelled. Nobody registers
    for these events here.

    Parameters
    ----------
    name : str
        What the organiser is called; also by which the calendar is known.
    """
    until = now + ahead(now)
    coming = work.events.between(now - timedelta(days=31), until)
    held = {event.id: event for event in coming if event.imported_from == name}
    own = [event for event in coming if not event.imported_from]
    places = {event.venue.municipality for event in coming} - {""}
    counted = {"n_new": 0, "n_changed": 0, "n_unchanged": 0, "n_cancelled": 0}
    look_alikes, told = [], set()
    for one in foreign:
        if any(_is_same(one, event) for event in own):
            look_alikes.append(one.title)
            continue
        event = _event(one, name=name, places=places, now=now)
        told.add(event.id)
        before = work.events.get(event.id)
        if before is None and event.is_cancelled:
            continue
        if before is None:
            work.events.save(event)
            counted["n_new"] += 1
        elif _differs(before, event):
            work.events.save(_later(event, before, now))
            counted["n_cancelled" if event.is_cancelled else "n_changed"] += 1
        else:
            counted["n_unchanged"] += 1
    for event in held.values():
        if event.id not in told and event.starts_at > now and not event.is_cancelled:
            work.events.save(_later(replace(event, state=EventState.CANCELLED), event, now))
            counted["n_cancelled"] += 1
    return TakenOver(**counted, look_alikes=tuple(look_alikes))


def read_foreign(data: bytes, *, now: datetime) -> tuple[ForeignEvent, ...]:
    """Read a calendar within the bounds of today.

    Raises
    ------
    CalendarRefusedError
        It cannot be understood, or is too much.
    """
    most = load_reference(local_day(now)).calendar.import_most_events
    return read_calendar(data, since=now, until=now + ahead(now), most=most)


def fetch_foreign(address: str, *, now: datetime) -> bytes:
    """Fetch a calendar elsewhere within the bounds of today.

    Raises
    ------
    CalendarAwayError
        It cannot be fetched.
    """
    terms = load_reference(local_day(now)).calendar
    return fetch_calendar(address, most_bytes=most_bytes(now), most_seconds=terms.import_seconds)


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


def _is_same(one: ForeignEvent, own: Event) -> bool:
    if one.starts_at != own.starts_at or own.state is EventState.DRAFT:
        return False
    if own.venue.municipality and one.place and own.venue.municipality.casefold() not in one.place.casefold():
        return False
    return SequenceMatcher(None, one.title.casefold(), own.title.casefold()).ratio() >= SAME_TITLE
