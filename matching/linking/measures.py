"""How good a ranking of labels is, counted as MELO counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CUT = 100
"""Ranks after this one do not count (MELO benchmark, Retyk and others 2024)."""
N_DRAWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Figures of one set of queries, each a mean over queries, 0 to 1.

    Parameters
    ----------
    reciprocal_rank : mean of 1 / rank of the first right label (MRR)
    success_at : share of queries with a right label among the first 1, 5, 10
    average_precision : mean of the precision at each right label (MAP)
    interval : bounds between which the mean reciprocal rank lies in 95 % of the draws of as many queries (bootstrap)
    """

    n_queries: int
    reciprocal_rank: float
    success_at: Mapping[int, float]
    average_precision: float
    interval: tuple[float, float]


def counted_order(ids: Sequence[str], scores: Sequence[float], *, cut: int = CUT) -> list[int]:
    """Give the order in which MELO counts labels: score rounded to five decimals, equal ones by id, the last first.

    Examples
    --------
    >>> counted_order(["a", "b", "c"], [0.5, 0.500001, 0.7])
    [2, 1, 0]
    """
    keyed = sorted(range(len(ids)), key=lambda place: ids[place], reverse=True)
    return sorted(keyed, key=lambda place: -round(float(scores[place]), 5))[:cut]


def measured(rankings: Sequence[Sequence[str]], right: Sequence[Collection[str]], *, seed: int = 0) -> Measures:
    """Measure rankings against what is right.

    Parameters
    ----------
    rankings : per query the ids in counted order
    right : per query the ids that are right
    """
    hits = [
        [rank for rank, label in enumerate(ranking[:CUT], 1) if label in wanted]
        for ranking, wanted in zip(rankings, right, strict=True)
    ]
    reciprocal = np.array([1.0 / ranks[0] if ranks else 0.0 for ranks in hits])
    precision = [
        sum(n / rank for n, rank in enumerate(ranks, 1)) / len(wanted) if wanted else 0.0
        for ranks, wanted in zip(hits, right, strict=True)
    ]
    return Measures(
        n_queries=len(rankings),
        reciprocal_rank=float(reciprocal.mean()),
        success_at={at: float(np.mean([bool(ranks) and ranks[0] <= at for ranks in hits])) for at in (1, 5, 10)},
        average_precision=float(np.mean(precision)),
        interval=_interval(reciprocal, seed),
    )


def _interval(values: NDArray[np.float64], seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(N_DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)
