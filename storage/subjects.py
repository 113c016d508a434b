"""Everything that is kept about somebody, found in every table by one way of looking, and taken away again."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, delete, or_, select, update

from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.schema import metadata
from storage.subject_paths import PATHS, Path, Subject, personal_tables

Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What came of taking away everything about somebody.

    Parameters
    ----------
    n_gone : int
        Rows that went or were emptied; 0 when nothing was there.
    held : mapping of str to int
        Rows that stayed, by the code of what held them; only codes that held any.
    """

    n_gone: int
    held: Mapping[str, int]


class SubjectStore:
    """What the tables of one transaction hold about somebody."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def rows_of(self, subject: Subject) -> Mapping[str, Rows]:
        """Give every row about somebody as it is kept, by the name of its table; tables without rows are left out."""
        found: dict[str, Rows] = {}
        for table in personal_tables():
            told = [path for path in _paths(table) if not path.only_mentions]
            conditions = [held for path in told if (held := path.rows_of(subject)) is not None]
            if conditions:
                asked = select(table).where(or_(*conditions)).order_by(*table.primary_key)
                rows = tuple(MappingProxyType(dict(row._mapping)) for row in self._transaction.read(asked))
                found |= {table.name: rows} if rows else {}
        return found

    def erase(self, subject: Subject) -> Erased:
        """Take away every row about somebody, or what it says of them, but for what is held."""
        held: dict[str, int] = {}
        n_gone = 0
        # Those that point to others go first, so that the way to them is still there.
        for table in reversed(metadata.sorted_tables):
            for path in _paths(table):
                condition = path.rows_of(subject)
                if condition is None or path.is_shared:
                    continue
                if path.hold is not None:
                    is_held = condition if path.hold.rows is None else condition & path.hold.rows
                    n_held = len(self._transaction.read(select(*table.primary_key).where(is_held)).all())
                    held |= {path.hold.code: held.get(path.hold.code, 0) + n_held} if n_held else {}
                    if path.hold.rows is None:
                        continue
                    condition &= ~path.hold.rows
                changed = update(table).values(**path.blanks) if path.blanks else delete(table)
                n_gone += self._transaction.change(changed.where(condition))
        if n_gone:
            self._transaction.has_erased = True
        if n_gone and subject.student_id is not None:
            note_change(self._transaction, ChangeKind.STUDENT, [subject.student_id])
        return Erased(n_gone=n_gone, held=MappingProxyType(held))


def _paths(table: Table) -> tuple[Path, ...]:
    known = PATHS.get(table.name, ())
    return known if isinstance(known, tuple) else ()
