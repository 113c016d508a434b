"""A list holds the best of what it was shown, in whatever order that came and however the list is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.lists import Lists, keep, least_score, sort
from matching.scoring import SURPASSED

SHOWN = st.lists(
    # Few different values, so that scores and lots are often equal.
    st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.integers(0, 2)),
    max_size=40,
)


def kept(shown: list[tuple[float, int]], *, top: int, is_heap: bool) -> tuple[list[tuple[float, int, int]], float]:
    """Show a list everything, each under a row of its own; gives what it holds and the least score it still takes."""
    lists = Lists(
        np.empty((1, top)),
        np.empty((1, top), dtype=np.uint64),
        np.empty((1, top), dtype=np.int32),
        *(np.zeros(1, dtype=np.int64) for _ in range(3)),
    )
    for row, (score, lot) in enumerate(shown):
        keep(lists, 0, is_heap, score, np.uint64(lot), row)
    least = least_score(lists, 0, is_heap)
    if is_heap:
        sort(lists, 0)
    n = int(lists.n_kept[0])
    columns = (lists.score[0, :n].tolist(), lists.lottery[0, :n].tolist(), lists.row[0, :n].tolist())
    return list(zip(*columns, strict=True)), least


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    for is_heap in (False, True):
        kept([(0.0, 0)], top=1, is_heap=is_heap)


@given(shown=SHOWN, top=st.integers(1, 8), is_heap=st.booleans())
def test_a_list_holds_the_best_in_order(shown: list[tuple[float, int]], top: int, is_heap: bool) -> None:
    best = sorted(((score, lot, row) for row, (score, lot) in enumerate(shown)), key=lambda one: (-one[0], *one[1:]))

    held, least = kept(shown, top=top, is_heap=is_heap)

    assert held == best[:top]
    assert least == (best[top - 1][0] if len(best) >= top else SURPASSED)
