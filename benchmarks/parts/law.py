"""Working time and hazards as the alternatives read them, and what a drawn market must be for that.

The gates judge every day of a period: each age, each kind of week, each choice of days. In the drawn markets one look
is enough, and here that is made sure of: limits only loosen with age, so the age on the first day of work decides;
there are no holiday weeks; a place has the same hours on each of its days, so any six of them leave the rest that the
law asks. Work on Sunday that has to be agreed may be ranked.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import N_LEVELS, OLDEST, Rules, SundayWork
from matching.rules import SCHOOL_WEEK

DAY = 24 * 60
MOST_DAYS = 6
"""Who works no more days a week than this has two nights and a day off on end."""
AGES = np.arange(OLDEST + 1)

Columns = Mapping[str, Any]


def with_one_look(rules: Rules) -> Rules:
    """Leave out what one look at a pair cannot decide: holiday weeks, and ages before a limit gets tighter."""
    until = np.where(tightens(rules), AGES[1:], 0).max(axis=1)
    return replace(
        rules,
        minimum_age=np.maximum(rules.minimum_age, until).astype(np.int32),
        school_weeks_before=np.zeros((len(rules.school_weeks_before), 1), dtype=np.int32),
    )


def tightens(rules: Rules) -> NDArray[np.bool_]:
    """Say of each type and age whether some hours allowed then are no longer a year later, (n_types, OLDEST)."""
    law = rules.working_time
    names = ("day_minutes", "school_day_minutes", "week_minutes", "days_max")
    limits = np.stack([*(getattr(law, name) for name in names), ~law.school_counts], axis=1).astype(np.int64)
    row_of = rules.working_time_row[:, SCHOOL_WEEK]
    of_age = limits[row_of]
    return np.asarray((row_of[:, :-1] >= 0) & (of_age[:, 1:] < of_age[:, :-1]).any(axis=2))


def law_in_use(rules: Rules) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Give the rows of working time that apply to somebody, and which of them does, (n_types, OLDEST + 1), or -1."""
    row_of = np.where(rules.minimum_age[:, None] <= AGES, rules.working_time_row[:, SCHOOL_WEEK], -1)
    rows = np.unique(row_of[row_of >= 0])
    law = {
        column.name: np.asarray(getattr(rules.working_time, column.name))[rows].astype(np.int64)
        for column in fields(rules.working_time)
    }
    if (law["sunday"] == SundayWork.SATURDAY_FREE).any():
        raise SystemExit("the alternatives do not know work on Sunday by who is free on Saturday")
    return law, np.where(row_of < 0, -1, np.searchsorted(rows, row_of)).astype(np.int64)


def allowed_days(p: Columns, rules: Rules, law: Columns, law_row: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say on which days each rule allows the work there to somebody without school, (n, n_rules, 7)."""
    works = (p["weekdays"][:, None] >> np.arange(7)) & 1 == 1
    work, first, last = (_of_every_day(p, name, works) for name in ("day_minutes", "day_starts", "day_ends"))
    span = last - first
    fine = (work <= law["day_minutes"]) & (span <= DAY - law["rest"])
    fine &= (first >= law["earliest"]) & (last <= law["latest"])
    fine &= (work <= law["break_after"]) | (span - work >= law["break_minutes"])
    fine &= (work <= law["long_break_after"]) | (span - work >= law["long_break_minutes"])
    _check_rest(span, law)
    days = fine[:, :, None] & works[:, None, :]
    days[:, :, 6] &= law["sunday"] != SundayWork.NO
    _check_ages(p["type"], days, rules, law_row)
    return np.asarray(days)


def _of_every_day(p: Columns, name: str, works: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give what is the same on every working day of a place, (n, 1)."""
    least, most = np.where(works, p[name], DAY + 1).min(axis=1), np.where(works, p[name], -1).max(axis=1)
    if (least != most).any():
        raise SystemExit(f"{name} differs between the days of a place; draw a market where each day has the same hours")
    return np.asarray(most[:, None], dtype=np.int64)


def _check_rest(span: NDArray[np.int64], law: Columns) -> None:
    """See that no week of the same hours each day, with a day off, leaves less rest at a stretch than the law asks."""
    asks = law["weekly_rest"] > 0
    if (law["days_max"][asks] > MOST_DAYS).any() or (2 * DAY - span < law["weekly_rest"]).any():
        raise SystemExit("the rest in a week can get too short; the alternatives do not look at it")


def _check_ages(types: NDArray[Any], days: NDArray[np.bool_], rules: Rules, law_row: NDArray[np.int64]) -> None:
    """See that who gets older may do all that was allowed before."""
    younger, older = law_row[:, :-1], law_row[:, 1:]
    if tightens(rules)[AGES[:-1] >= rules.minimum_age[:, None]].any() or ((younger >= 0) & (older < 0)).any():
        raise SystemExit("a limit of working time gets tighter with age; the alternatives look at the first age only")
    for type_ix, age in np.argwhere((younger >= 0) & (younger != older)):
        there = days[types == type_ix]
        if (there[:, younger[type_ix, age]] & ~there[:, older[type_ix, age]]).any():
            raise SystemExit("a day of work is refused from a birthday on; the alternatives look at the first age only")


def safe_age(p: Columns, rules: Rules) -> NDArray[np.int64]:
    """Give the age from which no hazard of a place refuses anybody, (n,)."""
    types, hazards = p["type"], p["hazards"][:, None]
    refuses = (hazards & rules.hazards_forbidden[types]) != 0
    refuses |= ((hazards & rules.hazards_supervised[types]) != 0) & ~p["is_supervised"][:, None]
    counts = rules.minimum_age[types][:, None] <= AGES
    safe = np.where(refuses & counts, AGES + 1, 0).max(axis=1)
    if (counts & ~refuses & (safe[:, None] > AGES)).any():
        raise SystemExit("a hazard refuses an age but no younger one; the alternatives know one age per place")
    return np.asarray(safe, dtype=np.int64)


def asked_minutes(p: Columns, rules: Rules) -> NDArray[np.int64]:
    """Give the minutes of practice a year of which a place must have its part, (n,); 0 where it need not."""
    asked = np.where(rules.programme_by_length, rules.programme_minutes, 0)[p["type"]]
    levels = np.arange(N_LEVELS)
    suits = (levels >= p["level_min"][:, None]) & (levels <= p["level_max"][:, None])
    most = np.where(suits, asked, 0).max(axis=1)
    if (suits & (asked != most[:, None])).any():
        raise SystemExit("a place suits levels that ask different hours of practice; the alternatives know one number")
    return np.asarray(most, dtype=np.int64)


def longest_trips(p: Columns, rules: Rules) -> dict[int, NDArray[np.int64]]:
    """Give per mode with a timetable the most minutes that a trip there and back can take, (n,)."""
    works = (p["weekdays"][:, None] >> np.arange(7)) & 1 == 1
    first, last = (_of_every_day(p, name, works)[:, 0] for name in ("day_starts", "day_ends"))
    departs, arrives = rules.mode_first_departure, rules.mode_last_arrival
    return {
        int(mode): np.minimum(first - departs[mode], arrives[mode] - last)
        for mode in np.flatnonzero((departs >= 0) | (arrives <= DAY))
    }
