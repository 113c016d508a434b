"""Pairs of one student and one placement."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Ints
from matching.rules import Rules
from matching.tables import PlacementTable, StudentTable


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs by row number.

    Parameters
    ----------
    students, placements : the two tables
    rules : Rules
    student_ix, placement_ix : (n,) int64
    """

    students: StudentTable
    placements: PlacementTable
    rules: Rules
    student_ix: Ints
    placement_ix: Ints

    def __post_init__(self) -> None:
        """Raise ``IndexError`` for a row that no table has: compiled code would read beyond the end."""
        for rows, table in ((self.student_ix, self.students), (self.placement_ix, self.placements)):
            if len(rows) and not 0 <= rows.min() <= rows.max() < len(table):
                raise IndexError(f"rows {rows.min()} to {rows.max()} of a table of {len(table)}")
        if len(self.student_ix) != len(self.placement_ix):
            raise IndexError(f"{len(self.student_ix)} students and {len(self.placement_ix)} placements do not pair")

    def __len__(self) -> int:
        return len(self.student_ix)

    def where(self, keep: NDArray[np.bool_] | slice | Ints) -> "Pairs":
        """Give only some pairs, in the order asked for."""
        return Pairs(self.students, self.placements, self.rules, self.student_ix[keep], self.placement_ix[keep])

    @classmethod
    def every(cls, students: StudentTable, placements: PlacementTable, rules: Rules) -> "Pairs":
        """Give all pairs, student by student."""
        n, m = len(students), len(placements)
        return cls(students, placements, rules, np.repeat(np.arange(n), m), np.tile(np.arange(m), n))


def rows_of(numbers: Iterable[int]) -> Ints:
    """Make an array of row numbers."""
    return np.fromiter(numbers, dtype=np.int64)
