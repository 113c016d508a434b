"""A file format as a list of columns: used for reading, for writing and for the page that describes it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from services.files.cells import MAX_REMEMBERED, CellError, Read
from services.files.faults import Fault, FaultList, FileRefusedError
from services.files.formulas import disarmed
from services.files.tables import Table

T = TypeVar("T")
W = TypeVar("W")

MANY_FAULTS = 20
"""From this many faults in a column on, it is worth asking whether two columns were swapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[W]):
    """One column of a file format.

    Parameters
    ----------
    name : str
        The header, in Dutch.
    about : str
        One Dutch sentence for the page that describes the format.
    example : str
        A cell that is right.
    field : str
        Name of the value it fills, for whoever builds the row.
    read : callable
        From text to value, see ``cells.py``.
    write : callable
        From the whole thing to the text of this cell.
    """

    name: str
    about: str
    example: str
    field: str
    read: Read
    write: Callable[[W], str]
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[T]):
    """What a file gave.

    Parameters
    ----------
    content : bytes
        The file itself, for its fingerprint.
    values : tuple
        One per row that was right, in the order of the file.
    faults : FaultList
        What was wrong; rows with a fault are not in ``values``.
    n_rows : int
        Rows in the file, right or wrong, header not counted.
    notes : tuple of str
        Dutch sentences the sender should see.
    """

    file: str
    content: bytes
    values: tuple[T, ...]
    faults: FaultList
    n_rows: int
    notes: tuple[str, ...]

    def or_refused(self) -> "Reading[T]":
        """Give this reading, or raise ``FileRefusedError`` when any row was wrong."""
        if self.faults.n_faults:
            raise FileRefusedError(self.faults.kept, self.faults.n_faults)
        return self


class RowError(Exception):
    """A row as a whole cannot be right; ``faults`` holds per field what would be right."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(f"{field}: {text}" for field, text in self.faults.items()))


def read_rows(
    table: Table,
    columns: Sequence[Column[Any]],
    build: Callable[[int, dict[str, Any]], T],
) -> Reading[T]:
    """Read every row of a table through its columns, and collect all faults.

    Parameters
    ----------
    build : callable
        Makes the value of a row from its row number and the values of the cells that were filled in, by field; raises
        ``RowError``.

    Raises
    ------
    FileRefusedError
        A required column is missing.
    """
    notes = [*table.notes, *_check_header(table, columns)]
    at = {name: ix for ix, name in enumerate(table.header)}
    present = [(column, at[column.name]) for column in columns if column.name in at]
    remembered: list[dict[str, Any]] = [{} for _ in present]
    names = {column.field: column for column in columns}
    faults, n_wrong_cells, values = table.faults, Counter[str](), []
    for number, cells in table.rows:
        row: dict[str, Any] = {}
        is_right = True
        for (column, ix), known in zip(present, remembered, strict=True):
            text = cells[ix]
            if text in known:
                row[column.field] = known[text]
                continue
            bare = disarmed(text).strip()
            try:
                if bare:
                    row[column.field] = value = column.read(bare)
                    if len(known) < MAX_REMEMBERED:
                        known[text] = value
                elif column.is_required:
                    raise CellError(f"vul iets in, zoals “{column.example}”")
            except CellError as error:
                is_right = False
                n_wrong_cells[column.name] += 1
                faults.add(
                    Fault(file=table.file, row=number, column=column.name, value=text or None, expected=str(error))
                )
        if not is_right:
            continue
        try:
            values.append(build(number, row))
        except RowError as error:
            for field, expected in error.faults.items():
                name = names[field].name if field in names else None
                shown = cells[at[name]] or None if name in at and name is not None else None
                faults.add(Fault(file=table.file, row=number, column=name, value=shown, expected=expected))
    notes += _swapped(n_wrong_cells, len(table.rows))
    return Reading(
        file=table.file,
        content=table.content,
        values=tuple(values),
        faults=faults,
        n_rows=len(table.rows),
        notes=tuple(notes),
    )


def _check_header(table: Table, columns: Sequence[Column[Any]]) -> list[str]:
    names = [column.name for column in columns]
    unknown = [name for name in table.header if name not in names]
    missing = [column for column in columns if column.is_required and column.name not in table.header]
    if missing:
        raise FileRefusedError(
            Fault(
                file=table.file,
                row=1,
                column=column.name,
                expected="deze kolom ontbreekt" + _near(column.name, unknown, "; bedoelt u met kolom {} deze?"),
            )
            for column in missing
        )
    return [
        f"Kolom {name} is niet bekend en wordt niet gelezen{_near(name, names, '; bedoelt u {}?')}"[:200]
        for name in unknown
    ]


def _near(name: str, others: Iterable[str], text: str) -> str:
    near = get_close_matches(name[:80], list(others), n=1, cutoff=0.6)
    return text.format(near[0]) if near else ""


def _swapped(n_wrong_cells: Mapping[str, int], n_rows: int) -> list[str]:
    wrong = [name for name, count in n_wrong_cells.items() if count >= MANY_FAULTS and count > 0.9 * n_rows]
    if not wrong:
        return []
    return [f"Bijna elke cel is fout in kolom {', '.join(wrong)}: staan daar de goede namen boven?"]
