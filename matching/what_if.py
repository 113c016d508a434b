"""What would change a pair: single changes, each one tried in a new scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from matching.evidence import Finding, codes_in, requirement
from matching.gates import Gate, Verdict, asked_minutes, may_rank
from matching.pairs import Pairs, shared_days, travel
from matching.parameters import Parameters, Side
from matching.ragged import Ragged
from matching.scoring import score_pairs
from matching.tables import PlacementTable, Recognition, StudentTable

LEAST_GAIN = 0.01
"""A change that lifts the score by less is not worth telling."""
TRAVEL_STEP_MINUTES = 5


class Change(StrEnum):
    """What could be done, and by whom."""

    FREE_DAY = "free_day"
    LONGER_TRIP = "longer_trip"
    OTHER_HOURS = "other_hours"
    GET_PREREQUISITE = "get_prerequisite"
    REACH_LEVEL = "reach_level"
    FEWER_DAYS = "fewer_days"
    OFFER_CONDITION = "offer_condition"
    GET_RECOGNITION = "get_recognition"
    ADD_SEAT = "add_seat"

    @property
    def side(self) -> Side:
        """Who can do it."""
        student = {
            Change.FREE_DAY,
            Change.LONGER_TRIP,
            Change.OTHER_HOURS,
            Change.GET_PREREQUISITE,
            Change.REACH_LEVEL,
        }
        return Side.STUDENT if self in student else Side.PLACEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One change, and the score that a re-scoring with it gave.

    Parameters
    ----------
    code : int
        Weekday, prerequisite, competency or condition; 0 where the change has none.
    amount : float
        New value: minutes of travel, hours a week, days or level; 0 where the change has none.
    score : float
        After the change.
    opens : bool
        The pair was refused, and no gate refuses it after the change.
    """

    change: Change
    code: int
    amount: float
    score: float
    opens: bool


@dataclass(frozen=True, slots=True)
class _Try:
    """A change, and the tables of one row with it made."""

    change: Change
    code: int
    amount: float
    students: StudentTable
    placements: PlacementTable


def what_changes(one: Pairs, found: Sequence[Verdict], score: float, parameters: Parameters) -> tuple[WhatIf, ...]:
    """Score the pair anew with each change made, all at once, and keep the changes that matter."""
    tries = _tries(one, dict(zip(Gate, found, strict=True)))
    if not tries:
        return ()
    rows = np.arange(len(tries), dtype=np.int64)
    students = StudentTable.stack([attempt.students for attempt in tries])
    placements = PlacementTable.stack([attempt.placements for attempt in tries])
    after = score_pairs(Pairs(students, placements, one.rules, rows, rows), parameters)
    was_open = max(found) <= Verdict.UNKNOWN
    is_open = may_rank(after.verdicts)
    kept = [
        WhatIf(
            change=attempt.change,
            code=attempt.code,
            amount=attempt.amount,
            score=float(after.score[row]),
            opens=not was_open,
        )
        for row, attempt in enumerate(tries)
        if is_open[row] and (not was_open or after.score[row] - score >= LEAST_GAIN)
    ]
    order = list(Change)
    return tuple(sorted(kept, key=lambda what: (not what.opens, -what.score, order.index(what.change), what.code)))


def _tries(one: Pairs, found: Mapping[Gate, Verdict]) -> list[_Try]:
    """Every single change that could matter for this pair."""
    students, placements = one.students, one.placements
    tries: list[_Try] = []

    def student(change: Change, code: int, amount: float, **columns: object) -> None:
        tries.append(_Try(change, code, amount, replace(students, **columns), placements))  # type: ignore[arg-type]

    def placement(change: Change, code: int, amount: float, **columns: object) -> None:
        tries.append(_Try(change, code, amount, students, replace(placements, **columns)))  # type: ignore[arg-type]

    shared = shared_days(one)[0]
    for day in codes_in(int(placements.weekdays[0])):
        if not shared[day]:
            school = students.school_minutes.copy()
            school[0, day] = 0
            student(Change.FREE_DAY, day, 0.0, weekdays=students.weekdays | np.uint8(1 << day), school_minutes=school)
    if found[Gate.TRAVEL] is Verdict.NOT_NOW and np.isfinite(minutes := float(travel(one)[0][0])):
        limit = int(np.ceil(minutes / TRAVEL_STEP_MINUTES)) * TRAVEL_STEP_MINUTES
        student(Change.LONGER_TRIP, 0, limit, max_minutes=np.array([limit], dtype=np.int16))
    least, most = asked_minutes(one)
    if found[Gate.DAYS_HOURS] is Verdict.NOT_NOW and least[0] > most[0]:
        is_short = students.hours_max[0] < placements.hours_min[0]
        wanted = placements.hours_min if is_short else placements.hours_max
        student(
            Change.OTHER_HOURS,
            0,
            float(wanted[0]) / 60,
            hours_min=np.minimum(students.hours_min, wanted),
            hours_max=np.maximum(students.hours_max, wanted),
        )
    for code in codes_in(int(placements.prerequisites[0]) & ~int(students.prerequisites[0])):
        student(Change.GET_PREREQUISITE, code, 0.0, prerequisites=students.prerequisites | np.uint64(1 << code))
    for position in range(len(placements.importance)):
        fact = requirement(one, position)
        if fact.finding is not Finding.MET and fact.needs:
            student(Change.REACH_LEVEL, fact.code, fact.needs, **_raised(students, fact.code, fact.needs))
    if found[Gate.DAYS_HOURS] is Verdict.NOT_NOW and 1 <= (n := int(shared.sum())) < placements.days_min[0]:
        placement(Change.FEWER_DAYS, 0, n, days_min=np.array([n], dtype=np.int8))
    for code in codes_in(int(students.helps[0]) & ~int(placements.conditions_offered[0])):
        bit = np.uint64(1 << code)
        placement(
            Change.OFFER_CONDITION,
            code,
            0.0,
            conditions_offered=placements.conditions_offered | bit,
            conditions_refused=placements.conditions_refused & ~bit,
        )
    if found[Gate.RECOGNITION] is not Verdict.PASS:
        granted = np.full_like(placements.recognition, Recognition.NOT_NEEDED)
        placement(Change.GET_RECOGNITION, 0, 0.0, recognition=granted)
    if found[Gate.SEATS] is Verdict.NOT_NOW:
        placement(Change.ADD_SEAT, 0, 1.0, seats_left=np.array([1], dtype=np.int32))
    return tries


def _raised(students: StudentTable, code: int, level: float) -> dict[str, object]:
    """Give the level columns of one student with one competency assessed at a level."""
    items = {int(item): at for at, item in enumerate(students.levels.items)}
    codes = sorted({*items, code})
    value = [level if item == code else float(students.level_value[items[item]]) for item in codes]
    derived = [item != code and bool(students.level_is_derived[items[item]]) for item in codes]
    return {
        "levels": Ragged.of([codes]),
        "level_value": np.array(value, dtype=np.float32),
        "level_is_derived": np.array(derived, dtype=np.bool_),
    }
