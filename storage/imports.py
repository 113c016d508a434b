"""What was imported from outside, kept and given back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select

from storage.database import Transaction
from storage.rows import add_rows
from storage.schema.imports import imports


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One time that an outside source was read in.

    Parameters
    ----------
    source : str
        Which list, such as ``"esco"``.
    version : str
        As the source names it.
    sha256 : str
        Digest of what was read, in hexadecimal.
    n_rows : int
        Rows that were taken over.
    """

    source: str
    version: str
    fetched_at: datetime
    sha256: str
    n_rows: int


class ImportStore:
    """The imports of one transaction; they are only ever added."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, done: Import, *, import_id: UUID | None = None) -> None:
        """Keep that an import was done."""
        row = {
            "id": import_id or uuid4(),
            "source": done.source,
            "version": done.version,
            "fetched_at": done.fetched_at,
            "sha256": done.sha256,
            "n_rows": done.n_rows,
        }
        add_rows(self._transaction, imports, [row])

    def latest(self, source: str) -> Import | None:
        """Give the newest import of a source."""
        query = select(imports).where(imports.c.source == source).order_by(imports.c.fetched_at.desc()).limit(1)
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _import(row)

    def all(self) -> tuple[Import, ...]:
        """Give every import, oldest first."""
        rows = self._transaction.read(select(imports).order_by(imports.c.fetched_at, imports.c.source))
        return tuple(map(_import, rows))


def _import(row: Row[Any]) -> Import:
    return Import(
        source=row.source, version=row.version, fetched_at=row.fetched_at, sha256=row.sha256, n_rows=row.n_rows
    )
