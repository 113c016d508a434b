"""The lists that alternatives give, and the check that they are all the same."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-6


class DisagreementError(Exception):
    """Two ways of ranking do not give the same lists, so their times cannot be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The best scores of each seeker, (n_seekers, top), best first; -1 where a list is shorter."""

    scores: NDArray[np.float64]

    @classmethod
    def of(cls, seekers: NDArray[np.integer], scores: NDArray[np.float64], *, n_seekers: int, top: int) -> "Lists":
        """Keep the best of scored pairs in any order."""
        order = np.lexsort((-scores, seekers))
        return cls.in_order(seekers[order], scores[order], n_seekers=n_seekers, top=top)

    @classmethod
    def in_order(
        cls, seekers: NDArray[np.integer], scores: NDArray[np.float64], *, n_seekers: int, top: int
    ) -> "Lists":
        """Keep the first of pairs that stand by seeker, best first."""
        place = np.arange(len(seekers)) - np.searchsorted(seekers, seekers, side="left")
        table = np.full((n_seekers, top), -1.0)
        kept = place < top
        table[seekers[kept], place[kept]] = scores[kept]
        return cls(table)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[int, float]], *, n_seekers: int, top: int) -> "Lists":
        """Keep the best of (seeker, score) rows, as a database gives them."""
        listed = list(rows)
        seekers = np.fromiter((row[0] for row in listed), dtype=np.int64, count=len(listed))
        scores = np.fromiter((row[1] for row in listed), dtype=np.float64, count=len(listed))
        return cls.of(seekers, scores, n_seekers=n_seekers, top=top)

    def check(self, expected: "Lists", name: str) -> None:
        """Compare score by score; raise ``DisagreementError`` at the first seeker that differs."""
        if self.scores.shape != expected.scores.shape:
            raise DisagreementError(f"{name}: lists of {self.scores.shape}, where {expected.scores.shape} is right")
        differs = np.asarray(~(np.abs(self.scores - expected.scores) <= TOLERANCE).all(axis=1))
        if differs.any():
            row = int(np.argmax(differs))
            raise DisagreementError(
                f"{name}: {int(differs.sum())} of {len(differs)} lists differ, the first for seeker {row}:\n"
                f"{self.scores[row]}\nwhere the engine has\n{expected.scores[row]}"
            )


def best_of(scores: NDArray[np.float64], top: int) -> NDArray[np.int64]:
    """Give where the highest scores stand, in no order."""
    return np.argpartition(-scores, top)[:top] if len(scores) > top else np.arange(len(scores))
