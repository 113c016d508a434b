"""A link by mail that lets somebody in once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from accounts.errors import LinkRefusedError

LINK_LASTS = timedelta(minutes=15)
"""Long enough for slow mail, too short to lie around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginLink:
    """A link that was asked for, and perhaps sent and used.

    Parameters
    ----------
    email : str
        What was typed, until it is known whose it is; empty after that.
    account_id : UUID or None
        Who is let in; ``None`` until the mail is made.
    token_sha256 : str or None
        What the secret in the link hashes to; the secret itself is in the mail alone.
    """

    id: UUID
    email: str
    asked_at: datetime
    account_id: UUID | None = None
    token_sha256: str | None = None
    sent_at: datetime | None = None
    used_at: datetime | None = None

    def sent(self, *, account_id: UUID, token_sha256: str, now: datetime) -> "LoginLink":
        """Give the link as it is in the mail; sent again it is another one, and the older mail opens nothing.

        Raises
        ------
        LinkRefusedError
            It was used.
        """
        if self.used_at is not None:
            raise LinkRefusedError("used")
        return replace(self, email="", account_id=account_id, token_sha256=token_sha256, sent_at=now)

    def is_usable(self, now: datetime) -> bool:
        """Say whether it would let somebody in."""
        return self.sent_at is not None and self.used_at is None and self.sent_at <= now < self.sent_at + LINK_LASTS

    def used(self, *, now: datetime) -> "LoginLink":
        """Give the link as it is when somebody came in with it.

        Raises
        ------
        LinkRefusedError
            It was not sent, is too old, or was used before.
        """
        if not self.is_usable(now):
            raise LinkRefusedError("not sent, too old, or used")
        return replace(self, used_at=now)
