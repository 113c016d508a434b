"""Letters of recommendation, kept and given back."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from career.recommendation import LetterState, Recommendation
from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.recommendations import recommendations


class RecommendationStore:
    """The letters of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, letter_id: UUID) -> Recommendation | None:
        """Give one letter, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(recommendations).where(recommendations.c.id == letter_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _recommendation(row)

    def of_application(self, application_id: UUID) -> Recommendation | None:
        """Give the letter about one placing, kept from other writers when this transaction writes."""
        of_it = select(recommendations).where(recommendations.c.application_id == application_id)
        row = self._transaction.read(self._transaction.locked(of_it)).one_or_none()
        return None if row is None else _recommendation(row)

    def of_applications(self, application_ids: Collection[UUID]) -> tuple[Recommendation, ...]:
        """Give the letters about these placings."""
        return tuple(
            _recommendation(row)
            for chunk in chunks(application_ids)
            for row in self._transaction.read(
                select(recommendations).where(recommendations.c.application_id.in_(chunk))
            )
        )

    def of_student(self, student_id: UUID) -> tuple[Recommendation, ...]:
        """Give every letter for a student, the newest first."""
        asked = select(recommendations).where(recommendations.c.student_id == student_id)
        newest = asked.order_by(recommendations.c.given_at.desc(), recommendations.c.id)
        return tuple(map(_recommendation, self._transaction.read(newest)))

    def save(self, given: Recommendation) -> None:
        """Keep a letter by its id, new or changed; a second one about a placing raises ``ConflictError``."""
        row = {
            "id": given.id,
            "application_id": given.application_id,
            "student_id": given.student_id,
            "written_by": given.written_by,
            "writer_name": given.writer_name,
            "writer_title": given.writer_title,
            "employer_name": given.employer_name,
            "place_title": given.place_title,
            "tasks": list(given.tasks),
            "codes": list(given.codes),
            "lines": list(given.lines),
            "own_words": given.own_words,
            "given_at": given.given_at,
            "state": given.state.value,
            "decided_at": given.decided_at,
        }
        put_rows(self._transaction, recommendations, [row])


def _recommendation(row: Row[Any]) -> Recommendation:
    return Recommendation(
        id=row.id,
        application_id=row.application_id,
        student_id=row.student_id,
        written_by=row.written_by,
        writer_name=row.writer_name,
        writer_title=row.writer_title,
        employer_name=row.employer_name,
        place_title=row.place_title,
        tasks=tuple(row.tasks),
        codes=tuple(row.codes),
        lines=tuple(row.lines),
        own_words=row.own_words,
        given_at=row.given_at,
        state=LetterState(row.state),
        decided_at=row.decided_at,
    )
