"""Read the words that vacancies and stories are read with, and refuse what cannot be right."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
from services.reference.rows import Row, by_code, read_rows

VERBS = ("text_verbs.csv", ("verb", "past", "participle", "use", "is_also_noun"))
WORDS = ("text_words.csv", ("role", "words"))
CUES = ("text_cues.csv", ("sort", "effect", "scope", "patterns", "example"))
MUST_HAVES = ("must_haves.csv", ("code", "patterns", "example"))
HAZARDS = ("text_hazards.csv", ("code", "patterns", "example"))
CONDITION_CUES = ("condition_cues.csv", ("code", "patterns", "example"))
CONDITIONS = ("conditions.csv", ("code", "student_label", "place_label", "explanation"))

FILES = tuple(name for name, _ in (VERBS, WORDS, CUES, MUST_HAVES, HAZARDS, CONDITION_CUES))
"""Names of the files that only texts are read with."""

SILENT = "silent"
"""The effect of a cue whose words say nothing to mark."""

MUST_HAVE_CODES = frozenset(
    {
        "vog",
        "rijbewijs_b",
        "rijbewijs_am",
        "heftruckcertificaat",
        "vca",
        "haccp",
        "bhv",
        "prk",
        "hepatitis_b",
        "beveiligingspas",
        "minimumleeftijd",
        "diploma",
        "nederlands",
        "eigen_vervoer",
    }
)
"""Legal and formal must-haves that a text can ask for."""

HAZARD_CODES = frozenset(
    {
        "tillen",
        "hoogte",
        "machines",
        "lawaai",
        "chemie",
        "hitte",
        "kou",
        "nachtwerk",
        "ploegendienst",
        "alleen_werken",
        "straling",
        "agressie",
        "dieren",
        "verkeer",
        "stof",
        "lang_staan",
    }
)
"""Dangers and heavy conditions that a text can name; wider than the hazards of the law."""


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
    conditions = by_code(read_rows(folder / CONDITIONS[0], CONDITIONS[1]), "code", lambda row: row.text("code"))
    codes = [
        (row, pattern)
        for (name, columns), kind, allowed in (
            (MUST_HAVES, MarkKind.MUST, MUST_HAVE_CODES),
            (HAZARDS, MarkKind.HAZARD, HAZARD_CODES),
            (CONDITION_CUES, MarkKind.CONDITION, frozenset(conditions)),
        )
        for row in by_code(read_rows(folder / name, columns), "code", lambda row: row).values()
        for pattern in _codes(row, kind, allowed)
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


def _codes(row: Row, kind: MarkKind, allowed: frozenset[str]) -> Iterator[CodePattern]:
    code = row.choice("code", allowed)
    for pattern in row.text("patterns").split(";"):
        yield CodePattern(kind, code, pattern)
