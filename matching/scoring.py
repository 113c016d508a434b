"""Two fits, each a plain weighted sum of components, and the pair's score: one compiled path for everything."""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching import components, gates, working_time
from matching.compiling import compiled
from matching.gates import N_GATES, Verdicts
from matching.pairs import Pairs
from matching.parameters import SIDES, Component, Parameters, Side
from matching.rows import NO_END, PlacementArrays, StudentArrays
from matching.rules import RuleArrays
from matching.trips import ground_km, quickest

Floats = NDArray[np.float64]

N_COMPONENTS = len(Component)
N_STUDENT_SIDE = len(SIDES[Side.STUDENT])
WISH, TASKS, CONDITIONS, TRAVEL, SCHEDULE, GOALS, COMPETENCIES, AVAILABILITY, LANGUAGE = range(N_COMPONENTS)
REFUSED = -2.0
"""Stands for the score of a pair that a gate refuses."""
SURPASSED = -1.0
"""Stands for the score of a pair that no gate refuses, but that cannot reach the score asked for."""
OUT_OF_REACH = math.inf
"""A bound that asks only whether any gate refuses."""
ROUNDING = 1e-9
"""More than rounding can make a bound too low."""


class _Facts(NamedTuple):
    """What several gates and components look at, per pair."""

    age: int
    shared: int
    least: int
    most: int
    overlap: int
    offered: int
    free: int
    km: float
    minutes: float
    mode: int
    is_in_time: bool


@compiled
def facts_of(s: Any, p: Any, rules: RuleArrays) -> _Facts:
    """Reckon what several gates and components look at."""
    age = gates.age_on(p.start_date, s)
    overlap, offered, free = gates.overlap_days(s, p)
    km = ground_km(s, p)
    shared = gates.shared_days(s, p)
    minutes, mode, is_in_time = quickest(s, p, shared, km, age, rules.modes)
    return _Facts(
        age,
        shared,
        max(s.hours_min, p.hours_min),
        min(s.hours_max, p.hours_max),
        overlap,
        offered,
        free,
        km,
        minutes,
        mode,
        is_in_time,
    )


@compiled
def harmonic_mean(first: float, second: float) -> float:
    """Give ``2ab / (a + b)``, and 0 where both are 0 (Pizzato et al. 2010, on reciprocal recommendation).

    Examples
    --------
    >>> round(harmonic_mean(0.5, 1.0), 3), harmonic_mean(0.0, 0.0)
    (0.667, 0.0)
    """
    total = first + second
    return 2.0 * first * second / total if total > 0.0 else 0.0


class Shortcuts(NamedTuple):
    """What the search knows beforehand, so that a pair need not work it out.

    Parameters
    ----------
    is_student : bool
        One student meets many placements; otherwise one placement meets many students.
    lawful : (n, n_laws) uint8
        Per placement and row of the law what ``place_days`` gives.
    is_marked : (n_codes,) uint8
        1 for what the one student has as goals, or the one placement covers.
    known_at : (n_codes,) or (0,) int64
        As ``components.competencies`` takes it.
    """

    is_student: bool
    lawful: NDArray[np.uint8]
    is_marked: NDArray[np.uint8]
    known_at: NDArray[np.int64]


@compiled
def score_if_open(
    students: StudentArrays,
    s: Any,
    placements: PlacementArrays,
    p: Any,
    rules: RuleArrays,
    numbers: NDArray[Any],
    shortcuts: Shortcuts,
    at: int,
    recognised: int,
    at_least: float,
) -> float:
    """Give the score of a pair that shares an offer, ``REFUSED``, or ``SURPASSED`` when it stays below a bound.

    The cheapest gates and components come first: most refusals and most pairs that cannot reach the bound are
    settled before the lists of competencies are touched.

    Parameters
    ----------
    shortcuts : Shortcuts
        What is known beforehand about either side; ``at`` is the placement's row in ``lawful``.
    recognised : int
        Verdict on the recognition for the offer under which the pair was met: all there is when it shares no other.
    """
    km = ground_km(s, p)
    if gates.type_programme(True, s, p) > gates.UNKNOWN or gates.seats(p) > gates.UNKNOWN:
        return REFUSED
    if gates.contacts(p) > gates.UNKNOWN or gates.dutch(s, p) > gates.UNKNOWN:
        return REFUSED
    q = numbers[0]
    overlap, offered, free = gates.overlap_days(s, p)
    if gates.period(overlap, offered, free, q.period_share_min) > gates.UNKNOWN:
        return REFUSED
    age, days_worked = gates.age_on(p.start_date, s), gates.worked_period(s, p)
    _, _, youngest, oldest = days_worked
    if gates.old_enough(s, p, age, rules) > gates.UNKNOWN or gates.hazards(p, youngest, oldest, rules) > gates.UNKNOWN:
        return REFUSED
    shared = gates.shared_days(s, p)
    least, most = max(s.hours_min, p.hours_min), min(s.hours_max, p.hours_max)
    n_shared, shared_minutes = gates.n_days(shared), gates.day_minutes(p, shared)
    if gates.days_hours(p, n_shared, shared_minutes, least, most) > gates.UNKNOWN:
        return REFUSED
    made = gates.practice_minutes(shared_minutes, most, overlap)
    if gates.programme_hours(p, s.level, made, overlap, rules) > gates.UNKNOWN:
        return REFUSED
    minutes, _, is_in_time = quickest(s, p, shared, km, age, rules.modes)
    if gates.travel(s, minutes, is_in_time) > gates.UNKNOWN or gates.prerequisites(s, p, age, rules) > gates.UNKNOWN:
        return REFUSED
    lawful = shortcuts.lawful[at]
    if working_time.working_time(s, p, days_worked, shared, least, lawful, rules)[0] > gates.UNKNOWN:
        return REFUSED
    if (s.offers_n > 1 and p.offers_n > 1) or p.end_day == NO_END:
        recognised = gates.recognition(students, s, placements, p)
    if recognised > gates.UNKNOWN:
        return REFUSED
    if at_least == OUT_OF_REACH:
        return SURPASSED
    weights, prior = q.weights, q.prior
    fit_student = weights[WISH] * components.wish(students, s, p, prior)[0]
    fit_student += weights[TASKS] * components.tasks(s, p, prior)[0]
    fit_student += weights[CONDITIONS] * components.conditions(s, p, prior)[0]
    fit_student += weights[TRAVEL] * components.travel(s, minutes, q.travel_at_limit, prior)[0]
    fit_student += weights[SCHEDULE] * components.schedule(s, p, n_shared, most, prior)[0]
    available = weights[AVAILABILITY] * components.availability(p, shared_minutes, most, overlap, offered)[0]
    speaks = weights[LANGUAGE] * components.language(s, p, q.prerequisite_to_arrange, prior)[0]
    best_fit = weights[GOALS] + weights[COMPETENCIES] + available + speaks
    if 2.0 * fit_student * best_fit < (at_least - ROUNDING) * (fit_student + best_fit):  # harmonic mean, undivided
        return SURPASSED
    if shortcuts.is_student:
        n_covered = components.n_marked(shortcuts.is_marked, placements.covered, p.covered_at, p.covered_n)
    else:
        n_covered = components.n_marked(shortcuts.is_marked, students.goals, s.goals_at, s.goals_n)
    fit_placement = weights[GOALS] * components.goals(s, p, n_covered, prior)[0]
    known_at, share = shortcuts.known_at, q.trainable_share
    fit_placement += (
        weights[COMPETENCIES] * components.competencies(students, s, placements, p, known_at, share, prior)[0]
    )
    fit_placement += available
    fit_placement += speaks
    return harmonic_mean(fit_student, fit_placement)


class _Found(NamedTuple):
    """Where ``_assess`` writes, one row per pair; the names are those of ``PairScores``."""

    verdicts: Verdicts
    value: Floats
    low: Floats
    high: Floats
    contributions: Floats
    fit_student: Floats
    fit_placement: Floats
    score: Floats
    score_low: Floats
    score_high: Floats
    km: Floats
    travel_minutes: Floats
    travel_mode: NDArray[np.int8]
    is_in_time: NDArray[np.bool_]
    lawful_days: NDArray[np.uint8]
    practice_minutes: Floats
    youngest: NDArray[np.int16]
    oldest: NDArray[np.int16]


@compiled
def _fits(parts: Floats, row: int, weights: Floats) -> tuple[float, float]:
    """Add each side from left to right, so that anyone who adds it up finds the same last bit."""
    fit_student = fit_placement = 0.0
    for part in range(N_COMPONENTS):
        contribution = weights[part] * parts[row, part]
        if part < N_STUDENT_SIDE:
            fit_student += contribution
        else:
            fit_placement += contribution
    return fit_student, fit_placement


@compiled
def _assess(
    students: StudentArrays,
    placements: PlacementArrays,
    rules: RuleArrays,
    numbers: NDArray[Any],
    student_ix: NDArray[np.int64],
    placement_ix: NDArray[np.int64],
    to_search: NDArray[np.int64],
    of_place: NDArray[np.uint8],
    found: _Found,
) -> None:
    """Write every verdict and every component of every pair.

    Parameters
    ----------
    of_place : (n_laws,) uint8
        Room for what ``place_days`` gives.
    """
    q = numbers[0]
    weights, prior = q.weights, q.prior
    for row in range(len(student_ix)):
        s, p = students.rows[student_ix[row]], placements.rows[placement_ix[row]]
        facts = facts_of(s, p, rules)
        shared, least, most = facts.shared, facts.least, facts.most
        is_shared = gates.first_shared_offer(students, s, placements, p) != gates.NOTHING_SHARED
        n_shared, shared_minutes = gates.n_days(shared), gates.day_minutes(p, shared)
        fits_week = gates.days_hours(p, n_shared, shared_minutes, least, most)
        days_worked = gates.worked_period(s, p)
        _, _, youngest, oldest = days_worked
        for age in range(youngest, oldest + 1):
            for law in rules.working_time_row[p.type, :, age]:
                if law >= 0:
                    of_place[law] = working_time.place_days(p, rules.working_time[law])
        made = gates.practice_minutes(shared_minutes, most, facts.overlap)
        lawful, found.lawful_days[row] = working_time.working_time(s, p, days_worked, shared, least, of_place, rules)
        verdicts = (
            gates.type_programme(is_shared, s, p),
            gates.recognition(students, s, placements, p),
            gates.old_enough(s, p, facts.age, rules),
            gates.period(facts.overlap, facts.offered, facts.free, q.period_share_min),
            fits_week,
            gates.programme_hours(p, s.level, made, facts.overlap, rules),
            # What the calendar already refuses is not also said to be against the law.
            lawful if fits_week == gates.PASS else gates.PASS,
            gates.hazards(p, youngest, oldest, rules),
            gates.prerequisites(s, p, facts.age, rules),
            gates.signature(s, p, facts.age, rules),
            gates.travel(s, facts.minutes, facts.is_in_time),
            gates.dutch(s, p),
            gates.seats(p),
            gates.contacts(p),
        )
        for gate in range(N_GATES):
            found.verdicts[row, gate] = verdicts[gate]
        parts = (
            components.wish(students, s, p, prior),
            components.tasks(s, p, prior),
            components.conditions(s, p, prior),
            components.travel(s, facts.minutes, q.travel_at_limit, prior),
            components.schedule(s, p, n_shared, most, prior),
            components.goals(s, p, components.n_covered(students, s, placements, p), prior),
            components.competencies(students, s, placements, p, to_search, q.trainable_share, prior),
            components.availability(p, shared_minutes, most, facts.overlap, facts.offered),
            components.language(s, p, q.prerequisite_to_arrange, prior),
        )
        for part in range(N_COMPONENTS):
            value, low, high = parts[part]
            found.value[row, part], found.low[row, part], found.high[row, part] = value, low, high
            found.contributions[row, part] = weights[part] * value
        found.fit_student[row], found.fit_placement[row] = _fits(found.value, row, weights)
        found.score[row] = harmonic_mean(found.fit_student[row], found.fit_placement[row])
        first, second = _fits(found.low, row, weights)
        found.score_low[row] = harmonic_mean(first, second)
        first, second = _fits(found.high, row, weights)
        found.score_high[row] = harmonic_mean(first, second)
        found.km[row], found.travel_minutes[row], found.travel_mode[row] = facts.km, facts.minutes, facts.mode
        found.is_in_time[row], found.practice_minutes[row] = facts.is_in_time, made
        found.youngest[row], found.oldest[row] = youngest, oldest


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Everything the scores hold about n pairs.

    Parameters
    ----------
    verdicts : (n, n_gates) int8
        In the order of ``Gate``.
    value, low, high : (n, n_components) float64
        Per component in the order of ``Component``, 0 to 1: as it counts, and with everything unknown bad and good.
    contributions : (n, n_components) float64
        Weight times value; those of a side add up to its fit from left to right, to the last bit.
    fit_student, fit_placement, score : (n,) float64
        0 to 1; the score is the harmonic mean of the two fits.
    score_low, score_high : (n,) float64
        The score when everything unknown turns out bad, and good.
    km, travel_minutes : (n,) float64
        Over the ground, and one way by the quickest own mode; NaN while a location is unknown.
    travel_mode : (n,) int8
        That mode; -1 where none can be used at this age.
    is_in_time : (n,) bool
        That mode brings the student there and back on days enough.
    lawful_days : (n,) uint8
        Mask of shared weekdays on which the law lets this student do the day's work, in every week of the period.
    practice_minutes : (n,) float64
        Minutes of work that the student can make in all.
    youngest, oldest : (n,) int16
        The student's age on the first and on the last day of work there.
    """

    pairs: Pairs
    verdicts: Verdicts
    value: Floats
    low: Floats
    high: Floats
    contributions: Floats
    fit_student: Floats
    fit_placement: Floats
    score: Floats
    score_low: Floats
    score_high: Floats
    km: Floats
    travel_minutes: Floats
    travel_mode: NDArray[np.int8]
    is_in_time: NDArray[np.bool_]
    lawful_days: NDArray[np.uint8]
    practice_minutes: Floats
    youngest: NDArray[np.int16]
    oldest: NDArray[np.int16]

    @property
    def may_rank(self) -> NDArray[np.bool_]:
        """Say which pairs no gate refuses, (n,)."""
        return gates.may_rank(self.verdicts)


def score_pairs(pairs: Pairs, parameters: Parameters) -> PairScores:
    """Score pairs, refused ones too; the gates' verdicts stand beside the scores."""
    n = len(pairs)
    by_part = (n, N_COMPONENTS)
    found = _Found(
        verdicts=np.empty((n, N_GATES), dtype=np.int8),
        value=np.empty(by_part),
        low=np.empty(by_part),
        high=np.empty(by_part),
        contributions=np.empty(by_part),
        fit_student=np.empty(n),
        fit_placement=np.empty(n),
        score=np.empty(n),
        score_low=np.empty(n),
        score_high=np.empty(n),
        km=np.empty(n),
        travel_minutes=np.empty(n),
        travel_mode=np.empty(n, dtype=np.int8),
        is_in_time=np.empty(n, dtype=np.bool_),
        lawful_days=np.empty(n, dtype=np.uint8),
        practice_minutes=np.empty(n),
        youngest=np.empty(n, dtype=np.int16),
        oldest=np.empty(n, dtype=np.int16),
    )
    _assess(
        pairs.students.arrays,
        pairs.placements.arrays,
        pairs.rules.arrays,
        parameters.array,
        np.ascontiguousarray(pairs.student_ix, dtype=np.int64),
        np.ascontiguousarray(pairs.placement_ix, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(len(pairs.rules.arrays.working_time), dtype=np.uint8),
        found,
    )
    return PairScores(pairs, *found)
