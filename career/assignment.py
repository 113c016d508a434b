"""An assignment for the career dossier (loopbaanopdracht)."""

from dataclasses import dataclass
from enum import StrEnum

from career.dossier import CareerCompetency


class Phase(StrEnum):
    """For whom an assignment is: a kind of school, or a year of it."""

    PRO = "pro"
    VSO = "vso"
    VMBO2 = "vmbo2"
    VMBO3 = "vmbo3"
    VMBO4 = "vmbo4"
    MBO1 = "mbo1"
    MBO2 = "mbo2"
    MBO3 = "mbo3"
    MBO4 = "mbo4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Something to do, and then to write about.

    Parameters
    ----------
    code : str
        By which an entry says what it answers (``DossierEntry.assignment_id``).
    steps : tuple of str
        What to do, one after another.
    """

    code: str
    title: str
    steps: tuple[str, ...]
    phases: frozenset[Phase]
    competencies: frozenset[CareerCompetency]
    minutes: int
