"""Read the data files line by line; whatever cannot be right is refused with its file, line and column."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
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
            raise self.error(column, "is empty; fill it in")
        return self.cells[column]

    def optional_text(self, column: str) -> str:
        """Read a text that may be empty."""
        return self.cells[column]

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Read a code out of a closed set."""
        found = self.text(column)
        if found not in allowed:
            known = ", ".join(sorted(allowed)) if len(allowed) <= LISTED else "the codes of its own file"
            raise self.error(column, f"holds {found!r}; choose one of {known}")
        return found

    def choices(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Read codes with semicolons between them, each at most once; an empty cell gives none."""
        found = tuple(part.strip() for part in self.cells[column].split(";")) if self.cells[column] else ()
        for part in found:
            if part not in allowed:
                raise self.error(column, f"holds {part!r}, which is not known; use a code from its own file")
        if len(set(found)) < len(found):
            raise self.error(column, "names a code twice; name it once")
        return found

    def phrases(self, column: str) -> tuple[str, ...]:
        """Read phrases with semicolons between them; none is empty, and none stands there twice in any case."""
        found = tuple(part.strip() for part in self.text(column).split(";"))
        if "" in found:
            raise self.error(column, "has an empty place between two semicolons; fill it in or leave one out")
        if len({phrase.casefold() for phrase in found}) < len(found):
            raise self.error(column, "says a phrase twice; say it once")
        return found

    def shares(
        self, column: str, allowed: Collection[str], *, at_least: float, at_most: float
    ) -> tuple[tuple[str, float], ...]:
        """Read codes that each have a number, such as ``a=0.5;b=0.2``; an empty cell gives none."""
        found: dict[str, float] = {}
        for part in self.cells[column].split(";") if self.cells[column] else ():
            code, _, share = (piece.strip() for piece in part.partition("="))
            if code not in allowed:
                raise self.error(column, f"holds {code!r}, which is not known; use a code from its own file")
            if code in found:
                raise self.error(column, f"names {code!r} twice; name it once")
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
            raise self.error(column, f"holds {value:g}; give a whole number")
        return int(value)

    def day(self, column: str) -> date:
        """Read a day, written as 2026-11-22."""
        found = self.text(column)
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise self.error(column, f"holds {found!r}; give a day such as 2026-11-22") from None

    def duration(self, column: str, *, at_most: int) -> int:
        """Read hours and minutes, written as 35:00, as minutes; also as a spreadsheet writes them, 35:00:00."""
        found = self.text(column)
        match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::00)?", found)
        minutes = int(match[1]) * 60 + int(match[2]) if match else at_most + 1
        if minutes > at_most:
            raise self.error(column, f"holds {found!r}; give hours and minutes, at most {at_most // 60}:00")
        return minutes

    def clock(self, column: str) -> time:
        """Read a time of the day, written as 07:00."""
        found = self.text(column)
        try:
            return time.fromisoformat(found)
        except ValueError:
            raise self.error(column, f"holds {found!r}; give a time such as 07:00") from None

    def source(self) -> Source:
        """Read where this row comes from and when it holds."""
        valid_from = self.day("valid_from")
        valid_until = self.day("valid_to") if self.cells["valid_to"] else None
        if valid_until is not None and valid_until <= valid_from:
            raise self.error("valid_to", "does not come after valid_from; give a later day or leave it empty")
        title, url = self.text("source_title"), self.optional_text("source_url")
        is_own = title == OWN_TITLE
        if not (is_own or url.startswith("https://")):
            raise self.error("source_url", "is no address; give one that starts with https://")
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
            raise self.error(column, f"holds {found!r}; give a number such as 12 or 0.5") from None
        if not at_least <= value <= at_most:
            raise self.error(column, f"holds {found}; give a number from {at_least:g} to {at_most:g}")
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
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            if header != expected:
                raise ReferenceDataError(path.name, 1, "header", f"give the columns {','.join(expected)}")
            rows = tuple(_row(path.name, reader.line_num, expected, cells) for cells in reader)
    except OSError as error:
        raise ReferenceDataError(path.name, 1, "header", f"the file cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReferenceDataError(path.name, 1, "header", f"save it as CSV in UTF-8: {error}") from error
    if not rows:
        raise ReferenceDataError(path.name, 2, expected[0], "there are no rows; give at least one")
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
            raise row.error(column, f"holds {code!r} a second time; give every row its own code")
        found[code] = build(row)
    return found


def in_force(rows: Iterable[Row], key_columns: tuple[str, ...], *, on: date | None) -> tuple[Row, ...]:
    """Choose per key the row that holds on a day.

    Parameters
    ----------
    rows : iterable of Row
        Rows with the columns of a source.
    key_columns : tuple of str
        Columns that together say which rule it is.
    on : date or None
        ``None`` chooses the newest row of each key.

    Returns
    -------
    tuple of Row
        At most one row per key, in the order of the file.

    Raises
    ------
    ReferenceDataError
        Two rows with the same key hold on the same day.
    """
    versions: dict[tuple[str, ...], list[tuple[date, date, Row]]] = {}
    for row in rows:
        source = row.source()
        key = tuple(row.text(column) for column in key_columns)
        versions.setdefault(key, []).append((source.valid_from, source.valid_until or date.max, row))
    chosen: list[Row] = []
    for found in versions.values():
        found.sort(key=lambda version: (version[0], version[2].line))
        for (_, until, earlier), (start, _, later) in pairwise(found):
            if start < until:
                text = f"overlaps line {earlier.line}, the same rule; end that row with valid_to {start} or earlier"
                raise later.error("valid_from", text)
        if on is None:
            chosen.append(found[-1][2])
        else:
            chosen.extend(row for start, until, row in found if start <= on < until)
    return tuple(sorted(chosen, key=lambda row: row.line))


def _row(file: str, line: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        text = f"the line has {len(cells)} cells; give {len(columns)}, with quotes around a text that holds a comma"
        raise ReferenceDataError(file, line, columns[0], text)
    return Row(file, line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
