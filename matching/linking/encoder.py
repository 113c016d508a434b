"""From text to a vector: the sum of the vectors of its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from matching.linking.codes import Codes
from matching.linking.features import Features, parts_of
from matching.linking.loops import add_up_small

SMALL = 127
"""Largest number in a table of small integers (int8)."""
FINE = 2047
"""Largest number in the vector of a query: products over a thousand dimensions still fit in 32 bits."""


class SmallVectors(NamedTuple):
    """Vectors of length 1 as small integers.

    Parameters
    ----------
    values : (n, n_dimensions) int8
    scales : (n,) float32
        What makes the length of each row 1 again; 0 for a text without a known part.
    """

    values: NDArray[np.int8]
    scales: NDArray[np.float32]


class Asked(NamedTuple):
    """Texts to look up.

    Parameters
    ----------
    vectors : (n_texts, n_dimensions) int16
    scales : (n_texts,) float32
        What brings each vector to length 1.
    known : (n_texts,) float64
        Share of the parts of each text that have a vector, 0 to 1.
    """

    vectors: NDArray[np.int16]
    scales: NDArray[np.float32]
    known: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Gives texts that mean the same vectors that point the same way.

    Parameters
    ----------
    features : Features
    table : (n_features, n_dimensions) int8
    scales : (n_features,) float32
        What a row of ``table`` is multiplied by; the rarity of the part is in it.
    """

    features: Features
    table: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def of(cls, features: Features, table: NDArray[np.float32]) -> Self:
        """Make the encoder of learned vectors, each number kept in one byte."""
        largest = np.maximum(np.abs(table).max(axis=1), np.float32(1e-12))
        small = np.rint(table * (SMALL / largest)[:, None]).astype(np.int8)
        return cls(features, small, (largest / SMALL * features.rarity).astype(np.float32))

    def sums(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the sums of the vectors of the parts, not brought to length 1: ``(n_texts, n_dimensions)``."""
        return self._added_up(self.features.found(parts_of(texts)))

    def _added_up(self, found: Codes) -> NDArray[np.float32]:
        sums = np.empty((len(found.ends) - 1, self.table.shape[1]), dtype=np.float32)
        add_up_small(self.table, self.scales, found.values, found.ends, sums)
        return sums

    def small(self, texts: Sequence[str]) -> SmallVectors:
        """Give the vectors of texts to keep."""
        whole, scales = _rounded(self.sums(texts), SMALL)
        return SmallVectors(whole.astype(np.int8), scales)

    def asked(self, texts: Sequence[str]) -> Asked:
        """Give texts as they are looked up, with two bytes for each number."""
        parts = parts_of(texts)
        found = self.features.found(parts)
        whole, scales = _rounded(self._added_up(found), FINE)
        return Asked(whole.astype(np.int16), scales, np.diff(found.ends) / np.maximum(np.diff(parts.ends), 1))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give what is saved."""
        return {
            "features.hashes": self.features.hashes,
            "features.rarity": self.features.rarity,
            "encoder.table": self.table,
            "encoder.scales": self.scales,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Take back what was saved."""
        features = Features(arrays["features.hashes"], arrays["features.rarity"])
        return cls(features, arrays["encoder.table"], arrays["encoder.scales"])


def _rounded(sums: NDArray[np.float32], largest: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give whole numbers of at most ``largest`` that point the same way, and what brings each row to length 1."""
    span = np.maximum(np.abs(sums).max(axis=1, initial=0.0), np.float32(1e-12))
    whole = np.rint(sums * (np.float32(largest) / span)[:, None])
    length = np.sqrt((whole * whole).sum(axis=1))
    return whole, np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
