"""The calendar file (iCalendar, RFC 5545) of an event, for the calendar on somebody's own telephone."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEntry

from events.event import Event

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
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


def calendar_text(events: Iterable[Event], *, stamped_at: datetime) -> str:
    """Write events as the text of a calendar file; the same events and moment give the same text.

    Every event keeps its UID for good, so that a second download replaces the
    first. Times carry the zone of Amsterdam, with its rules in the file. A
    cancelled event stays in it and says so, in its status and in its title.

    Parameters
    ----------
    events : iterable of Event
    stamped_at : datetime
        Aware; when this revision was made (DTSTAMP).

    Returns
    -------
    str
        Lines end in CRLF and are folded at 75 octets.
    """
    # Not Calendar.new(): it adds a random UID to the calendar, over which calendar programs stumble.
    calendar = Calendar()
    calendar.add("PRODID", "-//Plekwijzer//Agenda//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(Timezone.from_ical(ZONE_RULES))
    for event in sorted(events, key=lambda event: (event.starts_at, event.reference)):
        calendar.add_component(_entry(event, stamped_at))
    return str(calendar.to_ical().decode())


def _entry(event: Event, stamped_at: datetime) -> CalendarEntry:
    is_cancelled = event.is_cancelled
    venue = event.venue
    entry = CalendarEntry()
    entry.add("UID", f"{event.id}@plekwijzer")
    entry.add("DTSTAMP", stamped_at)
    entry.add("SEQUENCE", event.revision)
    entry.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    entry.add("SUMMARY", f"Gaat niet door: {event.title}" if is_cancelled else event.title)
    entry.add("DTSTART", event.starts_at.astimezone(AMSTERDAM))
    entry.add("DTEND", event.ends_at.astimezone(AMSTERDAM))
    entry.add("DESCRIPTION", event.summary)
    entry.add("LOCATION", ", ".join(filter(None, (venue.name, venue.address, venue.municipality))))
    if venue.latitude is not None and venue.longitude is not None:
        entry.add("GEO", (venue.latitude, venue.longitude))
    return entry
