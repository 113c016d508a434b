"""What could be done about a pair, by whom, and how much that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.parameters import Side


class Change(StrEnum):
    """What could be done; ``side`` says by whom."""

    FREE_DAY = "free_day"
    LONGER_TRIP = "longer_trip"
    OTHER_MODE = "other_mode"
    OTHER_HOURS = "other_hours"
    LONGER_FREE = "longer_free"
    GET_PREREQUISITE = "get_prerequisite"
    REACH_LEVEL = "reach_level"
    REACH_DUTCH = "reach_dutch"
    FEWER_DAYS = "fewer_days"
    FEWER_HOURS = "fewer_hours"
    MORE_HOURS = "more_hours"
    ADD_DAY = "add_day"
    OTHER_TIMES = "other_times"
    LATER_START = "later_start"
    OTHER_WEEKS = "other_weeks"
    OFFER_CONDITION = "offer_condition"
    MAKE_TRAINABLE = "make_trainable"
    LOWER_DUTCH = "lower_dutch"
    EXPERT_SUPERVISION = "expert_supervision"
    WITHOUT_HAZARDS = "without_hazards"
    RAISE_PAY = "raise_pay"
    GET_RECOGNITION = "get_recognition"
    ADD_SEAT = "add_seat"
    ANSWER_CONTACTS = "answer_contacts"

    @property
    def side(self) -> Side:
        """Who can do it."""
        return Side.STUDENT if self in STUDENT_CHANGES else Side.PLACEMENT


STUDENT_CHANGES = frozenset(list(Change)[: list(Change).index(Change.FEWER_DAYS)])
SIZES: Mapping[Change, float] = {
    Change.FREE_DAY: 1.0,  # a weekday
    Change.LONGER_TRIP: 1.0,  # as many minutes again as the limit is now
    Change.OTHER_MODE: 0.5,  # another way to travel, that needs no licence
    Change.OTHER_HOURS: 1.0,  # eight hours a week
    Change.LONGER_FREE: 0.1,  # a week
    Change.GET_PREREQUISITE: 0.5,  # thirty days of waiting for it
    Change.REACH_LEVEL: 1.0,  # a level
    Change.REACH_DUTCH: 3.0,  # a level of the CEFR
    Change.FEWER_DAYS: 0.5,  # a day
    Change.FEWER_HOURS: 0.5,  # eight hours a week
    Change.MORE_HOURS: 0.5,  # eight hours a week
    Change.ADD_DAY: 0.5,  # a weekday
    Change.OTHER_TIMES: 0.5,  # a weekday with other times
    Change.LATER_START: 0.1,  # a week
    Change.OTHER_WEEKS: 0.1,  # a week
    Change.OFFER_CONDITION: 0.5,  # a condition
    Change.MAKE_TRAINABLE: 0.5,  # a requirement
    Change.LOWER_DUTCH: 1.0,  # a level of the CEFR
    Change.EXPERT_SUPERVISION: 0.75,
    Change.WITHOUT_HAZARDS: 1.0,  # a hazard
    Change.RAISE_PAY: 1.0,  # a hundred euro a month
    Change.GET_RECOGNITION: 1.0,  # ten working days at SBB, and a form
    Change.ADD_SEAT: 2.0,  # a seat, with somebody to guide who sits there
    Change.ANSWER_CONTACTS: 0.25,  # an answer
}
"""How big one of what the comment names is, where 1 is a weekday that a student keeps free.

Our own estimate, to be tuned with coordinators; it decides what is told first and touches no score.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change.

    Parameters
    ----------
    code : int
        Weekday, travel mode, prerequisite, competency or condition, or a mask of weekdays (other times) or hazards; 0
        where the change has none.
    amount : float
        New value: minutes of travel, hours a week, days, level 0 to 1, CEFR level 1 to 5, euro a month, day number of
        the start, or weeks that a period moves or grows (below 0 is earlier); 0 where the change has none.
    """

    change: Change
    code: int = 0
    amount: float = 0.0
