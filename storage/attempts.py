"""How often something was tried, counted for all processes together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.logins import attempts

SWEPT_AT_ONCE = 100
"""Old counters taken away with each new attempt; more than one comes in, so that they do not heap up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often something was tried, and when counting begins anew."""

    count: int
    expires_at: datetime


class AttemptStore:
    """The counters of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, key: str, *, amount: int, expires_at: datetime, now: datetime) -> Counted:
        """Count, in one statement, so that two at the same moment count as two."""
        dialect_insert = sqlite.insert if self._transaction.is_sqlite else postgresql.insert
        new = dialect_insert(attempts).values(key=key, n_tries=amount, expires_at=expires_at)
        is_over = attempts.c.expires_at <= now
        statement = new.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "n_tries": case((is_over, new.excluded.n_tries), else_=attempts.c.n_tries + new.excluded.n_tries),
                "expires_at": case((is_over, new.excluded.expires_at), else_=attempts.c.expires_at),
            },
        ).returning(attempts.c.n_tries, attempts.c.expires_at)
        row = self._transaction.read(statement).one()
        return Counted(count=row.n_tries, expires_at=row.expires_at)

    def sweep(self, *, now: datetime) -> None:
        """Take old counters away, those that nobody else is busy with."""
        old = select(attempts.c.key).where(attempts.c.expires_at <= now).limit(SWEPT_AT_ONCE)
        keys = list(self._transaction.read(self._transaction.locked(old, skip=True)).scalars())
        self._transaction.change(delete(attempts).where(attempts.c.key.in_(keys)))
