"""The ranking with scipy: what lists have in common as sparse products per offer, the best by partition.

Everybody who seeks an offer stands against every place that has it, in one grid. Tasks, conditions, goals and
competencies are each one product of two matrices; what is not a sum over a list is worked out element by element, for
the pairs that pass the gates.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.parts.elementwise import Pairs, cheap_gates, other_gates, scores
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import WORD_BITS, Prepared
from matching import Component

PAIRS_PER_GRID = 262_144
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class SparseProducts:
    """The features of both sides, one pair of matrices per component.

    Parameters
    ----------
    is_staged : bool
        Pairs are dropped as soon as a gate refuses them; otherwise everything is worked out for every pair that shares
        an offer, as long vectors like best.
    """

    def __init__(self, of: Prepared, *, is_staged: bool = True) -> None:
        self.of, self.is_staged = of, is_staged
        s, p, prior = of.students, of.places, of.parameters.prior
        has = 1.0 - prior
        self.features: dict[Component, tuple[sparse.csr_array, sparse.csr_array]] = {
            Component.TASKS: (
                _bits(s["liked"], has) - _bits(s["disliked"], prior),
                _bits(p["activities"], _over(p["n_activities"])),
            ),
            Component.CONDITIONS: (
                _bits(s["helps"], _over(s["n_helps"])),
                _bits(p["conditions_offered"], has) - _bits(p["conditions_refused"], prior),
            ),
            Component.GOALS: (_bits(s["goals"], _over(s["n_goals"])), _bits(p["covered"], 1.0)),
            Component.COMPETENCIES: self._competencies(),
        }

    def _competencies(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """One feature for each competency at each level that some place asks."""
        s, p = self.of.students, self.of.places
        rows, at = np.nonzero(p["required_share"] > 0)
        asked = np.stack([p["required"][rows, at], p["required_level"][rows, at]], axis=1)
        kinds, feature = np.unique(asked, axis=0, return_inverse=True)
        codes, levels = kinds[:, 0].astype(np.int64), kinds[:, 1]
        reached = np.maximum(np.minimum(s["shown"][:, codes] / levels, 1.0), s["at_least"][:, codes])
        shape = (len(p["type"]), len(kinds))
        places = sparse.csr_array((p["required_share"][rows, at], (rows, feature)), shape=shape)
        return sparse.csr_array(reached), places

    def rank(self, n_students: int, *, top: int) -> Lists:
        found = list(self._grids(n_students, top))
        seekers, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return Lists.of(seekers, score, n_seekers=n_students, top=top)

    def _grids(self, n_students: int, top: int) -> Iterator[tuple[Ints, Floats]]:
        codes, students = self.of.student_offer
        place_codes, places = self.of.place_offer
        for code in np.unique(place_codes):
            seekers = students[slice(*np.searchsorted(codes, [code, code + 1]))]
            seekers = seekers[seekers < n_students]
            there = places[slice(*np.searchsorted(place_codes, [code, code + 1]))]
            step = max(PAIRS_PER_GRID // len(there), 1)
            for at in range(0, len(seekers), step):
                yield self._best(seekers[at : at + step], there, top)

    def _best(self, seekers: Ints, there: Ints, top: int) -> tuple[Ints, Floats]:
        with np.errstate(all="ignore"):
            grid = np.full((len(seekers), len(there)), -1.0)
            row, column = np.nonzero(np.ones(grid.shape, dtype=np.bool_))
            if self.is_staged:
                row, column = np.nonzero(cheap_gates(Pairs(self.of, seekers[:, None], there[None, :])))
                passes = other_gates(Pairs(self.of, seekers[row], there[column]))
                row, column = row[passes], column[passes]
            pairs = Pairs(self.of, seekers[row], there[column])
            score = scores(pairs, self._products(pairs, seekers, there, row, column))
            if not self.is_staged:
                score = np.where(cheap_gates(pairs) & other_gates(pairs), score, -1.0)
            grid[row, column] = score
        best = -np.partition(-grid, top, axis=1)[:, :top] if grid.shape[1] > top else grid
        row, column = np.nonzero(best >= 0)
        return seekers[row], best[row, column]

    def _products(self, pairs: Pairs, seekers: Ints, there: Ints, row: Ints, column: Ints) -> dict[Component, Floats]:
        prior = self.of.parameters.prior
        values = {
            part: (students[seekers] @ places[there].T.toarray())[row, column]
            for part, (students, places) in self.features.items()
        }
        values[Component.TASKS] += prior
        values[Component.CONDITIONS] = np.where(pairs.s("n_helps") > 0, values[Component.CONDITIONS] + prior, 1.0)
        is_known = (pairs.s("n_goals") > 0) & pairs.p("has_covered")
        values[Component.GOALS] = np.where(is_known, values[Component.GOALS], prior)
        values[Component.COMPETENCIES] = np.where(pairs.p("asks"), values[Component.COMPETENCIES], 1.0)
        return values


def _over(n: Floats) -> Floats:
    return np.divide(1.0, n, out=np.zeros(len(n)), where=n > 0)


def _bits(masks: NDArray[np.int64], value: Floats | float) -> sparse.csr_array:
    """Write masks as a matrix with a column per bit; ``value`` is what each bit of a row counts for."""
    words = masks if masks.ndim == 2 else masks[:, None]
    rows, word, bit = np.nonzero((words[:, :, None] >> np.arange(WORD_BITS)) & 1)
    counts = np.broadcast_to(value, len(words))[rows]
    return sparse.csr_array((counts, (rows, word * WORD_BITS + bit)), shape=(len(words), words.shape[1] * WORD_BITS))
