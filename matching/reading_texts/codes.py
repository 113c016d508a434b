"""Find must-haves, hazards and conditions by the words that name them, and say what the text says of them."""

from collections.abc import Sequence

from matching.reading_texts.clauses import Actor, Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.senses import Sense, holds, n_denials
from matching.reading_texts.tokens import Token
from matching.reading_texts.vocabulary import TextVocabulary, WordRole

NEAR = 3
"""A negation counts for a code that follows within this many words."""
ARRANGED = frozenset({"vog", "prk", "hepatitis_b", "beveiligingspas", "minimumleeftijd", "eigen_vervoer"})
"""Must-haves that nobody learns, also when the firm arranges or pays them."""
GOT = frozenset({"binnen", "gehaald", "behaald", "geslaagd", "ingeent", "gevaccineerd"})
"""Words by which "is" tells of something one has: "mijn rijbewijs is binnen"."""
NOT_HELD = frozenset({"minimumleeftijd", "nederlands"})
"""Must-haves that are no thing to hold."""
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


def said_in_vacancy(
    kind: MarkKind, match: Found[str], clause: Clause, sense: Sense, words: TextVocabulary
) -> MarkKind | None:
    """Say which kind a code gets in a clause of a vacancy; ``None`` when the clause denies it or is about others."""
    is_denied = _is_denied(match, clause, words)
    if kind is MarkKind.HAZARD:
        is_fearless = sense.cue is not None and sense.kind is MarkKind.NEEDED and sense.cue.meaning.is_denial
        is_absent = is_denied or sense.kind is MarkKind.NOT_NEEDED or n_denials(clause, words) % 2 == 1
        return kind if is_fearless or not is_absent else None
    before_verb = clause.sentence.tokens[clause.start : clause.finite or clause.start]
    is_theirs = any(words.has(token.norm, WordRole.OTHER_NOUN) for token in before_verb)
    if is_theirs and clause.verb in ("zijn", "hebben", "krijgen"):
        return None
    if kind is MarkKind.CONDITION:
        is_asked = clause.verb == "moeten" and clause.actor is Actor.YOU
        return None if is_denied or is_asked else kind
    if match.meaning == "minimumleeftijd" and _limits_only(clause):
        return None
    if sense.kind is MarkKind.LEARNED:
        return MarkKind.MUST if match.meaning in ARRANGED else MarkKind.LEARNED
    if sense.kind in (MarkKind.NOT_NEEDED, MarkKind.WANTED):
        return sense.kind
    return MarkKind.NOT_NEEDED if is_denied else MarkKind.MUST


def said_in_story(
    kind: MarkKind, match: Found[str], clause: Clause, sense: Sense, words: TextVocabulary
) -> MarkKind | None:
    """Say which kind a code gets in a clause of a story; ``None`` when it is not held, or does not help."""
    if kind is MarkKind.CONDITION:
        return None if sense.kind is MarkKind.CANNOT or _is_denied(match, clause, words) else kind
    if match.meaning in NOT_HELD or sense.kind is MarkKind.WANTS_TO_LEARN or holds(clause, words, WordRole.NEGATION):
        return None
    is_own = clause.actor in (Actor.I, Actor.NOBODY, Actor.THEY, Actor.STUDENT) and clause.verb in ("hebben", "")
    is_got = clause.verb == "zijn" and any(token.norm in GOT for token in clause.tokens)
    return MarkKind.HAS if is_own or is_got else None


def _is_denied(match: Found[str], clause: Clause, words: TextVocabulary) -> bool:
    """Say whether a negation stands close before a code, in the same clause."""
    before = clause.sentence.tokens[max(clause.start, match.start - NEAR) : match.start]
    return sum(words.has(token.norm, WordRole.NEGATION) for token in before) % 2 == 1


def _limits_only(clause: Clause) -> bool:
    """Say whether an age holds for part of the work only: "dat mag pas vanaf 18"."""
    in_sentence = any(token.norm in ("pas", "mag", "mogen") for token in clause.sentence.tokens)
    return in_sentence or any(token.norm in ("als", "zolang", "alleen", "tenzij") for token in clause.tokens)


def _names_an_age(tokens: Sequence[Token]) -> bool:
    numbers = [token.norm for token in tokens if token.norm.isdigit()]
    return any(int(number) in AGES for number in numbers if len(number) == 2) and tokens[-1].norm not in (
        "uur",
        "u",
        ":",
        "euro",
    )
