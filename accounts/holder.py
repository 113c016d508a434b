"""Who holds an account."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.errors import InvalidAccountError

LONGEST_NAME = 120
LONGEST_EMAIL = 254
"""Characters of an address that mail can carry (RFC 5321, 4.5.3.1.3, without the brackets)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolder:
    """Somebody who can enter.

    Parameters
    ----------
    name : str
        As others read it: a first name for a student, a full name for whoever works here.
    email : str or None
        In lower case; ``None`` for somebody who enters by the school alone.
    language : str
        Language of messages (ISO 639-1).
    closed_at : datetime or None
        Since when nobody can enter with it.
    """

    id: UUID
    name: str
    email: str | None
    made_at: datetime
    language: str = "nl"
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        email = self.email
        checks = {
            "name": (0 < len(self.name.strip()) <= LONGEST_NAME, f"geef een naam van hoogstens {LONGEST_NAME} tekens"),
            "email": (
                email is None or (email == email.strip().lower() and "@" in email and len(email) <= LONGEST_EMAIL),
                "geef een e-mailadres, zoals naam@school.nl",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidAccountError("account", faults)

    def closed(self, *, now: datetime) -> "AccountHolder":
        """Give the account as nobody can enter with it any more."""
        return self if self.closed_at else replace(self, closed_at=now)

    @property
    def is_open(self) -> bool:
        """Whether somebody can enter with it."""
        return self.closed_at is None
