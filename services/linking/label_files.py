"""Labels and queries from files: what a linker can find, and what it is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching import Labels
from services.files.cells import read_yes_no, text_up_to
from services.files.columns import Column, Reading, read_rows
from services.files.esco_labels import label_columns, names_in
from services.files.faults import Fault, FaultList, FileRefusedError, refuse
from services.files.limits import DEFAULT_LIMITS
from services.files.tables import Table, read_table

MAX_TEXT = 2_000
MAX_DESCRIPTION = 20_000
GRADE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """One label as a file gives it."""

    id: str
    text: str
    concept: str
    is_preferred: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One text to link."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReading:
    """What one or more files of labels gave.

    Parameters
    ----------
    labels : Labels
    descriptions : tuple of (str, str)
        A label with the description of its concept, where one was given.
    """

    labels: Labels
    descriptions: tuple[tuple[str, str], ...]


def read_labels(paths: Sequence[Path]) -> LabelReading:
    """Read files of labels; see docs/file-formats.md for the columns.

    Raises
    ------
    FileRefusedError
        A file cannot be read, a row is wrong, an id stands there twice, or there is no label at all.
    """
    rows: list[LabelRow] = []
    files: dict[str, str] = {}
    faults = FaultList()
    for path in paths:
        table = read_table(path, limits=DEFAULT_LIMITS)
        reading = _esco(table) if _is_esco(table) else read_rows(table, LABEL_COLUMNS, _label)
        for row in reading.or_refused().values:
            for one in row:
                if one.id in files:
                    faults.add(
                        Fault(
                            file=path.name,
                            column="id",
                            value=one.id,
                            expected=f"dit id staat er al, in {files[one.id]}; geef elk label een eigen id",
                        )
                    )
                files[one.id] = path.name
                rows.append(one)
    if faults.n_faults:
        raise FileRefusedError(faults.kept, faults.n_faults)
    if not rows:
        raise refuse(paths[0].name if paths else "--labels", "er staat geen enkel label in")
    labels = Labels.of(
        ids=[row.id for row in rows],
        texts=[row.text for row in rows],
        concepts=[row.concept for row in rows],
        is_preferred=[row.is_preferred for row in rows],
    )
    described = {row.concept: (row.text, row.description) for row in reversed(rows) if row.description}
    return LabelReading(labels=labels, descriptions=tuple(described.values()))


def read_queries(path: Path) -> tuple[Query, ...]:
    """Read texts to link: the columns id and text, or two columns without a header.

    Raises
    ------
    FileRefusedError
        The file cannot be read, a row is wrong, or an id stands there twice.
    """
    table = read_table(path, names=("id", "text"), limits=DEFAULT_LIMITS)
    queries = read_rows(table, QUERY_COLUMNS, _query).or_refused().values
    seen: set[str] = set()
    for query in queries:
        if query.id in seen:
            raise refuse(path.name, f"het id {query.id} staat er twee keer; geef elke tekst een eigen id", column="id")
        seen.add(query.id)
    return queries


def read_right_labels(path: Path) -> Mapping[str, frozenset[str]]:
    """Read which labels are right for which query: four columns without a header, as TREC judgements are written.

    Raises
    ------
    FileRefusedError
        The file cannot be read or a row has no grade.
    """
    names = ("query", "zero", "label", "grade")
    table = read_table(path, names=names, limits=DEFAULT_LIMITS)
    if len(table.header) != len(names):
        raise refuse(path.name, "geef vier kolommen: vraag, 0, label en graad, zonder kopregel")
    if table.faults.n_faults:
        raise FileRefusedError(table.faults.kept, table.faults.n_faults)
    found: dict[str, set[str]] = {}
    for number, (query, _, label, grade) in table.rows:
        if not GRADE.fullmatch(grade.strip()):
            raise refuse(
                path.name, f"de graad is {grade!r}; geef een geheel getal, meer dan 0 als het label goed is", row=number
            )
        if int(grade) > 0:
            found.setdefault(query.strip(), set()).add(label.strip())
    return {query: frozenset(labels) for query, labels in found.items()}


def _column(name: str, about: str, example: str, read: Any, *, is_required: bool = False) -> Column[Any]:
    return Column(
        name=name,
        about=about,
        example=example,
        field=name,
        read=read,
        write=lambda row: str(getattr(row, name, "")),
        is_required=is_required,
    )


LABEL_COLUMNS: tuple[Column[Any], ...] = (
    _column("id", "Eigen naam van het label.", "C000012_nl_001", text_up_to(300), is_required=True),
    _column("text", "Het label zelf.", "kapper", text_up_to(MAX_TEXT), is_required=True),
    _column(
        "concept",
        "Waar het label een naam van is; anders het id.",
        "http://data.europa.eu/esco/occupation/1",
        text_up_to(300),
    ),
    _column("preferred", "1 als dit de naam is waaronder het getoond wordt.", "1", read_yes_no),
    _column("language", "Taal van het label.", "nl", text_up_to(20)),
    _column("description", "Wat het is, in een paar zinnen.", "Knipt en verzorgt haar.", text_up_to(MAX_DESCRIPTION)),
)
QUERY_COLUMNS: tuple[Column[Any], ...] = (
    _column("id", "Eigen naam van de tekst.", "Q000004", text_up_to(300), is_required=True),
    _column("text", "De tekst.", "Afrokapper", text_up_to(MAX_DESCRIPTION), is_required=True),
)


def _label(_number: int, row: dict[str, Any]) -> tuple[LabelRow, ...]:
    return (
        LabelRow(
            id=row["id"],
            text=row["text"],
            concept=row.get("concept") or row["id"],
            is_preferred=row.get("preferred", False),
            description=row.get("description", ""),
        ),
    )


def _query(_number: int, row: dict[str, Any]) -> Query:
    return Query(row["id"], row["text"])


def _is_esco(table: Table) -> bool:
    return "concepturi" in table.header and "id" not in table.header


def _esco(table: Table) -> Reading[tuple[LabelRow, ...]]:
    """Read a list as ESCO publishes it: one row a concept, its other labels on lines of one cell."""
    columns = (
        _column("concepturi", "", "", text_up_to(300), is_required=True),
        *label_columns(table, most=MAX_TEXT),
        _column("description", "", "", text_up_to(MAX_DESCRIPTION)),
    )

    def build(_number: int, row: dict[str, Any]) -> tuple[LabelRow, ...]:
        return tuple(
            LabelRow(
                id=f"{row['concepturi']}#{place}",
                text=text,
                concept=row["concepturi"],
                is_preferred=place == 0,
                description=row.get("description", ""),
            )
            for place, text in enumerate(names_in(row))
        )

    return read_rows(table, columns, build)
