"""The ranking with scikit-learn's ball tree for who is near, and numpy for the rest."""

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import BallTree

from benchmarks.parts.lists import Lists
from benchmarks.parts.numpy_rankings import PAIRS_PER_BLOCK, Ints, score_fine
from benchmarks.parts.prepared import Prepared


class Neighbours:
    """Places per offer in a ball tree; comparable is only who lies within reach, the rest is scored as in ``Blocked``.

    scikit-learn finds the nearest by one distance. Gates and a score that is a harmonic mean of two sums are no
    distance, so its own "k nearest" would give other lists.
    """

    def __init__(self, of: Prepared) -> None:
        self.of = of
        codes, rows = of.place_offer
        self.trees = {}
        for code in np.unique(codes):
            there = rows[slice(*np.searchsorted(codes, [code, code + 1]))]
            self.trees[int(code)] = there, BallTree(_radians(of.places, there), metric="haversine")

    def rank(self, n_students: int, *, top: int) -> Lists:
        codes, students = self.of.student_offer
        found = []
        for code, (places, tree) in self.trees.items():
            seekers = students[slice(*np.searchsorted(codes, [code, code + 1]))]
            seekers = seekers[seekers < n_students]
            if not len(seekers):
                continue
            reach = np.radians(self.of.students["reach_degrees"][seekers])
            near = tree.query_radius(_radians(self.of.students, seekers), reach)
            counts = np.fromiter((len(one) for one in near), dtype=np.int64, count=len(near))
            pairs = np.repeat(seekers, counts), places[np.concatenate(near)]
            for at in range(0, len(pairs[0]), PAIRS_PER_BLOCK):
                found.append(score_fine(self.of, *(side[at : at + PAIRS_PER_BLOCK] for side in pairs)))
        seekers, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return Lists.of(seekers, score, n_seekers=n_students, top=top)


def _radians(columns: dict[str, NDArray[np.float64]], rows: Ints) -> NDArray[np.float64]:
    return np.radians(np.stack([columns["latitude"][rows], columns["longitude"][rows]], axis=1))
