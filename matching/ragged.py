"""Lists of different length per row, kept in flat arrays (compressed sparse rows)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.errors import OrderError, ShapeError

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Sorted integer items per row.

    Parameters
    ----------
    offsets : (n_rows + 1,) int64
        Row ``r`` owns ``items[offsets[r]:offsets[r + 1]]``.
    items : (n_items,) int32
        Not negative; rising strictly within a row.
    """

    offsets: Ints
    items: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Raise ``ShapeError`` when the offsets do not fit the items, ``OrderError`` when a row does not rise."""
        if len(self.offsets) == 0 or self.offsets[-1] != len(self.items) or (self.counts < 0).any():
            raise ShapeError("Ragged", "items", self.items.shape, (int(self.offsets[-1]) if len(self.offsets) else 0,))
        before = np.concatenate([[-1], self.items[:-1]])
        before[self.offsets[:-1][self.counts > 0]] = -1
        falls = np.flatnonzero(self.items <= before)
        if len(falls):
            raise OrderError("Ragged.items", int(np.searchsorted(self.offsets, falls[0], side="right")) - 1)

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> "Ragged":
        """Pack lists; doubles fall together and order is lost.

        Examples
        --------
        >>> Ragged.of([[5, 2, 5], []]).items
        array([2, 5], dtype=int32)
        """
        packed = [sorted(set(items)) for items in lists]
        counts = np.fromiter((len(items) for items in packed), dtype=np.int64, count=len(packed))
        flat = np.fromiter((item for items in packed for item in items), dtype=np.int32, count=int(counts.sum()))
        return cls(offsets_of(counts), flat)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def counts(self) -> Ints:
        """Items per row, (n_rows,)."""
        return np.diff(self.offsets)

    @property
    def rows(self) -> Ints:
        """Row of each item, (n_items,)."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.counts)


def offsets_of(counts: NDArray[np.integer]) -> Ints:
    """Give where each row begins when rows of these lengths lie end to end, (n_rows + 1,)."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def spread(starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """Write out ranges: which range each number belongs to, and the number.

    Examples
    --------
    >>> owners, numbers = spread(np.array([3, 0]), np.array([5, 1]))
    >>> owners.tolist(), numbers.tolist()
    ([0, 0, 1], [3, 4, 0])
    """
    counts = np.maximum(stops - starts, 0)
    owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    ends = np.cumsum(counts)
    numbers = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    return owners, numbers - np.repeat(ends - counts - starts, counts)


@compiled
def first_from(rising: NDArray[Any], low: int, high: int, least: Any) -> int:
    """Find the first position from ``low`` to below ``high`` that holds at least so much; ``high`` when none does."""
    n = high - low
    # Without a branch on what is read: the processor cannot guess it, and a wrong guess costs more than the search.
    while n > 1:
        half = n >> 1
        low += half * (rising[low + half - 1] < least)
        n -= half
    return low + (n == 1 and rising[low] < least)


@compiled
def first_beyond(rising: NDArray[Any], low: int, high: int, most: Any) -> int:
    """Find the first position from ``low`` to below ``high`` that holds more than so much; ``high`` when none does."""
    n = high - low
    while n > 1:
        half = n >> 1
        low += half * (rising[low + half - 1] <= most)
        n -= half
    return low + (n == 1 and rising[low] <= most)


@compiled
def position_of(codes: NDArray[np.int32], at: int, n: int, code: int) -> int:
    """Find a code in the stretch of ``n`` that begins ``at``; -1 when it is not there."""
    position = first_from(codes, at, at + n, code)
    return position if position < at + n and codes[position] == code else -1


def pack_bits(lists: Sequence[Iterable[int]], *, bits: int) -> NDArray[np.uint64]:
    """Pack lists of small codes in one mask per row, (n_rows,) uint64; codes run from 0 to below ``bits``."""
    masks = np.zeros(len(lists), dtype=np.uint64)
    for row, codes in enumerate(lists):
        mask = 0
        for code in codes:
            if not 0 <= code < bits:
                raise ShapeError("mask", "code", (code,), (bits,))
            mask |= 1 << code
        masks[row] = mask
    return masks
