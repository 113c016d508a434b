"""The words a text is read with: verbs, words with a role, cues and codes; all from data files, passed in as values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matching.reading_texts.marks import MarkKind
from matching.reading_texts.patterns import Element, PatternBook, parse_pattern
from matching.reading_texts.tokens import fold
from matching.reading_texts.verb_forms import Reading, Verb, all_forms


class TextSort(StrEnum):
    """The two sorts of text."""

    VACANCY = "vacancy"
    STORY = "story"


class CueScope(StrEnum):
    """Where a cue counts.

    Anywhere in its clause; likewise, and part of what is said; at the start of a clause without a subject; as the
    answer to a short question; as a heading.
    """

    CLAUSE = "clause"
    CONTENT = "content"
    START = "start"
    ANSWER = "answer"
    HEADING = "heading"


class WordRole(StrEnum):
    """What a word does in a sentence, or says about the one it is about."""

    YOU = "you"
    I = "i"  # noqa: E741 - the word itself
    WE = "we"
    THEY = "they"
    IT = "it"
    DETERMINER = "determiner"
    POSSESSIVE = "possessive"
    PREPOSITION = "preposition"
    AND = "and"
    BUT = "but"
    SUBORDINATE = "subordinate"
    RELATIVE = "relative"
    CONDITIONAL = "conditional"
    THAT = "that"
    NEGATION = "negation"
    FILLER = "filler"
    STUDENT_NOUN = "student_noun"
    CHILD_NOUN = "child_noun"
    TELLER = "teller"
    TIME = "time"
    OTHER_NOUN = "other_noun"
    TRAIT = "trait"
    TRAIT_NOUN = "trait_noun"
    STRENGTH = "strength"
    PLEASANT = "pleasant"
    UNPLEASANT = "unpleasant"
    HARD = "hard"
    GOOD = "good"
    ACTION = "action"
    ASKING_VERB = "asking_verb"
    LEADING_VERB = "leading_verb"
    MODAL_VERB = "modal_verb"
    BARE_VERB = "bare_verb"
    DOING_VERB = "doing_verb"


class Cue(NamedTuple):
    """What an expression means for the words around it.

    Parameters
    ----------
    effect : MarkKind or None
        The kind those words get; ``None`` when they say nothing to mark.
    is_denial : bool
        It holds a word such as "niet" itself.
    """

    effect: MarkKind | None
    scope: CueScope
    is_denial: bool = False


class CuePattern(NamedTuple):
    """A cue with the expression that gives it, as a data file writes it."""

    sort: TextSort
    cue: Cue
    pattern: str


class CodePattern(NamedTuple):
    """The code of a must-have, hazard or condition with an expression that names it."""

    kind: MarkKind
    code: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVocabulary:
    """Everything a text is read with.

    Parameters
    ----------
    forms : mapping of str to tuple of Reading
        What a word can be as a form of a verb.
    loose : mapping of (str, str) to str
        Part that comes loose and core, to the whole infinitive.
    actions : tuple of str
        Nouns that name work.
    """

    forms: Mapping[str, tuple[Reading, ...]]
    loose: Mapping[tuple[str, str], str]
    particles: frozenset[str]
    work: frozenset[str]
    also_noun: frozenset[str]
    roles: Mapping[str, frozenset[WordRole]]
    actions: tuple[str, ...]
    cues: Mapping[TextSort, PatternBook[Cue]]
    headings: PatternBook[MarkKind | None]
    codes: Mapping[MarkKind, PatternBook[str]]

    @classmethod
    def of(
        cls,
        *,
        verbs: Sequence[Verb],
        roles: Mapping[WordRole, Iterable[str]],
        cues: Iterable[CuePattern],
        codes: Iterable[CodePattern],
    ) -> "TextVocabulary":
        """Put the rows of the data files in order for looking up.

        Raises
        ------
        PatternError
            A pattern cannot be read.
        """
        forms = all_forms(verbs)
        forms_of: dict[str, list[str]] = {}
        for word, readings in forms.items():
            for reading in readings:
                forms_of.setdefault(reading.infinitive, []).append(word)

        def lookup(infinitive: str) -> list[str]:
            return forms_of.get(infinitive, [])

        of_word: dict[str, set[WordRole]] = {}
        for role, words in roles.items():
            for word in words:
                of_word.setdefault(fold(word), set()).add(role)
        cues, codes = list(cues), list(codes)
        return cls(
            forms=forms,
            loose={(fold(verb.loose), verb.core): verb.whole for verb in verbs if verb.loose},
            particles=frozenset(fold(verb.loose) for verb in verbs if verb.loose),
            work=frozenset(verb.whole for verb in verbs if verb.is_work),
            also_noun=frozenset(fold(verb.whole) for verb in verbs if verb.is_also_noun),
            actions=tuple(sorted(word for word, found in of_word.items() if WordRole.ACTION in found)),
            roles={word: frozenset(found) for word, found in of_word.items()},
            cues={
                sort: PatternBook.of(
                    _with_denial(parse_pattern(row.pattern, lookup), row.cue, of_word)
                    for row in cues
                    if row.sort is sort and row.cue.scope is not CueScope.HEADING
                )
                for sort in TextSort
            },
            headings=PatternBook.of(
                (parse_pattern(row.pattern, lookup), row.cue.effect)
                for row in cues
                if row.cue.scope is CueScope.HEADING
            ),
            codes={
                kind: PatternBook.of(
                    (parse_pattern(row.pattern, lookup), row.code) for row in codes if row.kind is kind
                )
                for kind in (MarkKind.MUST, MarkKind.HAZARD, MarkKind.CONDITION)
            },
        )

    def has(self, norm: str, *roles: WordRole) -> bool:
        """Say whether a word can have one of these roles."""
        found = self.roles.get(norm)
        return found is not None and not found.isdisjoint(roles)

    def names_action(self, norm: str) -> bool:
        """Say whether a noun names work: "schoonmaak", and also "tuinonderhoud"."""
        return norm.endswith(self.actions)


def _with_denial(
    pattern: tuple[Element, ...], cue: Cue, roles: Mapping[str, Collection[WordRole]]
) -> tuple[tuple[Element, ...], Cue]:
    holds = any(
        any(WordRole.NEGATION in roles.get(word, ()) for word in element.words)
        for element in pattern
        if not element.is_optional
    )
    return pattern, cue._replace(is_denial=holds)
