"""A market as the engine knows it: columns, indexes, rules and weights; nobody's name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import (
    Explanation,
    Opening,
    Pairs,
    PairScores,
    Parameters,
    PlacementIndex,
    PlacementTable,
    Ranking,
    Rules,
    StudentIndex,
    StudentTable,
    count_open,
    count_well,
    explain,
    rank,
    score_pairs,
    what_opens,
)

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarketColumns:
    """Students and offers as rows of two tables, some of which may have been left behind by a change.

    Parameters
    ----------
    live_students, live_offers : (n,) int64
        The rows that count, rising; no list ever holds another row.
    seed : int
        Draws the order of equal scores.
    revision : int or None
        Which state of the database this is; ``None`` when it came from files.
    """

    rules: Rules
    parameters: Parameters
    student_table: StudentTable
    placement_table: PlacementTable
    placement_index: PlacementIndex
    student_index: StudentIndex
    live_students: Rows
    live_offers: Rows
    seed: int
    revision: int | None

    @property
    def version(self) -> str:
        """Names the rules, the weights and the state of the market behind every answer."""
        named = f"{self.rules.version}/{self.parameters.version}"
        return named if self.revision is None else f"{named}/{self.revision}"

    def places_for(
        self,
        student_ixs: Iterable[int] | None = None,
        *,
        top: int,
        on_progress: Callable[[int], None] | None = None,
    ) -> Ranking:
        """Give the best placements of some students (row numbers), or of all."""
        rows = self.live_students if student_ixs is None else _rows(student_ixs)
        return rank(
            self.placement_index, rows, parameters=self.parameters, top=top, seed=self.seed, on_progress=on_progress
        )

    def candidates_for(
        self,
        placement_ixs: Iterable[int] | None = None,
        *,
        top: int,
        on_progress: Callable[[int], None] | None = None,
    ) -> Ranking:
        """Give the best candidates of some placements (row numbers), or of all."""
        rows = self.live_offers if placement_ixs is None else _rows(placement_ixs)
        return rank(
            self.student_index, rows, parameters=self.parameters, top=top, seed=self.seed, on_progress=on_progress
        )

    def count_places(self, student_ixs: Iterable[int]) -> Rows:
        """Count the placements that no gate keeps from some students (row numbers)."""
        return count_open(self.placement_index, _rows(student_ixs), parameters=self.parameters)

    def count_candidates(self, placement_ixs: Iterable[int] | None = None) -> Rows:
        """Count the students whom no gate keeps from some placements (row numbers), or from all."""
        rows = self.live_offers if placement_ixs is None else _rows(placement_ixs)
        return count_open(self.student_index, rows, parameters=self.parameters)

    def count_candidates_of(self, placements: PlacementTable, *, least: float) -> tuple[Rows, Rows]:
        """Count the students of places that need not be in this market: all whom no gate refuses, and who fit so well.

        Parameters
        ----------
        least : float
            Lowest score of a student who fits well, 0 to 1.
        """
        rows = np.arange(len(placements), dtype=np.int64)
        return count_well(self.student_index.for_seekers(placements), rows, parameters=self.parameters, least=least)

    def openings_of_student(self, student_ix: int, *, longest_trip_minutes: int, most: int) -> tuple[Opening, ...]:
        """Give what one student (row number) could change to have more places."""
        return what_opens(
            self.placement_index,
            student_ix,
            parameters=self.parameters,
            longest_trip_minutes=longest_trip_minutes,
            most=most,
        )

    def pairs(self, student_ixs: Iterable[int], placement_ixs: Iterable[int]) -> Pairs:
        """Name pairs by row numbers, one of each list at a time."""
        return Pairs(
            self.student_table,
            self.placement_table,
            self.rules,
            np.array(list(student_ixs), dtype=np.int64),
            np.array(list(placement_ixs), dtype=np.int64),
        )

    def scores(self, pairs: Pairs) -> PairScores:
        """Score pairs, refused ones too."""
        return score_pairs(pairs, self.parameters)

    def explanations(self, pairs: Pairs, *, with_what_if: bool = True) -> tuple[Explanation, ...]:
        """Explain pairs, refused ones too."""
        return explain(pairs, self.parameters, with_what_if=with_what_if)


def _rows(asked: Iterable[int]) -> Rows:
    return np.unique(np.array(list(asked), dtype=np.int64))
