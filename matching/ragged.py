"""Lists of different length per row, kept in flat arrays (compressed sparse rows)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError

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
    _keys: Ints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the search keys; raise ``ShapeError`` when the offsets do not fit the items."""
        if len(self.offsets) == 0 or self.offsets[-1] != len(self.items):
            raise ShapeError("Ragged", "items", self.items.shape, (int(self.offsets[-1]) if len(self.offsets) else 0,))
        keys = (self.rows << 32) | self.items.astype(np.int64)
        object.__setattr__(self, "_keys", keys)

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
        return cls(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), flat)

    @classmethod
    def stack(cls, parts: Sequence["Ragged"]) -> "Ragged":
        """Put the rows of several one under the other."""
        counts = np.concatenate([part.counts for part in parts])
        items = np.concatenate([part.items for part in parts])
        return cls(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), items)

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

    def expand(self, rows: Ints) -> tuple[Ints, Ints]:
        """Lay the items of several rows end to end.

        Parameters
        ----------
        rows : (n,)
            Row numbers, doubles allowed.

        Returns
        -------
        owners, positions : (k,) each
            Which of the n asked for it, and where in ``items`` it stands.
        """
        return spread(self.offsets[rows], self.offsets[rows + 1])

    def find(self, rows: Ints, items: NDArray[np.int32]) -> Ints:
        """Give where in ``items`` each (row, item) stands, or -1, (n,)."""
        if not len(self._keys):
            return np.full(len(rows), -1, dtype=np.int64)
        wanted = (rows << 32) | items.astype(np.int64)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, at, -1)

    def take(self, rows: Ints) -> tuple["Ragged", Ints]:
        """Give a selection of rows, and where its items stood here."""
        _, positions = self.expand(rows)
        offsets = np.concatenate([[0], np.cumsum(self.counts[rows])]).astype(np.int64)
        return Ragged(offsets, self.items[positions]), positions


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


def sum_by(owners: Ints, values: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Add values per owner, in the order they stand, (n,)."""
    return np.bincount(owners, weights=values, minlength=n).astype(np.float64, copy=False)


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
