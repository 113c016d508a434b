"""What a text says, mark by mark, each with the words that say it."""

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
    """

    kind: MarkKind
    about: str
    phrase: Span
    sentence: Span
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """All marks of one text, in the order of the text.

    Parameters
    ----------
    silent : tuple of Span
        Sentences and bullets without a mark, in the order of the text.
    n_unread : int
        Characters at the end that were not read because the text is longer than ``LONGEST_TEXT``.
    """

    marks: tuple[Mark, ...]
    silent: tuple[Span, ...]
    n_unread: int = 0
