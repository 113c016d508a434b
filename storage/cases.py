"""Cases that people at schools share, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select

from career.assignment import Phase
from career.case import CaseState, TeacherCase
from career.dossier import CareerCompetency
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.cases import teacher_cases


class CaseStore:
    """Cases, in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, case_id: UUID) -> TeacherCase | None:
        """Give one case."""
        row = self._transaction.read(select(teacher_cases).where(teacher_cases.c.id == case_id)).one_or_none()
        return None if row is None else _case(row)

    def hold(self, case_id: UUID) -> None:
        """Let nobody else change a case until this transaction ends."""
        self._transaction.read(
            self._transaction.locked(select(teacher_cases.c.id).where(teacher_cases.c.id == case_id))
        )

    def in_state(self, state: CaseState, *, phase: Phase | None = None) -> tuple[TeacherCase, ...]:
        """Give the cases in a state, the newest first; for one year of school when asked."""
        asked = select(teacher_cases).where(teacher_cases.c.state == state.value)
        if phase is not None:
            asked = asked.where(teacher_cases.c.phase == phase.value)
        rows = self._transaction.read(asked.order_by(teacher_cases.c.changed_at.desc(), teacher_cases.c.id))
        return tuple(map(_case, rows))

    def of_author(self, author_id: UUID) -> tuple[TeacherCase, ...]:
        """Give what somebody wrote, the newest first."""
        asked = select(teacher_cases).where(teacher_cases.c.author_id == author_id)
        rows = self._transaction.read(asked.order_by(teacher_cases.c.changed_at.desc(), teacher_cases.c.id))
        return tuple(map(_case, rows))

    def count_offered(self) -> int:
        """Count the cases that wait for somebody to look them over."""
        asked = select(func.count()).where(teacher_cases.c.state == CaseState.OFFERED.value)
        return int(self._transaction.read(asked).scalar_one())

    def save(self, case: TeacherCase) -> None:
        """Keep a case by its id, new or changed."""
        row = {column.name: getattr(case, column.name) for column in teacher_cases.columns}
        row |= {"competencies": [one.value for one in CareerCompetency if one in case.competencies]}
        row |= {"phase": case.phase.value, "state": case.state.value}
        put_rows(self._transaction, teacher_cases, [row])

    def remove(self, case_id: UUID) -> None:
        """Take a case away."""
        self._transaction.change(delete(teacher_cases).where(teacher_cases.c.id == case_id))


def _case(row: Row[Any]) -> TeacherCase:
    kept = dict(row._mapping)
    return TeacherCase(
        **{
            **kept,
            "competencies": frozenset(map(CareerCompetency, kept["competencies"])),
            "phase": Phase(kept["phase"]),
            "state": CaseState(kept["state"]),
        }
    )
