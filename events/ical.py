"""The calendar file (iCalendar, RFC 5545) of an event, for the calendar on somebody's own telephone."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from types import MappingProxyType
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEntry

from events.event import Event, EventKind, Session

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KIND_NAMES: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.SPEED_DATE: "Speeddate",
        EventKind.COMPANY_VISIT: "Bedrijfsbezoek",
        EventKind.WORKSHOP: "Workshop",
        EventKind.OPEN_DAY: "Open dag",
        EventKind.TRIAL_DAY: "Meeloopdag",
        EventKind.APPLICATION_TRAINING: "Sollicitatietraining",
        EventKind.PARENTS_EVENING: "Ouderavond",
        EventKind.GUEST_LESSON: "Gastles",
        EventKind.JPO_MEETING: "Bijeenkomst junior praktijkopleiders",
    }
)
"""What a calendar files an event under."""
ZONE_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
# Directive 2000/84/EC: summer time from the last Sunday of March to the last Sunday of October, at 1.00 UTC.
# Written out, because what icalendar 7.3 makes from the zone database begins summer time an hour late.


def calendar_text(events: Iterable[Event], *, site: str = "") -> str:
    """Write events as the text of a calendar file; the same events give the same text, whenever it is asked for.

    Every event keeps its UID for good, so that a second download replaces the
    first, and says by SEQUENCE which of two texts is the newer one. Times
    carry the zone of Amsterdam, with its rules in the file. A cancelled event
    stays in it and says so, in its status and in its title. Each part of an
    event of several days is an entry of its own.

    Parameters
    ----------
    events : iterable of Event
    site : str
        Where people find the pages; each entry then names its page.

    Returns
    -------
    str
        Lines end in CRLF and are folded at 75 octets.
    """
    calendar = empty_calendar()
    for event in sorted(events, key=lambda event: (event.starts_at, event.reference)):
        for entry in entries_of(event, site=site):
            calendar.add_component(entry)
    return written(calendar)


def empty_calendar() -> Calendar:
    """Give a calendar that is published, with the rules of its zone and nothing in it."""
    # Not Calendar.new(): it adds a random UID to the calendar, over which calendar programs stumble.
    calendar = Calendar()
    calendar.add("PRODID", "-//Plekwijzer//Agenda//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(Timezone.from_ical(ZONE_RULES))
    return calendar


def written(calendar: Calendar) -> str:
    """Write a calendar as text."""
    return str(calendar.to_ical().decode())


def entries_of(event: Event, *, site: str = "") -> tuple[CalendarEntry, ...]:
    """Give one entry for an event, or one for each part when it goes on for several days."""
    days = {part.starts_at.astimezone(AMSTERDAM).date() for part in event.sessions}
    if len(days) <= 1:
        return (entry_of(event, uid=f"{event.id}@plekwijzer", site=site),)
    return tuple(
        entry_of(event, uid=f"{event.id}-{number}@plekwijzer", site=site, part=part)
        for number, part in enumerate(event.sessions, start=1)
    )


def entry_of(event: Event, *, uid: str, site: str = "", part: Session | None = None) -> CalendarEntry:
    """Give the entry of an event, or of one part of it."""
    title = event.title if part is None else f"{event.title}: {part.title}"
    at = event if part is None else part
    entry = CalendarEntry()
    entry.add("UID", uid)
    entry.add("DTSTAMP", event.changed_at.astimezone(UTC))
    entry.add("LAST-MODIFIED", event.changed_at.astimezone(UTC))
    entry.add("SEQUENCE", event.revision)
    entry.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("SUMMARY", f"Gaat niet door: {title}" if event.is_cancelled else title)
    entry.add("DTSTART", at.starts_at.astimezone(AMSTERDAM))
    entry.add("DTEND", at.ends_at.astimezone(AMSTERDAM))
    entry.add("DESCRIPTION", event.summary)
    entry.add("LOCATION", _where(event, part))
    if event.venue.latitude is not None and event.venue.longitude is not None:
        entry.add("GEO", (event.venue.latitude, event.venue.longitude))
    entry.add("CATEGORIES", [KIND_NAMES[event.kind]])
    if site:
        entry.add("URL", f"{site}/agenda/{event.id}")
    return entry


def _where(event: Event, part: Session | None) -> str:
    venue = event.venue
    return ", ".join(filter(None, (part.room if part else "", venue.name, venue.address, venue.municipality)))
