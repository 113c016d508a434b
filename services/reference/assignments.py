"""The library of assignments for the career dossier, in our own words."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.assignment import Assignment, Phase
from career.dossier import CareerCompetency
from career.school_dossier import LONGEST_MINUTES, SHORTEST_MINUTES
from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows

FOLDER = "toolkit"
FILE = ("assignments.csv", ("code", "title", "steps", "phases", "competencies", "minutes"))


@cache
def load_assignments() -> Mapping[str, Assignment]:
    """Give the assignments of this installation by their code, in order.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right.
    """
    return read_assignments(rules_folder())


def read_assignments(folder: Path) -> Mapping[str, Assignment]:
    """Read assignments.csv of a folder of data files; raises as ``load_assignments``."""
    rows = read_rows(folder / FOLDER / FILE[0], FILE[1])

    def assignment(row: Row) -> Assignment:
        return Assignment(
            code=row.text("code"),
            title=row.text("title"),
            steps=row.phrases("steps"),
            phases=frozenset(map(Phase, row.choices("phases", [one.value for one in Phase]))),
            competencies=frozenset(
                map(CareerCompetency, row.choices("competencies", [one.value for one in CareerCompetency]))
            ),
            minutes=row.whole("minutes", at_least=SHORTEST_MINUTES, at_most=LONGEST_MINUTES),
        )

    return MappingProxyType(by_code(rows, "code", assignment))
