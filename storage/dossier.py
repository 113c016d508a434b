"""Entries of career dossiers, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from career.competency import Level
from career.dossier import CareerCompetency, DossierEntry, EntryKind, Sharing, ShownCompetency
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.dossier import dossier_entries


class DossierStore:
    """The dossiers of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, entry_id: UUID) -> DossierEntry | None:
        """Give one entry, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(dossier_entries).where(dossier_entries.c.id == entry_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _entry(row)

    def of_student(self, student_id: UUID) -> tuple[DossierEntry, ...]:
        """Give every entry of a student, what happened last first."""
        asked = select(dossier_entries).where(dossier_entries.c.student_id == student_id)
        newest = asked.order_by(dossier_entries.c.happened_on.desc(), dossier_entries.c.id)
        return tuple(map(_entry, self._transaction.read(newest)))

    def save(self, entry: DossierEntry) -> None:
        """Keep an entry by its id, new or changed; a second one of an event raises ``ConflictError``."""
        row = {
            "id": entry.id,
            "student_id": entry.student_id,
            "kind": entry.kind.value,
            "title": entry.title,
            "happened_on": entry.happened_on,
            **entry.texts,
            "career_competencies": [one.value for one in CareerCompetency if one in entry.career_competencies],
            "shown": [[one.competency_id, int(one.level)] for one in entry.shown],
            "sharing": entry.sharing.value,
            "assignment_id": entry.assignment_id,
            "event_id": entry.event_id,
            "kept_at": entry.kept_at,
            "changed_at": entry.changed_at,
        }
        put_rows(self._transaction, dossier_entries, [row])

    def remove(self, entry_id: UUID) -> None:
        """Take an entry away, with what belongs to it."""
        self._transaction.change(delete(dossier_entries).where(dossier_entries.c.id == entry_id))


def _entry(row: Row[Any]) -> DossierEntry:
    return DossierEntry(
        id=row.id,
        student_id=row.student_id,
        kind=EntryKind(row.kind),
        title=row.title,
        happened_on=row.happened_on,
        goal=row.goal,
        result=row.result,
        evaluation=row.evaluation,
        follow_up=row.follow_up,
        career_competencies=frozenset(map(CareerCompetency, row.career_competencies)),
        shown=tuple(ShownCompetency(competency_id=code, level=Level(level)) for code, level in row.shown),
        sharing=Sharing(row.sharing),
        assignment_id=row.assignment_id,
        event_id=row.event_id,
        kept_at=row.kept_at,
        changed_at=row.changed_at,
    )
