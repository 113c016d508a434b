"""Dice that fall the same on every machine."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Dice:
    """Draws by name: the same seed and label give the same values, whatever else is drawn before or after.

    Every column has a stream of its own, so a larger region begins with the same draws as a smaller one. Only
    uniform numbers are taken from numpy, and only compared and multiplied, because other distributions may differ
    in the last bit between processors.

    Parameters
    ----------
    seed : int
        0 or more.
    subject : str
        What is drawn, such as ``"students"``; keeps subjects apart.

    Examples
    --------
    >>> Dice(7, "students").whole("age", 3, 16, 18).tolist() == Dice(7, "students").whole("age", 3, 16, 18).tolist()
    True
    """

    def __init__(self, seed: int, subject: str) -> None:
        self._seed = seed
        self._subject = subject

    def floats(self, label: str, *shape: int) -> Floats:
        """Draw numbers from 0 to just below 1."""
        key = crc32(f"{self._subject}/{label}".encode())
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, key]))).random(shape)

    def chance(self, label: str, n: int, share: float | Floats) -> Bools:
        """Say yes for about this share of n."""
        return self.floats(label, n) < share

    def whole(self, label: str, n: int, low: int | Ints, high: int | Ints) -> Ints:
        """Draw whole numbers from low to high, both included."""
        spread = np.asarray(high, dtype=np.int64) - low + 1
        return (low + np.floor(self.floats(label, n) * spread)).astype(np.int64)

    def pick(self, label: str, n: int, shares: Floats) -> Ints:
        """Draw n positions in a list, each as often as its share says."""
        edges = np.cumsum(shares)
        return np.searchsorted(edges / edges[-1], self.floats(label, n), side="right").astype(np.int64)

    def pick_by_row(self, label: str, shares: Floats, rows: Ints) -> Ints:
        """Draw one position for each entry of ``rows``, by that row's shares.

        Parameters
        ----------
        shares : (n_rows, n_choices)
            0 or more; each row used has something above 0.
        rows : (n,)
            Which row of shares counts.
        """
        edges = np.cumsum(shares, axis=1)
        edges = edges / edges[:, -1:]
        drawn = self.floats(label, len(rows))
        picked = np.zeros(len(rows), dtype=np.int64)
        for row in np.unique(rows):
            where = rows == row
            picked[where] = np.searchsorted(edges[row], drawn[where], side="right")
        return picked

    def ranked(self, label: str, n: int, weights: Floats) -> Ints:
        """Give n orders of a list, heavier entries more often in front.

        Parameters
        ----------
        weights : (n_items,) or (n, n_items)
            0 or more; an entry of weight 0 comes last.

        Returns
        -------
        (n, n_items)
        """
        return np.argsort(-self.floats(label, n, weights.shape[-1]) * weights, axis=1, kind="stable").astype(np.int64)
