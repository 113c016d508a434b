"""The days on which something must be done for a kind of place, as a file for somebody's own calendar."""

from datetime import datetime

from employer_toolkit.scheme import PlaceFacts, SchemeVerdict
from events.day_entries import DayEntry, day_entries_text
from services.ids import stable_id
from services.local_time import local_day
from services.permissions import Account
from services.schemes.advising import advise

IN_CALENDAR = (SchemeVerdict.MAY_APPLY, SchemeVerdict.DEPENDS)


def scheme_days(*, by: Account, facts: PlaceFacts, now: datetime) -> tuple[DayEntry, ...]:
    """Give the last days still to come of what may be had for a kind of place.

    A day keeps its id as long as the scheme, the day and the start of the place stay the same.
    """
    today = local_day(now)
    return tuple(
        DayEntry(
            id=stable_id("scheme-day", card.code, f"{moment.code} {moment.last_on} {facts.starts_on}"),
            day=moment.last_on,
            title=f"{card.name}: {moment.label}",
            text="\n".join(
                (moment.text, f"Waar: {card.where}.", *moment.marks, *(one.url for one in card.sources[:1]))
            ),
        )
        for card in advise(by=by, facts=facts, now=now).of(IN_CALENDAR)
        for moment in card.moments
        if moment.last_on is not None and moment.last_on >= today
    )


def scheme_calendar(*, by: Account, facts: PlaceFacts, now: datetime) -> str:
    """Write those days as a calendar file."""
    return day_entries_text(scheme_days(by=by, facts=facts, now=now), stamped_at=now)
