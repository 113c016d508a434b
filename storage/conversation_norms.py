"""What schools want each student to get in career conversations, kept and given back."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from career.coverage import ConversationNorm
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.conversation_norms import conversation_norms


class ConversationNormStore:
    """The norms of schools, in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, school: str) -> ConversationNorm | None:
        """Give the norm of a school; ``None`` when it settled nothing."""
        asked = select(conversation_norms).where(conversation_norms.c.school == school)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _norm(row)

    def all(self) -> dict[str, ConversationNorm]:
        """Give every norm that a school settled, by the name of the school."""
        rows = self._transaction.read(select(conversation_norms).order_by(conversation_norms.c.school))
        return {row.school: _norm(row) for row in rows}

    def save(self, school: str, norm: ConversationNorm) -> None:
        """Keep the norm of a school, in place of what it had before."""
        put_rows(self._transaction, conversation_norms, [{"school": school, **asdict(norm)}])


def _norm(row: Row[Any]) -> ConversationNorm:
    held = dict(row._mapping)
    del held["school"]
    return ConversationNorm(**held)
