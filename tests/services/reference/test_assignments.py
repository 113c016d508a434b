"""The library of assignments is large enough, and leaves no class and no career competency out."""

from collections import Counter

from career.assignment import Phase
from career.dossier import CareerCompetency
from services.reference.assignments import load_assignments


def test_library_serves_every_class_and_competency() -> None:
    held = load_assignments().values()
    of_phase = Counter(phase for one in held for phase in one.phases)
    of_competency = Counter(competency for one in held for competency in one.competencies)

    assert len(held) >= 25
    assert min(of_phase[phase] for phase in Phase) >= 5
    assert min(of_competency[one] for one in CareerCompetency) >= 5
    assert all(len(one.steps) >= 2 and one.competencies and one.phases for one in held)
