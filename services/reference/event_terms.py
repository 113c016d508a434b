"""How long seats are kept, who is invited how often, with what speed dates begin, and how long people look back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.reference.rows import Row

SEATS = ("ask_hours", "near_days", "near_hours", "at_once_hours")
TALKS = ("talk_rounds", "talk_minutes", "talk_change_minutes", "talk_break_after", "talk_break_minutes")
FOLLOW_UP = ("follow_up_days", "follow_up_reminder_day", "follow_up_reminder_hour", "match_listed_days")
INVITING = (
    "invite_per_week",
    "invite_good_matches",
    "invite_per_place",
    "invite_per_seat",
    "invite_most",
    "invite_least_days",
    "invite_ahead_days",
    "invite_least_candidates",
    "invite_wish_percent",
    "invite_wish_halves_km",
)
EVENT_TERMS = (*SEATS, *TALKS, *FOLLOW_UP, *INVITING)
MAY_BE_NOUGHT = frozenset({"talk_change_minutes", "talk_break_after", "talk_break_minutes", "follow_up_reminder_hour"})
MOST = 336
"""No term is longer; in hours that is two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTalks:
    """What stands on the form of a schedule of speed dates that nobody has filled in yet."""

    rounds: int
    talk_minutes: int
    change_minutes: int
    break_after: int
    break_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTerms:
    """How long people look back at an event.

    Parameters
    ----------
    days, reminder_day : int
        Working days; the day of the event does not count.
    reminder_hour : int
        The hour of the day, in the Netherlands.
    listed_days : int
        So many calendar days two who both said yes stand in the list of who helps.
    """

    days: int
    reminder_day: int
    reminder_hour: int
    listed_days: int


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
    wish_fit : float
        How much a wish for the work counts beside a score, next door; 0 to 1.
    wish_halves_km : int
        So far away that counts half.
    """

    per_week: int
    good_matches: int
    per_place: int
    per_seat: int
    most: int
    least: timedelta
    ahead: timedelta
    least_candidates: int
    wish_fit: float
    wish_halves_km: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTerms:
    """What holds for events: seats that come free, invitations (``inviting``), speed dates, and looking back.

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
    first_talks: FirstTalks
    follow_up: FollowUpTerms
    inviting: InvitingTerms


def event_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of event_terms.csv."""
    code = row.choice("code", EVENT_TERMS)
    return code, row.whole("value", at_least=0 if code in MAY_BE_NOUGHT else 1, at_most=MOST)


def event_terms(held: Mapping[str, int]) -> EventTerms:
    """Put the numbers that hold together."""
    return EventTerms(
        ask_for=timedelta(hours=held["ask_hours"]),
        near=timedelta(days=held["near_days"]),
        near_for=timedelta(hours=held["near_hours"]),
        at_once=timedelta(hours=held["at_once_hours"]),
        first_talks=FirstTalks(
            rounds=held["talk_rounds"],
            talk_minutes=held["talk_minutes"],
            change_minutes=held["talk_change_minutes"],
            break_after=held["talk_break_after"],
            break_minutes=held["talk_break_minutes"],
        ),
        follow_up=FollowUpTerms(
            days=held["follow_up_days"],
            reminder_day=held["follow_up_reminder_day"],
            reminder_hour=held["follow_up_reminder_hour"],
            listed_days=held["match_listed_days"],
        ),
        inviting=InvitingTerms(
            per_week=held["invite_per_week"],
            good_matches=held["invite_good_matches"],
            per_place=held["invite_per_place"],
            per_seat=held["invite_per_seat"],
            most=held["invite_most"],
            least=timedelta(days=held["invite_least_days"]),
            ahead=timedelta(days=held["invite_ahead_days"]),
            least_candidates=held["invite_least_candidates"],
            wish_fit=held["invite_wish_percent"] / 100,
            wish_halves_km=held["invite_wish_halves_km"],
        ),
    )
