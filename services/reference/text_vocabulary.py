"""Read the words that vacancies and stories are read with, and refuse what cannot be right."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from matching import (
    CodePattern,
    Cue,
    CuePattern,
    CueScope,
    MarkKind,
    PatternError,
    TextSort,
    TextVocabulary,
    Verb,
    WordRole,
)
from services.reference.folder import rules_folder
from services.reference.reading import COLUMNS
from services.reference.rows import Row, by_code, read_rows

VERBS = ("text_verbs.csv", ("verb", "past", "participle", "use", "is_also_noun"))
WORDS = ("text_words.csv", ("role", "words"))
CUES = ("text_cues.csv", ("sort", "effect", "scope", "patterns", "example"))
MUST_HAVES = ("must_haves.csv", ("code", "patterns", "example"))
HAZARDS = ("text_hazards.csv", ("code", "may_be", "patterns", "example"))
CONDITION_CUES = ("condition_cues.csv", ("code", "patterns", "example"))
CONDITIONS, LAW_HAZARDS, PREREQUISITES = "conditions.csv", "hazards.csv", "prerequisites.csv"

FILES = tuple(name for name, _ in (VERBS, WORDS, CUES, MUST_HAVES, HAZARDS, CONDITION_CUES))
"""Names of the files that only texts are read with."""

SILENT = "silent"
"""The effect of a cue whose words say nothing to mark."""

OTHER_MUST_HAVES = frozenset({"haccp", "bhv", "minimumleeftijd", "diploma", "nederlands", "eigen_vervoer"})
"""Must-haves that a text can ask for and that are no entry of prerequisites.csv; the others carry its code."""

HAZARD_CODES = frozenset(
    {
        "tillen",
        "hoogte",
        "machines",
        "hard_geluid",
        "chemie",
        "hitte",
        "kou",
        "nachtwerk",
        "ploegendienst",
        "alleen_werken",
        "straling_of_licht",
        "agressie",
        "dieren",
        "verkeer",
        "stof",
        "lang_staan",
    }
)
"""Dangers and heavy conditions that a text can name; wider than the hazards of the law, so with codes of their own."""


@cache
def load_text_vocabulary() -> TextVocabulary:
    """Give the words of this installation, read from their files the first time.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.

    Examples
    --------
    >>> from matching import TextSort, read_text
    >>> reading = read_text("Je vult de schappen.", sort=TextSort.VACANCY, words=load_text_vocabulary())
    >>> [(mark.kind.value, mark.about) for mark in reading.marks]
    [('duty', 'schappen vullen')]
    """
    return read_text_vocabulary(rules_folder())


@cache
def load_law_hazards() -> Mapping[str, tuple[str, ...]]:
    """Give per danger that a text can name the hazards of the law it may be, read from the files the first time.

    They are a question to whoever wrote the text, never a fact: "herrie" may be 85 decibel or less.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.

    Examples
    --------
    >>> load_law_hazards()["hard_geluid"], load_law_hazards()["tillen"]
    (('lawaai',), ())
    """
    return MappingProxyType(read_law_hazards(rules_folder()))


def read_law_hazards(folder: Path) -> dict[str, tuple[str, ...]]:
    """Read from a folder of data files which hazards of the law a danger in a text may be.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or is not there.
    """
    known = {row.text("code") for row in read_rows(folder / LAW_HAZARDS, COLUMNS[LAW_HAZARDS])}
    return by_code(read_rows(folder / HAZARDS[0], HAZARDS[1]), "code", lambda row: row.choices("may_be", known))


def read_text_vocabulary(folder: Path) -> TextVocabulary:
    """Read the words from a folder of data files.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or is not there.
    """
    verbs = by_code(read_rows(folder / VERBS[0], VERBS[1]), "verb", _verb)
    roles = by_code(read_rows(folder / WORDS[0], WORDS[1]), "role", _role)
    cues = [(row, cue) for row in read_rows(folder / CUES[0], CUES[1]) for cue in _cues(row)]
    read_law_hazards(folder)
    must_haves = _codes_with_words(folder, MUST_HAVES, of=PREREQUISITES, besides=OTHER_MUST_HAVES)
    hazards = by_code(
        read_rows(folder / HAZARDS[0], HAZARDS[1]), "code", lambda row: (row, row.choice("code", HAZARD_CODES))
    )
    conditions = _codes_with_words(folder, CONDITION_CUES, of=CONDITIONS)
    codes = [
        (row, CodePattern(kind, code, pattern))
        for kind, rows in (
            (MarkKind.MUST, must_haves),
            (MarkKind.HAZARD, hazards.values()),
            (MarkKind.CONDITION, conditions),
        )
        for row, code in rows
        for pattern in row.text("patterns").split(";")
    ]
    words = {WordRole(role): found for role, found in roles.items()}
    try:
        return TextVocabulary.of(
            verbs=list(verbs.values()),
            roles=words,
            cues=[cue for _, cue in cues],
            codes=[code for _, code in codes],
        )
    except PatternError as error:
        lines = [(row, cue.pattern) for row, cue in cues] + [(row, code.pattern) for row, code in codes]
        row = next(row for row, pattern in lines if pattern == error.pattern)
        raise row.error("patterns", str(error)) from None


def _verb(row: Row) -> Verb:
    return Verb(
        infinitive=row.text("verb"),
        past=tuple(filter(None, row.optional_text("past").split(";"))),
        participle=row.optional_text("participle"),
        is_work=row.choice("use", ("work", "plain")) == "work",
        is_also_noun=row.yes_no("is_also_noun"),
    )


def _role(row: Row) -> tuple[str, ...]:
    row.choice("role", set(WordRole))
    return tuple(row.text("words").split(";"))


def _cues(row: Row) -> Iterator[CuePattern]:
    sort = TextSort(row.choice("sort", set(TextSort)))
    effect = row.choice("effect", {SILENT, *MarkKind})
    cue = Cue(None if effect == SILENT else MarkKind(effect), CueScope(row.choice("scope", set(CueScope))))
    for pattern in row.text("patterns").split(";"):
        yield CuePattern(sort, cue, pattern)


def _codes_with_words(
    folder: Path, file: tuple[str, tuple[str, ...]], *, of: str, besides: Collection[str] = ()
) -> list[tuple[Row, str]]:
    """Read the codes of a file of words, and refuse an entry of the other file that has no words to be read by."""
    entries = read_rows(folder / of, COLUMNS[of])
    known = {row.text("code") for row in entries} | set(besides)
    rows = by_code(read_rows(folder / file[0], file[1]), "code", lambda row: (row, row.choice("code", known)))
    for entry in entries:
        if entry.text("code") not in rows:
            raise entry.error(
                "code", f"holds {entry.text('code')!r}, which no row of {file[0]} gives words; add that row"
            )
    return list(rows.values())
