"""The contact log (contactlogboek): who spoke a company, and who says to call it today, so that nobody calls twice."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from employer_toolkit.errors import CallClaimedError, InvalidCompanyError

LONGEST_WORDS = 500


class ContactWay(StrEnum):
    """How somebody spoke the company."""

    CALL = "call"
    MAIL = "mail"
    VISIT = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """One line of the log.

    Parameters
    ----------
    account_id : UUID or None
        Who spoke the company; ``None`` when that account is no more.
    about, outcome : str
        Codes of the lists of the installation.
    words : str
        What else was said; never about a student.
    next_on : date or None
        When the next step is to be taken.
    """

    id: UUID
    employer_id: UUID
    account_id: UUID | None
    at: datetime
    way: ContactWay
    about: str
    outcome: str
    words: str = ""
    next_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "about": (bool(self.about), "Kies waar het over ging"),
            "outcome": (bool(self.outcome), "Kies wat eruit kwam"),
            "words": (len(self.words) <= LONGEST_WORDS, f"Houd het op hoogstens {LONGEST_WORDS} tekens"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidCompanyError("contact log", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClaim:
    """Somebody says to call a company (ik bel vandaag); until it ends nobody else does.

    Parameters
    ----------
    ends_at : datetime
        The first moment at which it holds no longer.
    """

    employer_id: UUID
    account_id: UUID
    made_at: datetime
    ends_at: datetime

    def is_held(self, now: datetime) -> bool:
        """Say whether it holds at a moment."""
        return now < self.ends_at


def claimed(held: CallClaim | None, wanted: CallClaim, *, now: datetime) -> CallClaim:
    """Give the claim that holds when somebody wants to call; one's own is made anew.

    Raises
    ------
    CallClaimedError
        Somebody else's still holds.
    """
    if held is not None and held.account_id != wanted.account_id and held.is_held(now):
        raise CallClaimedError("somebody else calls this company today")
    return wanted
