"""One way to read a table, whatever the file is: a header and rows of text."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.files.csv_tables import read_csv
from services.files.faults import Fault, FaultList, FileRefusedError, refuse
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.parquet_tables import read_parquet
from services.files.sheet_tables import read_xlsx

ZIP_START = b"PK\x03\x04"
PARQUET_START = b"PAR1"
OLE_START = b"\xd0\xcf\x11\xe0"
"""First bytes of an old .xls file, and of an .xlsx file with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was sent: nothing but text.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    content : bytes
        The file itself, for its fingerprint.
    header : tuple of str
        Names of the columns, lower case, spaces turned into underscores; no name twice.
    rows : sequence of (int, sequence of str)
        Row number as a spreadsheet counts them, and as many cells as there are columns. Empty rows are left out.
    faults : FaultList
        Rows that do not fit under the header; they are not in ``rows``.
    notes : tuple of str
        Dutch sentences the sender should see.
    """

    file: str
    content: bytes
    header: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    faults: FaultList
    notes: tuple[str, ...] = ()


def read_table(path: Path, *, names: Sequence[str] = (), limits: Limits = DEFAULT_LIMITS) -> Table:
    """Read a CSV, XLSX or Parquet file.

    Parameters
    ----------
    path : Path
        The extension says which of the three it is; the first bytes must agree.
    names : sequence of str
        Names of the columns of a file that may come without a header: a first row of as many cells, none of which is
        one of these names, is a row like the others. Empty when there must be a header.

    Raises
    ------
    FileRefusedError
        The file is not there, too large, of another kind, broken, or has no usable header.
    """
    content = read_bytes(path, limits=limits)
    file = path.name
    kind = path.suffix.lower()
    _check_kind(file, kind, content)
    notes: tuple[str, ...] = ()
    if kind == ".xlsx":
        lines, notes = read_xlsx(file, content, limits=limits)
    elif kind == ".parquet":
        lines = read_parquet(file, content, limits=limits)
    else:
        lines = read_csv(file, content, limits=limits)
    if names and lines and kind != ".parquet" and not _is_header(lines[0][1], names):
        lines = [(0, names), *lines]
    return _table(file, content, lines, notes, limits)


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    return len(cells) != len(names) or not {*names}.isdisjoint(cell.strip().lower() for cell in cells)


def read_bytes(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a whole file, unless it is too large.

    Raises
    ------
    FileRefusedError
        The file is not there, is not an ordinary file, may not be read, is empty or is too large.
    """
    file = path.name
    try:
        # Asked of the open file, so that it cannot be swapped between looking and reading.
        with open(path, "rb", opener=_open_at_once) as opened:
            state = os.fstat(opened.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise refuse(file, "dit is geen gewoon bestand; geef een CSV-, XLSX- of Parquet-bestand")
            if state.st_size <= limits.max_bytes:
                content = opened.read(limits.max_bytes + 1)
                if len(content) <= limits.max_bytes:
                    return _not_empty(file, content)
    except OSError as error:
        raise refuse(file, f"het bestand kan niet gelezen worden ({_reason(error)})") from error
    megabytes = limits.max_bytes // (1024 * 1024)
    raise refuse(file, f"het bestand is groter dan {megabytes} MB; splits het in kleinere bestanden")


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe that nobody writes to would hold us for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _not_empty(file: str, content: bytes) -> bytes:
    if not content:
        raise refuse(file, "het bestand is leeg; de eerste regel hoort de namen van de kolommen te bevatten")
    return content


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "het bestaat niet"
    if isinstance(error, IsADirectoryError):
        return "het is een map"
    if isinstance(error, PermissionError):
        return "u mag het niet openen"
    return "de schijf geeft een fout"


def _check_kind(file: str, kind: str, content: bytes) -> None:
    if kind not in {".csv", ".tsv", ".txt", ".xlsx", ".parquet"}:
        raise refuse(file, "deze soort wordt niet gelezen; geef een bestand dat eindigt op .csv, .xlsx of .parquet")
    if content.startswith(OLE_START):
        raise refuse(
            file, "dit is een oud Excel-bestand of er zit een wachtwoord op; sla het op als .xlsx zonder wachtwoord"
        )
    if kind == ".xlsx" and not content.startswith(ZIP_START):
        raise refuse(file, "dit is geen Excel-bestand, al eindigt de naam op .xlsx; sla het opnieuw op als .xlsx")
    if kind == ".parquet" and not content.startswith(PARQUET_START):
        raise refuse(file, "dit is geen Parquet-bestand, al eindigt de naam op .parquet")
    if kind not in {".xlsx", ".parquet"}:
        if content.startswith(ZIP_START):
            raise refuse(file, "dit is een Excel- of zipbestand; geef het de juiste naam of sla het op als CSV")
        if content.startswith(PARQUET_START):
            raise refuse(file, "dit is een Parquet-bestand; laat de naam eindigen op .parquet")


def _table(
    file: str, content: bytes, lines: Sequence[tuple[int, Sequence[str]]], notes: tuple[str, ...], limits: Limits
) -> Table:
    if not lines:
        raise refuse(file, "het bestand is leeg; de eerste regel hoort de namen van de kolommen te bevatten")
    header = _header(file, lines[0][1], limits)
    n_columns = len(header)
    faults = FaultList()
    rows: list[tuple[int, Sequence[str]]] = []
    for number, cells in lines[1:]:
        if len(cells) == n_columns:
            rows.append((number, cells))
        elif len(cells) > n_columns and not any(cells[n_columns:]):
            rows.append((number, cells[:n_columns]))
        else:
            faults.add(
                Fault(
                    file=file,
                    row=number,
                    expected=f"deze rij heeft {len(cells)} cellen en de kopregel {n_columns}; maak ze gelijk",
                )
            )
    return Table(file=file, content=content, header=header, rows=rows, faults=faults, notes=notes)


def _header(file: str, cells: Sequence[str], limits: Limits) -> tuple[str, ...]:
    names = ["_".join(cell.strip().lower().split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.max_columns:
        raise refuse(file, f"er zijn {len(names)} kolommen; hoogstens {limits.max_columns} worden gelezen", row=1)
    faults = [
        Fault(file=file, row=1, expected=f"kolom {ix + 1} heeft geen naam; geef elke kolom een naam")
        for ix, name in enumerate(names)
        if not name
    ]
    faults += [
        Fault(file=file, row=1, column=name, expected="deze kolom staat er twee keer; laat er één staan")
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    if faults:
        raise FileRefusedError(faults)
    return tuple(names)
