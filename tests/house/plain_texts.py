"""Every Dutch text of the employer toolkit, and what the B1 check says of it.

``PYTHONPATH=. python tests/house/plain_texts.py [FILE ...]`` tells what is to be mended in these data files, by default
in all of ``services/reference/toolkit``; with ``-`` it looks at the text that is typed.
"""

import csv
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from employer_toolkit.wording import PlainReading, PlainRules, measure
from services.reference import REFERENCE_FOLDER
from services.reference.rows import SOURCE_COLUMNS
from services.reference.wording_rules import load_wording_rules

TOOLKIT = REFERENCE_FOLDER / "toolkit"
NOT_SHOWN = frozenset({*SOURCE_COLUMNS, "patterns", "words", "excused_by", "example", "fine", "source", "quote", "url"})
"""Columns and keys that hold no sentence of ours for a reader: patterns, names of sources, words that are quoted."""
NOT_TEXTS = frozenset({"wording_classes.csv", "wording_plain_words.csv"})
"""Files of single words; the heavy ones stand there on purpose."""
LEAST_WORDS = 3
MOST_PASSIVES = 1
"""In one text: now and then nobody needs to know who does it."""


class PlainCell(NamedTuple):
    """A text with where it stands."""

    file: str
    place: str
    text: str


def texts_of(path: Path) -> Iterator[PlainCell]:
    """Give every Dutch text in a data file: CSV cells and TOML strings of a few words."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                for column, text in row.items():
                    if column not in NOT_SHOWN and len((text or "").split()) >= LEAST_WORDS:
                        yield PlainCell(path.name, f"regel {number}, kolom {column}", text.replace(";", "\n"))
    else:
        yield from _strings(path.name, "", tomllib.loads(path.read_text(encoding="utf-8")))


def _strings(file: str, place: str, value: Any) -> Iterator[PlainCell]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_SHOWN:
                yield from _strings(file, f"{place}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _strings(file, f"{place}[{at}]", inner)
    elif isinstance(value, str) and len(value.split()) >= LEAST_WORDS:
        yield PlainCell(file, place, value)


def toolkit_texts() -> list[PlainCell]:
    """Give every Dutch text of the employer toolkit."""
    files = sorted(path for path in TOOLKIT.rglob("*") if path.suffix in (".csv", ".toml"))
    return [cell for path in files if path.name not in NOT_TEXTS for cell in texts_of(path)]


def plain_rules() -> PlainRules:
    """Give the rules of the B1 check, as they hold on the day on which they were written."""
    return load_wording_rules(date(2026, 11, 22)).plain


def faults(cells: Sequence[PlainCell]) -> list[str]:
    """Give what is to be mended, one line each."""
    rules = plain_rules()
    return [
        f"{cell.file}, {cell.place}: {told}"
        for cell in cells
        for told in _told(measure(cell.text, rules=rules), rules.limits.lowest_score)
    ]


def _told(reading: PlainReading, lowest: int) -> Iterator[str]:
    n_passives = sum(one.code == "passive" for one in reading.findings)
    for one in reading.findings:
        if one.code == "passive" and n_passives <= MOST_PASSIVES:
            continue
        yield f"“{one.words}”: {one.reason} {one.suggestion}"
    if reading.score is not None and reading.score < lowest:
        yield f"leesbaarheid {reading.score:.0f}, minstens {lowest}: maak zinnen korter en kies kortere woorden"


def main() -> None:
    """Tell what is to be mended."""
    cells = (
        [PlainCell("getypt", "tekst", sys.stdin.read())]
        if sys.argv[1:] == ["-"]
        else [cell for name in sys.argv[1:] for cell in texts_of(Path(name))] or toolkit_texts()
    )
    told = faults(cells)
    print("\n".join(told))
    print(f"{len(told)} dingen te verbeteren in {len(cells)} teksten")


if __name__ == "__main__":
    main()
