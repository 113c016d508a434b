"""The best of what is possible, in an order that favours nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.gates import Verdicts
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs, travel
from matching.parameters import Parameters
from matching.ragged import Ints
from matching.scoring import PairScores, score_feasible

Floats = NDArray[np.float64]
MIX_1 = np.uint64(0x9E3779B97F4A7C15)
MIX_2 = np.uint64(0xBF58476D1CE4E5B9)
MIX_3 = np.uint64(0x94D049BB133111EB)
# constants of SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Ranked pairs: all of the first seeker, best first, then all of the next.

    Parameters
    ----------
    student_ix, placement_ix : (n,) int64
    rank : (n,) int64
        1 is the best for its seeker.
    score, low, high, fit_student, fit_placement : (n,) float64
        0 to 1; ``low`` and ``high`` are the score when everything unknown turns out bad, and good.
    contributions : (n, n_components) float64
        In the order of ``Component``; added from left to right, each side's give its fit to the last bit.
    gates : (n, n_gates) int8
        Verdicts in the order of ``Gate``; never above ``Verdict.UNKNOWN``.
    travel_minutes : (n,) float64
        One way; NaN while a location is unknown.
    n_looked_at : int
        Pairs that passed the index and met the gates.
    n_feasible : (n_seekers,) int64
        Per seeker asked for, how many pairs no gate refused.
    """

    student_ix: Ints
    placement_ix: Ints
    rank: Ints
    score: Floats
    low: Floats
    high: Floats
    fit_student: Floats
    fit_placement: Floats
    contributions: Floats
    gates: Verdicts
    travel_minutes: Floats
    n_looked_at: int
    n_feasible: Ints

    def __len__(self) -> int:
        return len(self.rank)


def rank(
    index: PlacementIndex | StudentIndex,
    seeker_ix: Ints,
    *,
    parameters: Parameters,
    top: int,
    seed: int = 0,
    on_progress: Callable[[int], None] | None = None,
) -> Ranking:
    """Give each seeker the best of what no gate refuses: a student placements, a placement candidates.

    Equal scores are put in the order of a number drawn from the seed and both rows' keys, so neither the order
    of the rows nor the moment of posting favours anybody, and the same seed gives the same order.

    Parameters
    ----------
    seeker_ix : (n,) int64
        Rows to rank for, each once, in rising order.
    top : int
        At most this many for each.
    on_progress : callable, optional
        Told the number of seekers done after each block.
    """
    blocks: list[dict[str, NDArray[Any]]] = []
    n_feasible = np.zeros(len(seeker_ix), dtype=np.int64)
    n_looked_at = 0
    for pairs in index.pairs(seeker_ix):
        n_looked_at += len(pairs)
        scores = score_feasible(pairs, parameters)
        owners = np.searchsorted(seeker_ix, index.seekers(scores.pairs))
        n_feasible += np.bincount(owners, minlength=len(seeker_ix))
        blocks.append(_best(scores, owners, top=top, seed=seed))
        if on_progress and len(pairs):
            on_progress(int(np.searchsorted(seeker_ix, index.seekers(pairs)[-1], side="right")))
    if not blocks:
        nobody = Pairs(index.students, index.placements, index.rules, seeker_ix[:0], seeker_ix[:0])
        blocks.append(_best(score_feasible(nobody, parameters), seeker_ix[:0], top=top, seed=seed))
    columns = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Ranking(**columns, n_looked_at=n_looked_at, n_feasible=n_feasible)


def _best(scores: PairScores, owners: Ints, *, top: int, seed: int) -> dict[str, NDArray[Any]]:
    """Give the columns of each owner's best pairs, best first."""
    pairs = scores.pairs
    students, placements = pairs.students.key[pairs.student_ix], pairs.placements.key[pairs.placement_ix]
    order = np.lexsort((placements, students, lottery(students, placements, seed), -scores.score, owners))
    sorted_owners = owners[order]
    ranks = np.arange(1, len(order) + 1) - np.searchsorted(sorted_owners, sorted_owners, side="left")
    kept = order[ranks <= top]
    best = Pairs(pairs.students, pairs.placements, pairs.rules, pairs.student_ix[kept], pairs.placement_ix[kept])
    return {
        "student_ix": best.student_ix,
        "placement_ix": best.placement_ix,
        "rank": ranks[ranks <= top],
        "score": scores.score[kept],
        "low": scores.score_low[kept],
        "high": scores.score_high[kept],
        "fit_student": scores.fit_student[kept],
        "fit_placement": scores.fit_placement[kept],
        "contributions": scores.contributions[kept],
        "gates": scores.verdicts[kept],
        "travel_minutes": travel(best)[0],
    }


def lottery(students: NDArray[np.uint64], placements: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Draw the number that breaks a tie, from the seed and the keys of both rows alone, (n,)."""
    start = np.uint64(seed % 2**64)
    return _mixed(_mixed(students ^ start) + placements)


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    state = state + MIX_1
    state = (state ^ (state >> np.uint64(30))) * MIX_2
    state = (state ^ (state >> np.uint64(27))) * MIX_3
    return np.asarray(state ^ (state >> np.uint64(31)), dtype=np.uint64)
