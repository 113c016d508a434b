"""The ranking in numpy, two ways: dense, and in blocks that stay in the cache."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.parts.elementwise import Pairs, cheap_gates, other_gates, scores
from benchmarks.parts.lists import Lists, best_of
from benchmarks.parts.prepared import Prepared

PAIRS_PER_BLOCK = 16_384
"""Some forty columns of so many numbers stay in a second-level cache of a few megabytes."""
Ints = NDArray[np.int64]


class Naive:
    """One row against every row of the other side: all gates, all components, then the best."""

    def __init__(self, of: Prepared) -> None:
        self.of = of

    def rank(self, n_students: int, *, top: int) -> Lists:
        """Give the best places of the first students."""
        n_places = len(self.of.places["type"])
        table = np.full((n_students, top), -1.0)
        for student in range(n_students):
            shares = self._shares(self._sought(student), self.of.place_offer, n_places)
            table[student, :n_places] = self._best(shares, Pairs(self.of, student, slice(None)), top)
        return Lists(table)

    def rank_candidates(self, n_placements: int, *, top: int) -> Lists:
        """Give the best students of the first places."""
        codes, rows = self.of.place_offer
        everybody = np.arange(self.of.market.n_students)
        table = np.full((n_placements, top), -1.0)
        for place in range(n_placements):
            shares = self._shares(codes[rows == place], self.of.student_offer, len(everybody))
            pairs = Pairs(self.of, everybody, np.full(len(everybody), place))
            table[place, : len(everybody)] = self._best(shares, pairs, top)
        return Lists(table)

    def _sought(self, student: int) -> Ints:
        offers = self.of.market.students["offers"]
        return np.asarray(offers.items[offers.offsets[student] : offers.offsets[student + 1]], dtype=np.int64)

    @staticmethod
    def _shares(sought: Ints, offers: tuple[Ints, Ints], n_rows: int) -> NDArray[np.bool_]:
        shares = np.zeros(n_rows, dtype=np.bool_)
        for code in sought:
            shares[offers[1][slice(*np.searchsorted(offers[0], [code, code + 1]))]] = True
        return shares

    @staticmethod
    def _best(shares: NDArray[np.bool_], pairs: Pairs, top: int) -> NDArray[np.float64]:
        with np.errstate(all="ignore"):
            score = np.where(shares & cheap_gates(pairs) & other_gates(pairs), scores(pairs), -1.0)
        return np.asarray(-np.sort(-score[best_of(score, top)])[:top])


class Blocked:
    """Places per offer from south to north; pairs are scored in blocks, and dropped as soon as a gate refuses."""

    def __init__(self, of: Prepared) -> None:
        self.of = of
        codes, rows = of.place_offer
        latitude = of.places["latitude"][rows]
        order = np.lexsort((latitude, codes))
        self.codes, self.rows, self.latitude = codes[order], rows[order], latitude[order]

    def rank(self, n_students: int, *, top: int) -> Lists:
        found = list(self._scored(n_students))
        seekers, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return Lists.of(seekers, score, n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        """Give the best scores of one student, best first."""
        score = np.concatenate([part for _, part in self._scored(student + 1, first=student)])
        best: list[float] = (-np.sort(-score[best_of(score, top)])).tolist()
        return best

    def _scored(self, until: int, *, first: int = 0) -> Iterator[tuple[Ints, NDArray[np.float64]]]:
        offers = self.of.market.students["offers"]
        part = slice(int(offers.offsets[first]), int(offers.offsets[until]))
        asks = np.repeat(np.arange(first, until), np.diff(offers.offsets[first : until + 1]))
        low, high = self._bands(asks, offers.items[part].astype(np.int64))
        ends = np.cumsum(high - low)
        at = 0
        while at < len(asks):
            done = ends[at - 1] if at else 0
            to = max(int(np.searchsorted(ends, done + PAIRS_PER_BLOCK, side="right")), at + 1)
            counts = (high - low)[at:to]
            inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            places = self.rows[inside + np.repeat(low[at:to], counts)]
            yield score_fine(self.of, np.repeat(asks[at:to], counts), places)
            at = to

    def _bands(self, students: Ints, codes: Ints) -> tuple[Ints, Ints]:
        """Find where the places of a code near enough from south to north begin and end."""
        keys = self.codes * 1000.0 + self.latitude
        north, reach = self.of.students["latitude"][students], self.of.students["reach_degrees"][students]
        middle = codes * 1000.0 + north
        return np.searchsorted(keys, middle - reach), np.searchsorted(keys, middle + reach, side="right")


def score_fine(of: Prepared, students: Ints, places: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """Give seeker and score of the pairs that pass every gate."""
    with np.errstate(all="ignore"):
        for gates in (cheap_gates, other_gates):
            fine = gates(Pairs(of, students, places))
            students, places = students[fine], places[fine]
        return students, scores(Pairs(of, students, places))
