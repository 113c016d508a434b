"""What a clause means, in both sorts of text."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.reading_texts.clauses import Clause
from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Found
from matching.reading_texts.vocabulary import Cue, CueScope, TextVocabulary, WordRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a clause means.

    Parameters
    ----------
    kind : MarkKind or None
        ``None`` when it says nothing to mark.
    is_open : bool
        No word of its own decided this: a cue that follows may decide otherwise.
    is_list : bool
        What follows behind a comma is one more of the same, also without a verb.
    keep_verb : bool
        The finite verb is part of what it says.
    dropped : frozenset of int
        Tokens of cues, which are no part of what it says.
    cue : Found or None
        The cue that decided.
    passes_on : bool
        It says nothing else, and is about the clause that hangs on it: "het is een pre als je Duits spreekt".
    """

    kind: MarkKind | None
    is_open: bool = False
    is_list: bool = False
    keep_verb: bool = False
    dropped: frozenset[int] = frozenset()
    cue: Found[Cue] | None = None
    passes_on: bool = False


SILENCE = Sense(kind=None)
"""Says nothing, and neither does what hangs on to it."""
UNDECIDED = Sense(kind=None, is_open=True)
"""Says nothing by itself; what follows may decide."""


PART = Sense(kind=None, is_list=True)
"""One more object of the clause before it ("koffie en thee"): what follows goes on from that clause."""


def cues_of(clause: Clause, cues: Iterable[Found[Cue]], *, is_answer: bool) -> list[Found[Cue]]:
    """Choose the cues that count in one clause.

    Parameters
    ----------
    is_answer : bool
        The sentence before it is a short question.
    """
    counting = {CueScope.CLAUSE, CueScope.CONTENT}
    if clause.subject is None:
        counting.add(CueScope.START)
    if is_answer and not clause.joiner:
        counting.add(CueScope.ANSWER)
    return [
        found
        for found in cues
        if clause.start <= found.start < clause.end
        and found.meaning.scope in counting
        and (found.start == clause.start or found.meaning.scope in (CueScope.CLAUSE, CueScope.CONTENT))
    ]


def strongest(cues: list[Found[Cue]], order: tuple[MarkKind | None, ...]) -> Found[Cue] | None:
    """Choose the cue that comes first in an order."""
    return min(cues, key=lambda found: order.index(found.meaning.effect), default=None)


def n_denials(clause: Clause, words: TextVocabulary, *, beside: Found[Cue] | None = None) -> int:
    """Count words such as "niet" in a clause, those inside one cue left out."""
    tokens = clause.sentence.tokens
    inside = range(beside.start, beside.end) if beside is not None else range(0)
    return sum(
        words.has(tokens[at].norm, WordRole.NEGATION) for at in range(clause.start, clause.end) if at not in inside
    )


def words_at_start(clause: Clause, words: TextVocabulary, *roles: WordRole) -> bool:
    """Say whether the clause starts with a word of these roles."""
    return words.has(clause.sentence.tokens[clause.start].norm, *roles)


def ends_in_yes(clause: Clause) -> bool:
    """Say whether a clause ends in "wel", which turns a "niet" before it: "een diploma hoeft niet, inzet wel"."""
    last = next((token.norm for token in reversed(clause.tokens) if token.is_word), "")
    return last == "wel"


def holds(clause: Clause, words: TextVocabulary, *roles: WordRole) -> bool:
    """Say whether a word of the clause has one of these roles."""
    return any(words.has(token.norm, *roles) for token in clause.tokens)
