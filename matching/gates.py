"""Typed gates: what stands between a student and a placement, before any score.

Each gate is one function of one pair, compiled; lists of millions and the explanation of a single pair call the same.
"""

from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, compiled_apart, n_ones
from matching.rows import DAY_MINUTES, NO_END, YEAR_BITS, PlacementArrays, Recognition, StudentArrays
from matching.rules import HOLIDAY_WEEK, OLDEST, SCHOOL_WEEK, RuleArrays, SundayWork


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
SATURDAY, SUNDAY = 5, 6
SATURDAY_FREE = int(SundayWork.SATURDAY_FREE)
WEEK = 0b1111111
HAS_CONFLICT = 1 << 7
"""Mark in a mask of lawful days: working all of them leaves too little rest."""
YEAR_DAYS = 365
NO_LAW = -2
"""Neither a row of the law nor the mark for an age without one."""
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


@compiled
def birthday(s: Any, age: int) -> int:
    """Give the day number on which a student reaches an age; 29 February becomes 1 March in other years."""
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
def rest_after(p: Any, days: int, day: int) -> int:
    """Give the minutes from the end of a working day to the start of the next, which may lie in the next week."""
    ahead = 1
    while not days >> (day + ahead) % 7 & 1:
        ahead += 1
    return DAY_MINUTES * ahead + int(p.day_starts[(day + ahead) % 7]) - int(p.day_ends[day])


@compiled
def leaves_rest(p: Any, days: int, law: Any) -> bool:
    """Say whether working these days every week leaves the rest between days, and at a stretch, that the law asks."""
    longest, n_short = law.weekly_rest if days == 0 else 0, 0
    for day in range(7):
        if days >> day & 1:
            rest = rest_after(p, days, day)
            if rest < law.short_rest:
                return False
            n_short += int(rest < law.rest)
            longest = max(longest, rest)
    return n_short <= 1 and longest >= law.weekly_rest


@compiled
def place_days(p: Any, law: Any) -> int:
    """Give the mask of days whose work the law allows to somebody without school, marked where rest gets too short.

    Whoever works fewer of the days rests longer; so without the mark any choice of them leaves enough rest.
    """
    days = 0
    for day in range(7):
        work, starts, ends = int(p.day_minutes[day]), int(p.day_starts[day]), int(p.day_ends[day])
        span = ends - starts
        is_lawful = (
            work <= law.day_minutes
            and starts >= law.earliest
            and ends <= law.latest
            and span <= DAY_MINUTES - law.rest
            and (work <= law.break_after or span - work >= law.break_minutes)
            and (work <= law.long_break_after or span - work >= law.long_break_minutes)
            and (day != SUNDAY or law.sunday > 0)
        )
        days |= int(is_lawful) << day
    return days if leaves_rest(p, days & int(p.weekdays), law) else days | HAS_CONFLICT


@compiled
def lawful_days(s: Any, p: Any, shared: int, of_place: int, law: Any, has_school: bool) -> int:
    """Give the mask of shared days on which the law lets this student do the day's work.

    Parameters
    ----------
    of_place : int
        What ``place_days`` gives for the same law.
    """
    days = shared & of_place & WEEK
    if has_school and days & s.school_days:
        for day in range(7):
            work, school = int(p.day_minutes[day]), int(s.school_minutes[day])
            if school > 0 and (work + school * law.school_counts > law.day_minutes or work > law.school_day_minutes):
                days &= ~(1 << day)
    return days


@compiled
def longest_days(p: Any, days: int, n: int, days_max: int) -> int:
    """Give the working minutes of the longest of these n days, as many days as may be worked."""
    left = days
    for _ in range(n - days_max):
        shortest = -1
        for day in range(7):
            if left >> day & 1 and (shortest < 0 or p.day_minutes[day] < p.day_minutes[shortest]):
                shortest = day
        left &= ~(1 << shortest)
    return day_minutes(p, left)


@compiled_apart
def has_lawful_choice(p: Any, days: int, least: int, most: int, law: Any) -> bool:
    """Say whether a choice of these days has hours enough and leaves the rest that the law asks; tries every choice."""
    chosen = days
    while chosen:
        n = n_days(chosen)
        has_hours = p.days_min <= n <= law.days_max and min(day_minutes(p, chosen), most) >= least
        if has_hours and leaves_rest(p, chosen, law):
            return True
        chosen = (chosen - 1) & days
    return False


@compiled
def lawful_week(s: Any, p: Any, days: int, has_conflict: bool, least: int, law: Any, has_school: bool) -> int:
    """Judge the week of lawful days; work on Sunday has to be agreed where the hours cannot do without."""
    most = law.week_minutes - s.school_week * law.school_counts * has_school
    beside_sunday = days & ~(1 << SATURDAY) if law.sunday == SATURDAY_FREE else days
    for left in (days & ~(1 << SUNDAY), beside_sunday):
        n = n_days(left)
        minutes = longest_days(p, left, n, law.days_max)
        has_hours = min(n, law.days_max) >= p.days_min and min(minutes, most) >= least
        if has_hours and (not has_conflict or has_lawful_choice(p, left, least, most, law)):
            return TO_ARRANGE if left >> SUNDAY & 1 else PASS
    return FORBIDDEN


@compiled
def n_weeks(s: Any, first_day: int, end_day: int, rules: RuleArrays) -> tuple[int, int]:
    """Count the school weeks and holiday weeks that a period touches; beyond the calendar every week has school."""
    first_week, n_known = rules.limits[0].first_week, rules.school_weeks_before.shape[1] - 1
    first, last = (first_day - first_week) // 7, (end_day - 1 - first_week) // 7
    n = last - first + 1
    begin, end = min(max(first, 0), n_known), min(max(last + 1, 0), n_known)
    before = rules.school_weeks_before[s.region]
    n_holiday = (end - begin) - (before[end] - before[begin])
    return n - n_holiday, n_holiday


@compiled
def asks_school(law: Any) -> bool:
    """Say whether a row of the law looks at school."""
    return bool(law.school_counts or law.school_day_minutes < law.day_minutes)


@compiled
def working_time(
    s: Any, p: Any, period: tuple[int, int, int, int], shared: int, least: int, lawful: Any, rules: RuleArrays
) -> tuple[int, int]:
    """Days, hours, times, rest and school time that the law allows at every age and in every kind of week that occurs.

    In holiday weeks there is no school, so what is lawful in school weeks by the same row is lawful in them as well.

    Parameters
    ----------
    period : tuple of int
        What ``worked_period`` gives.
    lawful : (n_laws,) uint8
        What ``place_days`` gives for each row of the law.

    Returns
    -------
    tuple of int
        The verdict, and the mask of shared days that is lawful at every age and in every kind of week.
    """
    first_day, end_day, youngest, oldest = period
    worst, of_age, days, passed = PASS, PASS, shared, NO_LAW
    for age in range(youngest, oldest + 1):
        rows = rules.working_time_row[p.type, :, age]
        is_same = rows[SCHOOL_WEEK] == rows[HOLIDAY_WEEK]
        of_age, n_school, n_holiday = PASS, -1, -1
        for week in range(2):
            row, has_school = rows[week], week == SCHOOL_WEEK
            if is_same and row == passed:
                break
            verdict, allowed, most_weeks = FORBIDDEN, 0, NO_END
            if row >= 0:
                law = rules.working_time[row]
                most_weeks = law.holiday_weeks_max
                of_place: Any = np.int64(lawful[row])
                allowed = lawful_days(s, p, shared, of_place, law, has_school)
                has_conflict = of_place & HAS_CONFLICT != 0
                verdict = lawful_week(s, p, allowed, has_conflict, least, law, has_school)
                if has_school and not s.school_is_known and asks_school(law):
                    verdict = max(verdict, UNKNOWN)
            if has_school and is_same and verdict == PASS:
                passed = row
                days &= allowed
                break
            if n_school < 0:
                begin = first_day if age == youngest else birthday(s, age)
                end = end_day if age == oldest else birthday(s, age + 1)
                n_school, n_holiday = n_weeks(s, begin, end, rules)
            if (n_school if has_school else n_holiday) > 0:
                days &= allowed
                of_age = max(of_age, verdict)
                if not has_school and n_holiday > most_weeks:
                    of_age = max(of_age, TO_ARRANGE)
        worst = max(worst, of_age)
    if worst == FORBIDDEN and of_age <= UNKNOWN:
        worst = NOT_NOW
    return worst, days


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
