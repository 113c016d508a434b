"""Writing many rows: new ones, and ones that may be there already."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import ROWS_PER_STATEMENT, Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many values of an import were new, and how many took the place of an older one."""

    n_new: int = 0
    n_replaced: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(n_new=self.n_new + other.n_new, n_replaced=self.n_replaced + other.n_replaced)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Give the values in lists that fit one statement."""
    remaining = iter(values)
    while chunk := list(islice(remaining, ROWS_PER_STATEMENT)):
        yield chunk


def add_rows(transaction: Transaction, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; a key that is taken raises ``ConflictError`` when the transaction ends."""
    if rows:
        transaction.change(insert(table), rows)


def put_rows(
    transaction: Transaction, table: Table, rows: Sequence[Mapping[str, Any]], *, keeping: Collection[str] = ()
) -> None:
    """Insert rows, or replace those that have the same primary key.

    Columns that the rows lack, and those named in ``keeping``, stay as they are in a row that is there already.
    """
    if not rows:
        return
    dialect_insert = sqlite.insert if transaction.is_sqlite else postgresql.insert
    statement = dialect_insert(table)
    given = [c for c in table.columns if not c.primary_key and c.name in rows[0] and c.name not in keeping]
    replaced = {column.name: statement.excluded[column.name] for column in given}
    keys = [column.name for column in table.primary_key]
    if replaced:
        transaction.change(statement.on_conflict_do_update(index_elements=keys, set_=replaced), rows)
    else:
        transaction.change(statement.on_conflict_do_nothing(index_elements=keys), rows)


def ids_by_reference(transaction: Transaction, table: Table, references: Iterable[str]) -> dict[str, UUID]:
    """Give the id of every reference that the table holds already."""
    found: dict[str, UUID] = {}
    for chunk in chunks(references):
        rows = transaction.read(select(table.c.reference, table.c.id).where(table.c.reference.in_(chunk)))
        found.update((row.reference, row.id) for row in rows)
    return found
