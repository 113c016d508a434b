"""What schools add to the career dossier, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from career.assignment import Assignment
from career.dossier import CareerCompetency
from career.school_dossier import Chapter, SchoolAssignment, SchoolDossier, SetAssignment
from storage.database import Transaction
from storage.rows import add_rows, put_rows
from storage.schema.school_dossiers import school_assignments, school_dossiers, set_assignments


class SchoolDossierStore:
    """Layouts, own assignments and what was set to classes, in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, school: str) -> SchoolDossier | None:
        """Give what a school made of the dossier; ``None`` when it made nothing of it."""
        asked = select(school_dossiers).where(school_dossiers.c.school == school)
        row = self._transaction.read(asked).one_or_none()
        if row is None:
            return None
        chapters = tuple(
            Chapter(title=title, competencies=frozenset(map(CareerCompetency, codes))) for title, codes in row.chapters
        )
        return SchoolDossier(school=row.school, vision=row.vision, chapters=chapters)

    def save(self, dossier: SchoolDossier) -> None:
        """Keep what a school made of the dossier, in place of what it was before."""
        chapters = [[one.title, _in_order(one.competencies)] for one in dossier.chapters]
        row = {"school": dossier.school, "vision": dossier.vision, "chapters": chapters}
        put_rows(self._transaction, school_dossiers, [row])

    def assignment(self, assignment_id: UUID) -> SchoolAssignment | None:
        """Give one assignment that a school wrote."""
        asked = select(school_assignments).where(school_assignments.c.id == assignment_id)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _assignment(row)

    def assignments_of(self, school: str) -> tuple[SchoolAssignment, ...]:
        """Give all that a school wrote, also what was retired, in the order of their titles."""
        asked = select(school_assignments).where(school_assignments.c.school == school)
        rows = self._transaction.read(asked.order_by(school_assignments.c.title, school_assignments.c.id))
        return tuple(map(_assignment, rows))

    def save_assignment(self, one: SchoolAssignment) -> None:
        """Keep an assignment of a school by its id, new or changed."""
        row = {
            "id": one.id,
            "school": one.school,
            "title": one.task.title,
            "steps": list(one.task.steps),
            "competencies": _in_order(one.task.competencies),
            "minutes": one.task.minutes,
            "is_retired": one.is_retired,
        }
        put_rows(self._transaction, school_assignments, [row])

    def set_to(self, school: str, group: str) -> tuple[SetAssignment, ...]:
        """Give what was set to a class, what is due first first."""
        asked = select(set_assignments).where(set_assignments.c.school == school, set_assignments.c.group == group)
        rows = self._transaction.read(asked.order_by(set_assignments.c.due_on, set_assignments.c.id))
        return tuple(SetAssignment(**row._mapping) for row in rows)

    def one_set(self, set_id: UUID) -> SetAssignment | None:
        """Give one that was set."""
        row = self._transaction.read(select(set_assignments).where(set_assignments.c.id == set_id)).one_or_none()
        return None if row is None else SetAssignment(**row._mapping)

    def add_set(self, one: SetAssignment) -> None:
        """Keep one that is set; the same one twice to a class raises ``ConflictError``."""
        row = {column.name: getattr(one, column.name) for column in set_assignments.columns}
        add_rows(self._transaction, set_assignments, [row])

    def remove_set(self, set_id: UUID) -> None:
        """Take one that was set away; entries about it stay."""
        self._transaction.change(delete(set_assignments).where(set_assignments.c.id == set_id))


def _in_order(competencies: frozenset[CareerCompetency]) -> list[str]:
    return [one.value for one in CareerCompetency if one in competencies]


def _assignment(row: Row[Any]) -> SchoolAssignment:
    task = Assignment(
        code=str(row.id),
        title=row.title,
        steps=tuple(row.steps),
        phases=frozenset(),
        competencies=frozenset(map(CareerCompetency, row.competencies)),
        minutes=row.minutes,
    )
    return SchoolAssignment(id=row.id, school=row.school, task=task, is_retired=row.is_retired)
