"""Days to keep in mind, as the text of a calendar file (iCalendar, RFC 5545): whole days, without a place or people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar
from icalendar import Event as CalendarEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """A day on which something must be done.

    Parameters
    ----------
    id : UUID
        The same for the same thing on the same day, so that a second download replaces the first.
    """

    id: UUID
    day: date
    title: str
    text: str


def day_entries_text(entries: Iterable[DayEntry], *, stamped_at: datetime) -> str:
    """Write days as the text of a calendar file; the same entries and moment give the same text.

    Parameters
    ----------
    stamped_at : datetime
        Aware; when this revision was made (DTSTAMP).

    Returns
    -------
    str
        Lines end in CRLF and are folded at 75 octets. No zone: a whole day is the same everywhere.
    """
    # Not Calendar.new(): it adds a random UID to the calendar, over which calendar programs stumble.
    calendar = Calendar()
    calendar.add("PRODID", "-//Plekwijzer//Regelingen//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for one in sorted(entries, key=lambda entry: (entry.day, entry.title)):
        entry = CalendarEntry()
        entry.add("UID", f"{one.id}@plekwijzer")
        entry.add("DTSTAMP", stamped_at)
        entry.add("SUMMARY", one.title)
        entry.add("DTSTART", one.day)
        entry.add("DTEND", one.day + timedelta(days=1))
        entry.add("TRANSP", "TRANSPARENT")
        entry.add("DESCRIPTION", one.text)
        calendar.add_component(entry)
    return str(calendar.to_ical().decode())
