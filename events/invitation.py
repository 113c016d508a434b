"""The calendar invitation (iTIP, RFC 5546) of a meeting, for one of those who are asked to come."""

from icalendar import Calendar, Timezone, vCalAddress
from icalendar import Event as CalendarEntry

from events.ical import AMSTERDAM, ZONE_RULES
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
    entry.add("ORGANIZER", _person(organiser, CN="Plekwijzer"))
    invited = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    entry.add("ATTENDEE", _person(attendee, **invited))
    return _calendar("CANCEL" if meeting.is_cancelled else "REQUEST", entry)


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
