"""What students said is wrong, kept until the school answers and as long as the student is known."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from career.rectification import Rectification, RectificationState
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.rectifications import rectifications
from storage.schema.students import students


class RectificationStore:
    """The requests to put something right of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, rectification_id: UUID) -> Rectification | None:
        """Give one request, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(rectifications).where(rectifications.c.id == rectification_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _rectification(row)

    def save(self, given: Rectification) -> None:
        """Keep a request by its id, new or answered."""
        row = {
            "id": given.id,
            "student_id": given.student_id,
            "about": given.about,
            "words": given.words,
            "made_at": given.made_at,
            "state": given.state.value,
            "answer": given.answer,
            "settled_by": given.settled_by,
            "settled_at": given.settled_at,
        }
        put_rows(self._transaction, rectifications, [row])

    def of_student(self, student_id: UUID) -> tuple[Rectification, ...]:
        """Give what one student said, newest first."""
        asked = select(rectifications).where(rectifications.c.student_id == student_id)
        newest = asked.order_by(rectifications.c.made_at.desc(), rectifications.c.id)
        return tuple(map(_rectification, self._transaction.read(newest)))

    def open_at(self, school: str, *, group: str = "") -> tuple[tuple[Rectification, str], ...]:
        """Give what waits for an answer at a school, or in one class, with the first name; what waits longest first."""
        asked = (
            select(rectifications, students.c.first_name)
            .join(students)
            .where(rectifications.c.state == RectificationState.OPEN.value, students.c.school == school)
            .order_by(rectifications.c.made_at, rectifications.c.id)
        )
        if group:
            asked = asked.where(students.c.group_name == group)
        return tuple((_rectification(row), row.first_name) for row in self._transaction.read(asked))

    def count_open_of(self, student_id: UUID) -> int:
        """Count what one student said and nobody has answered."""
        is_open = (rectifications.c.student_id == student_id, rectifications.c.state == RectificationState.OPEN.value)
        asked = select(func.count()).select_from(rectifications).where(*is_open)
        return int(self._transaction.read(asked).scalar_one())


def _rectification(row: Row[Any]) -> Rectification:
    return Rectification(
        id=row.id,
        student_id=row.student_id,
        about=row.about,
        words=row.words,
        made_at=row.made_at,
        state=RectificationState(row.state),
        answer=row.answer,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
