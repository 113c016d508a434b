"""A finding: words in a text that shut people out, weigh on the reader or do not belong there, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from employer_toolkit.wording.cutting import fold


class WordingKind(StrEnum):
    """What is the matter with some words."""

    ORIGIN = "origin"
    LANGUAGE = "language"
    """Asks for a mother tongue or an accent, which is origin by another name."""
    RELIGION = "religion"
    GENDER = "gender"
    AGE = "age"
    FAMILY = "family"
    APPEARANCE = "appearance"
    RESIDENCE = "residence"
    HEALTH = "health"
    TRICK = "trick"
    """The young person would work for nothing, or pay."""
    PERSONAL = "personal"
    HEAVY = "heavy"
    BARRIER = "barrier"
    """It is allowed, and it keeps young people away."""
    SHOUTING = "shouting"
    MISSING = "missing"
    """What every text needs and this one does not tell."""


class Weight(StrEnum):
    """How much a finding asks of whoever wrote the text."""

    MUST = "must"
    """It must be mended: somebody looks at it before the place is shown."""
    BETTER = "better"
    TIP = "tip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something found in a text, with where, why and what to write instead.

    Parameters
    ----------
    code : str
        The rule that found it.
    field : str
        Field of the form or place that holds the text.
    start, end : int
        Where the words stand in the text, in characters; both 0 when something is missing.
    words : str
        The words themselves, as they were written.
    reason, suggestion : str
        In Dutch, for whoever wrote it.
    source : str
        The article of the law that it rests on; empty where it is advice.
    """

    code: str
    kind: WordingKind
    weight: Weight
    field: str
    start: int
    end: int
    words: str
    reason: str
    suggestion: str
    source: str = ""

    @property
    def key(self) -> str:
        """By what it is known when the same words are found again in the same field, wherever they then stand."""
        return f"{self.field}:{self.code}:{' '.join(map(fold, self.words.split()))}"
