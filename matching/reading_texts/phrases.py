"""Cut the telling part of a clause into phrases of a verb and its object, and write each as a task."""

from collections.abc import Collection
from typing import NamedTuple

from matching.reading_texts.clauses import Actor, Clause, verb_at
from matching.reading_texts.marks import Span
from matching.reading_texts.tokens import Token, fold
from matching.reading_texts.verb_forms import Form
from matching.reading_texts.vocabulary import TextVocabulary, WordRole

UNNAMED = (WordRole.FILLER, WordRole.YOU, WordRole.I, WordRole.WE, WordRole.THEY, WordRole.POSSESSIVE)
"""Words that are left out of the name of a task."""
SMALL = (*UNNAMED, WordRole.DETERMINER, WordRole.PREPOSITION, WordRole.IT, WordRole.NEGATION)
"""Words that say nothing by themselves."""
OPENING = (WordRole.DETERMINER, WordRole.PREPOSITION)
"""Words after which something must follow, so that no phrase ends in one."""
LONGEST_PHRASE = 14
"""A phrase of more words is cut off: evidence is there to be read."""


class Phrase(NamedTuple):
    """Words from ``start`` up to, not including, ``end``, counted in tokens of the sentence."""

    start: int
    end: int


def span_of(clause: Clause, phrase: Phrase) -> Span:
    """Say where a phrase stands in the text."""
    tokens = clause.sentence.tokens
    return Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)


def telling_part(clause: Clause, dropped: Collection[int], words: TextVocabulary, *, keep_verb: bool) -> Phrase | None:
    """Give a clause without what stands at its edges and says nothing by itself.

    Parameters
    ----------
    dropped : collection of int
        Tokens that belong to a cue.
    keep_verb : bool
        The finite verb tells something ("vult") and stays.
    """
    tokens = clause.sentence.tokens
    start, end = clause.start, clause.end

    def is_empty(at: int) -> bool:
        if at == clause.finite:
            return not keep_verb
        token = tokens[at]
        return (
            not token.is_word
            or at in dropped
            or words.has(
                token.norm,
                WordRole.FILLER,
                WordRole.NEGATION,
                WordRole.YOU,
                WordRole.I,
                WordRole.WE,
                WordRole.THEY,
                WordRole.IT,
            )
            or (
                words.has(
                    token.norm, WordRole.SUBORDINATE, WordRole.RELATIVE, WordRole.THAT, WordRole.BUT, WordRole.AND
                )
                and (token.norm != "als" or clause.is_below)
            )
        )

    if clause.actor is Actor.STUDENT and clause.finite is not None:
        start = clause.finite
    particle = _particle_at(clause, words) if keep_verb else None
    while start < end and is_empty(start):
        start += 1
    while end > start and end - 1 != particle and (is_empty(end - 1) or words.has(tokens[end - 1].norm, *OPENING)):
        end -= 1
    return Phrase(start, end) if end > start else None


def says_something(clause: Clause, phrase: Phrase, words: TextVocabulary) -> bool:
    """Say whether a phrase holds more than small words."""
    return any(
        token.is_word
        and len(token.norm) > 1
        and not token.norm[0].isdigit()
        and not words.has(token.norm, *SMALL, WordRole.TIME)
        for token in clause.sentence.tokens[phrase.start : phrase.end]
    )


def tasks(clause: Clause, phrase: Phrase, words: TextVocabulary) -> list[Phrase]:
    """Cut a row of tasks that nothing marks off behind each infinitive: "banden plakken | remmen afstellen"."""
    tokens = clause.sentence.tokens
    infinitives = [
        at
        for at in range(phrase.start, phrase.end)
        if (reading := verb_at(tokens, at, words))
        and reading.form is Form.INFINITIVE
        and reading.infinitive in words.work
    ]
    cuts = [phrase.start]
    for this in infinitives[:-1]:
        after = tokens[this + 1].norm
        if not words.has(after, WordRole.PREPOSITION, WordRole.FILLER) and tokens[this].norm not in (
            "helpen",
            "komen",
            "leren",
        ):
            cuts.append(this + 1)
    return [Phrase(start, end) for start, end in zip(cuts, [*cuts[1:], phrase.end], strict=True)]


def task_name(clause: Clause, phrase: Phrase, words: TextVocabulary) -> str:
    """Write a phrase as a task: small words away, the verb at the end and as an infinitive.

    "vult je de schappen bij" becomes "schappen bijvullen".
    """
    tokens = clause.sentence.tokens
    particle = _particle_at(clause, words)
    verb = ""
    kept: list[str] = []
    for at in range(phrase.start, min(phrase.end, phrase.start + LONGEST_PHRASE)):
        norm = tokens[at].norm
        if at == clause.finite and clause.verb:
            verb = clause.verb
        elif (
            (at == particle and verb)
            or not tokens[at].is_word
            or words.has(
                norm, WordRole.FILLER, WordRole.YOU, WordRole.I, WordRole.WE, WordRole.THEY, WordRole.POSSESSIVE
            )
            or norm in ("de", "het", "een", "'t", "der")
        ):
            continue
        else:
            kept.append(_named(tokens, at, words))
    is_telling = not words.has(verb, WordRole.MODAL_VERB, WordRole.BARE_VERB)
    if verb and is_telling and kept and kept[-1] != verb:
        kept.append(verb)
    return " ".join(kept) or verb


def _named(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> str:
    reading = verb_at(tokens, at, words)
    return reading.infinitive if reading and reading.form is Form.PARTICIPLE else tokens[at].norm


def _particle_at(clause: Clause, words: TextVocabulary) -> int | None:
    """Find the part that came loose from the verb ("op" in "ruimt de tafel op")."""
    if clause.finite is None:
        return None
    tokens = clause.sentence.tokens
    for at in range(clause.end - 1, clause.finite, -1):
        if tokens[at].norm in words.particles and fold(clause.verb).startswith(tokens[at].norm):
            return at
    return None
