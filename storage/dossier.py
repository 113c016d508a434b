"""Entries of career dossiers, kept and given back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select

from career.competency import Level
from career.dossier import CareerCompetency, DossierEntry, DossierFile, EntryKind, Sharing, ShownCompetency
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.dossier import dossier_entries, dossier_files

TOLD_OF_FILES = tuple(column for column in dossier_files.columns if column.name != "content")
"""What lists ask of a file: never its content."""


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

    def answers_of(self, ids: Iterable[UUID]) -> tuple[DossierEntry, ...]:
        """Give the entries of some students that answer an assignment."""
        found: list[DossierEntry] = []
        for chunk in chunks(ids):
            asked = select(dossier_entries).where(
                dossier_entries.c.student_id.in_(chunk), dossier_entries.c.assignment_id.is_not(None)
            )
            found.extend(map(_entry, self._transaction.read(asked)))
        return tuple(found)

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
            "sharing": (Sharing.GUIDES if entry.is_for_guides else Sharing.PRIVATE).value,
            "is_for_parents": entry.is_for_parents,
            "assignment_id": entry.assignment_id,
            "event_id": entry.event_id,
            "kept_at": entry.kept_at,
            "changed_at": entry.changed_at,
        }
        put_rows(self._transaction, dossier_entries, [row])

    def remove(self, entry_id: UUID) -> None:
        """Take an entry away, with what belongs to it."""
        self._transaction.change(delete(dossier_entries).where(dossier_entries.c.id == entry_id))

    def files_of(self, student_id: UUID) -> tuple[DossierFile, ...]:
        """Give the files of a student without their content, in the order in which they were added."""
        of_student = select(*TOLD_OF_FILES).where(dossier_files.c.student_id == student_id)
        rows = self._transaction.read(of_student.order_by(dossier_files.c.added_at, dossier_files.c.id))
        return tuple(map(_file, rows))

    def file(self, file_id: UUID) -> DossierFile | None:
        """Give one file without its content."""
        row = self._transaction.read(select(*TOLD_OF_FILES).where(dossier_files.c.id == file_id)).one_or_none()
        return None if row is None else _file(row)

    def content(self, file_id: UUID) -> bytes:
        """Give what is in a file that is there."""
        asked = select(dossier_files.c.content).where(dossier_files.c.id == file_id)
        content: bytes = self._transaction.read(asked).scalar_one()
        return content

    def count_files(self, student_id: UUID) -> int:
        """Count the files of a student."""
        asked = select(func.count()).select_from(dossier_files).where(dossier_files.c.student_id == student_id)
        return int(self._transaction.read(asked).scalar_one())

    def add_file(self, file: DossierFile, content: bytes) -> None:
        """Keep a new file."""
        row = {column.name: getattr(file, column.name) for column in TOLD_OF_FILES}
        add_rows(self._transaction, dossier_files, [{**row, "content": content}])

    def remove_file(self, file_id: UUID) -> None:
        """Take a file away."""
        self._transaction.change(delete(dossier_files).where(dossier_files.c.id == file_id))


def _file(row: Row[Any]) -> DossierFile:
    return DossierFile(**row._mapping)


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
        sharing=_sharing(row),
        assignment_id=row.assignment_id,
        event_id=row.event_id,
        kept_at=row.kept_at,
        changed_at=row.changed_at,
    )


def _sharing(row: Row[Any]) -> Sharing:
    """Put the two columns that say who reads an entry together."""
    if not row.is_for_parents:
        return Sharing(row.sharing)
    return Sharing.GUIDES_AND_PARENTS if row.sharing == Sharing.GUIDES else Sharing.PARENTS
