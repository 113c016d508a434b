"""Say what each clause of a student's story means: what somebody can, likes, does not want or wants to learn."""

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
from matching.reading_texts.verb_forms import Form
from matching.reading_texts.vocabulary import Cue, CueScope, TextVocabulary, WordRole

ORDER = (
    MarkKind.WANTS_TO_LEARN,
    MarkKind.CANNOT,
    MarkKind.DISLIKES,
    None,
    MarkKind.LIKES,
    MarkKind.CAN,
)
"""Of several cues in one clause the earliest of these counts; ``None`` is a cue for silence."""
DENIED = {
    MarkKind.LIKES: MarkKind.DISLIKES,
    MarkKind.CAN: MarkKind.CANNOT,
    MarkKind.WANTS_TO_LEARN: MarkKind.DISLIKES,
    MarkKind.CANNOT: MarkKind.CAN,
    MarkKind.DISLIKES: None,
}
"""What a cue means in a clause that denies it."""

AFFIRMED = {MarkKind.DISLIKES: MarkKind.LIKES, MarkKind.CANNOT: MarkKind.CAN}
"""What comes after "niet" when the next clause ends in "wel"."""


def sense(
    clause: Clause,
    cues: list[Found[Cue]],
    before: Sense | None,
    words: TextVocabulary,
    *,
    is_told_by_parent: bool,
    is_answer: bool,
) -> Sense:
    """Say what a clause of a story means.

    Parameters
    ----------
    is_told_by_parent : bool
        "Hij" or "zij" is the student.
    is_answer : bool
        The sentence before it is a short question.
    """
    selves: tuple[Actor, ...] = (Actor.I, Actor.STUDENT, Actor.NOBODY)
    if is_told_by_parent:
        is_named = clause.actor is Actor.OTHER and not _is_about_family(clause, words)
        selves += (Actor.THEY, Actor.WHO, *((Actor.OTHER,) if is_named else ()))
    own = cues_of(clause, cues, is_answer=is_answer)
    chosen = strongest(own, ORDER)
    if chosen is not None:
        if clause.actor in (Actor.WE, Actor.THEY, Actor.YOU, Actor.WHO) and clause.actor not in selves:
            return SILENCE
        if clause.actor is Actor.OTHER and _is_about_family(clause, words):
            return SILENCE
        return _by_cue(clause, chosen, own, words)
    return _by_verb(clause, before, selves, words)


def _by_cue(clause: Clause, chosen: Found[Cue], own: list[Found[Cue]], words: TextVocabulary) -> Sense:
    kind = chosen.meaning.effect
    if kind is None:
        return replace(SILENCE, cue=chosen)
    if _is_denied(clause, chosen, words):
        kind = DENIED[kind]
    tokens = clause.sentence.tokens
    small = (
        WordRole.I,
        WordRole.THEY,
        WordRole.FILLER,
        WordRole.NEGATION,
        WordRole.PLEASANT,
        WordRole.UNPLEASANT,
        WordRole.HARD,
        WordRole.GOOD,
    )
    dropped = {
        at
        for found in own
        if found.meaning.scope is not CueScope.CONTENT
        for at in range(found.start, min(found.end, clause.end))
        if at in (found.start, found.end - 1) or words.has(tokens[at].norm, *small)
    }
    is_work = clause.verb in words.work
    if is_work and clause.finite is not None:
        dropped.discard(clause.finite)
    return Sense(kind=kind, is_list=True, keep_verb=is_work, dropped=frozenset(dropped), cue=chosen)


def _is_about_family(clause: Clause, words: TextVocabulary) -> bool:
    """Say whether somebody else does it: "mijn vader kan goed timmeren"."""
    before = clause.sentence.tokens[clause.start : clause.finite]
    return clause.finite is not None and any(words.has(token.norm, WordRole.OTHER_NOUN) for token in before)


def _is_denied(clause: Clause, cue: Found[Cue], words: TextVocabulary) -> bool:
    """Say whether a clause denies its cue; a cue that holds a "niet" itself cannot be denied by it."""
    return n_denials(clause, words, beside=cue if cue.meaning.is_denial else None) % 2 == 1


def _by_verb(clause: Clause, before: Sense | None, selves: tuple[Actor, ...], words: TextVocabulary) -> Sense:
    if clause.actor not in selves or (
        clause.finite is not None and clause.is_below and words_at_start(clause, words, WordRole.CONDITIONAL)
    ):
        return SILENCE
    is_denied = holds(clause, words, WordRole.NEGATION)
    has_done = any(
        reading.form is Form.PARTICIPLE
        and (reading.infinitive in words.work or words.has(reading.infinitive, WordRole.DOING_VERB))
        for token in clause.tokens
        for reading in words.forms.get(token.norm, ())
    )
    if clause.finite is not None:
        if is_denied:
            return SILENCE
        if clause.verb == "zijn":
            has_strength = holds(clause, words, WordRole.STRENGTH)
            return Sense(kind=MarkKind.CAN, is_list=True) if has_strength or has_done else SILENCE
        if clause.verb == "hebben":
            return Sense(kind=MarkKind.CAN, is_list=True) if has_done else SILENCE
        if clause.verb in ("moeten", "mogen", "kunnen", "gaan"):
            return Sense(kind=MarkKind.CAN, is_list=True) if clause.n_tasks else SILENCE
        if clause.verb in words.work or words.has(clause.verb, WordRole.DOING_VERB):
            return Sense(kind=MarkKind.CAN, keep_verb=True)
        return SILENCE
    if before is not None:
        return _continued(clause, before, words, is_denied=is_denied)
    if is_denied and not has_done:
        return Sense(kind=MarkKind.DISLIKES, is_list=True, is_open=True)
    if has_done or clause.n_tasks:
        return Sense(kind=MarkKind.CAN, is_list=True, is_open=True, keep_verb=True)
    return UNDECIDED


def _continued(clause: Clause, before: Sense, words: TextVocabulary, *, is_denied: bool) -> Sense:
    """Say what a clause without a verb of its own means, by the one before it."""
    if words_at_start(clause, words, WordRole.SUBORDINATE) and not clause.n_tasks:
        return SILENCE
    if before.kind is None:
        if is_denied and (before.is_open or words_at_start(clause, words, WordRole.NEGATION)):
            return Sense(kind=MarkKind.DISLIKES, is_list=True, is_open=True)
        if clause.n_tasks and before.is_open:
            return Sense(kind=MarkKind.CAN, is_list=True, is_open=True, keep_verb=True)
        return replace(UNDECIDED, is_open=before.is_open)
    kind: MarkKind | None = before.kind
    if is_denied and before.kind in (MarkKind.CAN, MarkKind.LIKES, MarkKind.WANTS_TO_LEARN):
        kind = DENIED[before.kind] if before.cue is not None or clause.joiner == "maar" else MarkKind.DISLIKES
    if ends_in_yes(clause):
        kind = AFFIRMED.get(before.kind, kind)
    if before.is_list or clause.n_tasks:
        return Sense(kind=kind, is_list=before.is_list, keep_verb=True, is_open=before.is_open)
    return PART
