"""The wording of a place: what shuts people out, what reads heavily, what is missing."""

from employer_toolkit.wording.cutting import Sentence, Word, fold, sentences
from employer_toolkit.wording.expressions import Book, Expression, ExpressionError, parse
from employer_toolkit.wording.finding import Finding, Weight, WordingKind
from employer_toolkit.wording.linting import (
    Essential,
    KindText,
    WordingLimits,
    WordingRule,
    WordingRules,
    finding_of,
    lint,
    missing,
)
from employer_toolkit.wording.plain_language import (
    PlainLimits,
    PlainReading,
    PlainRules,
    PlainText,
    measure,
    reading_ease,
    syllables,
)

__all__ = [
    "Book",
    "Essential",
    "Expression",
    "ExpressionError",
    "Finding",
    "KindText",
    "PlainLimits",
    "PlainReading",
    "PlainRules",
    "PlainText",
    "Sentence",
    "Weight",
    "Word",
    "WordingKind",
    "WordingLimits",
    "WordingRule",
    "WordingRules",
    "finding_of",
    "fold",
    "lint",
    "measure",
    "missing",
    "parse",
    "reading_ease",
    "sentences",
    "syllables",
]
