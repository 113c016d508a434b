"""Who has entered: known by what the secret of a browser hashes to, never by the secret itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from accounts.role import Role
from storage.database import Transaction
from storage.rows import add_rows
from storage.schema.accounts import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A browser that somebody has entered with.

    Parameters
    ----------
    token_sha256 : str
        What the secret of the browser hashes to, in hexadecimal.
    role : Role
        As what the holder acts.
    expires_at : datetime
        From when it opens nothing.
    device : str
        By which its holder knows the browser again, such as "Firefox op Windows".
    provider : str
        The school login it came by; empty when it came by another way.
    """

    token_sha256: str
    account_id: UUID
    role: Role
    made_at: datetime
    expires_at: datetime
    device: str = ""
    provider: str = ""


class SessionStore:
    """The sessions of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, token_sha256: str) -> KeptSession | None:
        """Give one session."""
        row = self._transaction.read(select(sessions).where(sessions.c.token_sha256 == token_sha256)).one_or_none()
        return None if row is None else _session(row)

    def of_account(self, account_id: UUID) -> tuple[KeptSession, ...]:
        """Give the sessions of an account, newest first."""
        asked = select(sessions).where(sessions.c.account_id == account_id)
        rows = self._transaction.read(asked.order_by(sessions.c.made_at.desc(), sessions.c.token_sha256))
        return tuple(map(_session, rows))

    def add(self, session: KeptSession) -> None:
        """Keep a new session."""
        row = {
            "token_sha256": session.token_sha256,
            "account_id": session.account_id,
            "role": session.role.value,
            "device": session.device or None,
            "provider": session.provider or None,
            "made_at": session.made_at,
            "expires_at": session.expires_at,
        }
        add_rows(self._transaction, sessions, [row])

    def end(self, token_sha256: str) -> None:
        """Forget one session; one that is not there is no matter."""
        self._transaction.change(delete(sessions).where(sessions.c.token_sha256 == token_sha256))

    def end_all(self, account_id: UUID, *, but: str = "") -> int:
        """Forget every session of an account but that with one hash, and give their number."""
        of_it = (sessions.c.account_id == account_id, sessions.c.token_sha256 != but)
        return self._transaction.change(delete(sessions).where(*of_it))

    def forget_expired(self, *, now: datetime) -> int:
        """Forget what opens nothing any more, and give its number."""
        return self._transaction.change(delete(sessions).where(sessions.c.expires_at <= now))


def _session(row: Row[Any]) -> KeptSession:
    return KeptSession(
        token_sha256=row.token_sha256,
        account_id=row.account_id,
        role=Role(row.role),
        made_at=row.made_at,
        expires_at=row.expires_at,
        device=row.device or "",
        provider=row.provider or "",
    )
