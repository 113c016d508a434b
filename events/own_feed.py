"""The feed of one person: the events somebody goes to and the meetings somebody is asked for, naming nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Event as CalendarEntry

from events.event import Event
from events.ical import empty_calendar, entries_of, written
from events.invitation import meeting_entry
from events.meeting import Meeting

NAME = "Mijn agenda bij Plekwijzer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvent:
    """An event that somebody goes to.

    Parameters
    ----------
    is_sure : bool
        There is a seat; otherwise somebody waits for one.
    """

    event: Event
    is_sure: bool


def own_feed_text(events: Iterable[OwnEvent], meetings: Iterable[Meeting], *, site: str) -> str:
    """Write what is somebody's own as a calendar; the same things give the same text.

    Calendars are shared with others: of a meeting it says no more than that
    it is one, and with whom and where stands behind a door that asks who is
    there.
    """
    calendar = empty_calendar()
    calendar.add("X-WR-CALNAME", NAME)
    calendar.add("NAME", NAME)
    for own in events:
        for entry in _entries(own, site):
            calendar.add_component(entry)
    for meeting in meetings:
        calendar.add_component(meeting_entry(meeting, details_url=f"{site}/berichten"))
    return written(calendar)


def _entries(own: OwnEvent, site: str) -> Iterable[CalendarEntry]:
    for entry in entries_of(own.event, site=site):
        if not own.is_sure and not own.event.is_cancelled:
            title = str(entry.pop("SUMMARY"))
            del entry["STATUS"]
            entry.add("SUMMARY", f"Nog niet zeker: {title}")
            entry.add("STATUS", "TENTATIVE")
        yield entry
