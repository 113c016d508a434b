"""Read the words that the text of a place is looked over with, and refuse what cannot be right."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from employer_toolkit.wording import (
    Book,
    Essential,
    Expression,
    ExpressionError,
    KindText,
    PlainLimits,
    PlainRules,
    PlainText,
    Weight,
    WordingKind,
    WordingLimits,
    WordingRule,
    WordingRules,
    parse,
)
from services.reference.folder import rules_folder
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, in_force, read_rows, turn_of, turns_of

FOLDER = "toolkit"
CLASSES = ("wording_classes.csv", ("name", "words"))
EXCUSES = ("wording_excuses.csv", ("code", "patterns", "example"))
KINDS = ("wording_kinds.csv", ("kind", "label", "weight", "reason", "suggestion", *SOURCE_COLUMNS))
RULES = ("wording_rules.csv", ("code", "kind", "patterns", "excused_by", "suggestion", "example", "fine"))
PLAIN_WORDS = ("wording_plain_words.csv", ("words", "plain"))
PLAIN_TEXTS = ("wording_plain_texts.csv", ("code", "reason", "suggestion"))
ESSENTIALS = ("wording_essentials.csv", ("code", "label", "reason", "suggestion", "patterns"))
LIMITS = ("wording_limits.csv", ("name", "value", "note"))

FILES = tuple(name for name, _ in (CLASSES, EXCUSES, KINDS, RULES, PLAIN_WORDS, PLAIN_TEXTS, ESSENTIALS, LIMITS))
"""Names of the files, all in ``toolkit/``."""
PLAIN_CODES = ("long_sentence", "passive", "double_negation", "heavy_word", "abbreviation")
LIMIT_NAMES = (
    "longest_sentence",
    "least_words",
    "lowest_score",
    "shouted_words",
    "shouted_letters",
    "most_findings",
    "longest_text",
)
GRAMMAR = ("afkorting", "worden", "voordeel", "geen_deelwoord", "ontkenning", "zinsdeel")
"""Classes that the reading of sentences itself needs."""
VERSION_DIGITS = 12


def load_wording_rules(on: date) -> WordingRules:
    """Give the words of this installation as they hold on a day; the files are read once, and each turn once.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.

    Examples
    --------
    >>> from employer_toolkit.wording import lint
    >>> rules = load_wording_rules(date(2026, 11, 22))
    >>> [(one.kind.value, one.words) for one in lint("Wij zijn een jong team.", field="", rules=rules)]
    [('age', 'jong team')]
    """
    folder = rules_folder()
    return _rules(folder, turn_of(_turns(folder), on))


def read_wording_rules(folder: Path, *, on: date) -> WordingRules:
    """Read the words from a folder of data files; raises as ``load_wording_rules``."""
    inside = folder / FOLDER
    rows = {name: read_rows(inside / name, columns) for name, columns in _files()}
    classes = by_code(rows[CLASSES[0]], "name", lambda row: row.phrases("words"))
    for name in GRAMMAR:
        if name not in classes:
            raise rows[CLASSES[0]][-1].error("name", f"“{name}” was er niet bij; zet er een rij voor bij")
    excuses = {
        code: Book.of((expression, code) for expression in found)
        for code, found in by_code(
            rows[EXCUSES[0]], "code", lambda row: list(_expressions(row, "patterns", classes))
        ).items()
    }
    limits = _limits(rows[LIMITS[0]])
    return WordingRules(
        kinds=MappingProxyType(_kinds(rows[KINDS[0]], on=on)),
        books=MappingProxyType(_books(rows[RULES[0]], classes=classes, excuses=excuses)),
        excuses=MappingProxyType(excuses),
        plain=_plain(rows, classes=classes, limits=limits),
        essentials=tuple(by_code(rows[ESSENTIALS[0]], "code", lambda row: _essential(row, classes)).values()),
        limits=WordingLimits(
            shouted_words=limits["shouted_words"],
            shouted_letters=limits["shouted_letters"],
            most_findings=limits["most_findings"],
            longest_text=limits["longest_text"],
        ),
        version=sha256(b"".join((inside / name).read_bytes() for name in FILES)).hexdigest()[:VERSION_DIGITS],
    )


def _files() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (CLASSES, EXCUSES, KINDS, RULES, PLAIN_WORDS, PLAIN_TEXTS, ESSENTIALS, LIMITS)


@cache
def _turns(folder: Path) -> tuple[date, ...]:
    return turns_of(read_rows(folder / FOLDER / KINDS[0], KINDS[1]))


@cache
def _rules(folder: Path, since: date) -> WordingRules:
    return read_wording_rules(folder, on=since)


def _kinds(rows: Sequence[Row], *, on: date) -> dict[WordingKind, KindText]:
    for row in rows:
        row.choice("kind", list(WordingKind))
        row.choice("weight", list(Weight))
    held = by_code(in_force(rows, ("kind",), on=on), "kind", _kind)
    for kind in WordingKind:
        if kind.value not in held:
            raise rows[-1].error("kind", f"voor {on} was “{kind.value}” er niet bij; zet er een rij voor bij")
    return {one.kind: one for one in held.values()}


def _kind(row: Row) -> KindText:
    source = row.source()
    return KindText(
        kind=WordingKind(row.text("kind")),
        label=row.text("label"),
        weight=Weight(row.text("weight")),
        reason=row.text("reason"),
        suggestion=row.text("suggestion"),
        source=f"artikel {source.article}, {source.title}" if source.article else "",
        source_url=source.url,
        is_to_verify=source.is_to_verify,
    )


def _books(
    rows: Sequence[Row], *, classes: Mapping[str, Sequence[str]], excuses: Mapping[str, Book[str]]
) -> dict[WordingKind, Book[WordingRule]]:
    entries: dict[WordingKind, list[tuple[Expression, WordingRule]]] = {}
    for row in by_code(rows, "code", lambda row: row).values():
        rule = WordingRule(
            code=row.text("code"),
            kind=WordingKind(row.choice("kind", list(WordingKind))),
            excused_by=frozenset(row.choices("excused_by", excuses)),
            suggestion=row.optional_text("suggestion"),
        )
        row.text("example")
        entries.setdefault(rule.kind, []).extend((one, rule) for one in _expressions(row, "patterns", classes))
    return {kind: Book.of(found) for kind, found in entries.items()}


def _plain(
    rows: Mapping[str, tuple[Row, ...]], *, classes: Mapping[str, Sequence[str]], limits: Mapping[str, int]
) -> PlainRules:
    texts = by_code(
        rows[PLAIN_TEXTS[0]],
        "code",
        lambda row: PlainText(
            code=row.choice("code", PLAIN_CODES), reason=row.text("reason"), suggestion=row.text("suggestion")
        ),
    )
    for code in PLAIN_CODES:
        if code not in texts:
            raise rows[PLAIN_TEXTS[0]][-1].error("code", f"“{code}” was er niet bij; zet er een rij voor bij")
    words = by_code(
        rows[PLAIN_WORDS[0]], "words", lambda row: (row.text("plain"), list(_expressions(row, "words", classes)))
    )
    return PlainRules(
        words=Book.of((one, plain) for plain, found in words.values() for one in found),
        texts=MappingProxyType(texts),
        limits=PlainLimits(
            longest_sentence=limits["longest_sentence"],
            least_words=limits["least_words"],
            lowest_score=limits["lowest_score"],
        ),
        abbreviations=frozenset(classes["afkorting"]),
        becoming=frozenset(classes["worden"]),
        particles=tuple(classes["voordeel"]),
        not_participles=frozenset(classes["geen_deelwoord"]),
        negations=frozenset(classes["ontkenning"]),
        joints=frozenset(classes["zinsdeel"]),
    )


def _essential(row: Row, classes: Mapping[str, Sequence[str]]) -> Essential:
    return Essential(
        code=row.text("code"),
        label=row.text("label"),
        reason=row.text("reason"),
        suggestion=row.text("suggestion"),
        told_by=Book.of((one, row.text("code")) for one in _expressions(row, "patterns", classes)),
    )


def _limits(rows: Sequence[Row]) -> dict[str, int]:
    found = by_code(rows, "name", lambda row: row.whole("value", at_least=1, at_most=100_000))
    for row in rows:
        row.choice("name", LIMIT_NAMES)
    for name in LIMIT_NAMES:
        if name not in found:
            raise rows[-1].error("name", f"dit is de laatste rij en {name} was er niet bij; zet er een rij voor bij")
    return found


def _expressions(row: Row, column: str, classes: Mapping[str, Sequence[str]]) -> Iterable[Expression]:
    for written in row.phrases(column):
        try:
            yield parse(written, classes=classes)
        except ExpressionError as error:
            raise row.error(column, str(error)) from None
