"""Read a text: from sentences to clauses, from clauses to marks."""

from collections.abc import Iterable
from dataclasses import replace

from matching.reading_texts import stories, vacancies
from matching.reading_texts.clauses import Actor, Clause, clauses
from matching.reading_texts.codes import codes, is_denied
from matching.reading_texts.marks import Link, Mark, MarkKind, Span, TextReading
from matching.reading_texts.patterns import Found
from matching.reading_texts.phrases import Phrase, says_something, span_of, task_name, tasks, telling_part
from matching.reading_texts.sentences import Sentence, sentences
from matching.reading_texts.vacancies import Sense
from matching.reading_texts.vocabulary import Cue, Role, Sort, TextVocabulary

LONGEST_TEXT = 20_000
"""Characters of a text that are read; a vacancy has 1,000 to 5,000."""
LONGEST_HEADING = 8
"""A line of more words is no heading."""


def read_text(text: str, *, sort: Sort, words: TextVocabulary, link: Link | None = None) -> TextReading:
    """Read a vacancy or a student's story.

    Parameters
    ----------
    link : callable or None
        Links phrases to the catalogue; without it marks have no entry.

    Returns
    -------
    TextReading
        Marks in the order of the text. Each quotes the text exactly.
    """
    read = text[:LONGEST_TEXT]
    marks: list[Mark] = []
    section: tuple[bool, MarkKind | None] = (False, None)
    earlier: list[tuple[Clause, Sense]] = []
    is_told_by_parent = False
    for sentence in sentences(read):
        if sort is Sort.STORY:
            is_told_by_parent = is_told_by_parent or _names_a_child(sentence, words)
        announced = _announced(sentence, words) if sort is Sort.VACANCY else None
        rest = sentence
        if announced is not None:
            section, rest = announced
            if rest is None:
                continue
        cues = words.cues[sort].find(rest.tokens)
        read_clauses: list[tuple[Clause, Sense]] = []
        for clause in clauses(rest, words):
            before = read_clauses[-1][1] if read_clauses else None
            if sort is Sort.VACANCY:
                sense = vacancies.sense(clause, cues, before, section[1], has_section=section[0], words=words)
            else:
                sense = stories.sense(clause, cues, before, is_told_by_parent=is_told_by_parent, words=words)
            read_clauses.append((clause, sense))
        resolved = _look_back(read_clauses, words)
        marks.extend(_marks(read, sentence, resolved, sort, words))
    marks = _without_doubles(marks)
    if link is not None:
        marks = _linked(marks, link)
    return TextReading(marks=tuple(marks), n_unread=len(text) - len(read))


def _names_a_child(sentence: Sentence, words: TextVocabulary) -> bool:
    tokens = sentence.tokens
    return any(
        words.has(token.norm, Role.CHILD_NOUN) and at > 0 and tokens[at - 1].norm in ("mijn", "mn", "m'n", "onze", "ons")
        for at, token in enumerate(tokens)
    )


def _announced(
    sentence: Sentence, words: TextVocabulary
) -> tuple[tuple[bool, MarkKind | None], Sentence | None] | None:
    """Say what a heading announces, and what stands behind it in the same sentence."""
    tokens = sentence.tokens
    colon = next((at for at, token in enumerate(tokens[: LONGEST_HEADING + 1]) if token.norm == ":"), None)
    is_alone = sentence.is_line_start and sentence.is_line_end and len(tokens) <= LONGEST_HEADING and not sentence.is_bullet
    end = colon if colon is not None else len(tokens) if is_alone or tokens[-1].norm == "?" and len(tokens) <= LONGEST_HEADING else None
    if end is None:
        return None
    first = next((at for at, token in enumerate(tokens) if token.is_word), 0)
    found = [match for match in words.headings.find(tokens[:end]) if match.start == first]
    if not found or found[0].end < end - 2:
        return None
    meaning = (True, found[0].meaning)
    rest = tokens[end + 1 :]
    if not any(token.is_word for token in rest):
        return meaning, None
    return meaning, replace(sentence, tokens=rest)


def _look_back(read: list[tuple[Clause, Sense]], words: TextVocabulary) -> list[tuple[Clause, Sense]]:
    """Give clauses that nothing decided the meaning of the cue behind them: "Een diploma, ervaring: niet nodig"."""
    resolved = list(read)
    for at in range(len(resolved) - 1, 0, -1):
        clause, sense = resolved[at]
        before, open_sense = resolved[at - 1]
        if not open_sense.is_open or sense.cue is None or sense.kind is None:
            continue
        resolved[at - 1] = (before, replace(open_sense, kind=sense.kind, is_open=False, cue=sense.cue, is_list=True))
    return resolved


def _marks(text: str, sentence: Sentence, read: list[tuple[Clause, Sense]], sort: Sort, words: TextVocabulary) -> list[Mark]:
    coded = list(_code_marks(sentence, read, sort, words))
    found: list[Mark] = list(coded)
    for clause, sense in read:
        if sense.kind is None:
            continue
        part = telling_part(clause, sense.dropped, words, keep_verb=sense.keep_verb)
        if part is None or not says_something(clause, part, words):
            if sense.cue is not None and clause.start <= sense.cue.start and sense.cue.end <= clause.end and sort is Sort.VACANCY and sense.kind in (MarkKind.NOT_NEEDED,):
                part = Phrase(sense.cue.start, sense.cue.end)
            else:
                continue
        for phrase in tasks(clause, part, words):
            span = span_of(clause, phrase)
            if _is_covered(span, coded):
                continue
            found.append(Mark(kind=sense.kind, about=task_name(clause, phrase, words) or span.of(text), phrase=span, sentence=sentence.span))
    return sorted(found, key=lambda mark: (mark.phrase, mark.kind))


def _is_covered(span: Span, coded: Iterable[Mark]) -> bool:
    """Say whether most of a phrase is the name of a code."""
    n_covered = sum(max(0, min(span.end, mark.phrase.end) - max(span.start, mark.phrase.start)) for mark in coded)
    return 2 * n_covered >= span.end - span.start


def _code_marks(sentence: Sentence, read: list[tuple[Clause, Sense]], sort: Sort, words: TextVocabulary) -> Iterable[Mark]:
    kinds = (MarkKind.MUST, MarkKind.HAZARD, MarkKind.CONDITION) if sort is Sort.VACANCY else (MarkKind.MUST, MarkKind.CONDITION)
    for clause, sense in read:
        for kind in kinds:
            tokens = sentence.tokens if False else clause.sentence.tokens
            for match in codes(tokens[clause.start : clause.end], kind, words):
                at = Found(match.meaning, match.start + clause.start, match.end + clause.start)
                said = _said(kind, at, clause, sense, sort, words)
                if said is not None:
                    yield Mark(kind=said, about=match.meaning, phrase=span_of(clause, Phrase(at.start, at.end)), sentence=sentence.span, is_code=True)


def _said(kind: MarkKind, match: Found[str], clause: Clause, sense: Sense, sort: Sort, words: TextVocabulary) -> MarkKind | None:
    denied = is_denied(clause.sentence.tokens, match, clause, words)
    if sort is Sort.STORY:
        if kind is MarkKind.CONDITION:
            return None if denied else kind
        has = clause.actor in (Actor.I, Actor.NOBODY, Actor.THEY, Actor.STUDENT) and clause.verb in ("hebben", "halen", "") and sense.kind is not MarkKind.CANNOT
        return MarkKind.HAS if has and not denied and not any(words.has(t.norm, Role.NEGATION) for t in clause.tokens) else None
    if kind is MarkKind.MUST:
        if sense.kind in (MarkKind.NOT_NEEDED, MarkKind.WANTED, MarkKind.LEARNED):
            return sense.kind
        return MarkKind.NOT_NEEDED if denied else MarkKind.MUST
    if denied or (kind is MarkKind.HAZARD and sense.kind is MarkKind.NOT_NEEDED):
        return None
    return kind


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


def _linked(marks: list[Mark], link: Link) -> list[Mark]:
    phrases = [mark.about for mark in marks if not mark.is_code]
    entries = iter(link(phrases)) if phrases else iter(())
    return [mark if mark.is_code else replace(mark, entry=next(entries)) for mark in marks]
