"""The journal of erasures: whom to erase again when an old backup brings them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.erasures import erasures


class ErasedKind(StrEnum):
    """As what somebody was erased."""

    STUDENT = "student"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """That somebody was erased, known by a number that leads to nobody any more."""

    subject_id: UUID
    kind: ErasedKind
    erased_at: datetime


class ErasureStore:
    """The journal of erasures of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add_all(self, given: Iterable[Erasure]) -> None:
        """Write erasures; of who was erased again the last moment is kept."""
        rows = [{"subject_id": one.subject_id, "kind": one.kind.value, "erased_at": one.erased_at} for one in given]
        put_rows(self._transaction, erasures, rows)

    def all(self) -> tuple[Erasure, ...]:
        """Give every erasure, oldest first."""
        asked = select(erasures).order_by(erasures.c.erased_at, erasures.c.subject_id)
        return tuple(
            Erasure(subject_id=row.subject_id, kind=ErasedKind(row.kind), erased_at=row.erased_at)
            for row in self._transaction.read(asked)
        )
