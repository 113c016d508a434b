"""The audit trail, added to and read; nobody changes it, and this is the one place that adds to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update

from accounts.audit import Anchor, AuditEntry, AuditKind, AuditNote, AuditResult, chained
from storage.database import ROWS_PER_STATEMENT, Transaction
from storage.rows import add_rows
from storage.schema.audit import audit, audit_end


class AuditStore:
    """The audit trail in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, notes: Sequence[AuditNote]) -> None:
        """Put notes at the end of the chain.

        From here to the commit no other writer can add to it, so it goes last in an act.
        """
        if not notes:
            return
        # Raising the number takes the row, so that the hash read after it is the last one committed.
        self._transaction.change(update(audit_end).values(number=audit_end.c.number + len(notes)))
        held = self.end()
        entries = chained(notes, after=Anchor(number=held.number - len(notes), hash=held.hash))
        add_rows(self._transaction, audit, [_row(entry) for entry in entries])
        self._transaction.change(update(audit_end).values(hash=entries[-1].hash))

    def end(self) -> Anchor:
        """Say where the chain ends."""
        row = self._transaction.read(select(audit_end)).one()
        return Anchor(number=row.number, hash=row.hash)

    def start(self) -> Anchor:
        """Say after which entry the chain begins: up to there entries were taken away."""
        row = self._transaction.read(select(audit_end)).one()
        return Anchor(number=row.gone_number, hash=row.gone_hash)

    def count_before(self, moment: datetime) -> int:
        """Count the entries from the first up to the first that is not from before a moment."""
        return self._last_before(moment).number - self.start().number

    def remove_before(self, moment: datetime) -> int:
        """Take away from the beginning of the chain what is from before a moment, and give how many that were.

        The chain then begins behind the hash of the last of them, so that it can still be looked over.
        """
        self._transaction.read(self._transaction.locked(select(audit_end.c.id)))
        last = self._last_before(moment)
        self._transaction.change(update(audit_end).values(gone_number=last.number, gone_hash=last.hash))
        return self._transaction.change(delete(audit).where(audit.c.number <= last.number))

    def _last_before(self, moment: datetime) -> Anchor:
        stays = select(func.min(audit.c.number)).where(audit.c.at >= moment).scalar_subquery()
        asked = select(audit.c.number, audit.c.hash).where(or_(stays.is_(None), audit.c.number < stays))
        row = self._transaction.read(asked.order_by(audit.c.number.desc()).limit(1)).one_or_none()
        return self.start() if row is None else Anchor(number=row.number, hash=row.hash)

    def all(self, *, after: int = -1) -> Iterator[AuditEntry]:
        """Give every entry in the order of the chain, some thousands at a time; those after a number when asked."""
        return self._in_steps(audit.c.number > after)

    def between(self, start: datetime, end: datetime) -> Iterator[AuditEntry]:
        """Give what was noted from one moment until another, in the order of the chain."""
        return self._in_steps(audit.c.at >= start, audit.c.at < end)

    def about(self, subject_id: UUID, *, most: int, but_by: UUID | None = None) -> tuple[AuditEntry, ...]:
        """Give the newest entries about a person or thing, newest first, at most so many.

        Parameters
        ----------
        but_by : UUID or None
            Leave out what this account did, and what the service did by itself.
        """
        asked = select(audit).where(audit.c.subject_id == subject_id)
        if but_by is not None:
            asked = asked.where(audit.c.account_id != but_by)
        rows = self._transaction.read(asked.order_by(audit.c.number.desc()).limit(most))
        return tuple(map(_entry, rows))

    def _in_steps(self, *conditions: ColumnElement[bool]) -> Iterator[AuditEntry]:
        last = -1
        while True:
            asked = select(audit).where(audit.c.number > last, *conditions).order_by(audit.c.number)
            rows = self._transaction.read(asked.limit(ROWS_PER_STATEMENT)).all()
            yield from map(_entry, rows)
            if len(rows) < ROWS_PER_STATEMENT:
                return
            last = rows[-1].number


def _row(entry: AuditEntry) -> dict[str, Any]:
    note = entry.note
    return {
        "number": entry.number,
        "at": note.at,
        "kind": note.kind.value,
        "account_id": note.account_id,
        "role": note.role,
        "on_behalf_of": note.on_behalf_of,
        "act": note.act,
        "subject_id": note.subject_id,
        "result": note.result.value,
        "reason": note.reason,
        "hash": entry.hash,
    }


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        note=AuditNote(
            at=row.at,
            kind=AuditKind(row.kind),
            account_id=row.account_id,
            role=row.role,
            on_behalf_of=row.on_behalf_of,
            act=row.act,
            subject_id=row.subject_id,
            result=AuditResult(row.result),
            reason=row.reason,
        ),
        hash=row.hash,
    )
