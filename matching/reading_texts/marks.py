"""What a text says, mark by mark, each with the words that say it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class MarkKind(StrEnum):
    """What a mark says; the first eight stand in vacancy texts, the others (and ``CONDITION``) in students' stories."""

    DUTY = "duty"
    LEARNED = "learned"
    NEEDED = "needed"
    WANTED = "wanted"
    NOT_NEEDED = "not_needed"
    MUST = "must"
    HAZARD = "hazard"
    CONDITION = "condition"
    CAN = "can"
    LIKES = "likes"
    DISLIKES = "dislikes"
    CANNOT = "cannot"
    WANTS_TO_LEARN = "wants_to_learn"
    HAS = "has"


class Span(NamedTuple):
    """Part of a text: from ``start`` up to, not including, ``end``, counted in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the part itself."""
        return text[self.start : self.end]


class LinkedEntry(NamedTuple):
    """An entry of the catalogue that a phrase was linked to.

    Parameters
    ----------
    id : str
        Stable id of the catalogue.
    confidence : float
        From 0 to 1.
    """

    id: str
    confidence: float


Link = Callable[[Sequence[str]], Sequence[LinkedEntry | None]]
"""Links phrases to the catalogue, all of a text at once; ``None`` where nothing is close enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing a text says.

    Parameters
    ----------
    about : str
        A short phrase ("schappen vullen"), or the code when ``is_code``.
    phrase : Span
        The shortest part of the text that says it.
    sentence : Span
        The sentence or bullet around it.
    entry : LinkedEntry or None
        What the phrase was linked to; ``None`` for codes, and without a linker.
    """

    kind: MarkKind
    about: str
    phrase: Span
    sentence: Span
    is_code: bool = False
    entry: LinkedEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """All marks of one text, in the order of the text.

    Parameters
    ----------
    n_unread : int
        Characters at the end that were not read because the text is longer than ``LONGEST_TEXT``.
    """

    marks: tuple[Mark, ...]
    n_unread: int = 0
