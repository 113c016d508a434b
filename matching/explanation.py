"""Why a pair stands where it stands, and what would change it; every number comes from the scoring itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from matching.gates import Gate, Verdict, asked_minutes, legal_days, may_rank, shared_offers
from matching.pairs import Pairs, age_at_start, shared_days, travel
from matching.parameters import SIDES, Component, Parameters, Side
from matching.ragged import Ragged
from matching.rules import ADULT
from matching.scoring import PairScores, score_pairs
from matching.tables import PlacementTable, Recognition, StudentTable

REASON_FOR = 0.6
"""A component at or above this value is a reason for; below it, what it misses is a reason against."""
LEAST_GAIN = 0.01
"""A change that lifts the score by less is not worth telling."""
TRAVEL_STEP_MINUTES = 5
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Finding(StrEnum):
    """What one piece of evidence says about a code."""

    WISHED = "wished"
    LIKED = "liked"
    DISLIKED = "disliked"
    NO_OPINION = "no_opinion"
    OFFERED = "offered"
    REFUSED = "refused"
    NOT_SAID = "not_said"
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    MET = "met"
    BELOW = "below"
    NEAR = "near"
    """Not assessed; a near competency shows a part."""
    NOT_ASSESSED = "not_assessed"
    IN_HAND = "in_hand"
    TO_ARRANGE = "to_arrange"
    MODE = "mode"
    SHARED_DAY = "shared_day"
    MISSED_DAY = "missed_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact behind a component.

    Parameters
    ----------
    code : int
        Sector, activity, condition, competency, prerequisite, travel mode or weekday (Monday is 0).
    has, needs : float or None
        Levels 0 to 1, or minutes, where the finding compares two.
    is_trainable : bool
        The site can teach it.
    """

    finding: Finding
    code: int
    has: float | None = None
    needs: float | None = None
    is_trainable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentResult:
    """One component of one pair; see ``PairScores`` for the numbers."""

    component: Component
    value: float
    low: float
    high: float
    weight: float
    contribution: float
    evidence: tuple[Evidence, ...]

    @property
    def side(self) -> Side:
        """Whose fit it is part of."""
        return self.component.side

    @property
    def unknown_share(self) -> float:
        """Width of the interval, 0 (all known) to 1 (nothing known)."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One gate of one pair.

    Parameters
    ----------
    figures : mapping of str to float
        Numbers behind the verdict: ``minutes``, ``max_minutes``, ``age``, ``min_age``, ``hours``, ``max_hours``,
        ``level``, ``needed``, ``weekday``; ``start_day`` and ``old_enough_day`` are day numbers.
    codes : tuple of int
        Prerequisites or hazards it is about, or offers for the gate of recognition.
    """

    gate: Gate
    verdict: Verdict
    figures: Mapping[str, float]
    codes: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything there is to say about one pair; texts are made from it, and nothing else.

    Parameters
    ----------
    gates : tuple of GateResult
        All gates, in order.
    components : tuple of ComponentResult
        All components, in order; contributions of a side add up to its fit from left to right.
    what_if : tuple of WhatIf
        Changes that open the pair or lift its score, each one re-scored; those that open come first.
    """

    student_ix: int
    placement_ix: int
    rules_version: str
    parameters_version: str
    gates: tuple[GateResult, ...]
    components: tuple[ComponentResult, ...]
    fit_student: float
    fit_placement: float
    score: float
    low: float
    high: float
    what_if: tuple[WhatIf, ...]

    @property
    def may_rank(self) -> bool:
        """No gate refuses the pair."""
        return all(result.verdict <= Verdict.UNKNOWN for result in self.gates)

    def reasons_for(self, side: Side | None = None) -> tuple[ComponentResult, ...]:
        """Components that speak for the pair, largest contribution first."""
        good = [part for part in self._of(side) if part.value >= REASON_FOR and part.unknown_share < 1.0]
        return tuple(sorted(good, key=lambda part: -part.contribution))

    def reasons_against(self, side: Side | None = None) -> tuple[ComponentResult, ...]:
        """Components that speak against it, largest loss first; what is merely unknown is not among them."""
        poor = [part for part in self._of(side) if part.value < REASON_FOR and part.high < 1.0]
        return tuple(sorted(poor, key=lambda part: -part.weight * (1.0 - part.value)))

    def unknowns(self, side: Side | None = None) -> tuple[ComponentResult, ...]:
        """Components of which something is unknown, largest stake first."""
        open_ones = [part for part in self._of(side) if part.unknown_share > 0]
        return tuple(sorted(open_ones, key=lambda part: -part.weight * part.unknown_share))

    def _of(self, side: Side | None) -> tuple[ComponentResult, ...]:
        return tuple(part for part in self.components if side is None or part.component in SIDES[side])


def explain(pairs: Pairs, parameters: Parameters, *, with_what_if: bool = True) -> tuple[Explanation, ...]:
    """Explain every pair, refused ones too.

    Parameters
    ----------
    with_what_if : bool
        Also try what would change each pair; costs one more scoring per pair.
    """
    scores = score_pairs(pairs, parameters)
    return tuple(_explain_one(scores, at, parameters, with_what_if) for at in range(len(pairs)))


def _explain_one(scores: PairScores, at: int, parameters: Parameters, with_what_if: bool) -> Explanation:
    pairs = scores.pairs
    one = Pairs(
        pairs.students.take(pairs.student_ix[at : at + 1]),
        pairs.placements.take(pairs.placement_ix[at : at + 1]),
        pairs.rules,
        np.zeros(1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    found = [Verdict(int(verdict)) for verdict in scores.verdicts[at]]
    evidence = _evidence(one)
    return Explanation(
        student_ix=int(pairs.student_ix[at]),
        placement_ix=int(pairs.placement_ix[at]),
        rules_version=pairs.rules.version,
        parameters_version=parameters.version,
        gates=tuple(_gate_result(one, gate, verdict) for gate, verdict in zip(Gate, found, strict=True)),
        components=tuple(
            ComponentResult(
                component=part,
                value=float(scores.value[at, column]),
                low=float(scores.low[at, column]),
                high=float(scores.high[at, column]),
                weight=parameters.weights[part],
                contribution=float(scores.contributions[at, column]),
                evidence=evidence[part],
            )
            for column, part in enumerate(Component)
        ),
        fit_student=float(scores.fit_student[at]),
        fit_placement=float(scores.fit_placement[at]),
        score=float(scores.score[at]),
        low=float(scores.score_low[at]),
        high=float(scores.score_high[at]),
        what_if=_what_if(one, found, float(scores.score[at]), parameters) if with_what_if else (),
    )


def _birthday(born_day: int, age: int) -> int:
    """Give the day number on which somebody reaches an age; 29 February becomes 1 March in other years."""
    born = date.fromordinal(EPOCH_ORDINAL + born_day)
    try:
        reached = born.replace(year=born.year + age)
    except ValueError:
        reached = date(born.year + age, 3, 1)
    return reached.toordinal() - EPOCH_ORDINAL


def _codes(mask: int) -> list[int]:
    return [code for code in range(mask.bit_length()) if mask >> code & 1]


def _gate_result(one: Pairs, gate: Gate, verdict: Verdict) -> GateResult:
    students, placements = one.students, one.placements
    age = int(age_at_start(one)[0])
    figures: dict[str, float] = {}
    codes: tuple[int, ...] = ()
    if gate is Gate.TYPE_PROGRAMME:
        figures = {"level": int(students.level[0]), "needed": int(placements.level_min[0])}
        codes = tuple(int(code) for code in placements.offers.items)
    elif gate is Gate.RECOGNITION:
        codes = tuple(int(placements.offers.items[at]) for at in shared_offers(one)[1])
    elif gate is Gate.AGE:
        needed = int(one.rules.minimum_age[placements.type[0]])
        figures = {"age": age, "min_age": needed, "old_enough_day": _birthday(int(students.born_day[0]), needed)}
    elif gate is Gate.PERIOD:
        figures = {"start_day": int(placements.start_day[0])}
    elif gate is Gate.DAYS_HOURS:
        figures = {"hours": int(placements.hours_min[0]) / 60, "max_hours": int(students.hours_max[0]) / 60}
    elif gate is Gate.WORKING_TIME:
        illegal = np.flatnonzero(shared_days(one)[0] & ~legal_days(one)[0][0])
        figures = {"age": age, "weekday": int(illegal[0])} if len(illegal) else {"age": age}
    elif gate is Gate.HAZARDS:
        mask = one.rules.hazards_forbidden | one.rules.hazards_supervised
        figures, codes = {"age": age}, tuple(_codes(int(placements.hazards[0]) & mask) if age < ADULT else ())
    elif gate is Gate.PREREQUISITES:
        codes = tuple(_codes(int(placements.prerequisites[0]) & ~int(students.prerequisites[0])))
        figures = {"start_day": int(placements.start_day[0])}
    elif gate is Gate.TRAVEL:
        figures = {"minutes": float(travel(one)[0][0]), "max_minutes": int(students.max_minutes[0])}
    elif gate is Gate.DUTCH:
        figures = {"level": int(students.dutch[0]), "needed": int(placements.dutch_min[0])}
    elif gate is Gate.SEATS:
        figures = {"seats_left": int(placements.seats_left[0])}
    elif gate is Gate.CONTACTS:
        figures = {"open_contacts": int(placements.open_contacts[0])}
    return GateResult(gate=gate, verdict=verdict, figures=figures, codes=codes)


def _evidence(one: Pairs) -> dict[Component, tuple[Evidence, ...]]:
    students, placements = one.students, one.placements
    sector = int(placements.sector[0])
    days, minutes, mode = shared_days(one)[0], *travel(one)
    work_days = _codes(int(placements.weekdays[0]))
    by_day = tuple(
        Evidence(finding=Finding.SHARED_DAY if days[day] else Finding.MISSED_DAY, code=day) for day in work_days
    )
    return {
        Component.WISH: (Evidence(finding=Finding.WISHED, code=sector, has=float(students.wishes[0, sector])),),
        Component.TASKS: _masked(
            int(placements.activities[0]),
            (Finding.LIKED, int(students.liked[0])),
            (Finding.DISLIKED, int(students.disliked[0])),
            otherwise=Finding.NO_OPINION,
        ),
        Component.CONDITIONS: _masked(
            int(students.helps[0]),
            (Finding.OFFERED, int(placements.conditions_offered[0])),
            (Finding.REFUSED, int(placements.conditions_refused[0])),
            otherwise=Finding.NOT_SAID,
        ),
        Component.TRAVEL: (
            Evidence(
                finding=Finding.MODE, code=int(mode[0]), has=float(minutes[0]), needs=float(students.max_minutes[0])
            ),
        ),
        Component.SCHEDULE: by_day,
        Component.GOALS: tuple(
            Evidence(finding=Finding.COVERED if at >= 0 else Finding.NOT_COVERED, code=int(goal))
            for goal, at in zip(
                students.goals.items,
                placements.covered.find(np.zeros(len(students.goals.items), dtype=np.int64), students.goals.items),
                strict=True,
            )
        ),
        Component.COMPETENCIES: tuple(_requirement(one, position) for position in range(len(placements.importance))),
        Component.AVAILABILITY: by_day,
        Component.LANGUAGE: _masked(
            int(placements.prerequisites[0]),
            (Finding.IN_HAND, int(students.prerequisites[0])),
            otherwise=Finding.TO_ARRANGE,
        ),
    }


def _masked(mask: int, *findings: tuple[Finding, int], otherwise: Finding) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            finding=next((finding for finding, holds in findings if holds >> code & 1), otherwise),
            code=code,
        )
        for code in _codes(mask)
    )


def _requirement(one: Pairs, position: int) -> Evidence:
    students, placements = one.students, one.placements
    code, needs = int(placements.requirements.items[position]), float(placements.required_level[position])
    at = int(
        students.levels.find(np.zeros(1, dtype=np.int64), placements.requirements.items[position : position + 1])[0]
    )
    has = float(students.level_value[at]) if at >= 0 else None
    if has is None:
        finding = Finding.NOT_ASSESSED
    elif students.level_is_derived[at]:
        finding = Finding.NEAR
    else:
        finding = Finding.MET if has >= needs else Finding.BELOW
    return Evidence(
        finding=finding, code=code, has=has, needs=needs, is_trainable=bool(placements.is_trainable[position])
    )


@dataclass(frozen=True, slots=True)
class _Try:
    """A change, and the tables of one row with it made."""

    change: Change
    code: int
    amount: float
    students: StudentTable
    placements: PlacementTable


def _what_if(one: Pairs, found: list[Verdict], score: float, parameters: Parameters) -> tuple[WhatIf, ...]:
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
    for day in _codes(int(placements.weekdays[0])):
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
    for code in _codes(int(placements.prerequisites[0]) & ~int(students.prerequisites[0])):
        student(Change.GET_PREREQUISITE, code, 0.0, prerequisites=students.prerequisites | np.uint64(1 << code))
    for position in range(len(placements.importance)):
        fact = _requirement(one, position)
        if fact.finding is not Finding.MET and fact.needs:
            student(Change.REACH_LEVEL, fact.code, fact.needs, **_raised(students, fact.code, fact.needs))
    if found[Gate.DAYS_HOURS] is Verdict.NOT_NOW and 1 <= (n := int(shared.sum())) < placements.days_min[0]:
        placement(Change.FEWER_DAYS, 0, n, days_min=np.array([n], dtype=np.int8))
    for code in _codes(int(students.helps[0]) & ~int(placements.conditions_offered[0])):
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
