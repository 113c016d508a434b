"""Qualifications, kept and given back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select

from career.qualification import Qualification
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import chunks, put_rows
from storage.schema.qualifications import qualifications


class QualificationStore:
    """The qualifications of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, code: str) -> Qualification | None:
        """Give one qualification."""
        row = self._transaction.read(select(qualifications).where(qualifications.c.code == code)).one_or_none()
        return None if row is None else _qualification(row)

    def all(self) -> tuple[Qualification, ...]:
        """Give every qualification in the order of their code."""
        rows = self._transaction.read(select(qualifications).order_by(qualifications.c.code))
        return tuple(map(_qualification, rows))

    def count(self) -> int:
        """Count the qualifications."""
        return int(self._transaction.read(select(func.count()).select_from(qualifications)).scalar_one())

    def upsert(self, given: Iterable[Qualification]) -> int:
        """Keep qualifications by code, new or changed, and give their number."""
        n_written = 0
        for chunk in chunks(given):
            put_rows(self._transaction, qualifications, list(map(_row, chunk)))
            n_written += len(chunk)
        note_change(self._transaction, ChangeKind.EVERYTHING)
        return n_written


def _row(qualification: Qualification) -> dict[str, Any]:
    return {
        "code": qualification.code,
        "code_scheme": qualification.code_scheme,
        "name": qualification.name,
        "level": qualification.level,
        "sector": qualification.sector,
        "valid_from": qualification.valid_from,
        "valid_until": qualification.valid_until,
        "work_process_ids": list(qualification.work_process_ids),
        "equivalent_codes": list(qualification.equivalent_codes),
    }


def _qualification(row: Row[Any]) -> Qualification:
    return Qualification(
        code=row.code,
        code_scheme=row.code_scheme,
        name=row.name,
        level=row.level,
        sector=row.sector,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        work_process_ids=tuple(row.work_process_ids),
        equivalent_codes=tuple(row.equivalent_codes),
    )
