"""Read a text: from sentences to clauses, from clauses to marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from matching.reading_texts import stories, vacancies
from matching.reading_texts.clauses import Clause, clauses
from matching.reading_texts.codes import codes, said_in_story, said_in_vacancy
from matching.reading_texts.marks import Mark, MarkKind, TextReading
from matching.reading_texts.phrases import SMALL, Phrase, says_something, span_of, task_name, tasks, telling_part
from matching.reading_texts.senses import PART, SILENCE, Sense
from matching.reading_texts.sentences import Sentence, sentences
from matching.reading_texts.tokens import tokenize
from matching.reading_texts.vocabulary import TextSort, TextVocabulary, WordRole

LONGEST_TEXT = 20_000
"""Characters of a text that are read; a vacancy has 1,000 to 5,000."""
LONGEST_HEADING = 8
"""A line of more words is no heading."""
LONGEST_QUESTION = 14
"""A longer question is not answered by the first word behind it."""
NAMING = frozenset(
    {"halen", "behalen", "hebben", "kunnen", "moeten", "zijn", "overleggen", "aanvragen", "spreken", "lezen"}
)
"""Verbs that add nothing to the name of a must-have: "een VOG kunnen overleggen"."""
OWN_MARK = (MarkKind.NOT_NEEDED, MarkKind.WANTED)
"""Meanings that are marked by their cue when it stands alone behind another: "is een pre, maar niet nodig"."""
REACHING_BACK = {
    TextSort.VACANCY: (MarkKind.NOT_NEEDED, MarkKind.WANTED, MarkKind.LEARNED),
    TextSort.STORY: (MarkKind.LIKES, MarkKind.DISLIKES, MarkKind.CAN, MarkKind.CANNOT, MarkKind.WANTS_TO_LEARN),
}
"""Meanings that a cue without words of its own gives to what stands before it."""


@dataclass(slots=True)
class _ReadSentence:
    """A sentence with what its clauses mean."""

    sentence: Sentence
    clauses: list[tuple[Clause, Sense]]
    lone: set[int] = field(default_factory=set)

    @property
    def is_question(self) -> bool:
        tokens = self.sentence.tokens
        return tokens[-1].norm.startswith("?") and len(tokens) <= LONGEST_QUESTION


def read_text(text: str, *, sort: TextSort, words: TextVocabulary) -> TextReading:
    """Read a vacancy or a student's story.

    Returns
    -------
    TextReading
        Marks in the order of the text. Each quotes the text exactly.
    """
    read = text[:LONGEST_TEXT]
    parts = sentences(read)
    marks: list[Mark] = []
    for found in _read_sentences(read, parts, sort, words):
        marks.extend(_marks(read, found, sort, words))
    telling = {mark.sentence for mark in marks}
    return TextReading(
        marks=tuple(_without_doubles(marks)),
        silent=tuple(part.span for part in parts if part.span not in telling),
        n_unread=len(text) - len(read),
    )


def _read_sentences(text: str, parts: list[Sentence], sort: TextSort, words: TextVocabulary) -> list[_ReadSentence]:
    found: list[_ReadSentence] = []
    section: tuple[MarkKind | None] | None = None
    is_lasting = False
    is_told_by_parent = sort is TextSort.STORY and not _is_told_by_self(text, words)
    for sentence in parts:
        is_told_by_parent = is_told_by_parent or (sort is TextSort.STORY and _names_a_child(sentence, words))
        rest: Sentence | None = sentence
        announced = _announced(sentence, words) if sort is TextSort.VACANCY else None
        if announced is not None:
            kind, rest = announced
            section, is_lasting = (kind,), sentence.is_line_end
        if rest is None:
            continue
        is_answer = bool(found) and found[-1].is_question
        cues = words.cues[sort].find(rest.tokens)
        read = _ReadSentence(rest, [])
        for clause in clauses(rest, words, may_drop_subject=sort is TextSort.STORY):
            before = _sense_before(clause, read.clauses)
            if sort is TextSort.VACANCY:
                sense = vacancies.sense(clause, cues, before, section, words, is_answer=is_answer)
            else:
                sense = stories.sense(
                    clause, cues, before, words, is_told_by_parent=is_told_by_parent, is_answer=is_answer
                )
            if sense.cue is not None and _stands_alone(clause, sense, words):
                sense = replace(sense, passes_on=True)
            read.clauses.append((clause, sense))
        _look_back(read, found[-1] if found else None, sort, words)
        found.append(read)
        if announced is None and not sentence.is_bullet and not (is_lasting and sentence.is_line_start):
            section = None
    return found


def _is_told_by_self(text: str, words: TextVocabulary) -> bool:
    return any(words.has(token.norm, WordRole.I) for token in tokenize(text))


def _names_a_child(sentence: Sentence, words: TextVocabulary) -> bool:
    tokens = sentence.tokens
    return any(
        (words.has(token.norm, WordRole.CHILD_NOUN) and words.has(before.norm, WordRole.POSSESSIVE))
        or (words.has(token.norm, WordRole.TELLER) and before.norm == "als")
        for before, token in pairwise(tokens)
    )


def _announced(sentence: Sentence, words: TextVocabulary) -> tuple[MarkKind | None, Sentence | None] | None:
    """Say what a heading announces, and what stands behind it in the same sentence."""
    tokens = sentence.tokens
    colon = next((at for at, token in enumerate(tokens[: LONGEST_HEADING + 1]) if token.norm == ":"), None)
    is_short = len(tokens) <= LONGEST_HEADING and not sentence.is_bullet
    is_alone = (sentence.is_line_start and sentence.is_line_end) or tokens[-1].norm.startswith("?")
    end = colon if colon is not None else len(tokens) if is_short and is_alone else None
    if end is None:
        return None
    first = next((at for at, token in enumerate(tokens) if token.is_word), 0)
    found = [match for match in words.headings.find(tokens[:end]) if match.start == first]
    if not found:
        return None
    is_exact = colon is None and not tokens[-1].norm.startswith("?")
    may_differ = 0 if is_exact or found[0].end - found[0].start == 1 else 2
    if found[0].end < end - may_differ:
        return None
    rest = tokens[end + 1 :]
    if not any(token.is_word for token in rest):
        return found[0].meaning, None
    return found[0].meaning, replace(sentence, tokens=rest)


def _sense_before(clause: Clause, read: list[tuple[Clause, Sense]]) -> Sense | None:
    """Give the meaning of the clause before; what stands in brackets is passed over."""
    if not read:
        return None
    if clause.joiner == ")":
        opened = next((at for at in range(len(read) - 1, 0, -1) if read[at][0].joiner == "("), None)
        if opened is not None:
            return read[opened - 1][1]
    return next((sense for _, sense in reversed(read) if sense is not PART), read[-1][1])


def _look_back(read: _ReadSentence, earlier: _ReadSentence | None, sort: TextSort, words: TextVocabulary) -> None:
    """Let a cue decide about what stands before it: "een diploma? niet nodig", "lassen, frezen: dat leer je hier"."""
    for at, (clause, sense) in enumerate(read.clauses):
        if at and _shares_verb(read.clauses[at - 1], clause):
            read.clauses[at - 1] = (read.clauses[at - 1][0], replace(sense, keep_verb=True) if sense.kind else SILENCE)
        if sense.cue is None or sense.kind not in REACHING_BACK[sort]:
            continue
        stands_alone = _stands_alone(clause, sense, words)
        given = Sense(kind=sense.kind, is_list=True, keep_verb=True)
        reached = at
        while (
            reached > 0
            and read.clauses[reached - 1][1].is_open
            and _may_reach(read.clauses[reached][0], stands_alone=stands_alone)
        ):
            reached -= 1
            target = read.clauses[reached][0]
            if not stands_alone and target.n_tasks:
                break
            read.clauses[reached] = (target, given)
            if clause.joiner == "(":
                break
        if not stands_alone:
            continue
        if at == 0 and earlier is not None and earlier.is_question:
            for back, (target, old) in enumerate(earlier.clauses):
                if old.cue is None or old.kind in (MarkKind.NEEDED, MarkKind.DUTY, MarkKind.NOT_NEEDED, None):
                    dropped = old.dropped if old.cue is not None and old.kind is not None else frozenset()
                    earlier.clauses[back] = (target, replace(given, dropped=dropped))
            read.lone.add(at)
        elif reached < at:
            read.lone.add(at)


def _shares_verb(before: tuple[Clause, Sense], clause: Clause) -> bool:
    """Say whether the verb behind "en" goes with what stands before it as well: "wassen en koken doet de zorg"."""
    is_late = clause.finite is not None and clause.finite > clause.start and clause.subject != clause.start
    is_undecided = before[1].is_open or (before[1].cue is None and before[1] is not PART)
    return clause.joiner in ("en", "of") and is_undecided and before[0].finite is None and is_late


def _may_reach(clause: Clause, *, stands_alone: bool) -> bool:
    """Say whether a meaning may reach from a clause to the one before it."""
    if clause.joiner in (",", "en", "of", "&", "+", "/"):
        return True
    return stands_alone and clause.joiner in (":", "(", "–", "-", "—", "=", "…", "", "maar", ";")


def _stands_alone(clause: Clause, sense: Sense, words: TextVocabulary) -> bool:
    """Say whether a clause has a cue and nothing else to say ("dat leren we je")."""
    part = telling_part(clause, sense.dropped, words, keep_verb=sense.keep_verb)
    if part is None or not says_something(clause, part, words):
        return True
    return clause.tokens[0].norm in ("dat", "dit", "daar")


def _marks(text: str, read: _ReadSentence, sort: TextSort, words: TextVocabulary) -> list[Mark]:
    coded = list(_code_marks(read, sort, words))
    found: list[Mark] = list(coded)
    for at, (clause, sense) in enumerate(read.clauses):
        if sense.kind is None:
            continue
        part = telling_part(clause, sense.dropped, words, keep_verb=sense.keep_verb)
        if part is None or not says_something(clause, part, words):
            is_same = at + 1 < len(read.clauses) and read.clauses[at + 1][0].is_below and sense.passes_on
            is_same = is_same or (at > 0 and read.clauses[at - 1][1].kind is sense.kind)
            is_own = sense.kind in OWN_MARK and at not in read.lone and not is_same and sort is TextSort.VACANCY
            if not is_own or sense.cue is None:
                continue
            part = Phrase(sense.cue.start, min(sense.cue.end, clause.end))
        elif at in read.lone:
            continue
        for phrase in tasks(clause, part, words):
            span = span_of(clause, phrase)
            if not _is_coded(clause, phrase, coded, words):
                about = task_name(clause, phrase, words) or span.of(text)
                found.append(Mark(kind=sense.kind, about=about, phrase=span, sentence=read.sentence.span))
    return sorted(found, key=lambda mark: (mark.phrase, mark.kind))


def _is_coded(clause: Clause, phrase: Phrase, coded: list[Mark], words: TextVocabulary) -> bool:
    """Say whether the names of codes are most of what a phrase says."""
    n_said = n_coded = 0
    is_must = is_more = False
    for token in clause.sentence.tokens[phrase.start : phrase.end]:
        if not token.is_word or words.has(token.norm, *SMALL):
            continue
        if any(reading.infinitive in NAMING for reading in words.forms.get(token.norm, ())):
            continue
        n_said += 1
        naming = [mark for mark in coded if mark.phrase.start <= token.start < mark.phrase.end]
        n_coded += bool(naming)
        is_must = is_must or any(mark.kind not in (MarkKind.HAZARD, MarkKind.CONDITION) for mark in naming)
        is_more = is_more or (not naming and words.has(token.norm, WordRole.TRAIT, WordRole.TRAIT_NOUN))
    if clause.n_tasks and not is_must:
        return n_coded == n_said
    return 2 * n_coded >= n_said or (is_must and not is_more)


def _code_marks(read: _ReadSentence, sort: TextSort, words: TextVocabulary) -> Iterator[Mark]:
    kinds = (MarkKind.MUST, MarkKind.HAZARD, MarkKind.CONDITION)
    for kind in kinds if sort is TextSort.VACANCY else (MarkKind.MUST, MarkKind.CONDITION):
        for match in codes(read.sentence.tokens, kind, words):
            clause, sense = _clause_at(read, match.start)
            said_in = said_in_vacancy if sort is TextSort.VACANCY else said_in_story
            said = said_in(kind, match, clause, sense, words)
            if said is not None:
                span = span_of(clause, Phrase(match.start, match.end))
                yield Mark(kind=said, about=match.meaning, phrase=span, sentence=read.sentence.span, is_code=True)


def _clause_at(read: _ReadSentence, at: int) -> tuple[Clause, Sense]:
    return next((found for found in read.clauses if found[0].start <= at < found[0].end), read.clauses[-1])


def _without_doubles(marks: list[Mark]) -> list[Mark]:
    """Keep the first of code marks that say the same in one sentence."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Mark] = []
    for mark in marks:
        key = (mark.kind, mark.about, mark.sentence) if mark.is_code else (mark.kind, mark.phrase)
        if key not in seen:
            seen.add(key)
            kept.append(mark)
    return kept
