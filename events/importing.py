"""Events out of the calendar of another organiser (RFC 5545), bounded in number and in time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from events.calendar_lines import Component, Property, read_events
from events.errors import CalendarRefusedError
from events.ical import AMSTERDAM
from events.repeating import Repetition

LONGEST_TITLE, LONGEST_TEXT, LONGEST_UID = 120, 2_000, 255
MOST_REPEATING = 100
"""Entries that repeat; each of them is unfolded."""
MOST_OF_ONE = 500
"""Times that one entry repeats, or dates that it leaves out or adds."""
LONGEST = timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOMENT = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
LENGTH = re.compile(
    r"\+?P(?:([0-9]{1,3})W)?(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?"
)
OTHER_ZONES: Mapping[str, str] = MappingProxyType({"W. Europe Standard Time": "Europe/Amsterdam", "UTC": "UTC"})
"""Names of Microsoft for the clock on our wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEvent:
    """An event as the calendar of another organiser tells it.

    Parameters
    ----------
    uid : str
        By which that calendar knows it.
    occurrence : str
        Which one of what repeats: when it was first meant to begin, as ISO 8601 in UTC; empty for what does not repeat.
    starts_at, ends_at : datetime
        Aware; half-open.
    place : str
        Empty when it is not told.
    sequence : int
        Grows with each change there.
    changed_at : datetime or None
        When it was last changed there.
    """

    uid: str
    occurrence: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool
    sequence: int
    changed_at: datetime | None

    @property
    def newness(self) -> tuple[int, datetime]:
        """What says which of two texts about the same event is the later one."""
        return self.sequence, self.changed_at or datetime.min.replace(tzinfo=UTC)


def read_calendar(data: bytes, *, since: datetime, until: datetime, most: int) -> tuple[ForeignEvent, ...]:
    """Read what happens from one moment to another in the calendar of another organiser.

    What repeats is written out. Of two entries about the same event the later
    revision counts. A time without a zone is a time in the Netherlands.

    Parameters
    ----------
    most : int
        More events than this are refused.

    Returns
    -------
    tuple of ForeignEvent
        In order of beginning.

    Raises
    ------
    CalendarRefusedError
        Something cannot be understood or is too much; it names the line.
    """
    singles: dict[tuple[str, str], ForeignEvent] = {}
    repeated: dict[tuple[str, str], ForeignEvent] = {}
    n_repeating = 0
    for component in read_events(data):
        if "RRULE" in component.properties or "RDATE" in component.properties:
            n_repeating += 1
            if n_repeating > MOST_REPEATING:
                raise CalendarRefusedError(f"meer dan {MOST_REPEATING} afspraken herhalen zich", line=component.line)
            found, kept = _occurrences(component, since=since, until=until), repeated
        else:
            found, kept = iter((_single(component),)), singles
        for event in found:
            key = (event.uid, event.occurrence)
            if key not in kept or kept[key].newness <= event.newness:
                kept[key] = event
            if len(singles) + len(repeated) > 2 * most:
                raise CalendarRefusedError(f"de agenda heeft te veel activiteiten; geef er hoogstens {most}")
    together = {**repeated, **singles}
    wanted = [event for event in together.values() if event.ends_at > since and event.starts_at < until]
    if len(wanted) > most:
        raise CalendarRefusedError(f"de agenda heeft {len(wanted)} activiteiten; geef er hoogstens {most}")
    return tuple(sorted(wanted, key=lambda event: (event.starts_at, event.uid, event.occurrence)))


def _single(component: Component) -> ForeignEvent:
    meant = component.first("RECURRENCE-ID")
    starts_at, lasts = _times(component)
    occurrence = "" if meant is None else _moment(meant, meant.value)[0].astimezone(UTC).isoformat()
    return _event(component, starts_at=starts_at, lasts=lasts, occurrence=occurrence)


def _occurrences(component: Component, *, since: datetime, until: datetime) -> Iterator[ForeignEvent]:
    starts_at, lasts = _times(component)
    left_out = {moment for listed in component.all("EXDATE") for moment in _listed(listed)}
    moments = {starts_at, *(moment for listed in component.all("RDATE") for moment in _listed(listed))}
    for rule in component.all("RRULE"):
        moments.update(_by_rule(rule, starts_at, since=since - lasts, until=until))
    zone = starts_at.tzinfo
    for moment in sorted(moment.astimezone(zone) for moment in moments):
        if moment not in left_out and since - lasts <= moment < until:
            yield _event(component, starts_at=moment, lasts=lasts, occurrence=moment.astimezone(UTC).isoformat())


def _by_rule(rule: Property, starts_at: datetime, *, since: datetime, until: datetime) -> Iterable[datetime]:
    parts = dict(part.partition("=")[::2] for part in rule.value.strip().upper().split(";") if part)
    zone, at = starts_at.tzinfo, starts_at.timetz()
    repetition = Repetition.of(parts, first_on=starts_at.date())
    if repetition is None:
        raise CalendarRefusedError("deze herhaling (RRULE) begrijpen wij niet; schrijf hem eenvoudiger", line=rule.line)
    if "UNTIL" in parts:
        until = min(until, _moment(rule, parts["UNTIL"], is_end=True)[0] + timedelta(seconds=1))
    count = int(parts.get("COUNT", 0))
    # What has no number of times need not be counted from its beginning.
    day = starts_at.date() if count else max(starts_at.date(), since.astimezone(zone).date())
    found, n_times = [], 0
    while (moment := datetime.combine(day, at)) < until and not (count and n_times >= count):
        if repetition.holds_on(day):
            n_times += 1
            if moment >= since:
                found.append(moment)
        day += timedelta(days=1)
    if len(found) > MOST_OF_ONE:
        raise CalendarRefusedError(f"dit herhaalt zich meer dan {MOST_OF_ONE} keer", line=rule.line)
    return found


def _event(component: Component, *, starts_at: datetime, lasts: timedelta, occurrence: str) -> ForeignEvent:
    uid = _text(component, "UID", LONGEST_UID)
    if not uid:
        raise CalendarRefusedError(
            "deze afspraak heeft geen UID; daaraan zien wij of hij nieuw is", line=component.line
        )
    changed = component.first("LAST-MODIFIED") or component.first("DTSTAMP")
    begins = starts_at.astimezone(UTC)
    return ForeignEvent(
        uid=uid,
        occurrence=occurrence,
        title=" ".join(_text(component, "SUMMARY", LONGEST_TITLE).split()) or "Zonder titel",
        summary=_text(component, "DESCRIPTION", LONGEST_TEXT),
        starts_at=begins,
        ends_at=begins + lasts,
        place=" ".join(_text(component, "LOCATION", LONGEST_TITLE).split()),
        is_cancelled=_text(component, "STATUS", 20).upper() == "CANCELLED",
        sequence=_number(component.first("SEQUENCE")),
        changed_at=None if changed is None else _moment(changed, changed.value)[0].astimezone(UTC),
    )


def _times(component: Component) -> tuple[datetime, timedelta]:
    """Give when an entry begins and how long it lasts: a whole day for a date alone, an hour when nothing says so."""
    begins = component.first("DTSTART")
    if begins is None:
        raise CalendarRefusedError("deze afspraak heeft geen begin (DTSTART)", line=component.line)
    starts_at, is_day = _moment(begins, begins.value)
    lasts = timedelta(days=1) if is_day else timedelta(hours=1)
    ends, length = component.first("DTEND"), component.first("DURATION")
    if ends is not None:
        lasts = _moment(ends, ends.value)[0].astimezone(UTC) - starts_at.astimezone(UTC)
    elif length is not None:
        lasts = _length(length)
    if lasts == timedelta(0):
        lasts = timedelta(hours=1)
    if not timedelta(0) < lasts <= LONGEST:
        raise CalendarRefusedError(
            f"deze afspraak eindigt voor het begin, of duurt langer dan {LONGEST.days} dagen", line=begins.line
        )
    return starts_at, lasts


def _listed(listed: Property) -> list[datetime]:
    values = listed.value.split(",")
    if len(values) > MOST_OF_ONE:
        raise CalendarRefusedError(f"hier staan meer dan {MOST_OF_ONE} tijden", line=listed.line)
    return [_moment(listed, value.partition("/")[0])[0] for value in values]


def _moment(found: Property, value: str, *, is_end: bool = False) -> tuple[datetime, bool]:
    """Give a moment, aware, and whether only its day was told."""
    read = MOMENT.fullmatch(value.strip())
    if read is None:
        raise CalendarRefusedError("dit is geen tijd; schrijf hem als 20270120T100000", line=found.line)
    try:
        day = date(int(read[1][:4]), int(read[1][4:6]), int(read[1][6:]))
        at = time(int(read[2][:2]), int(read[2][2:4]), min(int(read[2][4:]), 59)) if read[2] else time()
    except ValueError:
        raise CalendarRefusedError("deze tijd bestaat niet", line=found.line) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarRefusedError(f"geef een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}", line=found.line)
    if is_end and not read[2]:
        at = time(23, 59, 59)
    return datetime.combine(day, at, UTC if read[3] else _zone(found)), not read[2]


def _zone(found: Property) -> ZoneInfo:
    name = found.parameters.get("TZID", "")
    if not name:
        return AMSTERDAM
    known = OTHER_ZONES.get(name, name)
    if known not in _zone_names():
        raise CalendarRefusedError("deze tijdzone kennen wij niet; gebruik Europe/Amsterdam", line=found.line)
    return ZoneInfo(known)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _length(found: Property) -> timedelta:
    read = LENGTH.fullmatch(found.value.strip().upper())
    if read is None:
        raise CalendarRefusedError("dit is geen duur; schrijf hem als PT1H30M", line=found.line)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in read.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _number(found: Property | None) -> int:
    said = "" if found is None else found.value.strip()
    return int(said) if re.fullmatch(r"[0-9]{1,6}", said) else 0


def _text(component: Component, name: str, longest: int) -> str:
    found = component.first(name)
    return "" if found is None else found.text[:longest].strip()
