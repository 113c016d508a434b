"""Edited copies of one pair, all scored in one call: what every "what if" and every open question rests on."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from matching.pairs import Pairs
from matching.parameters import Parameters
from matching.ragged import Ragged
from matching.rows import LEVEL
from matching.rules import Rules
from matching.scoring import PairScores, score_pairs
from matching.tables import StudentTable, carry_over


class Draft:
    """One pair with some columns given another value; an edit sees what earlier edits of the same draft made.

    Parameters
    ----------
    one : Pairs
        One pair in tables of one row.
    """

    def __init__(self, one: Pairs) -> None:
        self.one = one
        self.student: dict[str, Any] = {}
        self.placement: dict[str, Any] = {}

    def of_student(self, column: str) -> Any:
        """Give a column of the student as it stands in this draft."""
        return self.student.get(column, self.one.students.rows[0][column])

    def of_placement(self, column: str) -> Any:
        """Give a column of the placement as it stands in this draft."""
        return self.placement.get(column, self.one.placements.rows[0][column])


Edit = Callable[[Draft], None]
"""Changes a draft."""


def rescored(one: Pairs, edits: Sequence[Sequence[Edit]], parameters: Parameters) -> PairScores:
    """Score the pair once for each list of edits, made one after another.

    Parameters
    ----------
    one : Pairs
        One pair in tables of one row.
    """
    drafts = []
    for listed in edits:
        draft = Draft(one)
        for edit in listed:
            edit(draft)
        drafts.append(draft)
    rows = np.arange(len(drafts), dtype=np.int64)
    students = one.students.variants([draft.student for draft in drafts])
    placements = one.placements.variants([draft.placement for draft in drafts])
    return score_pairs(Pairs(students, placements, one.rules, rows, rows), parameters)


def with_level(students: StudentTable, code: int, level: float, rules: Rules) -> Any:
    """Give the levels of the one student with one competency assessed, and what near ones then show."""
    assessed = {int(held["code"]): float(held["value"]) for held in students.levels_of(0) if not held["is_derived"]}
    assessed[code] = level
    codes = sorted(assessed)
    value = np.array([assessed[item] for item in codes], dtype=np.float32)
    levels, values, is_derived = carry_over(Ragged.of([codes]), value, rules)
    spread = np.zeros(len(levels.items), dtype=LEVEL)
    spread["code"], spread["value"], spread["is_derived"] = levels.items, values, is_derived
    return spread
