"""The lists that a search fills: the best so far of each seeker."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.ragged import Ints
from matching.scoring import OUT_OF_REACH, SURPASSED

SHORT = 64
"""Up to this length a list is kept in order where the most promising comes first; else it is a heap at first."""


class Lists(NamedTuple):
    """The best so far of each seeker of a block: best first, or until it is done a heap with the worst at the root.

    Parameters
    ----------
    score : (n_seekers, top) float64
    lottery : (n_seekers, top) uint64
        Breaks ties: lower goes first.
    row : (n_seekers, top) int32
    n_kept, n_open, n_looked_at : (n_seekers,) int64
        Pairs on the list, pairs that no gate refuses (only counted when the lists have no room), and pairs that the
        groups let through.
    """

    score: NDArray[np.float64]
    lottery: NDArray[np.uint64]
    row: NDArray[np.int32]
    n_kept: Ints
    n_open: Ints
    n_looked_at: Ints


@compiled
def _goes_behind(lists: Lists, at: int, one: int, other: int) -> bool:
    """Say whether one place in a heap holds something worse than another."""
    if lists.score[at, one] != lists.score[at, other]:
        return bool(lists.score[at, one] < lists.score[at, other])
    if lists.lottery[at, one] != lists.lottery[at, other]:
        return bool(lists.lottery[at, one] > lists.lottery[at, other])
    return bool(lists.row[at, one] > lists.row[at, other])


@compiled
def _swap(lists: Lists, at: int, one: int, other: int) -> None:
    lists.score[at, one], lists.score[at, other] = lists.score[at, other], lists.score[at, one]
    lists.lottery[at, one], lists.lottery[at, other] = lists.lottery[at, other], lists.lottery[at, one]
    lists.row[at, one], lists.row[at, other] = lists.row[at, other], lists.row[at, one]


@compiled
def _sink(lists: Lists, at: int, n: int) -> None:
    """Let the root of a heap of n sink to where it belongs."""
    here = 0
    while True:
        worst = here
        for child in (2 * here + 1, 2 * here + 2):
            if child < n and _goes_behind(lists, at, child, worst):
                worst = child
        if worst == here:
            return
        _swap(lists, at, here, worst)
        here = worst


@compiled
def _rise(lists: Lists, at: int, last: int) -> None:
    here = last
    while here > 0 and _goes_behind(lists, at, here, (here - 1) // 2):
        _swap(lists, at, here, (here - 1) // 2)
        here = (here - 1) // 2


@compiled
def keep(lists: Lists, at: int, is_heap: bool, score: float, lottery: Any, row: int) -> None:
    """Put a found row on a list, in place of the worst when the list is full and the row is better."""
    if is_heap:
        _keep_in_heap(lists, at, score, lottery, row)
    else:
        _keep_in_order(lists, at, score, lottery, row)


@compiled
def _keep_in_order(lists: Lists, at: int, score: float, lottery: Any, row: int) -> None:
    scores, lotteries, rows, n = lists.score[at], lists.lottery[at], lists.row[at], lists.n_kept[at]
    top, place = len(scores), n
    while place > 0:
        before = place - 1
        if scores[before] > score:
            break
        if scores[before] == score and (lotteries[before], rows[before]) < (lottery, row):
            break
        if place < top:
            scores[place], lotteries[place], rows[place] = scores[before], lotteries[before], rows[before]
        place = before
    if place < top:
        scores[place], lotteries[place], rows[place] = score, lottery, row
        lists.n_kept[at] = min(n + 1, top)


@compiled
def _keep_in_heap(lists: Lists, at: int, score: float, lottery: Any, row: int) -> None:
    """Put a found row in a heap, in place of the worst when the heap is full and the row is better."""
    top, n = lists.score.shape[1], lists.n_kept[at]
    if n < top:
        lists.score[at, n], lists.lottery[at, n], lists.row[at, n] = score, lottery, row
        lists.n_kept[at] = n + 1
        _rise(lists, at, n)
        return
    worst_score, worst_lottery = lists.score[at, 0], lists.lottery[at, 0]
    if score < worst_score or (score == worst_score and lottery > worst_lottery):
        return
    if score == worst_score and lottery == worst_lottery and row > lists.row[at, 0]:
        return
    lists.score[at, 0], lists.lottery[at, 0], lists.row[at, 0] = score, lottery, row
    _sink(lists, at, n)


@compiled
def sort(lists: Lists, at: int) -> None:
    """Turn a heap into a list, best first."""
    for last in range(lists.n_kept[at] - 1, 0, -1):
        _swap(lists, at, 0, last)
        _sink(lists, at, last)


@compiled
def least_score(lists: Lists, at: int, is_heap: bool) -> float:
    """Give the score that a pair must reach to come on a list."""
    top = lists.score.shape[1]
    if top == 0:
        return OUT_OF_REACH
    return float(lists.score[at, 0 if is_heap else top - 1]) if lists.n_kept[at] == top else SURPASSED
