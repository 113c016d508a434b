"""Why a pair stands where it stands, and what would change it; every number comes from the scoring itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.evidence import Evidence, codes_in, evidence
from matching.gates import Gate, Verdict
from matching.pairs import Pairs
from matching.parameters import SIDES, Component, Parameters, Side
from matching.rows import YEAR_BITS, birthday_of
from matching.rules import OLDEST
from matching.scoring import PairScores, score_pairs
from matching.unknowns import Unknown, unknowns
from matching.what_if import WhatIf, what_changes
from matching.working_time import SUNDAY

REASON_FOR = 0.6
"""A component at or above this value is a reason for; below it, what it misses is a reason against."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything there is to say about one pair; texts are made from it, and nothing else.

    Parameters
    ----------
    gates : tuple of GateResult
        All gates, in order.
    components : tuple of ComponentResult
        All components, in order; contributions of a side add up to its fit from left to right.
    unknowns : tuple of Unknown
        Every open question with what a good and a bad answer would do, each one re-scored; largest stake first.
    what_if : tuple of WhatIf
        Changes that open the pair or lift its score, each one re-scored; the smallest first. Like ``unknowns`` it is
        empty when it was not asked for.
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
    unknowns: tuple[Unknown, ...]
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

    def open_parts(self, side: Side | None = None) -> tuple[ComponentResult, ...]:
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
        Also try what would change each pair and what each answer would do; costs two more scorings per pair.
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
    facts = evidence(one, scores, at)
    return Explanation(
        student_ix=int(pairs.student_ix[at]),
        placement_ix=int(pairs.placement_ix[at]),
        rules_version=pairs.rules.version,
        parameters_version=parameters.version,
        gates=tuple(_gate_result(one, scores, at, gate, verdict) for gate, verdict in zip(Gate, found, strict=True)),
        components=tuple(
            ComponentResult(
                component=part,
                value=float(scores.value[at, column]),
                low=float(scores.low[at, column]),
                high=float(scores.high[at, column]),
                weight=parameters.weights[part],
                contribution=float(scores.contributions[at, column]),
                evidence=facts[part],
            )
            for column, part in enumerate(Component)
        ),
        fit_student=float(scores.fit_student[at]),
        fit_placement=float(scores.fit_placement[at]),
        score=float(scores.score[at]),
        low=float(scores.score_low[at]),
        high=float(scores.score_high[at]),
        unknowns=unknowns(one, may_rank=bool(scores.may_rank[at]), parameters=parameters) if with_what_if else (),
        what_if=what_changes(one, scores, at, parameters) if with_what_if else (),
    )


def _limited(one: Pairs, age: int) -> int:
    """Give the mask of hazards that the law forbids or keeps to work beside an expert at an age."""
    kind = one.placements.rows[0]["type"]
    return int(one.rules.hazards_forbidden[kind, age]) | int(one.rules.hazards_supervised[kind, age])


def _gate_result(one: Pairs, scores: PairScores, at: int, gate: Gate, verdict: Verdict) -> GateResult:
    student, placement = one.students.rows[0], one.placements.rows[0]
    age = (int(placement["start_date"]) - int(student["born_date"])) >> YEAR_BITS
    born_day = int(student["born_day"])
    figures: dict[str, float] = {}
    codes: tuple[int, ...] = ()
    if gate is Gate.TYPE_PROGRAMME:
        figures = {"level": int(student["level"]), "needed": int(placement["level_min"])}
        codes = tuple(one.placements.offers_of(0)["code"].tolist())
    elif gate is Gate.RECOGNITION:
        sought = set(one.students.offers_of(0).tolist())
        codes = tuple(code for code in one.placements.offers_of(0)["code"].tolist() if code in sought)
    elif gate is Gate.AGE:
        needed = int(one.rules.minimum_age[placement["type"]])
        figures = {"age": age, "min_age": needed, "old_enough_day": birthday_of(born_day, needed)}
    elif gate is Gate.PERIOD:
        figures = {"start_day": int(placement["start_day"])}
    elif gate is Gate.DAYS_HOURS:
        figures = {"hours": int(placement["hours_min"]) / 60, "max_hours": int(student["hours_max"]) / 60}
    elif gate is Gate.PROGRAMME_HOURS:
        asked = int(one.rules.programme_minutes[placement["type"], student["level"]])
        figures = {"hours": float(scores.practice_minutes[at]) / 60, "asked": asked / 60}
    elif gate is Gate.WORKING_TIME:
        youngest, oldest, lawful = int(scores.youngest[at]), int(scores.oldest[at]), int(scores.lawful_days[at])
        unlawful = codes_in(int(student["weekdays"]) & int(placement["weekdays"]) & ~lawful)
        figures = {"age": youngest, "has_sunday": lawful >> SUNDAY & 1}
        figures |= {"weekday": unlawful[0]} if unlawful else {}
        figures |= {"old_enough_day": birthday_of(born_day, oldest)} if oldest > youngest else {}
    elif gate is Gate.HAZARDS:
        youngest, work = int(scores.youngest[at]), int(placement["hazards"])
        codes = tuple(codes_in(work & _limited(one, youngest)))
        free = next((age for age in range(youngest, OLDEST) if not work & _limited(one, age)), OLDEST)
        figures = {"age": youngest, "old_enough_day": birthday_of(born_day, free)}
    elif gate is Gate.PREREQUISITES:
        codes = tuple(codes_in(int(placement["prerequisites"]) & ~int(student["prerequisites"])))
        figures = {"start_day": int(placement["start_day"])}
    elif gate is Gate.SIGNATURE:
        figures = {"age": age}
    elif gate is Gate.TRAVEL:
        limit, cap = int(student["max_minutes"]), int(student["cap_minutes"])
        figures = {"minutes": float(scores.travel_minutes[at]), "max_minutes": min(limit, cap)}
        figures["is_cap"] = float(cap < limit)
        figures["is_in_time"] = float(scores.is_in_time[at])
    elif gate is Gate.DUTCH:
        figures = {"level": int(student["dutch"]), "needed": int(placement["dutch_min"])}
    elif gate is Gate.SEATS:
        figures = {"seats_left": int(placement["seats_left"])}
    elif gate is Gate.CONTACTS:
        figures = {"open_contacts": int(placement["open_contacts"])}
    return GateResult(gate=gate, verdict=verdict, figures=figures, codes=codes)
