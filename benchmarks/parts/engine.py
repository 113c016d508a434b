"""The product's engine on a made-up market."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.parts.lists import Lists
from benchmarks.parts.markets import Market
from matching import (
    Pairs,
    PlacementIndex,
    PlacementTable,
    Ranking,
    StudentIndex,
    StudentTable,
    count_open,
    rank,
    score_pairs,
)

Ints = NDArray[np.int64]


class Engine:
    """Both tables and both indexes of a market."""

    def __init__(self, market: Market) -> None:
        self.parameters, self.rules = market.parameters, market.rules
        self.students = StudentTable.of(**market.students)
        self.placements = PlacementTable.of(**market.placements)
        self.placement_index = PlacementIndex.build(self.students, self.placements, self.rules)
        self.student_index = StudentIndex.build(self.students, self.placements, self.rules)

    def places(self, students: Ints | None = None, *, top: int, n_threads: int = 1) -> Ranking:
        """Give the best places of some students, or of all."""
        rows = np.arange(len(self.students)) if students is None else students
        return rank(self.placement_index, rows, parameters=self.parameters, top=top, n_threads=n_threads)

    def candidates(self, placements: Ints | None = None, *, top: int, n_threads: int = 1) -> Ranking:
        """Give the best students of some places, or of all."""
        rows = np.arange(len(self.placements)) if placements is None else placements
        return rank(self.student_index, rows, parameters=self.parameters, top=top, n_threads=n_threads)

    def count_places(self) -> int:
        """Count the pairs that no gate refuses, met from the students' side."""
        return int(count_open(self.placement_index, np.arange(len(self.students)), parameters=self.parameters).sum())

    def count_candidates(self) -> int:
        """Count the same, met from the places' side."""
        return int(count_open(self.student_index, np.arange(len(self.placements)), parameters=self.parameters).sum())

    def one(self, student: int, *, top: int) -> list[float]:
        """Give the best scores of one student, best first."""
        return list(self.places(np.array([student]), top=top).score)

    def score(self, student: int, placement: int) -> float:
        """Score one pair."""
        row = np.array([student]), np.array([placement])
        return float(score_pairs(Pairs(self.students, self.placements, self.rules, *row), self.parameters).score[0])


def lists_of(ranking: Ranking, *, top: int) -> Lists:
    """Give the scores of a ranking as lists that can be compared."""
    return Lists.in_order(ranking.owner, ranking.score, n_seekers=len(ranking.seeker_ix), top=top)
