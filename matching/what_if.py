"""What would change a pair: single changes, each one tried in a new scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evidence import Finding, codes_in, requirements
from matching.gates import Gate, Verdict
from matching.pairs import Pairs
from matching.parameters import Parameters, Side
from matching.scoring import PairScores, score_pairs
from matching.tables import Recognition, StudentTable

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
    """A change, and the columns of the student or of the placement that it gives another value."""

    change: Change
    code: int
    amount: float
    edit: Mapping[str, Any]


def what_changes(one: Pairs, scores: PairScores, at: int, parameters: Parameters) -> tuple[WhatIf, ...]:
    """Score the pair anew with each change made, all at once, and keep the changes that matter."""
    tries = _tries(one, scores, at)
    if not tries:
        return ()
    rows = np.arange(len(tries), dtype=np.int64)
    students = one.students.variants([attempt.edit if attempt.change.side is Side.STUDENT else {} for attempt in tries])
    placements = one.placements.variants(
        [attempt.edit if attempt.change.side is Side.PLACEMENT else {} for attempt in tries]
    )
    after = score_pairs(Pairs(students, placements, one.rules, rows, rows), parameters)
    was_open, score = bool(scores.may_rank[at]), float(scores.score[at])
    is_open = after.may_rank
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


def _tries(one: Pairs, scores: PairScores, at: int) -> list[_Try]:
    """Every single change that could matter for this pair."""
    student, placement = one.students.rows[0], one.placements.rows[0]
    found = {gate: Verdict(int(verdict)) for gate, verdict in zip(Gate, scores.verdicts[at], strict=True)}
    tries: list[_Try] = []

    def add(change: Change, code: int, amount: float, **edit: object) -> None:
        tries.append(_Try(change, code, amount, edit))

    shared = int(student["weekdays"]) & int(placement["weekdays"])
    for day in codes_in(int(placement["weekdays"]) & ~shared):
        school = student["school_minutes"].copy()
        school[day] = 0
        add(Change.FREE_DAY, day, 0.0, weekdays=int(student["weekdays"]) | 1 << day, school_minutes=school)
    minutes = float(scores.travel_minutes[at])
    if found[Gate.TRAVEL] is Verdict.NOT_NOW and np.isfinite(minutes):
        limit = int(np.ceil(minutes / TRAVEL_STEP_MINUTES)) * TRAVEL_STEP_MINUTES
        add(Change.LONGER_TRIP, 0, limit, max_minutes=limit)
    least = max(student["hours_min"], placement["hours_min"])
    most = min(student["hours_max"], placement["hours_max"])
    if found[Gate.DAYS_HOURS] is Verdict.NOT_NOW and least > most:
        is_short = student["hours_max"] < placement["hours_min"]
        wanted = int(placement["hours_min"] if is_short else placement["hours_max"])
        add(
            Change.OTHER_HOURS,
            0,
            wanted / 60,
            hours_min=min(int(student["hours_min"]), wanted),
            hours_max=max(int(student["hours_max"]), wanted),
        )
    for code in codes_in(int(placement["prerequisites"]) & ~int(student["prerequisites"])):
        add(Change.GET_PREREQUISITE, code, 0.0, prerequisites=int(student["prerequisites"]) | 1 << code)
    for fact in requirements(one):
        if fact.finding is not Finding.MET and fact.needs:
            add(Change.REACH_LEVEL, fact.code, fact.needs, levels=_raised(one.students, fact.code, fact.needs))
    n = shared.bit_count()
    if found[Gate.DAYS_HOURS] is Verdict.NOT_NOW and 1 <= n < placement["days_min"]:
        add(Change.FEWER_DAYS, 0, n, days_min=n)
    offered, refused = int(placement["conditions_offered"]), int(placement["conditions_refused"])
    for code in codes_in(int(student["helps"]) & ~offered):
        add(
            Change.OFFER_CONDITION,
            code,
            0.0,
            conditions_offered=offered | 1 << code,
            conditions_refused=refused & ~(1 << code),
        )
    if found[Gate.RECOGNITION] is not Verdict.PASS:
        granted = one.placements.offers_of(0).copy()
        granted["status"] = Recognition.NOT_NEEDED
        add(Change.GET_RECOGNITION, 0, 0.0, offers=granted)
    if found[Gate.SEATS] is Verdict.NOT_NOW:
        add(Change.ADD_SEAT, 0, 1.0, seats_left=1)
    return tries


def _raised(students: StudentTable, code: int, level: float) -> NDArray[Any]:
    """Give the levels of one student with one competency assessed at a level."""
    held = students.levels_of(0)
    raised = np.array([(code, level, False)], dtype=held.dtype)
    together = np.concatenate([held[held["code"] != code], raised])
    return together[np.argsort(together["code"])]
