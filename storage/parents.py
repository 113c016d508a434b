"""What students chose to share with a parent, kept until it is taken back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.parents import parent_shares


class ParentStore:
    """The choices of one transaction; one that was taken back is not there."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def shared_by(self, student_id: UUID) -> Mapping[UUID, datetime]:
        """Give with which accounts a student shares, and since when."""
        asked = select(parent_shares).where(parent_shares.c.student_id == student_id)
        return {row.account_id: row.shared_at for row in self._transaction.read(asked)}

    def shared_with(self, account_id: UUID) -> Mapping[UUID, datetime]:
        """Give which students share with an account, and since when."""
        asked = select(parent_shares).where(parent_shares.c.account_id == account_id)
        return {row.student_id: row.shared_at for row in self._transaction.read(asked)}

    def share(self, *, student_id: UUID, account_id: UUID, at: datetime, text_version: str) -> None:
        """Keep that a student shares with an account from now on."""
        row = {"student_id": student_id, "account_id": account_id, "shared_at": at, "text_version": text_version}
        put_rows(self._transaction, parent_shares, [row])

    def take_back(self, *, student_id: UUID, account_id: UUID) -> None:
        """Forget that a student shares with an account."""
        chosen = (parent_shares.c.student_id == student_id, parent_shares.c.account_id == account_id)
        self._transaction.change(delete(parent_shares).where(*chosen))
