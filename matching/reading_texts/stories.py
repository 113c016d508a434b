"""Say what each clause of a student's story means: what somebody can, likes, does not want or wants to learn."""

from matching.reading_texts.clauses import Actor, Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.vacancies import Sense
from matching.reading_texts.verb_forms import Form
from matching.reading_texts.vocabulary import Cue, Role, TextVocabulary

ORDER = (
    MarkKind.WANTS_TO_LEARN,
    MarkKind.CANNOT,
    MarkKind.DISLIKES,
    None,
    MarkKind.LIKES,
    MarkKind.CAN,
)
"""Of several cues in one clause the earliest of these counts; ``None`` is a cue for silence."""
TURNED = {
    MarkKind.LIKES: MarkKind.DISLIKES,
    MarkKind.CAN: MarkKind.CANNOT,
    MarkKind.WANTS_TO_LEARN: MarkKind.DISLIKES,
    MarkKind.CANNOT: MarkKind.CAN,
    MarkKind.DISLIKES: None,
}
"""What a cue means in a clause that denies it."""
DOING = frozenset({"doen", "maken", "geven", "helpen", "zorgen", "brengen", "staan", "lopen", "rijden", "werken", "zetten"})


def sense(clause: Clause, cues: list[Found[Cue]], before: Sense | None, *, is_told_by_parent: bool, words: TextVocabulary) -> Sense:
    """Say what a clause of a story means.

    Parameters
    ----------
    is_told_by_parent : bool
        "Hij" or "zij" is the student.
    """
    own = [found for found in cues if clause.start <= found.start < clause.end]
    chosen = min(own, key=lambda found: ORDER.index(found.meaning.effect), default=None)
    selves = (Actor.I, Actor.STUDENT) + ((Actor.THEY,) if is_told_by_parent else ())
    if chosen is not None:
        if clause.actor in (Actor.WE, Actor.THEY, Actor.YOU) and clause.actor not in selves:
            return Sense(kind=None)
        return _by_cue(clause, chosen, own, words)
    return _by_verb(clause, before, selves, words)


def is_denied(clause: Clause, cue: Found[Cue], words: TextVocabulary) -> bool:
    """Say whether a clause denies its cue, which itself holds no negation."""
    tokens = clause.sentence.tokens
    inside = {at for at in range(cue.start, cue.end) if words.has(tokens[at].norm, Role.NEGATION)}
    if inside:
        return cue.meaning.effect not in (MarkKind.CANNOT, MarkKind.DISLIKES)
    return any(words.has(tokens[at].norm, Role.NEGATION) for at in range(clause.start, clause.end))


def _by_cue(clause: Clause, chosen: Found[Cue], own: list[Found[Cue]], words: TextVocabulary) -> Sense:
    kind = chosen.meaning.effect
    if kind is not None and is_denied(clause, chosen, words):
        kind = TURNED[kind]
    tokens = clause.sentence.tokens
    dropped = {
        at
        for found in own
        for at in range(found.start, found.end)
        if at in (found.start, found.end - 1)
        or words.has(tokens[at].norm, Role.I, Role.THEY, Role.FILLER, Role.NEGATION, Role.PLEASANT, Role.UNPLEASANT, Role.HARD)
    }
    is_work = clause.verb in words.work and clause.finite not in dropped
    return Sense(kind=kind, is_list=True, keep_verb=is_work, dropped=frozenset(dropped), cue=chosen)


def _by_verb(clause: Clause, before: Sense | None, selves: tuple[Actor, ...], words: TextVocabulary) -> Sense:
    tokens = clause.tokens
    is_denied = any(words.has(token.norm, Role.NEGATION) for token in tokens)
    has_participle = any(
        reading.form is Form.PARTICIPLE and reading.infinitive in words.work | DOING
        for token in tokens
        for reading in words.forms.get(token.norm, ())
    )
    if clause.actor not in (*selves, Actor.NOBODY):
        return Sense(kind=None)
    if clause.finite is not None:
        if is_denied:
            return Sense(kind=None)
        if clause.verb == "zijn":
            has_strength = any(words.has(token.norm, Role.STRENGTH) for token in tokens)
            return Sense(kind=MarkKind.CAN if has_strength else None, is_list=has_strength)
        if clause.verb in ("hebben", "zijn"):
            return Sense(kind=MarkKind.CAN if has_participle else None, is_list=has_participle)
        if clause.verb in ("moeten", "gaan", "mogen", "kunnen"):
            return Sense(kind=MarkKind.CAN if clause.n_verbs > 1 else None, is_list=True)
        if clause.verb in words.work or clause.verb in DOING:
            return Sense(kind=MarkKind.CAN, keep_verb=True, is_list=True)
        return Sense(kind=None)
    if before is not None:
        if before.kind is not None and (before.is_list or clause.n_verbs):
            return Sense(kind=before.kind, is_list=before.is_list, keep_verb=True)
        return Sense(kind=None, is_open=before.is_open)
    if has_participle or clause.n_verbs:
        return Sense(kind=MarkKind.CAN, is_list=True, is_open=True, keep_verb=True)
    return Sense(kind=None, is_open=True)
