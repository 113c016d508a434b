"""A letter of recommendation (aanbevelingsbrief): made of good sentences, and decided on by the student."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError

CLOSING = "Tot slot"
"""The theme of the last sentence, without which there is no letter."""
FEWEST_THEMES = 2
"""So many themes besides the closing, so that a letter says something."""
LONGEST_WORDS = 600
"""Characters of own words: a few sentences beside those that were chosen."""
LONGEST_TITLE = 60


class LetterState(StrEnum):
    """What the student decided."""

    GIVEN = "given"
    """The student has it, and has decided nothing."""
    KEPT = "kept"
    RETURNED = "returned"
    """The student asks to change something; they talk about it themselves."""
    REMOVED = "removed"
    """The student does not want it: its words are gone."""


class LetterStateError(CareerError):
    """The letter is in a state in which this cannot be done."""

    def __init__(self, state: LetterState) -> None:
        super().__init__(f"a letter that is {state} cannot be changed like this")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSentence:
    """A sentence to choose.

    Parameters
    ----------
    theme : str
        What it is about, as the form asks it; of one theme at most one sentence stands in a letter.
    choice : str
        How far it goes, in the form.
    text : str
        For ``str.format``, with ``{naam}`` for the first name.
    """

    code: str
    theme: str
    choice: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A letter about one placing.

    Parameters
    ----------
    written_by : UUID or None
        The account that wrote it; ``None`` when that is no more.
    writer_title : str
        What the writer is at the company; may be empty.
    tasks : tuple of str
        What the student did there.
    codes : tuple of str
        Sentences that were chosen, to choose again from.
    lines : tuple of str
        The same as they were written, so that a letter stays what it was.
    own_words : str
        What the writer added; may be empty.
    """

    id: UUID
    application_id: UUID
    student_id: UUID
    written_by: UUID | None
    writer_name: str
    writer_title: str
    employer_name: str
    place_title: str
    tasks: tuple[str, ...]
    codes: tuple[str, ...]
    lines: tuple[str, ...]
    own_words: str
    given_at: datetime
    state: LetterState = LetterState.GIVEN
    decided_at: datetime | None = None

    @property
    def can_be_written_again(self) -> bool:
        """Whether the writer can change it: only when the student asked."""
        return self.state is LetterState.RETURNED

    def decide(self, state: LetterState, *, now: datetime) -> "Recommendation":
        """Let the student keep it, ask for a change, or take it away; what was taken away is gone.

        Raises
        ------
        LetterStateError
            It was taken away before, or is back with its writer and can only be taken away, or this is no decision.
        """
        is_over = self.state is LetterState.REMOVED
        is_back = self.state is LetterState.RETURNED and state is not LetterState.REMOVED
        if is_over or is_back or state is LetterState.GIVEN:
            raise LetterStateError(self.state)
        decided = replace(self, state=state, decided_at=now)
        if state is LetterState.REMOVED:
            return replace(decided, tasks=(), codes=(), lines=(), own_words="", writer_title="")
        return decided


def chosen_lines(
    codes: Sequence[str],
    sentences: Mapping[str, LetterSentence],
    *,
    first_name: str,
    tasks: Sequence[str],
    own_words: str,
    writer_title: str,
) -> tuple[str, ...]:
    """Give the sentences of a letter, in the order of their list, with the name in them.

    Raises
    ------
    InvalidValueError
        Too little was chosen, two of one theme, one that is not there, or too many own words.
    """
    chosen = [held for code, held in sentences.items() if code in codes]
    themes = [held.theme for held in chosen]
    checks = {
        "tasks": (bool(tasks), "kies minstens één taak die de jongere echt heeft gedaan"),
        "sentences": (
            len(chosen) == len(set(codes)) and len(set(themes)) == len(themes),
            "kies bij elk onderwerp hoogstens één zin",
        ),
        "themes": (
            len(set(themes) - {CLOSING}) >= FEWEST_THEMES,
            f"kies bij minstens {FEWEST_THEMES} onderwerpen een zin; de rest mag leeg blijven",
        ),
        "closing": (CLOSING in themes, "kies een zin om mee te eindigen"),
        "own_words": (len(own_words) <= LONGEST_WORDS, f"houd je eigen woorden op hoogstens {LONGEST_WORDS} tekens"),
        "writer_title": (len(writer_title) <= LONGEST_TITLE, f"houd je functie op hoogstens {LONGEST_TITLE} tekens"),
    }
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    if faults:
        raise InvalidValueError("recommendation", faults)
    return tuple(held.text.format(naam=first_name) for held in chosen)
