"""Cut a sentence into clauses, and say of each who does something in it and with which verb."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from matching.reading_texts.sentences import Sentence
from matching.reading_texts.tokens import Token
from matching.reading_texts.verb_forms import Form, Reading, stems
from matching.reading_texts.vocabulary import TextVocabulary, WordRole

SIGNS = frozenset(',;:()[]–—=|"“”„/…•&+') | {"->", "→", "-"}
"""Signs between clauses."""
MARKED = frozenset(
    {
        "is",
        "heeft",
        "kan",
        "kun",
        "mag",
        "wil",
        "zal",
        "moet",
        "staat",
        "gaat",
        "doet",
        "bent",
        "ben",
        "heb",
        "hebt",
        "hoeft",
        "wordt",
    }
)
"""Short forms that are hardly ever nouns."""
LONGEST_OBJECT = 2
"""An object of more words in a row without a verb says something of its own."""
SMALL = (
    WordRole.NEGATION,
    WordRole.PREPOSITION,
    WordRole.DETERMINER,
    WordRole.POSSESSIVE,
    WordRole.FILLER,
    WordRole.AND,
    WordRole.BUT,
    WordRole.TRAIT_NOUN,
)
"""Words that are no verbs, also where they look like one ("niet", of "nieten")."""
SUBJECTS = (WordRole.YOU, WordRole.I, WordRole.WE, WordRole.THEY)


class Actor(Enum):
    """Who a clause is about."""

    YOU = "you"
    I = "i"  # noqa: E741 - the word itself
    WE = "we"
    THEY = "they"
    STUDENT = "student"
    WHO = "who"
    OTHER = "other"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: words of one sentence from ``start`` up to, not including, ``end``.

    Parameters
    ----------
    joiner : str
        The sign or word before it; empty for the first.
    subject : int or None
        Where the pronoun stands that does it.
    finite : int or None
        Where the verb stands that goes with the subject.
    verb : str
        Infinitive of that verb, with what came loose; empty when there is none.
    n_tasks : int
        Infinitives in it that are work.
    is_below : bool
        It opens with "als", "dat", "die" or the like, and hangs on another clause.
    """

    sentence: Sentence
    start: int
    end: int
    joiner: str
    actor: Actor
    subject: int | None
    finite: int | None
    verb: str
    n_tasks: int
    is_below: bool

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the clause."""
        return self.sentence.tokens[self.start : self.end]


def clauses(sentence: Sentence, words: TextVocabulary, *, may_drop_subject: bool) -> list[Clause]:
    """Cut a sentence into clauses; two halves of one list with a shared verb stay together.

    Parameters
    ----------
    may_drop_subject : bool
        A clause may start with a bare verb ("fix altijd de wifi"), as people tell about themselves.
    """
    pieces = list(_pieces(sentence.tokens, words))
    merged: list[tuple[int, int, str]] = []
    for start, end, joiner in pieces:
        if (
            merged
            and joiner in ("en", "of", "&", "+", "/")
            and _belongs_together(sentence.tokens, merged[-1], (start, end), words)
        ):
            merged[-1] = (merged[-1][0], end, merged[-1][2])
        else:
            merged.append((start, end, joiner))
    found: list[Clause] = []
    for start, end, joiner in _with_objects_before(sentence.tokens, merged, words):
        clause = _clause(sentence, start, end, joiner, words, may_drop_subject=may_drop_subject)
        if found and _goes_on_below(clause, found[-1], words):
            clause = replace(clause, actor=found[-1].actor)
        found.append(clause)
    return found


def _goes_on_below(clause: Clause, before: Clause, words: TextVocabulary) -> bool:
    """Say whether a clause shares the subject of a "die" or "dat" before it: "die graag helpt en vloeren veegt"."""
    if clause.joiner not in (",", "en", "of", "&") or clause.subject is not None or clause.actor is not Actor.OTHER:
        return False
    was_last = before.finite is not None and before.finite >= before.end - 2 and before.subject != before.finite - 1
    is_new = words.has(clause.tokens[0].norm, WordRole.DETERMINER, WordRole.POSSESSIVE, WordRole.OTHER_NOUN)
    return before.actor in (Actor.WHO, Actor.YOU, Actor.I, Actor.THEY) and was_last and not is_new


def verb_at(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> Reading | None:
    """Say which verb stands somewhere; ``None`` for other words, and for nouns that look like a verb."""
    readings = words.forms.get(tokens[at].norm)
    if readings is None or words.has(tokens[at].norm, *SMALL):
        return None
    before = tokens[at - 1].norm if at else ""
    infinitive = next((reading for reading in readings if reading.form is Form.INFINITIVE), None)
    if words.has(before, WordRole.DETERMINER) or (
        words.has(before, WordRole.POSSESSIVE) and not words.has(before, WordRole.YOU)
    ):
        if before in ("het", "dat", "dit") and infinitive:
            return infinitive
        is_pronoun = (
            before in ("het", "dat", "dit", "die") and not infinitive and not is_bare_stem(tokens[at].norm, words)
        )
        return readings[0] if is_pronoun and readings[0].form is Form.FINITE else None
    if infinitive and tokens[at].norm in words.also_noun:
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            after is not None
            and after.is_word
            and not words.has(after.norm, WordRole.AND, WordRole.PREPOSITION, *SUBJECTS)
        ):
            is_finite = any(reading.form is Form.FINITE for reading in words.forms.get(after.norm, ()))
            return infinitive if is_finite else None
    return infinitive or readings[0]


def is_bare_stem(norm: str, words: TextVocabulary) -> bool:
    """Say whether a form is the shortest of its verb ("werk", "zaag"), or a past, which may be a noun as well."""
    readings = words.forms.get(norm, ())
    is_present = any(
        norm == stem + "t" for reading in readings for stem in stems(reading.infinitive) if not stem.endswith("t")
    )
    return not is_present and norm not in MARKED


def _pieces(tokens: tuple[Token, ...], words: TextVocabulary) -> Iterator[tuple[int, int, str]]:
    start, joiner = 0, ""
    n_subjects = 0
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        is_joiner, skip = False, 1
        if _hangs_on(tokens, at):
            pass
        elif not token.is_word:
            is_joiner = token.norm in SIGNS
        elif words.has(token.norm, WordRole.AND):
            is_joiner = True
        elif words.has(token.norm, WordRole.BUT):
            is_joiner = not (token.norm == "dus" and words.has(after, WordRole.NEGATION)) and not (
                at > start and words.has(tokens[start].norm, WordRole.SUBORDINATE)
            )
        elif at > start and words.has(token.norm, WordRole.SUBORDINATE, WordRole.RELATIVE, WordRole.THAT):
            is_joiner = _opens_clause(tokens, at, words)
            skip = 0
        elif token.norm == "dan" and at > start + 1 and _starts_inverted(tokens, at + 1, words):
            is_joiner = True
        elif at > start and words.has(token.norm, *SUBJECTS) and _has_finite(tokens, at, words):
            n_subjects += not _is_object(tokens, at, words)
            if n_subjects > 1 and not _is_object(tokens, at, words):
                cut = _second_start(tokens, start, at, words)
                yield start, cut, joiner
                start, joiner, n_subjects = cut, "", 1
        elif at == start and words.has(token.norm, *SUBJECTS):
            n_subjects = 1
        if is_joiner:
            if at > start:
                yield start, at, joiner
                joiner = token.norm
            elif not joiner or token.norm in "(:" or (token.is_word and not words.has(token.norm, WordRole.AND)):
                joiner = token.norm
            start = at + skip
            n_subjects = 0
        at += 1
    if start < len(tokens):
        yield start, len(tokens), joiner


def _starts_inverted(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> bool:
    """Say whether a verb with its subject behind it stands somewhere ("ga ik")."""
    return (
        at + 1 < len(tokens) and words.has(tokens[at + 1].norm, *SUBJECTS) and _may_be_finite(tokens, at, at + 1, words)
    )


def _is_object(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> bool:
    """Say whether a pronoun behind a verb goes with it as its object: "jij pakt ze in"."""
    return at >= 2 and words.has(tokens[at - 2].norm, *SUBJECTS) and _may_be_finite(tokens, at - 1, at - 2, words)


def _hangs_on(tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether a sign or "en" stands inside "in- en uitpakken"."""
    hyphen = at if tokens[at].norm == "-" else at - 1
    return hyphen > 0 and tokens[hyphen].norm == "-" and tokens[hyphen].start == tokens[hyphen - 1].end


def _opens_clause(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> bool:
    norm = tokens[at].norm
    after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    if norm == "dat" and at and tokens[at - 1].norm in ("zorgt", "zorg", "zorgen", "ervoor"):
        return False
    if norm in ("als", "dat", "wat", "waar"):
        return words.has(after, *SUBJECTS, WordRole.IT, WordRole.DETERMINER) or after in ("iemand", "er")
    if norm in ("die", "wie"):
        return at == 0 or not words.has(tokens[at - 1].norm, WordRole.PREPOSITION, WordRole.AND)
    return True


def _has_finite(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> bool:
    return _finite_beside(tokens, at, 0, len(tokens), words) is not None


def _second_start(tokens: tuple[Token, ...], start: int, subject: int, words: TextVocabulary) -> int:
    """Say where a clause starts that nothing marks off from the one before it."""
    finite = _finite_beside(tokens, subject, start, len(tokens), words)
    first = min(subject, finite if finite is not None else subject)
    if first == subject:
        return subject
    for at in range(first - 1, start, -1):
        norm = tokens[at].norm
        is_closing = words.has(norm, WordRole.PLEASANT, WordRole.UNPLEASANT, WordRole.HARD, WordRole.NEGATION)
        if is_closing or any(reading.form is not Form.INFINITIVE for reading in words.forms.get(norm, ())):
            return at + 1
    return first


def _belongs_together(
    tokens: tuple[Token, ...], left: tuple[int, int, str], right: tuple[int, int], words: TextVocabulary
) -> bool:
    """Say whether "en" stands inside a phrase: "groente en fruit snijden"."""
    left_tokens, right_tokens = tokens[left[0] : left[1]], tokens[right[0] : right[1]]
    if _waits_for_infinitive(left_tokens, words) and _is_infinitive_last(right_tokens, words):
        return True
    if _n_verbs(left_tokens, words) or any(
        words.has(token.norm, WordRole.TRAIT, WordRole.TRAIT_NOUN) for token in left_tokens
    ):
        return False
    first = verb_at(right_tokens, 0, words) if right_tokens else None
    if right_tokens and (words.has(right_tokens[0].norm, *SUBJECTS) or (first and first.form is Form.FINITE)):
        return False
    return _n_verbs(right_tokens, words) > 0


def _with_objects_before(
    tokens: tuple[Token, ...], pieces: list[tuple[int, int, str]], words: TextVocabulary
) -> list[tuple[int, int, str]]:
    """Put bare objects with the verb at the end of their row: "brood, taart of koekjes bakken"."""
    found: list[tuple[int, int, str]] = []
    for start, end, joiner in reversed(pieces):
        if found and found[-1][2] == "," and _is_row(tokens[start:end], tokens[found[-1][0] : found[-1][1]], words):
            found[-1] = (start, found[-1][1], joiner)
        else:
            found.append((start, end, joiner))
    return found[::-1]


def _is_row(left: tuple[Token, ...], right: tuple[Token, ...], words: TextVocabulary) -> bool:
    """Say whether the left part lacks a verb that the right part ends in, and is no more than an object of it."""
    if not _is_infinitive_last(right, words) or _n_verbs(right, words) != 1:
        return False
    if _waits_for_infinitive(left, words):
        return True
    return len(left) <= LONGEST_OBJECT and not any(
        not token.norm[:1].isalpha()
        or token.norm in words.forms
        or words.names_action(token.norm)
        or (token.norm in words.roles and not words.has(token.norm, WordRole.DETERMINER))
        for token in left
    )


def _waits_for_infinitive(tokens: tuple[Token, ...], words: TextVocabulary) -> bool:
    """Say whether words hold "je gaat" or "je kunt" and no infinitive yet: "je gaat groente"."""
    has_leading = False
    for at, token in enumerate(tokens):
        reading = verb_at(tokens, at, words)
        if reading is not None and reading.form is not Form.FINITE:
            return False
        is_leading = reading is not None and words.has(reading.infinitive, WordRole.LEADING_VERB, WordRole.MODAL_VERB)
        has_leading = has_leading or (is_leading and token.is_word)
    return has_leading and not words.has(tokens[-1].norm, *SUBJECTS)


def _is_infinitive_last(tokens: tuple[Token, ...], words: TextVocabulary) -> bool:
    first = verb_at(tokens, 0, words)
    is_verb = first is not None and len(tokens) > 1 and not is_bare_stem(tokens[0].norm, words)
    if words.has(tokens[0].norm, *SUBJECTS) or is_verb:
        return False
    return _n_tasks(tokens, 1, len(tokens), words) > 0


def _n_verbs(tokens: tuple[Token, ...], words: TextVocabulary) -> int:
    found = 0
    for at in range(len(tokens)):
        reading = verb_at(tokens, at, words)
        if (reading and (reading.form is not Form.FINITE or at == 0 or not is_bare_stem(tokens[at].norm, words))) or (
            reading
            and any(
                words.has(tokens[beside].norm, *SUBJECTS) for beside in (at - 1, at + 1) if 0 <= beside < len(tokens)
            )
        ):
            found += 1
    return found


def _n_tasks(tokens: tuple[Token, ...], start: int, end: int, words: TextVocabulary) -> int:
    found = 0
    for at in range(start, end):
        reading = verb_at(tokens, at, words)
        if reading and reading.form is Form.INFINITIVE:
            found += reading.infinitive in words.work or words.has(reading.infinitive, WordRole.DOING_VERB)
    return found


def _clause(
    sentence: Sentence, start: int, end: int, joiner: str, words: TextVocabulary, *, may_drop_subject: bool
) -> Clause:
    tokens = sentence.tokens
    opening = (WordRole.SUBORDINATE, WordRole.RELATIVE, WordRole.THAT)
    is_below = words.has(tokens[start].norm, *opening) and _opens_clause(tokens, start, words)
    subject, finite = _subject_and_finite(
        tokens, start, end, words, may_drop_subject=may_drop_subject, is_below=is_below
    )
    actor = Actor.NOBODY
    if subject is not None:
        norm = tokens[subject].norm
        actor = next(
            actor
            for role, actor in (
                (WordRole.YOU, Actor.YOU),
                (WordRole.I, Actor.I),
                (WordRole.WE, Actor.WE),
                (WordRole.THEY, Actor.THEY),
                (WordRole.RELATIVE, Actor.WHO),
            )
            if words.has(norm, role)
        )
    elif finite is not None and finite > start:
        before = tokens[start:finite]
        if any(words.has(token.norm, WordRole.STUDENT_NOUN, WordRole.CHILD_NOUN) for token in before):
            actor = Actor.STUDENT
        elif any(token.is_word and not words.has(token.norm, WordRole.FILLER) for token in before):
            actor = Actor.OTHER
    elif words.has(tokens[start].norm, WordRole.WE):
        actor = Actor.WE
    elif finite is None and not sentence.is_bullet and joiner in ("", ",", "want", "omdat", "terwijl", "maar"):
        finite = _plural_verb(tokens, start, end, words)
        if finite is not None:
            actor = (
                Actor.STUDENT
                if any(words.has(token.norm, WordRole.STUDENT_NOUN) for token in tokens[start:finite])
                else Actor.OTHER
            )
    verb = _whole_verb(tokens, finite, end, words) if finite is not None else ""
    n_tasks = _n_tasks(tokens, start, end, words)
    if not n_tasks and words.has(verb, WordRole.LEADING_VERB, WordRole.MODAL_VERB):
        n_tasks += _looks_like_infinitive(tokens[start:end], words)
    return Clause(sentence, start, end, joiner, actor, subject, finite, verb, n_tasks, is_below)


def _looks_like_infinitive(tokens: tuple[Token, ...], words: TextVocabulary) -> bool:
    """Say whether the last word, which no list knows, may be a verb: "je gaat imkeren"."""
    last = next(token.norm for token in reversed(tokens) if token.is_word or token is tokens[0])
    return last.endswith("en") and len(last) > len("eten") and last not in words.forms and last not in words.roles


def _subject_and_finite(
    tokens: tuple[Token, ...], start: int, end: int, words: TextVocabulary, *, may_drop_subject: bool, is_below: bool
) -> tuple[int | None, int | None]:
    if is_below:
        verbs = [at for at in range(end - 1, start, -1) if _finite_reading(tokens, at, words)]
        last = next((at for at in verbs if _is_finite_only(tokens[at].norm, words)), verbs[0] if verbs else None)
        subject = next((at for at in range(start, end) if words.has(tokens[at].norm, *SUBJECTS)), None)
        if subject is None and words.has(tokens[start].norm, WordRole.RELATIVE):
            subject = start
        if last is not None or subject is not None:
            return subject, last
    for at in range(start, end):
        if words.has(tokens[at].norm, *SUBJECTS):
            finite = _finite_beside(tokens, at, start, end, words)
            if finite is not None:
                return at, finite
    for at in range(start, end):
        reading = verb_at(tokens, at, words)
        if reading and reading.form is Form.FINITE:
            is_clear = not is_bare_stem(tokens[at].norm, words)
            is_past = tokens[at].norm.endswith(("te", "de"))
            may_be_first = (may_drop_subject and not (is_past and start == 0)) or tokens[at].norm.endswith("t")
            if is_clear or (may_be_first and _is_first(tokens, start, at, words)):
                return None, at
    return None, None


def _plural_verb(tokens: tuple[Token, ...], start: int, end: int, words: TextVocabulary) -> int | None:
    """Find the verb of a sentence about several others: "onze lassers werken veilig", not "de vloer vegen"."""
    is_ours = tokens[start].norm in ("onze", "ons")
    for at in range(start + 1, end):
        reading = verb_at(tokens, at, words)
        if reading is None or reading.form is not Form.INFINITIVE:
            continue
        if tokens[at - 1].norm == "te":
            return None
        is_work = reading.infinitive in words.work or words.has(reading.infinitive, WordRole.DOING_VERB)
        has_object = at + 1 < end and not words.has(tokens[at + 1].norm, WordRole.PREPOSITION)
        has_others = any(words.has(token.norm, WordRole.OTHER_NOUN) for token in tokens[start:at])
        starts_named = words.has(tokens[start].norm, WordRole.DETERMINER, WordRole.PREPOSITION) or has_others
        is_theirs = at + 1 < end and tokens[at + 1].norm in ("onze", "ons")
        if is_ours or is_theirs or (not is_work and at + 1 < end) or (has_object and starts_named):
            return at
        return None
    return None


def _is_first(tokens: tuple[Token, ...], start: int, at: int, words: TextVocabulary) -> bool:
    return all(words.has(tokens[before].norm, WordRole.FILLER) for before in range(start, at))


def _finite_reading(tokens: tuple[Token, ...], at: int, words: TextVocabulary) -> bool:
    reading = verb_at(tokens, at, words)
    if reading is None:
        return False
    return reading.form is not Form.PARTICIPLE or len(words.forms[tokens[at].norm]) > 1


def _is_finite_only(norm: str, words: TextVocabulary) -> bool:
    return all(reading.form is Form.FINITE for reading in words.forms.get(norm, ()))


def _finite_beside(tokens: tuple[Token, ...], at: int, start: int, end: int, words: TextVocabulary) -> int | None:
    """Find the verb right before or right behind a pronoun."""
    for beside in (at - 1, at + 1):
        if start <= beside < end and tokens[beside].is_word and _may_be_finite(tokens, beside, at, words):
            return beside
    return None


def _may_be_finite(tokens: tuple[Token, ...], at: int, subject: int, words: TextVocabulary) -> bool:
    norm = tokens[at].norm
    readings = words.forms.get(norm, ())
    if at > 0 and at < subject and words.has(tokens[at - 1].norm, WordRole.DETERMINER):
        return False
    is_plural = words.has(tokens[subject].norm, WordRole.WE, WordRole.THEY) or tokens[subject].norm == "jullie"
    if (
        at < subject
        and norm.endswith("t")
        and tokens[subject].norm in ("je", "jij")
        and not is_bare_stem(norm, words)
        and norm not in MARKED
    ):
        return False
    if any(reading.form is Form.FINITE or (is_plural and reading.form is Form.INFINITIVE) for reading in readings):
        return True
    is_behind = at == subject + 1 and tokens[subject].norm in ("je", "jij")
    return is_behind and not readings and norm not in words.roles and norm.endswith("t") and len(norm) > len("niet")


def _whole_verb(tokens: tuple[Token, ...], finite: int, end: int, words: TextVocabulary) -> str:
    readings = words.forms.get(tokens[finite].norm, ())
    reading = next((reading for reading in readings if reading.form is Form.FINITE), readings[0] if readings else None)
    if reading is None:
        return ""
    for at in range(end - 1, finite, -1):
        whole = words.loose.get((tokens[at].norm, reading.infinitive))
        if whole and _may_be_loose(tokens, at, end, words):
            return whole
    return reading.infinitive


def _may_be_loose(tokens: tuple[Token, ...], at: int, end: int, words: TextVocabulary) -> bool:
    """Say whether "op" is part of the verb ("haalt mensen op bij de deur") and not a preposition ("op maandag")."""
    if words.has(tokens[at - 1].norm, WordRole.DETERMINER):
        return False
    following = next((token for token in tokens[at + 1 : end] if token.is_word), None)
    return following is None or words.has(following.norm, WordRole.PREPOSITION, WordRole.FILLER)
