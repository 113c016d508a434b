"""Read the data files line by line; whatever cannot be right is refused with its file, line and column."""

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TypeVar

from services.reference.errors import ReferenceDataError
from services.reference.values import Source

OWN_TITLE = "Eigen aanname"
"""Title of a source that is nobody's but ours; only such a row may go without an address."""

SOURCE_COLUMNS = (
    "valid_from",
    "valid_to",
    "article",
    "source_title",
    "source_url",
    "checked_on",
    "verify",
    "note",
)
"""Columns of a rule's source, the same in every file of rules."""

LISTED = 20
"""A message names this many codes to choose from at most."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a data file; each method reads one cell and refuses what does not belong there."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, column: str, text: str) -> ReferenceDataError:
        """Say what is wrong in this line; the caller raises it."""
        return ReferenceDataError(self.file, self.line, column, text)

    def text(self, column: str) -> str:
        """Read a text that must be there."""
        if not self.cells[column]:
            raise self.error(column, "hier staat niets; vul dit in")
        return self.cells[column]

    def optional_text(self, column: str) -> str:
        """Read a text that may be empty."""
        return self.cells[column]

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Read a code out of a closed set."""
        found = self.text(column)
        if found not in allowed:
            known = ", ".join(sorted(allowed)) if len(allowed) <= LISTED else "de codes van het eigen bestand"
            raise self.error(column, f"er staat “{found}”; kies uit: {known}")
        return found

    def choices(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Read codes with semicolons between them, each at most once; an empty cell gives none."""
        found = tuple(part.strip() for part in self.cells[column].split(";")) if self.cells[column] else ()
        for part in found:
            if part not in allowed:
                raise self.error(
                    column, f"er staat “{part}”, en dat is niet bekend; neem een code uit het eigen bestand"
                )
        if len(set(found)) < len(found):
            raise self.error(column, "een code staat hier twee keer; noem hem één keer")
        return found

    def phrases(self, column: str) -> tuple[str, ...]:
        """Read phrases with semicolons between them; none is empty, and none stands there twice in any case."""
        found = tuple(part.strip() for part in self.text(column).split(";"))
        if "" in found:
            raise self.error(column, "tussen twee puntkomma's staat niets; vul het in of haal een puntkomma weg")
        if len({phrase.casefold() for phrase in found}) < len(found):
            raise self.error(column, "een zin staat hier twee keer; noem hem één keer")
        return found

    def shares(
        self, column: str, allowed: Collection[str], *, at_least: float, at_most: float
    ) -> tuple[tuple[str, float], ...]:
        """Read codes that each have a number, such as ``a=0.5;b=0.2``; an empty cell gives none."""
        found: dict[str, float] = {}
        for part in self.cells[column].split(";") if self.cells[column] else ():
            code, _, share = (piece.strip() for piece in part.partition("="))
            if code not in allowed:
                raise self.error(
                    column, f"er staat “{code}”, en dat is niet bekend; neem een code uit het eigen bestand"
                )
            if code in found:
                raise self.error(column, f"“{code}” staat hier twee keer; noem hem één keer")
            found[code] = self._number(column, share, at_least=at_least, at_most=at_most)
        return tuple(found.items())

    def yes_no(self, column: str) -> bool:
        """Read ``yes`` or ``no``."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(self, column: str, *, at_least: float, at_most: float) -> float:
        """Read a number, limits included."""
        return self._number(column, self.text(column), at_least=at_least, at_most=at_most)

    def whole(self, column: str, *, at_least: int, at_most: int) -> int:
        """Read a whole number, limits included."""
        value = self.number(column, at_least=at_least, at_most=at_most)
        if value != int(value):
            raise self.error(column, f"er staat {value:g}; geef een heel getal")
        return int(value)

    def day(self, column: str) -> date:
        """Read a day, written as 2026-11-22."""
        found = self.text(column)
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise self.error(column, f"er staat “{found}”; geef een dag zoals 2026-11-22 (jaar-maand-dag)") from None

    def duration(self, column: str, *, at_most: int) -> int:
        """Read hours and minutes, written as 35:00, as minutes; also as a spreadsheet writes them, 35:00:00."""
        found = self.text(column)
        match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::00)?", found)
        minutes = int(match[1]) * 60 + int(match[2]) if match else at_most + 1
        if minutes > at_most:
            raise self.error(
                column, f"er staat “{found}”; geef uren en minuten zoals 7:30, hoogstens {at_most // 60}:00"
            )
        return minutes

    def clock(self, column: str) -> time:
        """Read a time of the day, written as 07:00."""
        found = self.text(column)
        try:
            return time.fromisoformat(found)
        except ValueError:
            raise self.error(column, f"er staat “{found}”; geef een tijd zoals 07:00") from None

    def source(self) -> Source:
        """Read where this row comes from and when it holds."""
        valid_from = self.day("valid_from")
        valid_until = self.day("valid_to") if self.cells["valid_to"] else None
        if valid_until is not None and valid_until <= valid_from:
            raise self.error("valid_to", "deze dag komt niet na valid_from; geef een latere dag of laat dit leeg")
        title, url = self.text("source_title"), self.optional_text("source_url")
        is_own = title == OWN_TITLE
        if not (is_own or url.startswith("https://")):
            raise self.error(
                "source_url",
                f"dit is geen adres; geef een adres dat begint met https://, of zet “{OWN_TITLE}” in source_title",
            )
        return Source(
            article=self.optional_text("article"),
            title=title,
            url=url,
            checked_on=self.day("checked_on"),
            valid_from=valid_from,
            valid_until=valid_until,
            is_to_verify=self.yes_no("verify"),
            note=self.optional_text("note"),
        )

    def _number(self, column: str, found: str, *, at_least: float, at_most: float) -> float:
        try:
            value = float(found)
        except ValueError:
            raise self.error(column, f"er staat “{found}”; geef een getal zoals 12 of 0.5") from None
        if not at_least <= value <= at_most:
            raise self.error(column, f"er staat {found}; geef een getal van {at_least:g} tot en met {at_most:g}")
        return value


def read_rows(path: Path, columns: Iterable[str]) -> tuple[Row, ...]:
    """Read a data file (UTF-8, commas, header) that has exactly these columns, in this order.

    Raises
    ------
    ReferenceDataError
        The file is not there, holds no rows, or has other columns; or a line has too few or too many cells.
    """
    expected = list(columns)
    try:
        # Spreadsheets put a mark before UTF-8 text, which is no part of the first name.
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            _check_header(path.name, next(reader, []), expected)
            rows = tuple(_row(path.name, reader.line_num, expected, cells) for cells in reader)
    except FileNotFoundError:
        raise ReferenceDataError(path.name, 1, "", "dit bestand is er niet; zet het in de map met regels") from None
    except OSError as error:
        raise ReferenceDataError(path.name, 1, "", f"dit bestand kan niet gelezen worden ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        text = f"dit is geen goed CSV-bestand; sla het op als “CSV UTF-8” met komma's ({error})"
        raise ReferenceDataError(path.name, 1, "", text) from error
    if not rows:
        raise ReferenceDataError(path.name, 2, expected[0], "er zijn geen rijen; geef er minstens één")
    return rows


def by_code(rows: Iterable[Row], column: str, build: Callable[[Row], Value]) -> dict[str, Value]:
    """Build one value per row, keyed on a column in which nothing may stand twice.

    Raises
    ------
    ReferenceDataError
        A code stands in two rows, or a row cannot be built.
    """
    found: dict[str, Value] = {}
    for row in rows:
        code = row.text(column)
        if code in found:
            raise row.error(column, f"“{code}” staat er al; geef elke rij een eigen code")
        found[code] = build(row)
    return found


def in_force(rows: Iterable[Row], key_columns: tuple[str, ...], *, on: date) -> tuple[Row, ...]:
    """Choose per key the row that holds on a day.

    Parameters
    ----------
    rows : iterable of Row
        Rows with the columns of a source.
    key_columns : tuple of str
        Columns that together say which rule it is.

    Returns
    -------
    tuple of Row
        At most one row per key, in the order of the file.

    Raises
    ------
    ReferenceDataError
        Two rows with the same key hold on the same day, or there are days between them on which none holds.
    """
    chosen: list[Row] = []
    for found in versions(rows, key_columns).values():
        for earlier, later in pairwise(found):
            until, start = earlier.source().valid_until, later.source().valid_from
            if until is None or start < until:
                text = f"deze rij begint terwijl regel {earlier.line} nog geldt, en dat is dezelfde regel van de wet"
                raise later.error("valid_from", f"{text}; zet daar bij valid_to {start} of eerder")
            if until < start:
                text = f"van {until} tot {start} geldt er niets: regel {earlier.line} is dan al voorbij"
                raise later.error("valid_from", f"{text}; laat deze rij beginnen op {until}")
        chosen.extend(row for row in found if row.source().is_on(on))
    return tuple(sorted(chosen, key=lambda row: row.line))


def versions(rows: Iterable[Row], key_columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Row]]:
    """Put the rows of one rule together, the oldest first."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.text(column) for column in key_columns), []).append(row)
    for same in found.values():
        same.sort(key=lambda row: (row.source().valid_from, row.line))
    return found


def turns_of(rows: Iterable[Row]) -> tuple[date, ...]:
    """Give the days on which another choice of these rows begins to hold, rising."""
    held = [row.source() for row in rows]
    return tuple(sorted({one.valid_from for one in held} | {one.valid_until for one in held if one.valid_until}))


def turn_of(turns: tuple[date, ...], day: date) -> date:
    """Give the turn since which the rows of a day hold; before all of them the first."""
    return turns[max(bisect_right(turns, day) - 1, 0)]


def _check_header(file: str, header: list[str], expected: list[str]) -> None:
    if header == expected:
        return
    if len(header) == 1 and ";" in header[0]:
        text = "tussen de kolommen staan puntkomma's; sla het op als CSV met komma's"
        raise ReferenceDataError(file, 1, "", text)
    unknown = [name for name in header if name not in expected]
    missing = [name for name in expected if name not in header]
    order = f"de kolommen zijn: {','.join(expected)}"
    if unknown:
        text = "deze kolom is niet bekend; haal hem weg of verbeter de naam"
        raise ReferenceDataError(file, 1, unknown[0] or "zonder naam", f"{text}; {order}")
    if missing:
        raise ReferenceDataError(file, 1, missing[0], f"deze kolom ontbreekt; {order}")
    wrong = next((name for name, right in zip_longest(header, expected) if name != right), None)
    raise ReferenceDataError(file, 1, wrong or header[-1], f"deze kolom staat op de verkeerde plaats; {order}")


def _row(file: str, line: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        text = f"deze regel heeft {len(cells)} vakken; het moeten er {len(columns)} zijn"
        raise ReferenceDataError(file, line, columns[0], f"{text}, met aanhalingstekens om een tekst met een komma")
    return Row(file, line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
