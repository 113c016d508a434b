"""The best of what is possible, in an order that favours nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs
from matching.parameters import Parameters
from matching.ragged import Ints, offsets_of, spread
from matching.search import Lists, Scratch, drawn, search

Floats = NDArray[np.float64]
SEEKERS_PER_BLOCK = 4_096
PLACES_PER_BLOCK = 4_194_304
"""Places in the lists of one block at most: some hundred megabytes when the lists are very long."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Ranked pairs: all of the first seeker, best first, then all of the next.

    Everything else about these pairs comes from ``score_pairs(ranking.pairs(), parameters)``.

    Parameters
    ----------
    index : PlacementIndex or StudentIndex
        What was searched.
    seeker_ix : (n_seekers,) int64
        Rows that looked, in the order asked for.
    offsets : (n_seekers + 1,) int64
        Seeker ``k`` owns the pairs from ``offsets[k]`` to ``offsets[k + 1]``.
    found_ix : (n,) int32
        Rows found.
    score : (n,) float64
        0 to 1.
    n_feasible, n_looked_at : (n_seekers,) int64
        Pairs that no gate refused, and pairs that the index let through to the gates.
    """

    index: PlacementIndex | StudentIndex
    seeker_ix: Ints
    offsets: Ints
    found_ix: NDArray[np.int32]
    score: Floats
    n_feasible: Ints
    n_looked_at: Ints

    def __len__(self) -> int:
        return len(self.found_ix)

    @property
    def owner(self) -> Ints:
        """Place in ``seeker_ix`` of each pair, (n,)."""
        return np.repeat(np.arange(len(self.seeker_ix)), np.diff(self.offsets))

    @property
    def rank(self) -> Ints:
        """1 for the best of its seeker, (n,)."""
        return np.arange(1, len(self) + 1) - self.offsets[self.owner]

    @property
    def student_ix(self) -> Ints:
        """Row of each pair's student, (n,)."""
        return self.pairs().student_ix

    @property
    def placement_ix(self) -> Ints:
        """Row of each pair's placement, (n,)."""
        return self.pairs().placement_ix

    def pairs(self, part: slice = slice(None)) -> Pairs:
        """Give the ranked pairs, or a stretch of them."""
        start, stop, _ = part.indices(len(self))
        owners = np.searchsorted(self.offsets, np.arange(start, stop), side="right") - 1
        seekers, found = self.seeker_ix[owners], self.found_ix[start:stop].astype(np.int64)
        both = (seekers, found) if self.index.is_for_students else (found, seekers)
        return Pairs(self.index.students, self.index.placements, self.index.rules, *both)


def rank(
    index: PlacementIndex | StudentIndex,
    seeker_ix: Ints,
    *,
    parameters: Parameters,
    top: int,
    seed: int = 0,
    n_threads: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> Ranking:
    """Give each seeker the best of what no gate refuses: a student placements, a placement candidates.

    Equal scores are put in the order of a number drawn from the seed and both rows' keys, so neither the order
    of the rows nor the moment of posting favours anybody, and the same seed gives the same order. The number of
    threads changes nothing in the answer.

    Parameters
    ----------
    seeker_ix : (n,) int64
        Rows to rank for.
    top : int
        At most this many for each, 1 or more.
    n_threads : int
        Threads that search at the same time.
    on_progress : callable, optional
        Told the number of seekers done after each block.

    Raises
    ------
    IndexError
        A row to rank for is not in its table.
    ValueError
        ``top`` or ``n_threads`` is below 1.
    """
    if top < 1 or n_threads < 1:
        raise ValueError(f"top is {top} and n_threads {n_threads}: give 1 or more")
    seekers = np.ascontiguousarray(seeker_ix, dtype=np.int64)
    n_rows = len(index.students if index.is_for_students else index.placements)
    if len(seekers) and not 0 <= seekers.min() <= seekers.max() < n_rows:
        raise IndexError(f"rows {seekers.min()} to {seekers.max()} of a table of {n_rows}")
    length = min(top, max(len(index.groups.is_live), 1))
    per_block = max(min(SEEKERS_PER_BLOCK, PLACES_PER_BLOCK // length), 1)
    order = index.neighbours_first(seekers)
    blocks = [seekers[order[start : start + per_block]] for start in range(0, max(len(seekers), 1), per_block)]
    found = []
    for lists in _searched(index, blocks, parameters, length, seed, n_threads):
        found.append(lists)
        if on_progress:
            on_progress(min(len(found) * per_block, len(seekers)))
    lists = found[0] if len(found) == 1 else _joined(found)
    if len(seekers) > 1:
        lists = _back_in_order(lists, order)
    return Ranking(
        index=index,
        seeker_ix=seekers,
        offsets=offsets_of(lists.n_kept),
        found_ix=lists.row,
        score=lists.score,
        n_feasible=lists.n_feasible,
        n_looked_at=lists.n_looked_at,
    )


def _joined(found: list[Lists]) -> Lists:
    return Lists(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _back_in_order(lists: Lists, order: Ints) -> Lists:
    """Put lists that were made in another order back where they were asked for."""
    where = np.empty_like(order)
    where[order] = np.arange(len(order))
    starts = offsets_of(lists.n_kept)[:-1][where]
    _, positions = spread(starts, starts + lists.n_kept[where])
    return Lists(
        score=lists.score[positions],
        lottery=lists.lottery,
        row=lists.row[positions],
        n_kept=lists.n_kept[where],
        n_feasible=lists.n_feasible[where],
        n_looked_at=lists.n_looked_at[where],
    )


def _no_lists(n: int, length: int) -> Lists:
    """Make room for the lists of n seekers."""
    return Lists(
        np.empty((n, length)),
        np.empty((n, length), dtype=np.uint64),
        np.empty((n, length), dtype=np.int32),
        *(np.zeros(n, dtype=np.int64) for _ in range(3)),
    )


def _searched(
    index: PlacementIndex | StudentIndex,
    blocks: list[Ints],
    parameters: Parameters,
    length: int,
    seed: int,
    n_threads: int,
) -> Iterator[Lists]:
    """Search block after block; of each, only what the lists really hold is kept, end to end."""
    students, placements, entries = index.students.arrays, index.placements.arrays, index.entries.arrays
    by_entry = (students, entries) if index.is_for_students else (entries, placements)
    rules, numbers = index.rules.arrays, parameters.array

    def one(seekers: Ints) -> Lists:
        lists = _no_lists(len(seekers), length)
        search(
            students,
            placements,
            by_entry[0],
            by_entry[1],
            rules,
            numbers,
            index.groups,
            index.is_for_students,
            seekers,
            np.uint64(seed % 2**64),
            lists,
            Scratch.within(index.groups, rules, index.n_codes),
        )
        is_kept = np.arange(length) < lists.n_kept[:, None]
        # An empty array of its own: a view would keep the whole of what it looks at.
        return lists._replace(score=lists.score[is_kept], row=lists.row[is_kept], lottery=np.zeros(0, dtype=np.uint64))

    if n_threads == 1 or len(blocks) < 2:
        yield from map(one, blocks)
        return
    with ThreadPoolExecutor(n_threads) as threads:
        yield from threads.map(one, blocks)


def lottery(students: NDArray[np.uint64], placements: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Draw the numbers that break ties, from the seed and the keys of both rows alone, (n,)."""
    numbers = np.empty(len(students), dtype=np.uint64)
    _draw(students, placements, np.uint64(seed % 2**64), numbers)
    return numbers


@compiled
def _draw(
    students: NDArray[np.uint64], placements: NDArray[np.uint64], seed: np.uint64, numbers: NDArray[np.uint64]
) -> None:
    for row in range(len(numbers)):
        numbers[row] = drawn(students[row], placements[row], seed)
