"""Two fits, each a plain weighted sum of components, and the pair's score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.gates import Verdicts, asked_minutes, may_rank, verdicts
from matching.pairs import Pairs, overlap_days, shared_days, travel
from matching.parameters import SIDES, Component, Parameters, Side
from matching.ragged import sum_by

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Values:
    """One component for n pairs: with the unknown at the prior, at its worst and at its best, (n,) each."""

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def known(cls, value: Floats) -> "Values":
        """Give a component in which nothing is unknown."""
        return cls(value, value, value)

    @classmethod
    def partly(cls, known: Floats, unknown_share: Floats, prior: float) -> "Values":
        """Give a component of which a share is unknown; ``known`` is what the rest adds."""
        return cls(known + prior * unknown_share, known, known + unknown_share)

    def unknown_where(self, is_unknown: NDArray[np.bool_], prior: float) -> "Values":
        """Give the same, but wholly unknown where marked."""
        return Values(
            np.where(is_unknown, prior, self.value),
            np.where(is_unknown, 0.0, self.low),
            np.where(is_unknown, 1.0, self.high),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Everything the scores hold about n pairs.

    Parameters
    ----------
    verdicts : (n, n_gates) int8
    value, low, high : (n, n_components) float64
        Per component, 0 to 1.
    contributions : (n, n_components) float64
        Weight times value; those of a side add up to its fit, in the order of ``Component``.
    fit_student, fit_placement, score : (n,) float64
        0 to 1; the score is the harmonic mean of the two fits.
    score_low, score_high : (n,) float64
        The score when everything unknown turns out bad, and good.
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


def score_pairs(pairs: Pairs, parameters: Parameters) -> PairScores:
    """Score pairs, refused ones too; the gates' verdicts stand beside the scores."""
    return _scored(pairs, verdicts(pairs, parameters), parameters)


def score_feasible(pairs: Pairs, parameters: Parameters) -> PairScores:
    """Score only the pairs that no gate refuses, in the same order."""
    found = verdicts(pairs, parameters)
    keep = may_rank(found)
    return _scored(pairs.where(keep), found[keep], parameters)


def _scored(pairs: Pairs, found: Verdicts, parameters: Parameters) -> PairScores:
    parts = _components(pairs, parameters)
    weights = np.array([parameters.weights[part] for part in Component])
    value, low, high = (
        np.clip(np.stack([getattr(parts[part], name) for part in Component], axis=1), 0.0, 1.0)
        for name in ("value", "low", "high")
    )
    contributions = value * weights
    fits = {side: _add(contributions, side) for side in Side}
    lows = {side: _add(low * weights, side) for side in Side}
    highs = {side: _add(high * weights, side) for side in Side}
    return PairScores(
        pairs=pairs,
        verdicts=found,
        value=value,
        low=low,
        high=high,
        contributions=contributions,
        fit_student=fits[Side.STUDENT],
        fit_placement=fits[Side.PLACEMENT],
        score=harmonic_mean(fits[Side.STUDENT], fits[Side.PLACEMENT]),
        score_low=harmonic_mean(lows[Side.STUDENT], lows[Side.PLACEMENT]),
        score_high=harmonic_mean(highs[Side.STUDENT], highs[Side.PLACEMENT]),
    )


def _add(contributions: Floats, side: Side) -> Floats:
    """Add one side's columns from left to right, so that anyone who adds them up finds the same last bit."""
    order = list(Component)
    total = np.zeros(len(contributions))
    for part in SIDES[side]:
        total = total + contributions[:, order.index(part)]
    return total


def harmonic_mean(first: Floats, second: Floats) -> Floats:
    """Give ``2ab / (a + b)``, and 0 where both are 0 (Pizzato et al. 2010, on reciprocal recommendation).

    Examples
    --------
    >>> harmonic_mean(np.array([0.5, 0.0]), np.array([1.0, 0.0])).round(3)
    array([0.667, 0.   ])
    """
    total = first + second
    return np.divide(2.0 * first * second, total, out=np.zeros_like(total), where=total > 0)


def _components(pairs: Pairs, parameters: Parameters) -> dict[Component, Values]:
    prior = parameters.prior
    return {
        Component.WISH: _wish(pairs, prior),
        Component.TASKS: _tasks(pairs, prior),
        Component.CONDITIONS: _conditions(pairs, prior),
        Component.TRAVEL: _travel(pairs, parameters),
        Component.SCHEDULE: _schedule(pairs, prior),
        Component.GOALS: _goals(pairs, prior),
        Component.COMPETENCIES: _competencies(pairs, parameters),
        Component.AVAILABILITY: _availability(pairs),
        Component.LANGUAGE: _language(pairs, parameters),
    }


def _bits(mask: NDArray[np.uint64] | NDArray[np.uint8]) -> Floats:
    return np.bitwise_count(mask).astype(np.float64)


def _share(part: Floats, whole: Floats) -> Floats:
    """Divide, and give 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def _wish(pairs: Pairs, prior: float) -> Values:
    """How dear the placement's sector is; unknown while the student said nothing about sectors."""
    wishes = pairs.students.wishes
    dear = wishes[pairs.student_ix, pairs.placements.sector[pairs.placement_ix]].astype(np.float64)
    said_nothing = wishes.max(axis=1, initial=0.0)[pairs.student_ix] <= 0
    return Values.known(dear).unknown_where(said_nothing, prior)


def _tasks(pairs: Pairs, prior: float) -> Values:
    """Share of the work's activities that the student likes; no opinion is unknown."""
    work = pairs.placements.activities[pairs.placement_ix]
    n = _bits(work)
    liked = _bits(work & pairs.students.liked[pairs.student_ix])
    disliked = _bits(work & pairs.students.disliked[pairs.student_ix])
    values = Values.partly(_share(liked, n), _share(n - liked - disliked, n), prior)
    return values.unknown_where(n == 0, prior)


def _conditions(pairs: Pairs, prior: float) -> Values:
    """Share of the conditions that help which the site offers; what it did not answer is unknown."""
    helps = pairs.students.helps[pairs.student_ix]
    n = _bits(helps)
    offered = _bits(helps & pairs.placements.conditions_offered[pairs.placement_ix])
    refused = _bits(helps & pairs.placements.conditions_refused[pairs.placement_ix])
    values = Values.partly(_share(offered, n), _share(n - offered - refused, n), prior)
    needs_nothing = n == 0
    return Values(*(np.where(needs_nothing, 1.0, part) for part in (values.value, values.low, values.high)))


def _travel(pairs: Pairs, parameters: Parameters) -> Values:
    """1 at the door, falling in a straight line to ``travel_at_limit`` at the student's own limit."""
    minutes, _ = travel(pairs)
    limit = pairs.students.max_minutes[pairs.student_ix].astype(np.float64)
    used = np.minimum(minutes / np.maximum(limit, 1.0), 1.0)
    return Values.known(1.0 - (1.0 - parameters.travel_at_limit) * used).unknown_where(
        np.isnan(minutes), parameters.prior
    )


def _schedule(pairs: Pairs, prior: float) -> Values:
    """Mean of: wished hours reached, the place's days that suit, and pay where the student named an amount."""
    students, placements = pairs.students, pairs.placements
    _, most = asked_minutes(pairs)
    wished = students.hours_max[pairs.student_ix].astype(np.float64)
    hours = np.minimum(_share(most.astype(np.float64), wished), 1.0)
    days = _share(shared_days(pairs).sum(axis=1).astype(np.float64), _bits(placements.weekdays[pairs.placement_ix]))
    wanted = students.allowance_min[pairs.student_ix].astype(np.float64)
    paid = placements.allowance[pairs.placement_ix].astype(np.float64)
    asks_pay = wanted > 0
    pay = np.where(asks_pay & ~np.isnan(paid), np.minimum(_share(np.nan_to_num(paid), wanted), 1.0), 0.0)
    n = np.where(asks_pay, 3.0, 2.0)
    unknown = np.where(asks_pay & np.isnan(paid), 1.0 / 3.0, 0.0)
    return Values.partly((hours + days + pay) / n, unknown, prior)


def _goals(pairs: Pairs, prior: float) -> Values:
    """Share of the student's learning goals that can be learned here; unknown while one side named none."""
    goals, covered = pairs.students.goals, pairs.placements.covered
    owners, positions = goals.expand(pairs.student_ix)
    has = covered.find(pairs.placement_ix[owners], goals.items[positions]) >= 0
    n = goals.counts[pairs.student_ix].astype(np.float64)
    share = _share(sum_by(owners, has.astype(np.float64), len(pairs)), n)
    is_unknown = (n == 0) | (covered.counts[pairs.placement_ix] == 0)
    return Values.known(share).unknown_where(is_unknown, prior)


def _competencies(pairs: Pairs, parameters: Parameters) -> Values:
    """Weighted share of what is needed at the start; meeting a requirement is enough, more earns nothing.

    What the site can teach counts for ``trainable_share``. An unassessed competency counts at the prior, or at
    what a near competency shows when that is more; at worst it is what the near one shows, at best it is met.
    """
    requirements, levels = pairs.placements.requirements, pairs.students.levels
    owners, positions = requirements.expand(pairs.placement_ix)
    needed = pairs.placements.required_level[positions].astype(np.float64)
    weight = pairs.placements.importance[positions].astype(np.float64)
    weight = weight * np.where(pairs.placements.is_trainable[positions], parameters.trainable_share, 1.0)
    at = levels.find(pairs.student_ix[owners], requirements.items[positions])
    has = np.zeros(len(at))
    has[at >= 0] = pairs.students.level_value[at[at >= 0]]
    is_assessed = np.zeros(len(at), dtype=np.bool_)
    is_assessed[at >= 0] = ~pairs.students.level_is_derived[at[at >= 0]]
    met = np.where(needed > 0, np.minimum(_share(has, needed), 1.0), 1.0)
    is_certain = is_assessed | (needed <= 0)
    value = np.where(is_certain, met, np.maximum(met, parameters.prior))
    best = np.where(is_certain, met, 1.0)
    n = len(pairs)
    total = sum_by(owners, weight, n)
    asks_nothing = total <= 0
    sums = (np.where(asks_nothing, 1.0, _share(sum_by(owners, weight * part, n), total)) for part in (value, met, best))
    return Values(*sums)


def _availability(pairs: Pairs) -> Values:
    """Share of the place's hours a week, times share of its period, in which the student is free."""
    placements = pairs.placements
    free = (shared_days(pairs) * placements.day_minutes[pairs.placement_ix].astype(np.int64)).sum(axis=1)
    _, most = asked_minutes(pairs)
    asked = placements.hours_max[pairs.placement_ix].astype(np.float64)
    hours = np.clip(_share(np.minimum(free, most).astype(np.float64), asked), 0.0, 1.0)
    overlap, offered, _ = overlap_days(pairs)
    return Values.known(hours * _share(overlap.astype(np.float64), offered.astype(np.float64)))


def _language(pairs: Pairs, parameters: Parameters) -> Values:
    """Mean of: Dutch reaches what is asked, and the share of prerequisites in hand."""
    has = pairs.students.dutch[pairs.student_ix]
    asks = pairs.placements.dutch_min[pairs.placement_ix]
    reaches = np.where(asks == 0, 1.0, (has >= asks).astype(np.float64))
    is_unknown = (asks > 0) & (has == 0)
    needed = pairs.placements.prerequisites[pairs.placement_ix]
    n = _bits(needed)
    in_hand = _bits(needed & pairs.students.prerequisites[pairs.student_ix])
    arranged = np.where(n > 0, _share(in_hand + parameters.prerequisite_to_arrange * (n - in_hand), n), 1.0)
    return Values.partly((reaches + arranged) / 2.0, np.where(is_unknown, 0.5, 0.0), parameters.prior)
