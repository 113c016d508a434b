"""Working time (arbeidstijd): what the law allows of a week, at every age and in every kind of week of a period.

Compiled functions of one pair, as the other gates.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, compiled_apart, kept_apart
from matching.gates import FORBIDDEN, NOT_NOW, PASS, TO_ARRANGE, UNKNOWN, birthday, day_minutes, n_days
from matching.rows import DAY_MINUTES, NO_END
from matching.rules import HOLIDAY_WEEK, SCHOOL_WEEK, RuleArrays, SundayWork

SATURDAY, SUNDAY = 5, 6
SATURDAY_FREE = int(SundayWork.SATURDAY_FREE)
WEEK = 0b1111111
HAS_CONFLICT = 1 << 7
"""Mark in a mask of lawful days: working all of them leaves too little rest."""
NO_LAW = -2
"""Neither a row of the law nor the mark for an age without one."""


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
    kept_apart()
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
def _find_lawful(placements: NDArray[Any], laws: NDArray[Any], found: NDArray[np.uint8]) -> None:
    for row in range(len(placements)):
        for law in range(len(laws)):
            found[row, law] = place_days(placements[row], laws[law])


def lawful_days_of(placements: NDArray[Any], rules: RuleArrays) -> NDArray[np.uint8]:
    """Give ``place_days`` of each placement for each row of the law, (m, n_laws)."""
    found = np.zeros((len(placements), len(rules.working_time)), dtype=np.uint8)
    _find_lawful(placements, rules.working_time, found)
    return found
