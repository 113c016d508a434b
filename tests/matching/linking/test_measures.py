"""Rankings counted as MELO counts: by hand, and against a slow restatement."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import CUT, counted_order, measured

LAWS = settings(deadline=None, max_examples=60)
IDS = st.lists(st.text(alphabet="abc1_", min_size=1, max_size=4), max_size=30, unique=True)
SCORES = st.floats(-2, 4, width=32)


@st.composite
def judged_rankings(draw: st.DrawFn) -> tuple[list[list[str]], list[frozenset[str]]]:
    n = draw(st.integers(1, 8))
    names = [f"L{number}" for number in range(130)]
    rankings = [draw(st.permutations(names))[: draw(st.integers(0, 130))] for _ in range(n)]
    right = [draw(st.frozensets(st.sampled_from(names), max_size=5)) for _ in range(n)]
    return rankings, right


@LAWS
@given(IDS, st.data())
def test_counted_order_is_that_of_a_slow_restatement(ids: list[str], data: st.DataObject) -> None:
    scores = [data.draw(st.one_of(SCORES, st.sampled_from([0.5, 0.500001, 0.50001]))) for _ in ids]
    cut = data.draw(st.integers(1, 40))

    order = counted_order(ids, scores, cut=cut)

    left = list(range(len(ids)))
    expected: list[int] = []
    while left and len(expected) < cut:
        highest = max(round(float(scores[place]), 5) for place in left)
        last = max((ids[place], place) for place in left if round(float(scores[place]), 5) == highest)[1]
        expected.append(last)
        left.remove(last)
    assert order == expected


def test_order_of_equal_ids_and_scores_keeps_all() -> None:
    assert counted_order(["b", "a", "c"], [0.1, 0.1, 0.1]) == [2, 0, 1]
    assert len(counted_order([str(number) for number in range(250)], [1.0] * 250)) == CUT


def test_figures_of_a_worked_example() -> None:
    rankings = [["a", "b", "c", "d"], ["b", "c", "a", "d"], ["d", "c", "b", "a"], []]
    right = [{"a"}, {"c", "d"}, {"x"}, {"a"}]

    found = measured(rankings, right)

    # First right label at rank 1, at rank 2, nowhere, nowhere; both right labels of the second at ranks 2 and 4.
    assert found.n_queries == 4
    assert found.reciprocal_rank == (1 + 1 / 2) / 4
    assert found.success_at == {1: 1 / 4, 5: 2 / 4, 10: 2 / 4}
    assert found.average_precision == (1 + (1 / 2 + 2 / 4) / 2) / 4


def test_right_label_after_the_cut_counts_for_nothing() -> None:
    ranking = [f"L{number}" for number in range(CUT)]

    last, after = (measured([[*ranking, "beyond"]], [{right}]) for right in (ranking[-1], "beyond"))

    assert (last.reciprocal_rank, last.average_precision) == (1 / CUT, 1 / CUT)
    assert (after.reciprocal_rank, after.average_precision) == (0, 0)


@LAWS
@given(judged_rankings())
def test_figures_are_those_of_a_slow_restatement(case: tuple[list[list[str]], list[frozenset[str]]]) -> None:
    rankings, right = case

    found = measured(rankings, right)

    reciprocal, precision = Fraction(0), Fraction(0)
    success = dict.fromkeys((1, 5, 10), 0)
    for ranking, wanted in zip(rankings, right, strict=True):
        ranks = [ranking.index(label) + 1 for label in wanted if label in ranking[:CUT]]
        reciprocal += Fraction(1, min(ranks)) if ranks else 0
        for at in success:
            success[at] += any(rank <= at for rank in ranks)
        for rank in ranks:
            precision += Fraction(sum(other <= rank for other in ranks), rank * len(wanted))
    n = len(rankings)
    assert found.reciprocal_rank == pytest.approx(float(reciprocal / n))
    assert found.average_precision == pytest.approx(float(precision / n))
    assert found.success_at == pytest.approx({at: hits / n for at, hits in success.items()})
    low, high = found.interval
    assert 0 <= low <= high <= 1


def test_interval_is_as_wide_as_the_normal_approximation_says() -> None:
    rng = np.random.default_rng(1)
    is_hit = rng.random(2_000) < 0.3
    rankings, right = [["a"]] * 2_000, [{"a"} if hit else {"b"} for hit in is_hit]

    low, high = measured(rankings, right, seed=3).interval

    share = is_hit.mean()
    half = 1.96 * (share * (1 - share) / 2_000) ** 0.5
    assert (low, high) == pytest.approx((share - half, share + half), abs=0.003)
    assert measured(rankings, right, seed=3).interval == (low, high) != measured(rankings, right, seed=4).interval
