"""A student who says that something kept about him or her is wrong (rectificatie, AVG art. 16)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError

LONGEST_WORDS = 1_000
"""Characters of a request and of an answer: room for a story, too little for a file."""


class RectificationState(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    CHANGED = "changed"
    """The school put it right."""
    KEPT = "kept"
    """The school left it as it is, and said why; the words of the student stay beside it."""


class RectificationStateError(CareerError):
    """Somebody has answered this request already."""

    def __init__(self, state: RectificationState) -> None:
        super().__init__(f"a request that is {state} cannot be answered again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """A request to put something right.

    Parameters
    ----------
    about : str
        Code of what it is about, such as ``students.postcode4``.
    words : str
        What is wrong, in the student's own words.
    answer : str
        What the school said; empty while it is open.
    settled_by : UUID or None
        The account that answered; ``None`` while it is open, or when that account is no more.
    """

    id: UUID
    student_id: UUID
    about: str
    words: str
    made_at: datetime
    state: RectificationState = RectificationState.OPEN
    answer: str = ""
    settled_by: UUID | None = None
    settled_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a request without words, or with more than anybody reads."""
        if not 0 < len(self.words.strip()) <= LONGEST_WORDS:
            fault = f"Schrijf op wat er niet klopt, in hoogstens {LONGEST_WORDS} tekens"
            raise InvalidValueError("rectification", {"words": fault})

    def settle(self, *, is_changed: bool, answer: str, by: UUID | None, now: datetime) -> "Rectification":
        """Answer it.

        Raises
        ------
        RectificationStateError
            It was answered before.
        InvalidValueError
            There is no answer in words.
        """
        if self.state is not RectificationState.OPEN:
            raise RectificationStateError(self.state)
        if not 0 < len(answer.strip()) <= LONGEST_WORDS:
            fault = f"Schrijf een antwoord van hoogstens {LONGEST_WORDS} tekens"
            raise InvalidValueError("rectification", {"answer": fault})
        state = RectificationState.CHANGED if is_changed else RectificationState.KEPT
        return replace(self, state=state, answer=answer.strip(), settled_by=by, settled_at=now)
