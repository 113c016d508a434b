"""How long a seat at an event is kept for whoever has waited longest, and who is invited how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.reference.rows import Row

INVITING = (
    "invite_per_week",
    "invite_good_matches",
    "invite_per_place",
    "invite_per_seat",
    "invite_most",
    "invite_least_days",
    "invite_ahead_days",
    "invite_least_candidates",
)
EVENT_TERMS = ("ask_hours", "near_days", "near_hours", "at_once_hours", *INVITING)
MOST = 336
"""No term is longer; in hours that is two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitingTerms:
    """How invitations are made.

    Parameters
    ----------
    per_week : int
        Nobody gets more in any seven days.
    good_matches : int
        So many of a student's best places count.
    per_place : int
        So many of the best candidates of each place are looked at.
    per_seat : int
        So many students are invited for each free seat,
    most : int
        and never more for one event.
    least : timedelta
        Nearer to the end of registration nobody is invited.
    ahead : timedelta
        How far ahead the nightly look goes.
    least_candidates : int
        A company hears of no fewer, and in steps of so many.
    """

    per_week: int
    good_matches: int
    per_place: int
    per_seat: int
    most: int
    least: timedelta
    ahead: timedelta
    least_candidates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTerms:
    """What holds for seats that come free, and for invitations (``inviting``).

    Parameters
    ----------
    ask_for, near_for : timedelta
        Time to answer, far from the end of registration and ``near`` it.
    at_once : timedelta
        So short before the end nobody is asked any more: the seat is given.
    """

    ask_for: timedelta
    near: timedelta
    near_for: timedelta
    at_once: timedelta
    inviting: InvitingTerms


def event_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of event_terms.csv."""
    return row.choice("code", EVENT_TERMS), row.whole("value", at_least=1, at_most=MOST)


def event_terms(held: Mapping[str, int]) -> EventTerms:
    """Put the numbers that hold together."""
    return EventTerms(
        ask_for=timedelta(hours=held["ask_hours"]),
        near=timedelta(days=held["near_days"]),
        near_for=timedelta(hours=held["near_hours"]),
        at_once=timedelta(hours=held["at_once_hours"]),
        inviting=InvitingTerms(
            per_week=held["invite_per_week"],
            good_matches=held["invite_good_matches"],
            per_place=held["invite_per_place"],
            per_seat=held["invite_per_seat"],
            most=held["invite_most"],
            least=timedelta(days=held["invite_least_days"]),
            ahead=timedelta(days=held["invite_ahead_days"]),
            least_candidates=held["invite_least_candidates"],
        ),
    )
