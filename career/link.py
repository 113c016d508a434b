"""What somebody said about a phrase and a competency: that they belong together, or that they do not."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError
from career.phrase import MAX_CHARACTERS, phrase_key


class LinkStateError(CareerError):
    """Somebody has reviewed this already."""

    def __init__(self, state: "ReviewState") -> None:
        self.state = state
        super().__init__(f"this was reviewed before: it is {state}")


class Speaker(StrEnum):
    """Who said so."""

    STUDENT = "student"
    EMPLOYER = "employer"
    JOBHUNTER = "jobhunter"
    TEACHER = "teacher"

    @property
    def weight(self) -> int:
        """How much one word counts: who works with the task every day knows best what it is called."""
        return 1 if self is Speaker.STUDENT else 2


class Verdict(StrEnum):
    """What was said."""

    CONFIRMED = "confirmed"
    """The suggestion was right."""
    CORRECTED = "corrected"
    """The suggestions were not right, this competency is."""
    REJECTED = "rejected"
    """This competency is not what was meant; without a competency: none of the suggestions is."""


class ReviewState(StrEnum):
    """What a coordinator thought of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """It counts no longer, and the words are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One word about one phrase.

    Parameters
    ----------
    text : str
        The phrase as it was typed, without names and dates; empty after a refusal.
    competency_id : str or None
        ``None`` when none of the suggestions was right and nothing better was named.
    suggested_ids : tuple of str
        What was suggested, best first.
    employer_id : UUID or None
        Only of an employer, so that one company has one vote. Nobody else can be found back.
    model_version : str
        What made the suggestions.
    """

    id: UUID
    text: str
    competency_id: str | None
    verdict: Verdict
    speaker: Speaker
    made_at: datetime
    employer_id: UUID | None = None
    suggested_ids: tuple[str, ...] = ()
    model_version: str = ""
    state: ReviewState = ReviewState.OPEN
    reviewed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        is_forgotten = self.state is ReviewState.REFUSED and not self.text
        checks = {
            "text": (
                is_forgotten or (bool(self.phrase) and len(self.text) <= MAX_CHARACTERS),
                f"geef woorden, samen hoogstens {MAX_CHARACTERS} tekens",
            ),
            "competency_id": (
                self.competency_id is not None or self.verdict is Verdict.REJECTED,
                "noem de competentie die erbij hoort",
            ),
            "suggested_ids": (
                self.competency_id is not None or bool(self.suggested_ids),
                "noem wat er werd voorgesteld",
            ),
            "employer_id": (
                (self.employer_id is None) == (self.speaker is not Speaker.EMPLOYER),
                "noem het bedrijf, en alleen het bedrijf",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("link", faults)

    @property
    def phrase(self) -> str:
        """The phrase as it is known again: lower case, no accents, no signs."""
        return phrase_key(self.text)

    @property
    def is_positive(self) -> bool:
        """Whether phrase and competency belong together."""
        return self.verdict is not Verdict.REJECTED

    @property
    def about_ids(self) -> tuple[str, ...]:
        """The competencies about which it says something."""
        return self.suggested_ids if self.competency_id is None else (self.competency_id,)

    def accept(self, now: datetime) -> "Link":
        """Let it count for every text that comes near, and as training data; ``LinkStateError`` when reviewed."""
        if self.state is not ReviewState.OPEN:
            raise LinkStateError(self.state)
        return replace(self, state=ReviewState.ACCEPTED, reviewed_at=now)

    def refuse(self, now: datetime) -> "Link":
        """Let it count no longer and forget the words, also after it was accepted; ``LinkStateError`` when refused."""
        if self.state is ReviewState.REFUSED:
            raise LinkStateError(self.state)
        return replace(self, state=ReviewState.REFUSED, reviewed_at=now, text="")
