"""The best of what is possible, in an order that favours nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.groups import Scratch
from matching.index import PlacementIndex, StudentIndex
from matching.lists import Lists
from matching.pairs import Pairs
from matching.parameters import Parameters
from matching.ragged import Ints, offsets_of
from matching.search import drawn, search

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
    n_looked_at : (n_seekers,) int64
        Pairs that the index let through.
    """

    index: PlacementIndex | StudentIndex
    seeker_ix: Ints
    offsets: Ints
    found_ix: NDArray[np.int32]
    score: Floats
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
    length = min(top, max(len(index.groups.is_live), 1))
    kept = _search_all(index, seekers, parameters, length, seed, n_threads, on_progress)
    return Ranking(
        index=index,
        seeker_ix=seekers,
        offsets=offsets_of(kept.n),
        found_ix=kept.row,
        score=kept.score,
        n_looked_at=kept.n_looked_at,
    )


def count_open(index: PlacementIndex | StudentIndex, seeker_ix: Ints, *, parameters: Parameters) -> Ints:
    """Count for each seeker the rows that no gate refuses, (n,); a list leaves most of them unsettled.

    Parameters
    ----------
    seeker_ix : (n,) int64
        Rows to count for.

    Raises
    ------
    IndexError
        A row to count for is not in its table.
    """
    seekers = np.ascontiguousarray(seeker_ix, dtype=np.int64)
    return _search_all(index, seekers, parameters, 0, 0, 1, None).n_open


def count_well(
    index: PlacementIndex | StudentIndex, seeker_ix: Ints, *, parameters: Parameters, least: float
) -> tuple[Ints, Ints]:
    """Count for each seeker the rows that no gate refuses, and those of them that score so high, (n,) and (n,).

    Parameters
    ----------
    seeker_ix : (n,) int64
        Rows to count for.
    least : float
        Lowest score that counts, 0 to 1.

    Raises
    ------
    IndexError
        A row to count for is not in its table.
    """
    n_open = count_open(index, seeker_ix, parameters=parameters)
    found = rank(index, seeker_ix, parameters=parameters, top=max(int(n_open.max(initial=0)), 1))
    return n_open, np.bincount(found.owner[found.score >= least], minlength=len(n_open)).astype(np.int64)


def _search_all(
    index: PlacementIndex | StudentIndex,
    seekers: Ints,
    parameters: Parameters,
    length: int,
    seed: int,
    n_threads: int,
    on_progress: Callable[[int], None] | None,
) -> "_Kept":
    """Search for all seekers in blocks; with a length of 0 the pairs that no gate refuses are counted."""
    n_rows = len(index.students if index.is_for_students else index.placements)
    if not _are_rows(seekers, n_rows):
        raise IndexError(f"rows {seekers.min()} to {seekers.max()} of a table of {n_rows}")
    if len(seekers) == 1:  # Somebody waits for this one list: nothing to put in order or back.
        return next(_searched(index, [seekers], parameters, length, seed, 1))
    per_block = max(min(SEEKERS_PER_BLOCK, PLACES_PER_BLOCK // max(length, 1)), 1)
    order = index.neighbours_first(seekers)
    blocks = [seekers[order[start : start + per_block]] for start in range(0, max(len(seekers), 1), per_block)]
    found = []
    for kept in _searched(index, blocks, parameters, length, seed, n_threads):
        found.append(kept)
        if on_progress:
            on_progress(min(len(found) * per_block, len(seekers)))
    kept = found[0] if len(found) == 1 else _Kept(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
    return _back_in_order(kept, order)


@compiled
def _are_rows(rows: Ints, n_rows: int) -> bool:
    n_wrong = 0
    for row in rows:
        n_wrong += row < 0 or row >= n_rows
    return n_wrong == 0


class _Kept(NamedTuple):
    """What lists really hold, end to end, and per seeker how many and among how many."""

    score: Floats
    row: NDArray[np.int32]
    n: Ints
    n_open: Ints
    n_looked_at: Ints

    @classmethod
    def of(cls, lists: Lists) -> "_Kept":
        if len(lists.n_kept) == 1:
            n = lists.n_kept.item()
            score, row = lists.score[0, :n].copy(), lists.row[0, :n].copy()
        else:
            n = int(lists.n_kept.sum())
            score, row = np.empty(n), np.empty(n, dtype=np.int32)
            _pack(lists, score, row)
        return cls(score, row, lists.n_kept, lists.n_open, lists.n_looked_at)


@compiled
def _pack(lists: Lists, score: Floats, row: NDArray[np.int32]) -> None:
    position = 0
    for at in range(len(lists.n_kept)):
        for place in range(lists.n_kept[at]):
            score[position], row[position] = lists.score[at, place], lists.row[at, place]
            position += 1


def _back_in_order(kept: _Kept, order: Ints) -> _Kept:
    """Put lists that were made in another order back where they were asked for."""
    score, row = np.empty_like(kept.score), np.empty_like(kept.row)
    n, n_open, n_looked_at = (np.empty_like(counts) for counts in kept[2:])
    n[order], n_open[order], n_looked_at[order] = kept.n, kept.n_open, kept.n_looked_at
    _unshuffle(kept, order, offsets_of(n), score, row)
    return _Kept(score, row, n, n_open, n_looked_at)


@compiled
def _unshuffle(kept: _Kept, order: Ints, offsets: Ints, score: Floats, row: NDArray[np.int32]) -> None:
    position = 0
    for at in range(len(order)):
        start = offsets[order[at]]
        for place in range(kept.n[at]):
            score[start + place], row[start + place] = kept.score[position], kept.row[position]
            position += 1


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
) -> Iterator[_Kept]:
    """Search block after block; of each, only what the lists really hold is kept."""
    students, placements, entries = index.students.arrays, index.placements.arrays, index.entries.arrays
    by_entry = (students, entries) if index.is_for_students else (entries, placements)
    rules, numbers = index.rules.arrays, parameters.array

    def one(seekers: Ints) -> _Kept:
        lists = _no_lists(len(seekers), length)
        try:
            scratch = index.spare.pop()
        except IndexError:
            scratch = Scratch.within(index.groups, rules, index.n_codes)
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
            scratch,
        )
        index.spare.append(scratch)
        return _Kept.of(lists)

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
