"""Look a text over: which words shut people out, weigh on the reader or do not belong there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from employer_toolkit.wording.cutting import Sentence, Word, sentences
from employer_toolkit.wording.expressions import Book
from employer_toolkit.wording.finding import Finding, Weight, WordingKind
from employer_toolkit.wording.plain_language import PlainRules, heavy_places

TURNS = frozenset({"maar", "behalve", "mits"})
"""Behind one of these an excuse holds no longer, and none from behind it reaches back."""
OPENS, CLOSES = frozenset('"“„‘«'), frozenset('"”’»')
LONGEST_NAME = 5
"""Words and signs on either side in which the quotation marks of a name stand."""
MOST_EXCLAMATIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KindText:
    """What is said of a kind of finding, and on which law it rests.

    Parameters
    ----------
    source : str
        Article and law; empty where it is advice of our own.
    """

    kind: WordingKind
    label: str
    weight: Weight
    reason: str
    suggestion: str
    source: str = ""
    source_url: str = ""
    is_to_verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRule:
    """Expressions that mean the same kind of thing.

    Parameters
    ----------
    excused_by : frozenset of str
        Codes of excuses: with one of those in the same part of the sentence nothing is found.
    suggestion : str
        Empty where that of the kind will do.
    """

    code: str
    kind: WordingKind
    excused_by: frozenset[str] = frozenset()
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Essential:
    """Something that every text about a place tells.

    Parameters
    ----------
    told_by : Book
        Expressions that tell it.
    """

    code: str
    label: str
    reason: str
    suggestion: str
    told_by: Book[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingLimits:
    """How much is read and told.

    Parameters
    ----------
    shouted_words : int
        So many words in capitals behind one another are shouting.
    shouted_letters : int
        Letters of the shortest word that can be shouted; a shorter one is an abbreviation.
    most_findings : int
        Findings that are told of one text.
    longest_text : int
        Characters that are read.
    """

    shouted_words: int
    shouted_letters: int
    most_findings: int
    longest_text: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRules:
    """Everything a text is looked over with.

    Parameters
    ----------
    books : mapping of WordingKind to Book
        The expressions of each kind apart, so that one word can be two things.
    excuses : mapping of str to Book
        Expressions that make something fine, by their code.
    """

    kinds: Mapping[WordingKind, KindText]
    books: Mapping[WordingKind, Book[WordingRule]]
    excuses: Mapping[str, Book[str]]
    plain: PlainRules
    essentials: tuple[Essential, ...]
    limits: WordingLimits
    version: str


def lint(text: str, *, field: str, rules: WordingRules) -> tuple[Finding, ...]:
    """Give what is to be said of a text, in the order of the text; nothing is changed and nothing is refused.

    Parameters
    ----------
    field : str
        Field of the form that holds it; goes along in the findings.
    """
    read = text[: rules.limits.longest_text]
    found: list[Finding] = []
    for sentence in sentences(read, abbreviations=rules.plain.abbreviations):
        of_rules = list(_of_rules(read, sentence, field, rules))
        shouted = list(_shouted(read, sentence, field, rules))
        heavy = heavy_places(read, sentence, rules=rules.plain, field=field)
        found += of_rules + shouted + [one for one in heavy if not _is_within(one, of_rules)]
    ordered = sorted(found, key=lambda one: (one.start, -one.end, one.kind))
    return tuple(ordered[: rules.limits.most_findings])


def finding_of(
    kind: WordingKind,
    *,
    code: str,
    text: str,
    start: int,
    end: int,
    field: str,
    rules: WordingRules,
    suggestion: str = "",
) -> Finding:
    """Put into words what some words of a text are."""
    said = rules.kinds[kind]
    return Finding(
        code=code,
        kind=kind,
        weight=said.weight,
        field=field,
        start=start,
        end=end,
        words=text[start:end],
        reason=said.reason,
        suggestion=suggestion or said.suggestion,
        source=said.source,
    )


def missing(texts: Sequence[str], *, field: str, given: Collection[str], rules: WordingRules) -> tuple[Finding, ...]:
    """Give what no text of a place tells and its other fields do not either.

    Parameters
    ----------
    field : str
        Where it is best told.
    given : collection of str
        Codes of the essentials that other fields of the place tell.
    """
    parts = [
        sentence
        for text in texts
        for sentence in sentences(text[: rules.limits.longest_text], abbreviations=rules.plain.abbreviations)
    ]
    said = rules.kinds[WordingKind.MISSING]
    return tuple(
        Finding(
            code=one.code,
            kind=WordingKind.MISSING,
            weight=said.weight,
            field=field,
            start=0,
            end=0,
            words=one.label,
            reason=one.reason,
            suggestion=one.suggestion,
        )
        for one in rules.essentials
        if one.code not in given and not any(one.told_by.find(part.words) for part in parts)
    )


def _of_rules(text: str, sentence: Sentence, field: str, rules: WordingRules) -> Iterator[Finding]:
    """Give what the expressions find in a sentence, each held to the excuses of its own part of it."""
    part_of = _parts(sentence.words)
    excused: dict[str, frozenset[int]] = {}

    def is_excused(rule: WordingRule, at: int) -> bool:
        for code in rule.excused_by:
            if code not in excused:
                excused[code] = frozenset(part_of[one.start] for one in rules.excuses[code].find(sentence.words))
            if part_of[at] in excused[code]:
                return True
        return False

    for kind, book in rules.books.items():
        for one in book.find(sentence.words):
            first, last = sentence.words[one.start], sentence.words[one.end - 1]
            if is_excused(one.meaning, one.start) or _is_name(text, sentence.words, one.start, one.end):
                continue
            yield finding_of(
                kind,
                code=one.meaning.code,
                text=text,
                start=first.start,
                end=last.end,
                field=field,
                rules=rules,
                suggestion=one.meaning.suggestion,
            )


def _parts(words: Sequence[Word]) -> list[int]:
    """Number the parts of a sentence that a turn ("maar") keeps from one another, word by word."""
    numbers: list[int] = []
    number = 0
    for at, word in enumerate(words):
        # Behind a verb "maar" only softens ("als je maar komt"); a turn has a sign before it or begins the sentence.
        number += word.norm in TURNS and (at == 0 or not words[at - 1].is_word)
        numbers.append(number)
    return numbers


def _is_name(text: str, words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether the words are a name between quotation marks, such as that of a shop: "De Jonge Hond"."""
    first = next((at for at in range(start - 1, start - 1 - LONGEST_NAME, -1) if at < 0 or words[at].norm in OPENS), -1)
    last = next((at for at in range(end, min(end + LONGEST_NAME, len(words))) if words[at].norm in CLOSES), -1)
    if first < 0 or last < 0:
        return False
    inside = [text[word.start] for word in words[first + 1 : last] if word.is_word]
    return all(letter.isupper() for letter in inside if letter.isalpha())


def _shouted(text: str, sentence: Sentence, field: str, rules: WordingRules) -> Iterator[Finding]:
    """Give each row of words in capitals, and a row of exclamation marks."""
    limits = rules.limits

    def is_shouted(word: Word) -> bool:
        written = text[word.start : word.end]
        return word.is_word and written.isupper() and len(written) >= 2

    for shouts, group in groupby((word for word in sentence.words if word.is_word), key=is_shouted):
        row = list(group)
        long = [word for word in row if word.end - word.start >= limits.shouted_letters]
        if shouts and len(row) >= limits.shouted_words and long:
            yield finding_of(
                WordingKind.SHOUTING, code="capitals", text=text, start=row[0].start, end=row[-1].end,
                field=field, rules=rules,
            )  # fmt: skip
    marks = [word for word in sentence.words if word.norm == "!"]
    if len(marks) >= MOST_EXCLAMATIONS:
        yield finding_of(
            WordingKind.SHOUTING, code="exclamations", text=text, start=marks[0].start, end=marks[-1].end,
            field=field, rules=rules,
        )  # fmt: skip


def _is_within(one: Finding, others: Sequence[Finding]) -> bool:
    """Say whether a finding stands inside another, which then says enough."""
    return any(other.start <= one.start and one.end <= other.end for other in others)
