"""The feed (agenda-abonnement) of a region: all events in one calendar, a series as one entry where it has a rule."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import gcd

from icalendar import Event as CalendarEntry

from events.event import Event, Venue
from events.ical import AMSTERDAM, empty_calendar, entries_of, entry_of, written

FEWEST_REPEATED = 3
"""Two events are no rule yet."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the events of a series share when they are the same again."""

    weekday: int
    begins: time
    lasts: timedelta
    title: str
    summary: str
    venue: Venue
    is_cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Every so many weeks at the same time: which slot is which event, and which slots stay empty."""

    shape: _Shape
    n_weeks: int
    first_on: date
    n_slots: int
    by_slot: dict[int, Event]

    def starts_at(self, slot: int) -> datetime:
        """Give when a slot begins on the clock on the wall, also after summer time began or ended."""
        day = self.first_on + timedelta(days=slot * self.n_weeks * WEEK)
        return datetime.combine(day, self.shape.begins, AMSTERDAM)


def feed_text(events: Iterable[Event], *, name: str, site: str) -> str:
    """Write the events of a region as a calendar that programs come back for; the same events give the same text.

    The events of a series that are the same every week, or every so many
    weeks, are one entry that repeats. Where one of them was moved, changed or
    cancelled that one stands beside it as an exception; where one is missing
    the entry says so. A series without such a rule is written event by event.

    Parameters
    ----------
    events : iterable of Event
        Of a series all of them, so that it begins at the same day whenever the feed is asked for.
    name : str
        What the calendar is called in the list of calendars.
    site : str
        Where people find the pages.

    Returns
    -------
    str
        Lines end in CRLF and are folded at 75 octets.
    """
    calendar = empty_calendar()
    calendar.add("X-WR-CALNAME", name)
    calendar.add("NAME", name)
    # RFC 7986: how often a program should come back; the second is what older ones read.
    calendar.add("REFRESH-INTERVAL", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT6H")
    for entry in _entries(sorted(events, key=lambda event: (event.starts_at, event.id)), site):
        calendar.add_component(entry)
    return written(calendar)


def _entries(events: Sequence[Event], site: str) -> Iterable[CalendarEntry]:
    series = defaultdict(list)
    for event in events:
        if event.series_id is not None:
            series[event.series_id].append(event)
    rules = {series_id: rule for series_id, held in series.items() if (rule := _rule_of(held)) is not None}
    told = set()
    for event in events:
        rule = rules.get(event.series_id) if event.series_id else None
        if rule is None:
            yield from entries_of(event, site=site)
        elif event.series_id not in told:
            told.add(event.series_id)
            yield from _repeating(rule, f"{event.series_id}@plekwijzer", site)


def _rule_of(events: Sequence[Event]) -> _Rule | None:
    """Find the rule that a series follows; ``None`` when it follows none, or telling it would take more words."""
    if any(event.sessions for event in events):
        return None
    going = [event for event in events if not event.is_cancelled] or events
    shape, _ = Counter(map(_shape_of, going)).most_common(1)[0]
    days = [_local(event).date() for event in events if _shape_of(event) == shape]
    steps = gcd(*((day - days[0]).days for day in days))
    if len(days) < FEWEST_REPEATED or steps % WEEK or not steps:
        return None
    slots: dict[int, Event] = {}
    for event in events:
        # A moved event belongs to the slot that it is nearest to.
        slot = round((_local(event).date() - days[0]).days / steps)
        if slot in slots:
            return None
        slots[slot] = event
    first, last = min(slots), max(slots)
    if last - first + 1 - len(slots) > len(slots):
        return None
    return _Rule(
        shape=shape,
        n_weeks=steps // WEEK,
        first_on=days[0] + timedelta(days=first * steps),
        n_slots=last - first + 1,
        by_slot={slot - first: event for slot, event in slots.items()},
    )


def _repeating(rule: _Rule, uid: str, site: str) -> Iterable[CalendarEntry]:
    events = rule.by_slot.values()
    model = next(event for event in events if _shape_of(event) == rule.shape)
    master = entry_of(model, uid=uid)
    begins = rule.starts_at(0)
    changed_at = max(event.changed_at for event in events).astimezone(UTC)
    # It never goes down: events of a series change and are added, and stay when they are cancelled.
    revision = sum(event.revision for event in events) + len(events)
    told = {"DTSTART": begins, "DTEND": _end(begins, rule.shape.lasts), "SEQUENCE": revision}
    for key, value in {**told, "DTSTAMP": changed_at, "LAST-MODIFIED": changed_at}.items():
        del master[key]
        master.add(key, value)
    every = {"FREQ": "WEEKLY", "INTERVAL": rule.n_weeks} if rule.n_weeks > 1 else {"FREQ": "WEEKLY"}
    master.add("RRULE", {**every, "COUNT": rule.n_slots})
    missing = [rule.starts_at(slot) for slot in range(rule.n_slots) if slot not in rule.by_slot]
    if missing:
        master.add("EXDATE", missing)
    if site:
        master.add("URL", f"{site}/agenda")
    yield master
    for slot, event in sorted(rule.by_slot.items()):
        if _shape_of(event) != rule.shape or _local(event) != rule.starts_at(slot):
            exception = entry_of(event, uid=uid, site=site)
            exception.add("RECURRENCE-ID", rule.starts_at(slot))
            del exception["SEQUENCE"]
            exception.add("SEQUENCE", revision)
            yield exception


def _shape_of(event: Event) -> _Shape:
    begins = _local(event)
    return _Shape(
        begins.weekday(),
        begins.time(),
        event.ends_at - event.starts_at,
        event.title,
        event.summary,
        event.venue,
        event.is_cancelled,
    )


def _local(event: Event) -> datetime:
    return event.starts_at.astimezone(AMSTERDAM)


def _end(begins: datetime, lasts: timedelta) -> datetime:
    return (begins.astimezone(UTC) + lasts).astimezone(AMSTERDAM)
