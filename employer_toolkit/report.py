"""A report (melding) that something is wrong at a company: to the coordinator of the region, never to the company."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from employer_toolkit.errors import InvalidCompanyError, ReportStateError

LONGEST_WORDS = 3_000
LONGEST_WHERE = 200


class ReportState(StrEnum):
    """How far a report has come."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody tells about a company.

    Parameters
    ----------
    account_id : UUID or None
        Who reports; ``None`` for who gave no name, and then nobody can find out.
    code_sha256 : str
        Hash of the code with which somebody without a name asks how it stands; empty for who gave a name.
    kind : str
        Code of the list of the installation.
    where : str
        The company or place in own words; may be empty.
    confirm_by : datetime
        Until then the coordinator says that it was read.
    answer : str
        What was done; empty until it is settled.
    """

    id: UUID
    account_id: UUID | None
    code_sha256: str
    kind: str
    words: str
    where: str
    made_at: datetime
    confirm_by: datetime
    state: ReportState = ReportState.RECEIVED
    confirmed_at: datetime | None = None
    handled_by: UUID | None = None
    answer: str = ""
    settled_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a report without words, or with more than anybody reads."""
        checks = {
            "kind": (bool(self.kind), "Kies waar het over gaat"),
            "words": (
                0 < len(self.words.strip()) <= LONGEST_WORDS,
                f"Schrijf op wat er gebeurde, in hoogstens {LONGEST_WORDS} tekens",
            ),
            "where": (len(self.where) <= LONGEST_WHERE, f"Houd het op hoogstens {LONGEST_WHERE} tekens"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidCompanyError("report", faults)
        if (self.account_id is None) == (self.code_sha256 == ""):
            raise InvalidCompanyError("report", {"name": "Een melding heeft een naam of een code"})

    def is_late(self, now: datetime) -> bool:
        """Say whether nobody has taken it in hand in time."""
        return self.state is ReportState.RECEIVED and now >= self.confirm_by

    def take_in_hand(self, *, by: UUID, now: datetime) -> "Report":
        """Say that it was read and that somebody works on it.

        Raises
        ------
        ReportStateError
            Somebody did so before.
        """
        if self.state is not ReportState.RECEIVED:
            raise ReportStateError(self.state, "taken in hand")
        return replace(self, state=ReportState.IN_HAND, confirmed_at=now, handled_by=by)

    def settle(self, *, answer: str, by: UUID, now: datetime) -> "Report":
        """Say what was done.

        Raises
        ------
        ReportStateError
            It was not taken in hand, or it was settled before.
        InvalidCompanyError
            There are no words.
        """
        if self.state is not ReportState.IN_HAND:
            raise ReportStateError(self.state, "settled")
        if not 0 < len(answer.strip()) <= LONGEST_WORDS:
            fault = f"Schrijf op wat er is gedaan, in hoogstens {LONGEST_WORDS} tekens"
            raise InvalidCompanyError("report", {"answer": fault})
        return replace(self, state=ReportState.SETTLED, answer=answer.strip(), handled_by=by, settled_at=now)
