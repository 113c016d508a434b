"""How long a seat at an event is kept for whoever has waited longest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.reference.rows import Row

EVENT_TERMS = ("ask_hours", "near_days", "near_hours", "at_once_hours")
MOST = 336
"""No term is longer; in hours that is two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTerms:
    """What holds for seats that come free.

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
    )
