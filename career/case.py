"""A case (casus): what somebody at school came across in guiding careers, told without anybody in it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from career.assignment import Phase
from career.dossier import CareerCompetency
from career.errors import CareerError, InvalidValueError

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 80, 800, 300
TEXTS = ("title", "situation", "approach", "outcome", "question")
"""What others read of a case."""
SHORTEST_NAME = 2
"""A name of one letter stands in every text."""


class CaseState(StrEnum):
    """How far a case has come."""

    OFFERED = "offered"
    """Somebody of the region looks first; others do not see it."""
    PUBLISHED = "published"
    RETURNED = "returned"
    """Back at who wrote it, with what has to change."""


class CaseStepError(CareerError):
    """The case is in a state in which this step cannot be taken, or changed since it was read."""

    def __init__(self, state: str, step: str) -> None:
        self.state = state
        self.step = step
        super().__init__(f"a case that is {state} cannot {step}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherCase:
    """A case of somebody at school.

    Parameters
    ----------
    author_id : UUID
        The account that wrote it; shown to nobody, and never looked over by the same one.
    situation, approach, outcome : str
        What was the matter, what was done, and what came of it.
    question : str
        What the author would like to know from others; may be empty.
    revision : int
        Counts the texts, so that what is published is what was read.
    changed_at : datetime
        When it last came into this state.
    note : str
        What has to change, said by who looked it over; empty otherwise.
    """

    id: UUID
    author_id: UUID
    title: str
    situation: str
    approach: str
    outcome: str
    question: str = ""
    competencies: frozenset[CareerCompetency]
    phase: Phase
    state: CaseState = CaseState.OFFERED
    revision: int = 1
    changed_at: datetime
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks: dict[str, tuple[bool, str]] = {
            "title": (
                0 < len(self.title.strip()) <= LONGEST_TITLE,
                f"Geef een titel van hoogstens {LONGEST_TITLE} tekens, zoals Bang om te bellen",
            ),
            "competencies": (bool(self.competencies), "Kies waar het over gaat"),
            "question": (len(self.question) <= LONGEST_TEXT, f"Houd dit op hoogstens {LONGEST_TEXT} tekens"),
            "note": (len(self.note) <= LONGEST_NOTE, f"Houd dit op hoogstens {LONGEST_NOTE} tekens"),
        }
        for name, asked in (
            ("situation", "Schrijf wat er aan de hand was"),
            ("approach", "Schrijf wat je deed"),
            ("outcome", "Schrijf wat het opleverde"),
        ):
            text = getattr(self, name).strip()
            checks[name] = (0 < len(text) <= LONGEST_TEXT, f"{asked}, in hoogstens {LONGEST_TEXT} tekens")
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("case", faults)

    @property
    def texts(self) -> Mapping[str, str]:
        """What others read, by field."""
        return {name: getattr(self, name) for name in TEXTS}

    def rewritten(self, new: "TeacherCase", *, at: datetime) -> "TeacherCase":
        """Offer it anew with other texts; also what was published is looked over again."""
        return replace(
            new,
            id=self.id,
            author_id=self.author_id,
            state=CaseState.OFFERED,
            revision=self.revision + 1,
            changed_at=at,
            note="",
        )

    def publish(self, *, revision: int, at: datetime) -> "TeacherCase":
        """Let others read the texts of this revision."""
        self._must_be({CaseState.OFFERED}, revision, "be published")
        return replace(self, state=CaseState.PUBLISHED, changed_at=at, note="")

    def send_back(self, note: str, *, revision: int, at: datetime) -> "TeacherCase":
        """Give it back to who wrote it, with what has to change."""
        self._must_be({CaseState.OFFERED, CaseState.PUBLISHED}, revision, "be sent back")
        if not note.strip():
            raise InvalidValueError("case", {"note": "Schrijf wat er anders moet"})
        return replace(self, state=CaseState.RETURNED, changed_at=at, note=note.strip())

    def doubt(self, *, at: datetime) -> "TeacherCase":
        """Hide it until it is looked over again, because a reader recognises somebody."""
        self._must_be({CaseState.PUBLISHED}, self.revision, "be doubted")
        return replace(self, state=CaseState.OFFERED, changed_at=at)

    def _must_be(self, states: Collection[CaseState], revision: int, step: str) -> None:
        if self.state not in states or revision != self.revision:
            raise CaseStepError(self.state, step)


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the names that stand in a text as words with a capital, in the order of the alphabet.

    Examples
    --------
    >>> names_in("Samen met Sam en Anne-Fleur op stage. Een roos.", ["Sam", "Anne-Fleur", "Roos", "Fleur"])
    ('Anne-Fleur', 'Fleur', 'Sam')
    """
    told = {name for name in names if len(name) >= SHORTEST_NAME}
    return tuple(sorted(name for name in told if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)))
