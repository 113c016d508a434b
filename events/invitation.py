"""The calendar invitation (iTIP, RFC 5546) of a meeting or an event, for one of those who come."""

from datetime import UTC, datetime

from icalendar import Calendar, Timezone, vCalAddress
from icalendar import Event as CalendarEntry

from events.event import Event
from events.ical import AMSTERDAM, ZONE_RULES, entries_of
from events.meeting import Meeting, MeetingKind

TITLES = {MeetingKind.CONVERSATION: "Gesprek", MeetingKind.TRIAL_DAY: "Meeloopdag"}
"""What a calendar shows. Calendars are shared with others, so it names nobody and no company."""


def invitation_text(meeting: Meeting, *, organiser: str, attendee: str, details_url: str) -> str:
    """Write the invitation to a meeting, or its withdrawal; the same revision gives the same text.

    Each attendee gets an invitation of their own, so that nobody learns the
    address of another. It says when, and where to read the rest: with whom and
    at which place stands behind a door that asks who is there.

    Parameters
    ----------
    organiser, attendee : str
        E-mail addresses. The organiser is the one that sends: no answer goes to a person.
    details_url : str
        Where the attendee reads the rest after logging in.

    Returns
    -------
    str
        The method is ``REQUEST``, or ``CANCEL`` for a meeting that was cancelled. Lines end in CRLF and are folded at
        75 octets.
    """
    entry = meeting_entry(meeting, details_url=details_url)
    return _sent("CANCEL" if meeting.is_cancelled else "REQUEST", entry, organiser=organiser, attendee=attendee)


def registration_text(
    event: Event, *, organiser: str, attendee: str, told_at: datetime, is_withdrawn: bool, site: str
) -> str | None:
    """Write that somebody comes to an event, or that it or the registration stopped; the same input, the same text.

    It has the UID of that person's own feed, so that a calendar that reads both shows it once.

    Parameters
    ----------
    organiser, attendee : str
        E-mail addresses, as in ``invitation_text``.
    told_at : datetime
        Of two texts of one revision the later told counts: so somebody can withdraw and come back.
    is_withdrawn : bool
        Somebody does not come any more.
    site : str
        Where people find the pages.

    Returns
    -------
    str or None
        The method is ``REQUEST``, or ``CANCEL`` when somebody does not come or it does not happen. ``None`` for an
        event of several days: that is more than one entry, and such a mail holds one (RFC 5546, 3.2.2).
    """
    entry, *others = entries_of(event, site=site)
    if others:
        return None
    stops = is_withdrawn or event.is_cancelled
    title = f"Afgemeld: {event.title}" if is_withdrawn and not event.is_cancelled else str(entry["SUMMARY"])
    status = "CANCELLED" if stops else "CONFIRMED"
    for name, value in (("DTSTAMP", told_at.astimezone(UTC)), ("STATUS", status), ("SUMMARY", title)):
        del entry[name]
        entry.add(name, value)
    return _sent("CANCEL" if stops else "REQUEST", entry, organiser=organiser, attendee=attendee)


def _sent(method: str, entry: CalendarEntry, *, organiser: str, attendee: str) -> str:
    entry.add("ORGANIZER", _person(organiser, CN="Plekwijzer"))
    invited = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    entry.add("ATTENDEE", _person(attendee, **invited))
    return _calendar(method, entry)


def meeting_text(meeting: Meeting, *, details_url: str) -> str:
    """Write a meeting as a calendar file that somebody takes over by hand; it names nobody either."""
    return _calendar("PUBLISH", meeting_entry(meeting, details_url=details_url))


def _calendar(method: str, entry: CalendarEntry) -> str:
    calendar = Calendar()
    calendar.add("PRODID", "-//Plekwijzer//Afspraken//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    calendar.add_component(Timezone.from_ical(ZONE_RULES))
    calendar.add_component(entry)
    return str(calendar.to_ical().decode())


def meeting_entry(meeting: Meeting, *, details_url: str) -> CalendarEntry:
    """Give the entry of a meeting; it names nobody."""
    title = TITLES[meeting.kind]
    entry = CalendarEntry()
    entry.add("UID", f"{meeting.id}@plekwijzer")
    entry.add("SEQUENCE", meeting.revision)
    entry.add("DTSTAMP", meeting.changed_at)
    entry.add("STATUS", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    entry.add("SUMMARY", f"Gaat niet door: {title}" if meeting.is_cancelled else title)
    entry.add("DTSTART", meeting.starts_at.astimezone(AMSTERDAM))
    entry.add("DTEND", meeting.ends_at.astimezone(AMSTERDAM))
    entry.add("DESCRIPTION", f"Met wie en waar? Dat staat op {details_url}")
    return entry


def _person(address: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params.update(parameters)
    return person
