"""Typed gates: what stands between a student and a placement, before any score.

Each gate is one function of one pair, compiled; lists of millions and the explanation of a single pair call the same.
"""

from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, n_ones
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
    WORKING_TIME = "working_time"
    HAZARDS = "hazards"
    PREREQUISITES = "prerequisites"
    TRAVEL = "travel"
    DUTCH = "dutch"
    SEATS = "seats"
    CONTACTS = "contacts"


Verdicts = NDArray[np.int8]

N_GATES = len(Gate)
PASS, TO_ARRANGE, UNKNOWN, NOT_NOW, FORBIDDEN = (int(verdict) for verdict in Verdict)
NOT_NEEDED, ACTIVE, REQUESTED, _, NOT_LOOKED_UP = (int(status) for status in Recognition)
NOTHING_SHARED = -1
SUNDAY = 6
ONE = np.uint64(1)


def may_rank(of: Verdicts) -> NDArray[np.bool_]:
    """Say which pairs no gate refuses, (n,)."""
    return np.asarray(of.max(axis=1, initial=0) <= Verdict.UNKNOWN)


@compiled
def age_on(date: int, s: Any) -> int:
    """Give the age in whole years on a calendar date, at most ``OLDEST``; 29 February counts as 1 March."""
    return int(min(max((date - s.born_date) >> YEAR_BITS, 0), OLDEST))


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
def recognised(offer: Any, p: Any) -> int:
    """Recognition of the site for one of the placement's offers, on every day of its period."""
    last = p.start_day + 1 if p.end_day == NO_END else p.end_day
    covers = offer.first_day <= p.start_day and offer.last_day >= last
    if offer.status == NOT_NEEDED or (offer.status == ACTIVE and covers):
        return PASS
    if offer.status == REQUESTED:
        return TO_ARRANGE
    return UNKNOWN if offer.status == NOT_LOOKED_UP else NOT_NOW


@compiled
def recognition(students: StudentArrays, s: Any, placements: PlacementArrays, p: Any) -> int:
    """The best verdict over the shared offers; a pair that shares none is for the first gate to refuse."""
    best = FORBIDDEN + 1
    for at in range(s.offers_at, s.offers_at + s.offers_n):
        for there in range(p.offers_at, p.offers_at + p.offers_n):
            if students.offers[at] == placements.offers[there].code:
                best = min(best, recognised(placements.offers[there], p))
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
def place_days(p: Any, law: Any) -> int:
    """Give the mask of days whose work the law allows to somebody without school."""
    days = 0
    for day in range(7):
        work, starts, ends = int(p.day_minutes[day]), int(p.day_starts[day]), int(p.day_ends[day])
        is_lawful = (
            work <= law.day_minutes
            and starts >= law.earliest
            and ends <= law.latest
            and (work <= law.break_after or ends - starts - work >= law.break_minutes)
            and (day != SUNDAY or law.sunday)
        )
        days |= int(is_lawful) << day
    return days


@compiled
def lawful_days(s: Any, p: Any, shared: int, of_place: int, law: Any) -> int:
    """Give the mask of shared days on which the law lets this student do the day's work.

    The age on the first day counts for the whole period: limits only widen as somebody grows older.

    Parameters
    ----------
    of_place : int
        What ``place_days`` gives for the same law.
    """
    days = shared & of_place
    if days & s.school_days:
        for day in range(7):
            work, school = int(p.day_minutes[day]), int(s.school_minutes[day])
            if school > 0 and (work + school * law.school_counts > law.day_minutes or work > law.school_day_minutes):
                days &= ~(1 << day)
    return days


@compiled
def lawful_minutes(s: Any, p: Any, days: int, n: int, law: Any) -> int:
    """Give the most minutes a week on the longest of these n days, as many as the law allows."""
    left = days
    for _ in range(n - law.days_max):
        shortest = -1
        for day in range(7):
            if left >> day & 1 and (shortest < 0 or p.day_minutes[day] < p.day_minutes[shortest]):
                shortest = day
        left &= ~(1 << shortest)
    return int(min(day_minutes(p, left), law.week_minutes - s.school_week * law.school_counts))


@compiled
def working_time(s: Any, p: Any, shared: int, of_place: int, least: int, law: Any) -> int:
    """Days, hours, times, rest and school time that the law allows; without a law for this age no work is allowed."""
    days = lawful_days(s, p, shared, of_place, law)
    n = n_days(days)
    if min(n, law.days_max) < p.days_min or lawful_minutes(s, p, days, n, law) < least:
        return FORBIDDEN
    return PASS


@compiled
def hazards(p: Any, age: int, rules: RuleArrays) -> int:
    """Work that is dangerous for the young: forbidden, or only beside an expert."""
    limits = rules.limits[0]
    if age >= limits.hazards_below_age:
        return PASS
    beside_expert = p.hazards & limits.hazards_supervised != 0
    if p.hazards & limits.hazards_forbidden != 0 or (beside_expert and not p.is_supervised):
        return FORBIDDEN
    return TO_ARRANGE if beside_expert else PASS


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
def travel(s: Any, minutes: float) -> int:
    """Within the student's own limit."""
    if minutes != minutes:
        return UNKNOWN
    return NOT_NOW if minutes > s.max_minutes else PASS


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
            verdicts[at] = recognised(placements.offers[at], p)
            best = min(best, verdicts[at])
        found[row] = best <= UNKNOWN and seats(p) <= UNKNOWN and contacts(p) <= UNKNOWN


def open_placements(placements: PlacementArrays) -> tuple[NDArray[np.bool_], Verdicts]:
    """Say which placements somebody could have, (m,), and how each offer's recognition stands, (n_offers,)."""
    found = np.zeros(len(placements.rows), dtype=np.bool_)
    verdicts = np.zeros(len(placements.offers), dtype=np.int8)
    _find_open(placements, found, verdicts)
    return found, verdicts


@compiled
def _find_lawful(placements: NDArray[Any], laws: NDArray[Any], found: NDArray[np.uint8]) -> None:
    for row in range(len(placements)):
        for law in range(len(laws)):
            found[row, law] = place_days(placements[row], laws[law])


def lawful_days_of(placements: NDArray[Any], rules: RuleArrays) -> NDArray[np.uint8]:
    """Give ``place_days`` of each placement for each row of the law, (m, n_laws)."""
    found = np.zeros((len(placements), len(rules.working_time)), dtype=np.uint8)
    _find_lawful(placements, rules.working_time, found)
    return found
