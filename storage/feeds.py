"""Private feeds: known by what the secret in their address hashes to, never by the secret itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, select, update

from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.feeds import feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFeed:
    """The address (agenda-link) by which somebody's calendar comes to fetch; an account has one at most.

    Parameters
    ----------
    token_sha256 : str
        What the secret in the address hashes to, in hexadecimal.
    expires_at : datetime
        From when it opens nothing.
    last_used_on : date or None
        Day in the Netherlands on which a calendar last came; ``None`` when none ever did.
    """

    account_id: UUID
    token_sha256: str
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None = None


class FeedStore:
    """The private feeds of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def by_token(self, token_sha256: str) -> KeptFeed | None:
        """Give the feed whose secret hashes to this."""
        return self._one(feeds.c.token_sha256 == token_sha256)

    def of_account(self, account_id: UUID) -> KeptFeed | None:
        """Give the feed of an account."""
        return self._one(feeds.c.account_id == account_id)

    def save(self, feed: KeptFeed) -> None:
        """Keep a feed in place of the one that the account had."""
        row = {name: getattr(feed, name) for name in KeptFeed.__dataclass_fields__}
        put_rows(self._transaction, feeds, [row])

    def note_used(self, token_sha256: str, *, on: date) -> None:
        """Keep on which day a calendar came for it."""
        used = update(feeds).where(feeds.c.token_sha256 == token_sha256).values(last_used_on=on)
        self._transaction.change(used)

    def forget(self, account_id: UUID) -> int:
        """Forget the feed of an account, and give how many that were."""
        return self._transaction.change(delete(feeds).where(feeds.c.account_id == account_id))

    def _one(self, condition: ColumnElement[bool]) -> KeptFeed | None:
        row = self._transaction.read(select(feeds).where(condition)).one_or_none()
        return None if row is None else _feed(row)


def _feed(row: Row[Any]) -> KeptFeed:
    return KeptFeed(**{name: getattr(row, name) for name in KeptFeed.__dataclass_fields__})
