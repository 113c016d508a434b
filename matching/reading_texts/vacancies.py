"""Say what each clause of a vacancy means: work, something asked, something learned, or nothing."""

from dataclasses import replace

from matching.reading_texts.clauses import Actor, Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.senses import (
    PART,
    SILENCE,
    UNDECIDED,
    Sense,
    cues_of,
    ends_in_yes,
    holds,
    n_denials,
    strongest,
    words_at_start,
)
from matching.reading_texts.vocabulary import Cue, CueScope, TextVocabulary, WordRole

ORDER = (MarkKind.LEARNED, MarkKind.WANTED, MarkKind.NOT_NEEDED, None, MarkKind.NEEDED, MarkKind.DUTY)
"""Of several cues in one clause the earliest of these counts; ``None`` is a cue for silence."""
STUDENT = (Actor.YOU, Actor.STUDENT, Actor.WHO)
FIRM = (Actor.WE, Actor.I, Actor.THEY, Actor.OTHER)
WORKING_ON = frozenset({"met", "aan", "achter", "bij", "mee", "als"})
"""What "je werkt" is followed by when it tells what the work is, rather than when or where."""
CARRIED = (MarkKind.NOT_NEEDED, MarkKind.LEARNED, MarkKind.WANTED)
"""Meanings that reach back to what stands before: "lassen, frezen: dat leer je hier"."""


def sense(
    clause: Clause,
    cues: list[Found[Cue]],
    before: Sense | None,
    section: tuple[MarkKind | None] | None,
    words: TextVocabulary,
    *,
    is_answer: bool,
) -> Sense:
    """Say what a clause of a vacancy means.

    Parameters
    ----------
    before : Sense or None
        Of the clause before it in the same sentence.
    section : (MarkKind or None,) or None
        What the heading above it announces.
    is_answer : bool
        The sentence before it is a short question.
    """
    own = cues_of(clause, cues, is_answer=is_answer)
    chosen = strongest(own, ORDER)
    if clause.is_below and before is not None and before.passes_on and clause.actor in STUDENT:
        return Sense(kind=before.kind, is_list=True, keep_verb=True)
    above = section[0] if section is not None else None
    if chosen is not None and chosen.meaning.effect is MarkKind.NEEDED and clause.subject is None:
        if above in CARRIED:
            return Sense(kind=above, is_list=True, keep_verb=True)
        is_joined = clause.finite is None and clause.joiner in (",", "en", "of", "&")
        if before is not None and before.is_list and before.kind in (MarkKind.LEARNED, MarkKind.WANTED) and is_joined:
            return Sense(kind=before.kind, is_list=True, keep_verb=True)
    if chosen is not None:
        return _by_cue(clause, chosen, own, words)
    return _by_verb(clause, before, section, words)


def _by_cue(clause: Clause, chosen: Found[Cue], own: list[Found[Cue]], words: TextVocabulary) -> Sense:
    kind = chosen.meaning.effect
    dropped = {
        at for found in own if found.meaning.scope is not CueScope.CONTENT for at in range(found.start, found.end)
    }
    if kind is None:
        return replace(SILENCE, cue=chosen)
    if clause.actor in FIRM and clause.finite is not None:
        is_about_work = clause.verb in ("zoeken", "horen", "behoren", "bestaan", "omvatten")
        if kind is MarkKind.DUTY and not holds(clause, words, WordRole.YOU) and not is_about_work:
            return SILENCE
        if kind is MarkKind.NEEDED and all(found.meaning.scope is CueScope.CONTENT for found in own):
            return SILENCE
    is_denied = not any(found.meaning.is_denial for found in own) and n_denials(clause, words) % 2 == 1
    if is_denied and (kind is MarkKind.NEEDED or (kind is MarkKind.DUTY and clause.actor in STUDENT)):
        return SILENCE
    is_named = kind is MarkKind.NEEDED and chosen.meaning.scope is CueScope.CONTENT
    if kind is MarkKind.NEEDED and not is_named and _is_condition(clause, words) and chosen.start > clause.start + 1:
        return SILENCE
    is_work = clause.verb in words.work and clause.finite not in dropped
    return Sense(
        kind=kind,
        is_open=is_named and clause.finite is None,
        is_list=True,
        keep_verb=is_work or kind is MarkKind.DUTY,
        dropped=frozenset(dropped),
        cue=chosen,
    )


def _by_verb(
    clause: Clause, before: Sense | None, section: tuple[MarkKind | None] | None, words: TextVocabulary
) -> Sense:
    if clause.actor in FIRM:
        return SILENCE
    if clause.finite is not None:
        if clause.actor in STUDENT or (before is not None and before.kind is not None):
            return _by_student_verb(clause, words)
        return SILENCE
    has_trait = holds(clause, words, WordRole.TRAIT, WordRole.TRAIT_NOUN)
    if before is not None and (clause.joiner != ":" or (before.cue is not None and before.kind is not None)):
        return _continued(clause, before, section, words, has_trait=has_trait)
    if section is not None:
        return Sense(kind=section[0], is_list=True, keep_verb=True, is_open=True)
    if clause.n_tasks and not _starts_with_trait(clause, words):
        return Sense(kind=MarkKind.DUTY, is_list=True, keep_verb=True, is_open=True)
    if _starts_with_trait(clause, words) or (has_trait and clause.sentence.is_bullet):
        return Sense(kind=MarkKind.NEEDED, is_list=True, is_open=True)
    is_line = clause.sentence.is_bullet or (clause.sentence.is_line_start and clause.sentence.is_line_end)
    if _is_action(clause, words) and is_line:
        return Sense(kind=MarkKind.DUTY, is_list=True, is_open=True)
    return UNDECIDED


def _by_student_verb(clause: Clause, words: TextVocabulary) -> Sense:
    """Say what a clause means by the verb that goes with "je"."""
    is_question = clause.sentence.tokens[-1].norm.startswith("?")
    is_denied = holds(clause, words, WordRole.NEGATION)
    is_inverted = clause.subject is not None and clause.finite is not None and clause.finite < clause.subject
    has_trait = holds(clause, words, WordRole.TRAIT, WordRole.TRAIT_NOUN)
    if clause.verb == "zijn":
        is_asked = has_trait and not is_denied and not _is_condition(clause, words)
        return Sense(kind=MarkKind.NEEDED, is_list=True) if is_asked else SILENCE
    if is_denied or _is_condition(clause, words):
        return SILENCE
    if (
        clause.verb in ("kunnen", "willen")
        and is_inverted
        and clause.n_tasks
        and not holds(clause, words, WordRole.GOOD)
    ):
        is_duty = clause.verb == "willen" if is_question else clause.verb == "kunnen"
        return Sense(kind=MarkKind.DUTY if is_duty else MarkKind.NEEDED, is_list=True)
    if words.has(clause.verb, WordRole.ASKING_VERB):
        keep = clause.verb not in ("hebben", "willen", "moeten", "kunnen")
        return Sense(kind=MarkKind.NEEDED, is_list=True, keep_verb=keep)
    if words.has(clause.verb, WordRole.LEADING_VERB):
        return Sense(kind=MarkKind.DUTY, is_list=True) if clause.n_tasks else SILENCE
    if clause.verb in ("werken", "blijven") and has_trait:
        return Sense(kind=MarkKind.NEEDED, keep_verb=True, is_list=True)
    if clause.verb == "werken" and not any(token.norm in WORKING_ON for token in clause.tokens):
        return SILENCE
    if clause.actor is Actor.WHO and (has_trait or holds(clause, words, WordRole.GOOD)):
        return Sense(kind=MarkKind.NEEDED, keep_verb=True, is_list=True)
    if clause.verb in words.work or not clause.verb or words.has(clause.verb, WordRole.DOING_VERB):
        return Sense(kind=MarkKind.DUTY, keep_verb=True)
    return SILENCE


def _continued(
    clause: Clause, before: Sense, section: tuple[MarkKind | None] | None, words: TextVocabulary, *, has_trait: bool
) -> Sense:
    """Say what a clause without a verb of its own means, by the one before it."""
    if words.has(clause.joiner, WordRole.SUBORDINATE, WordRole.BUT) or words_at_start(
        clause, words, WordRole.SUBORDINATE
    ):
        if clause.joiner == "maar" and has_trait:
            return Sense(kind=MarkKind.NEEDED, is_list=True)
        return SILENCE
    if before.is_open and before.kind is None:
        if clause.n_tasks:
            return Sense(kind=MarkKind.DUTY, is_list=True, keep_verb=True, is_open=True)
        if section is not None:
            return Sense(kind=section[0], is_list=True, keep_verb=True, is_open=True)
        return (
            Sense(kind=MarkKind.NEEDED, is_list=True, is_open=True) if _starts_with_trait(clause, words) else UNDECIDED
        )
    if words.has(clause.tokens[-1].norm, WordRole.NEGATION) or (
        len(clause.tokens) > 1
        and words.has(clause.tokens[-2].norm, WordRole.NEGATION)
        and not clause.tokens[-1].is_word
    ):
        return Sense(kind=MarkKind.NOT_NEEDED, keep_verb=True)
    if before.kind is None:
        return SILENCE
    if before.kind is MarkKind.NOT_NEEDED and ends_in_yes(clause):
        return Sense(kind=MarkKind.NEEDED, keep_verb=True)
    if before.kind is MarkKind.NOT_NEEDED and before.cue is not None and clause.joiner == ",":
        return UNDECIDED if not clause.n_tasks else SILENCE
    if (
        before.kind is MarkKind.NEEDED
        and clause.joiner in ("en", "of", "&")
        and not has_trait
        and len(clause.tokens) <= 2
    ):
        return PART
    if words_at_start(clause, words, WordRole.PREPOSITION) and not clause.n_tasks and not has_trait:
        return PART
    is_tail = clause.joiner in ("en", "of", "&") and not clause.n_tasks and len(clause.tokens) <= len(("de", "soort"))
    if before.kind is MarkKind.DUTY and before.cue is None and is_tail and not _is_action(clause, words):
        return PART
    if before.is_list or clause.n_tasks or (has_trait and before.kind is MarkKind.NEEDED):
        return Sense(kind=before.kind, is_list=before.is_list, keep_verb=True, is_open=before.is_open)
    return PART


def _is_condition(clause: Clause, words: TextVocabulary) -> bool:
    return clause.is_below and words_at_start(clause, words, WordRole.CONDITIONAL)


def _starts_with_trait(clause: Clause, words: TextVocabulary) -> bool:
    for token in clause.tokens:
        if words.has(token.norm, WordRole.TRAIT, WordRole.TRAIT_NOUN):
            return True
        if not words.has(token.norm, WordRole.FILLER, WordRole.DETERMINER, WordRole.AND):
            return False
    return False


def _is_action(clause: Clause, words: TextVocabulary) -> bool:
    return any(words.names_action(token.norm) for token in clause.tokens)
