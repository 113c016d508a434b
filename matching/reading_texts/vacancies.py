"""Say what each clause of a vacancy means: work, a wish, something learned, or nothing."""

from dataclasses import dataclass

from matching.reading_texts.clauses import Actor, Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.vocabulary import Cue, Role, Scope, TextVocabulary

ORDER = (
    MarkKind.LEARNED,
    MarkKind.WANTED,
    MarkKind.NOT_NEEDED,
    None,
    MarkKind.NEEDED,
    MarkKind.DUTY,
)
"""Of several cues in one clause the earliest of these counts; ``None`` is a cue for silence."""

ASKING = frozenset({"kunnen", "moeten", "hebben", "willen", "houden", "weten", "spreken", "beheersen", "beschikken", "durven", "vinden", "begrijpen", "lezen", "rekenen", "omgaan", "nadenken", "doorzetten", "luisteren", "opletten", "praten", "snappen", "passen"})
"""Verbs that tell what the student must have or be able to, when the student is the subject."""
DOING = frozenset({"gaan", "mogen", "zullen"})
"""Verbs that come before an infinitive that is work."""
TELLING = frozenset({"doen", "staan", "lopen", "zorgen", "brengen", "geven", "nemen", "maken", "zetten", "leggen", "helpen", "houden", "dragen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a clause means.

    Parameters
    ----------
    kind : MarkKind or None
        ``None`` when it says nothing to mark.
    is_open : bool
        Nothing in the clause itself decides: a cue in the next one may.
    is_list : bool
        What follows after a comma is one more of the same, also without a verb.
    keep_verb : bool
        The finite verb is part of what it says.
    dropped : frozenset of int
        Tokens of cues, which are no part of what it says.
    cue : Found or None
        The cue that decided.
    """

    kind: MarkKind | None
    is_open: bool = False
    is_list: bool = False
    keep_verb: bool = False
    dropped: frozenset[int] = frozenset()
    cue: Found[Cue] | None = None


def sense(clause: Clause, cues: list[Found[Cue]], before: Sense | None, section: MarkKind | None, *, has_section: bool, words: TextVocabulary) -> Sense:
    """Say what a clause of a vacancy means.

    Parameters
    ----------
    before : Sense or None
        Of the clause before it in the same sentence.
    section : MarkKind or None
        What the heading above it announces.
    """
    own = [found for found in cues if clause.start <= found.start < clause.end]
    chosen = min(own, key=lambda found: ORDER.index(found.meaning.effect), default=None)
    if chosen is not None:
        return _by_cue(clause, chosen, own, words)
    return _by_verb(clause, before, section, has_section=has_section, words=words)


def _by_cue(clause: Clause, chosen: Found[Cue], own: list[Found[Cue]], words: TextVocabulary) -> Sense:
    kind = chosen.meaning.effect
    dropped: set[int] = set()
    for found in own:
        is_content = found.meaning.effect is MarkKind.NEEDED and found.meaning.scope is Scope.CLAUSE
        if not is_content:
            dropped.update(range(found.start, found.end))
    is_work = clause.verb in words.work and clause.finite not in dropped
    if kind is MarkKind.DUTY and clause.actor in (Actor.WE, Actor.OTHER, Actor.THEY) and clause.finite is not None and not any(words.has(t.norm, Role.YOU) for t in clause.tokens):
        return Sense(kind=None)
    if kind is MarkKind.NEEDED and clause.actor in (Actor.WE, Actor.OTHER) and chosen.meaning.scope is Scope.CLAUSE:
        return Sense(kind=None)
    return Sense(kind=kind, is_list=True, keep_verb=is_work or kind is MarkKind.DUTY, dropped=frozenset(dropped), cue=chosen)


def _by_verb(clause: Clause, before: Sense | None, section: MarkKind | None, *, has_section: bool, words: TextVocabulary) -> Sense:
    tokens = clause.tokens
    has_trait = any(words.has(token.norm, Role.TRAIT, Role.TRAIT_NOUN) for token in tokens)
    is_student = clause.actor in (Actor.YOU, Actor.STUDENT, Actor.WHO)
    if clause.actor in (Actor.WE, Actor.I, Actor.THEY, Actor.OTHER):
        return Sense(kind=None)
    if clause.finite is not None and (is_student or (before is not None and before.kind is not None)):
        if clause.verb == "zijn":
            return Sense(kind=MarkKind.NEEDED if has_trait else None, is_list=has_trait)
        if clause.verb in ASKING and not (clause.verb in words.work and clause.verb in TELLING):
            return Sense(kind=MarkKind.NEEDED, is_list=True, keep_verb=clause.verb not in ("hebben", "willen", "moeten", "kunnen"))
        if clause.verb in DOING:
            return Sense(kind=MarkKind.DUTY if clause.n_verbs > 1 else None, is_list=True)
        if clause.verb == "werken" and has_trait:
            return Sense(kind=MarkKind.NEEDED, keep_verb=True)
        if clause.verb in words.work or clause.verb in TELLING or (clause.verb and clause.verb + "?" == "") or not clause.verb:
            return Sense(kind=MarkKind.DUTY, keep_verb=True)
        return Sense(kind=None)
    if clause.finite is not None:
        return Sense(kind=None)
    if before is not None and clause.joiner not in ("",):
        if before.is_open:
            return Sense(kind=None, is_open=True)
        if before.kind is not None and (before.is_list or clause.n_verbs or has_trait):
            return Sense(kind=before.kind, is_list=before.is_list, keep_verb=True)
        if before.kind is not None or before.cue is not None:
            return Sense(kind=None)
    if has_section:
        return Sense(kind=section, is_list=True, keep_verb=True)
    if before is None and clause.sentence.is_bullet and not has_trait and clause.n_verbs:
        return Sense(kind=MarkKind.DUTY, is_list=True, keep_verb=True)
    if clause.n_verbs and not has_trait:
        return Sense(kind=MarkKind.DUTY, is_list=True, keep_verb=True)
    if clause.sentence.is_bullet and has_trait:
        return Sense(kind=MarkKind.NEEDED, is_list=True)
    return Sense(kind=None, is_open=True)
