"""Find must-haves, hazards and conditions by the words that name them."""

from collections.abc import Sequence

from matching.reading_texts.clauses import Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.tokens import Token
from matching.reading_texts.vocabulary import TextVocabulary, WordRole

NEAR = 3
"""A negation counts for a code that follows within this many words."""
AGES = range(13, 26)
"""Ages that a vacancy can name as the youngest."""


def codes(tokens: Sequence[Token], kind: MarkKind, words: TextVocabulary) -> list[Found[str]]:
    """Find the codes of one kind in a sentence."""
    found = words.codes[kind].find(tokens)
    return [
        match
        for match in found
        if match.meaning != "minimumleeftijd" or _names_an_age(tokens[match.start : match.end + 1])
    ]


def is_denied(tokens: Sequence[Token], match: Found[str], clause: Clause, words: TextVocabulary) -> bool:
    """Say whether a negation stands close before a code, in the same clause."""
    start = max(clause.start, match.start - NEAR)
    return sum(words.has(token.norm, WordRole.NEGATION) for token in tokens[start : match.start]) % 2 == 1


def _names_an_age(tokens: Sequence[Token]) -> bool:
    numbers = [token.norm for token in tokens if token.norm.isdigit()]
    return any(int(number) in AGES for number in numbers if len(number) == 2) and tokens[-1].norm not in (
        "uur",
        "u",
        ":",
        "euro",
    )
