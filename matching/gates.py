"""Typed gates: what stands between a student and a placement, before any score.

Each gate is one function of one pair, compiled; lists of millions and the explanation of a single pair call the same.
"""

from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, compiled_apart, kept_apart, n_ones
from matching.rows import NO_END, YEAR_BITS, PlacementArrays, Recognition, StudentArrays
from matching.rules import OLDEST, RuleArrays


class Verdict(IntEnum):
    """How a pair stands at a gate; up to ``UNKNOWN`` it may be ranked."""

    PASS = 0
    TO_ARRANGE = 1
    """Passes, with something to arrange before the start."""
    UNKNOWN = 2
    """Cannot be said yet: shown as "nog controleren" and counted apart."""
    NOT_NOW = 3
    """Refused as things stand; somebody can repair it."""
    FORBIDDEN = 4
    """Refused by law or by the kind of programme."""


class Gate(StrEnum):
    """The gates; the order is the order of every verdicts array."""

    TYPE_PROGRAMME = "type_programme"
    RECOGNITION = "recognition"
    AGE = "age"
    PERIOD = "period"
    DAYS_HOURS = "days_hours"
    PROGRAMME_HOURS = "programme_hours"
    WORKING_TIME = "working_time"
    HAZARDS = "hazards"
    PREREQUISITES = "prerequisites"
    SIGNATURE = "signature"
    TRAVEL = "travel"
    DUTCH = "dutch"
    SEATS = "seats"
    CONTACTS = "contacts"


Verdicts = NDArray[np.int8]

N_GATES = len(Gate)
PASS, TO_ARRANGE, UNKNOWN, NOT_NOW, FORBIDDEN = (int(verdict) for verdict in Verdict)
NOT_NEEDED, ACTIVE, REQUESTED, _, NOT_LOOKED_UP = (int(status) for status in Recognition)
NOTHING_SHARED = -1
YEAR_DAYS = 365
ONE = np.uint64(1)


def may_rank(of: Verdicts) -> NDArray[np.bool_]:
    """Say which pairs no gate refuses, (n,)."""
    return np.asarray(of.max(axis=1, initial=0) <= Verdict.UNKNOWN)


@compiled
def age_on(date: int, s: Any) -> int:
    """Give the age in whole years on a calendar date, at most ``OLDEST``; 29 February counts as 1 March."""
    return int(min(max((date - s.born_date) >> YEAR_BITS, 0), OLDEST))


@compiled
def first_day_of_month(year: int, month: int) -> int:
    """Give the day number (days since 1970-01-01) on which a month begins; after Hinnant (2014), days_from_civil."""
    y, m = (year, month - 3) if month > 2 else (year - 1, month + 9)  # years that begin in March
    era = y // 400
    of_era = y - era * 400
    return int(era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + (153 * m + 2) // 5 - 719468)


@compiled_apart
def birthday(s: Any, age: int) -> int:
    """Give the day number on which a student reaches an age; 29 February becomes 1 March in other years."""
    kept_apart()
    year = 1970 + (s.born_date >> YEAR_BITS) + age
    month, day = (s.born_date >> 5 & 15) + 1, s.born_date & 31
    following, after = (year, month + 1) if month < 12 else (year + 1, 1)
    return int(min(first_day_of_month(year, month) + day, first_day_of_month(following, after)))


@compiled
def worked_period(s: Any, p: Any) -> tuple[int, int, int, int]:
    """Give the days on which the student can work there: first, first no longer, and the age on the first and last.

    A pair without such a day is judged on the place's first.
    """
    first = max(p.start_day, s.from_day)
    end = s.until_day if p.end_day == NO_END else min(p.end_day, s.until_day)
    if first >= end:
        age = age_on(p.start_date, s)
        return p.start_day, p.start_day + 1, age, age
    return first, end, age_on(max(p.start_date, s.from_date), s), age_on(min(p.last_date, s.last_date), s)


@compiled
def first_shared_offer(students: StudentArrays, s: Any, placements: PlacementArrays, p: Any) -> int:
    """Give the lowest offer code that a student seeks and the placement has, or ``NOTHING_SHARED``."""
    for at in range(s.offers_at, s.offers_at + s.offers_n):
        for there in range(p.offers_at, p.offers_at + p.offers_n):
            if students.offers[at] == placements.offers[there].code:
                return int(students.offers[at])
    return NOTHING_SHARED


@compiled
def type_programme(is_shared: bool, s: Any, p: Any) -> int:
    """Kind of placement, qualification and level."""
    return PASS if is_shared and p.level_min <= s.level <= p.level_max else FORBIDDEN


@compiled
def recognised(offer: Any, p: Any, end_day: int) -> int:
    """Recognition of the site for one of the placement's offers, on every day up to ``end_day``, not included."""
    covers = offer.first_day <= p.start_day and offer.last_day >= end_day
    if offer.status == NOT_NEEDED or (offer.status == ACTIVE and covers):
        return PASS
    if offer.status == REQUESTED:
        return TO_ARRANGE
    return UNKNOWN if offer.status == NOT_LOOKED_UP else NOT_NOW


@compiled
def fixed_end(p: Any) -> int:
    """Give the day on which a placement ends, whoever takes it; the second day of one without an end."""
    return int(p.start_day + 1 if p.end_day == NO_END else p.end_day)


@compiled
def recognition(students: StudentArrays, s: Any, placements: PlacementArrays, p: Any) -> int:
    """The best verdict over the shared offers; a pair that shares none is for the first gate to refuse.

    A placement without an end counts as long as the student is free.
    """
    best = FORBIDDEN + 1
    end_day = max(s.until_day, p.start_day + 1) if p.end_day == NO_END else p.end_day
    for at in range(s.offers_at, s.offers_at + s.offers_n):
        for there in range(p.offers_at, p.offers_at + p.offers_n):
            if students.offers[at] == placements.offers[there].code:
                best = min(best, recognised(placements.offers[there], p, end_day))
    return best if best <= FORBIDDEN else PASS


@compiled
def old_enough(s: Any, p: Any, age: int, rules: RuleArrays) -> int:
    """Youngest age for the kind of placement; who grows into it may come later."""
    needed = rules.minimum_age[p.type]
    if age >= needed:
        return PASS
    return NOT_NOW if age_on(p.grown_date, s) >= needed else FORBIDDEN


@compiled
def overlap_days(s: Any, p: Any) -> tuple[int, int, int]:
    """Length in days of the two periods' overlap, of the place's period and of the student's.

    A place without an end counts as long as the student is free.
    """
    end = max(s.until_day, p.start_day + 1) if p.end_day == NO_END else p.end_day
    overlap = max(min(end, s.until_day) - max(p.start_day, s.from_day), 0)
    return overlap, end - p.start_day, s.until_day - s.from_day


@compiled
def period(overlap: int, offered: int, free: int, share_min: float) -> int:
    """Enough of the shorter of both periods must overlap."""
    return NOT_NOW if overlap < share_min * min(offered, free) else PASS


@compiled
def shared_days(s: Any, p: Any) -> int:
    """Give the mask of weekdays on which the place has work and the student is free."""
    days: Any = np.int64(s.weekdays & p.weekdays)  # signed: numba mixes no signed and unsigned masks
    return days  # type: ignore[no-any-return]


@compiled
def day_minutes(p: Any, days: int) -> int:
    """Add the working minutes of the days in a mask."""
    minutes = 0
    for day in range(7):
        minutes += (days >> day & 1) * p.day_minutes[day]
    return minutes


@compiled
def n_days(days: int) -> int:
    """Count the days in a mask."""
    return int(n_ones(np.uint64(days)))


@compiled
def days_hours(p: Any, n_shared: int, shared_minutes: int, least: int, most: int) -> int:
    """Enough days together, and hours that suit both."""
    return NOT_NOW if n_shared < p.days_min or least > most or shared_minutes < least else PASS


@compiled
def programme_hours(p: Any, level: int, made: float, overlap: int, rules: RuleArrays) -> int:
    """Hours of practice that the programme asks of a year, against the minutes that can be made here."""
    asked = rules.programme_hours[p.type, level]
    if asked.by_length:
        return PASS if made >= asked.minutes * min(overlap / YEAR_DAYS, 1.0) else NOT_NOW
    return PASS if made >= asked.minutes else TO_ARRANGE


@compiled
def practice_minutes(shared_minutes: int, most: int, overlap: int) -> float:
    """Give the minutes of work that a student can make in all."""
    return max(min(most, shared_minutes), 0) * overlap / 7.0


@compiled
def hazards(p: Any, youngest: int, oldest: int, rules: RuleArrays) -> int:
    """Work that is dangerous for the young: forbidden, or only beside an expert."""
    limits = rules.hazards[p.type, youngest]
    if p.hazards & limits.forbidden != 0:
        return FORBIDDEN if p.hazards & rules.hazards[p.type, oldest].forbidden != 0 else NOT_NOW
    if p.hazards & limits.supervised != 0:
        return TO_ARRANGE if p.is_supervised else NOT_NOW
    is_asked = p.hazards_known or (limits.forbidden | limits.supervised) == 0
    return PASS if is_asked else UNKNOWN


@compiled
def signature(s: Any, p: Any, age: int, rules: RuleArrays) -> int:
    """A parent who signs as well, below an age; never a refusal."""
    signing = rules.signing[p.type]
    if age >= signing.below_age or (signing.school_decides and s.parent_need_not_sign):
        return PASS
    return TO_ARRANGE


@compiled
def prerequisites(s: Any, p: Any, age: int, rules: RuleArrays) -> int:
    """What must be in hand at the start, or can be by then."""
    missing = p.prerequisites & ~s.prerequisites
    if missing == 0:
        return PASS
    days_left = p.start_day - rules.limits[0].today
    for code in range(len(rules.prerequisites)):
        if (missing >> np.uint64(code)) & ONE:
            item = rules.prerequisites[code]
            if days_left < item.lead_days or age < item.from_age:
                return NOT_NOW
    return TO_ARRANGE


@compiled
def travel(s: Any, minutes: float, is_in_time: bool) -> int:
    """Within the student's own limit and the school's, and not before the first bus or after the last."""
    if minutes != minutes:
        return UNKNOWN
    return PASS if minutes <= min(s.max_minutes, s.cap_minutes) and is_in_time else NOT_NOW


@compiled
def dutch(s: Any, p: Any) -> int:
    """Level of Dutch that the work asks."""
    if p.dutch_min == 0 or s.dutch >= p.dutch_min:
        return PASS
    return UNKNOWN if s.dutch == 0 else NOT_NOW


@compiled
def seats(p: Any) -> int:
    """A seat is left."""
    return NOT_NOW if p.seats_left < 1 else PASS


@compiled
def contacts(p: Any) -> int:
    """Not too many conversations are open already."""
    return NOT_NOW if p.open_contacts >= p.max_open_contacts else PASS


@compiled
def _find_open(placements: PlacementArrays, found: NDArray[np.bool_], verdicts: Verdicts) -> None:
    for row in range(len(placements.rows)):
        p = placements.rows[row]
        best = FORBIDDEN
        for at in range(p.offers_at, p.offers_at + p.offers_n):
            verdicts[at] = recognised(placements.offers[at], p, fixed_end(p))
            best = min(best, verdicts[at])
        found[row] = best <= UNKNOWN and seats(p) <= UNKNOWN and contacts(p) <= UNKNOWN


def open_placements(placements: PlacementArrays) -> tuple[NDArray[np.bool_], Verdicts]:
    """Say which placements somebody could have, (m,), and how each offer's recognition stands, (n_offers,)."""
    found = np.zeros(len(placements.rows), dtype=np.bool_)
    verdicts = np.zeros(len(placements.offers), dtype=np.int8)
    _find_open(placements, found, verdicts)
    return found, verdicts
