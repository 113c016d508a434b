"""What a junior praktijkopleider (peer) may know of the students helped: the least that helping asks."""

from dataclasses import dataclass

from services.competencies import current_catalogue
from services.permissions import Account, Act, may, note_shown, require
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedStudent:
    """A first name, and what was agreed to learn; nothing of the file, of what others wrote, or of matches."""

    first_name: str
    goals: tuple[str, ...]


def guided_students(work: UnitOfWork, *, by: Account) -> tuple[GuidedStudent, ...]:
    """Give the students somebody helps, in the order of the alphabet; each one shown is noted."""
    if not may(by, Act.SEE_GUIDED):
        require(by, Act.SEE_GUIDED, None)
    students = work.students.some_taking_part([tie.subject_id for tie in by.ties if tie.subject_id])
    catalogue = current_catalogue(work)
    note_shown(by, Act.SEE_GUIDED, (student.id for student in students))
    return tuple(
        GuidedStudent(
            first_name=student.first_name,
            goals=tuple(catalogue[code].plain_label for code in student.goal_ids if code in catalogue),
        )
        for student in sorted(students, key=lambda student: (student.first_name, student.id))
    )
