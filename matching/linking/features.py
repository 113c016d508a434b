"""Which parts of words the linker knows, and how telling each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.linking.codes import U32, Codes
from matching.linking.loops import n_parts_at_most, split
from matching.linking.wording import encoded


def parts_of(texts: Sequence[str]) -> Codes:
    """Take texts apart into the hashes of their words, pairs of words and character n-grams."""
    codes = encoded(texts)
    parts = np.empty(n_parts_at_most(codes.values, codes.ends), dtype=U32)
    ends = np.empty(len(texts) + 1, dtype=np.int64)
    n = split(codes.values, codes.ends, parts, ends)
    return Codes(parts[:n].copy(), ends)


@dataclass(frozen=True, slots=True)
class Features:
    """The parts that have a vector.

    Parameters
    ----------
    hashes : (n_features,) uint32
        Ascending.
    rarity : (n_features,) float32
        1 for a part that every text holds, more for rarer ones: ``1 + ln((n + 1) / (df + 1))`` (inverse document
        frequency, Spärck Jones 1972).
    """

    hashes: NDArray[np.uint32]
    rarity: NDArray[np.float32]

    @classmethod
    def chosen(cls, parts: Codes, *, at_most: int, at_least_in: int = 2) -> Self:
        """Choose the parts that stand in the most texts."""
        n_texts = len(parts.ends) - 1
        text = np.repeat(np.arange(n_texts, dtype=np.uint64), np.diff(parts.ends))
        half = np.uint64(32)
        once = np.unique(parts.values.astype(np.uint64) << half | text)
        hashes, n_in = np.unique(once >> half, return_counts=True)
        # Ties fall by the hash, which favours nothing and is the same on every machine.
        order = np.argsort(-n_in, kind="stable")[:at_most]
        order = np.sort(order[n_in[order] >= at_least_in])
        rarity = 1.0 + np.log((n_texts + 1) / (n_in[order] + 1))
        return cls(hashes[order].astype(U32), rarity.astype(np.float32))

    def found(self, parts: Codes) -> Codes:
        """Give for each text the numbers of the features it holds; unknown parts fall out."""
        if not len(self.hashes):
            return Codes(np.zeros(0, dtype=np.int32), np.zeros_like(parts.ends))
        at = np.searchsorted(self.hashes, parts.values)
        at[at == len(self.hashes)] = 0
        is_known = self.hashes[at] == parts.values
        ends = np.concatenate([[0], np.cumsum(is_known)])[parts.ends]
        return Codes(at[is_known].astype(np.int32), ends)

    def weights(self, found: Codes) -> NDArray[np.float32]:
        """Weigh each feature of each text by its rarity, so that the squares of a text add up to 1."""
        weights = self.rarity[found.values]
        sums: Any = np.add.reduceat(np.append(weights * weights, 0.0), found.ends[:-1]) if len(found.ends) > 1 else []
        lengths = np.where(np.diff(found.ends) > 0, sums, 1.0)
        scaled: NDArray[np.float32] = weights / np.sqrt(np.repeat(lengths, np.diff(found.ends))).astype(np.float32)
        return scaled
