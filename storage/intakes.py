"""How far students have come in the intake, kept and given back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from career.competency import Level
from career.intake import Intake, IntakeStep, StepState, Together
from career.likes import Answer, Asked
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.intakes import intakes


class IntakeStore:
    """The intakes of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, student_id: UUID) -> Intake | None:
        """Give how far a student has come, kept from other writers when this transaction writes."""
        asked = select(intakes).where(intakes.c.student_id == student_id)
        row = self._transaction.read(self._transaction.locked(asked)).one_or_none()
        return None if row is None else _intake(row)

    def save(self, intake: Intake) -> None:
        """Keep how far a student has come, new or changed."""
        self.save_all([intake])

    def save_all(self, kept: Iterable[Intake]) -> None:
        """Keep how far some students have come, new or changed."""
        put_rows(self._transaction, intakes, [_row(intake) for intake in kept])


def _row(intake: Intake) -> dict[str, Any]:
    return {
        "student_id": intake.student_id,
        "begun_at": intake.begun_at,
        "changed_at": intake.changed_at,
        "steps": {step.value: state.value for step, state in intake.steps.items()},
        "told": {code: int(level) for code, level in intake.told.items()},
        "entries": {kind: str(entry_id) for kind, entry_id in intake.entries.items()},
        "answers": [[one.first, one.second, one.answer.value] for one in intake.answers],
        "together_with": intake.together and intake.together.account_id,
        "together_on": intake.together and intake.together.on,
    }


def _intake(row: Row[Any]) -> Intake:
    return Intake(
        student_id=row.student_id,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
        steps={IntakeStep(step): StepState(state) for step, state in row.steps.items()},
        told={code: Level(level) for code, level in row.told.items()},
        entries={kind: UUID(entry_id) for kind, entry_id in row.entries.items()},
        answers=tuple(
            Asked(first=first, second=second, answer=Answer(answer)) for first, second, answer in row.answers
        ),
        together=None if row.together_on is None else Together(account_id=row.together_with, on=row.together_on),
    )
