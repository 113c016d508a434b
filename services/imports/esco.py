"""ESCO (European Skills, Competences, Qualifications and Occupations): occupations, skills, broader relations."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from career.competency import Competency, CompetencyKind, Relation
from services.files.cells import CellError, Read
from services.files.columns import Column, Reading, RowError, read_rows
from services.files.esco_labels import label_columns, names_in
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.tables import Table, read_table
from services.imports.keeping import Delivery, ImportDone, keep
from services.imports.mappings import broader_strength
from services.unit_of_work import UnitOfWork

T = TypeVar("T")

OCCUPATIONS, SKILLS, BROADER = "esco-occupations", "esco-skills", "esco-broader"
"""Names of the three lists among the imports."""
CONCEPT = re.compile(r"https?://data\.europa\.eu/esco/(occupation|skill|isco)/([0-9A-Za-z.-]{1,60})")
KINDS = {"occupation": CompetencyKind.OCCUPATION, "skill": CompetencyKind.SKILL}


TRAIN = "De koppelaar kent ze nog niet. Train hem nu: plekwijzer train-linker --out linker.model"
POINT = "Zet daarna PLEKWIJZER_LINKER op dat bestand en start opnieuw."
MAX_LABEL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A competency as ESCO tells it, with its other names."""

    competency: Competency
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """Address of an ESCO concept, taken apart."""

    kind: str
    key: str
    address: str

    @property
    def competency_id(self) -> str:
        """Our id for it, such as ``"esco:skill/000bb1e4…"``."""
        return f"esco:{self.kind}/{self.key}"


def read_concept(text: str) -> Concept:
    """Read the address of a concept.

    Examples
    --------
    >>> read_concept("http://data.europa.eu/esco/skill/000bb1e4-89f0").competency_id
    'esco:skill/000bb1e4-89f0'
    """
    match = CONCEPT.fullmatch(text)
    if match is None:
        raise CellError("geef een ESCO-adres, zoals http://data.europa.eu/esco/skill/000bb1e4-89f0")
    return Concept(kind=match[1], key=match[2], address=text)


def read_occupations(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Entry]:
    """Read ``occupations_nl.csv`` as ESCO publishes it: the address and the names of each occupation.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    return _read_entries(path, "occupation", limits)


def read_skills(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Entry]:
    """Read a list of skills: as ESCO publishes it, or with the columns ``conceptUri`` and ``label`` only.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    return _read_entries(path, "skill", limits)


def read_broader(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[tuple[Concept, Concept]]:
    """Read ``broaderRelationsOccPillar.csv``: pairs of a concept and the broader one above it.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    columns = (_column("concepturi", "concept", read_concept), _column("broaderuri", "broader", read_concept))

    def build(number: int, row: dict[str, Any]) -> tuple[Concept, Concept]:
        if row["concept"] == row["broader"]:
            raise RowError({"broader": "noem een ander begrip dan in conceptUri"})
        return row["concept"], row["broader"]

    return _read(read_table(path, limits=limits), columns, build)


def import_occupations(work: UnitOfWork, *, reading: Reading[Entry], delivery: Delivery) -> ImportDone:
    """Take over occupations and all their names into the catalogue; see ``keep`` for what is refused."""
    return _import_entries(work, OCCUPATIONS, CompetencyKind.OCCUPATION, reading, delivery)


def import_skills(work: UnitOfWork, *, reading: Reading[Entry], delivery: Delivery) -> ImportDone:
    """Take over skills and all their names into the catalogue; see ``keep`` for what is refused."""
    return _import_entries(work, SKILLS, CompetencyKind.SKILL, reading, delivery)


def import_broader(work: UnitOfWork, *, reading: Reading[tuple[Concept, Concept]], delivery: Delivery) -> ImportDone:
    """Take over which occupation stands above which; see ``keep`` for what is refused.

    Pairs with an ISCO group, and pairs with an occupation that the catalogue lacks, are left out and counted.
    """
    held = {competency.id for competency in work.catalogue.of_kind(CompetencyKind.OCCUPATION)}
    both = [(low, high) for low, high in reading.values if low.kind == high.kind == "occupation"]
    known = [(low.competency_id, high.competency_id) for low, high in both]
    relations = [
        Relation(from_id=low, to_id=high, strength=broader_strength())
        for low, high in dict.fromkeys(known)
        if low in held and high in held
    ]
    notes = [f"{len(reading.values) - len(both)} regels gaan over ISCO-groepen en zijn niet overgenomen."]
    n_absent = len(dict.fromkeys(known)) - len(relations)
    if n_absent:
        notes.append(f"{n_absent} regels noemen een beroep dat er niet is; neem eerst de beroepen over.")

    def write() -> int:
        work.catalogue.upsert((), relations)
        return len(relations)

    return keep(
        work,
        source=BROADER,
        reading=reading,
        delivery=delivery,
        write=write,
        notes=tuple(notes),
    )


def _import_entries(
    work: UnitOfWork, source: str, kind: CompetencyKind, reading: Reading[Entry], delivery: Delivery
) -> ImportDone:
    """Take over entries; the names in the file take the place of those that an entry had."""
    n_names = sum(len(entry.other_names) for entry in reading.values)

    def write() -> int:
        n_written = work.catalogue.upsert(entry.competency for entry in reading.values)
        work.catalogue.replace_other_names({entry.competency.id: entry.other_names for entry in reading.values})
        return n_written

    return keep(
        work,
        source=source,
        reading=reading,
        delivery=delivery,
        write=write,
        notes=(f"Met {n_names} andere namen.", TRAIN, POINT),
        # Versions before 0.2 took over no other names, and noted the same file as done.
        # An installation from before these names were kept has noted the file as taken over.
        is_wanting=n_names > 0 and not work.catalogue.has_other_names(kind),
    )


def _read_entries(path: Path, kind: str, limits: Limits) -> Reading[Entry]:
    table = read_table(path, limits=limits)
    columns = (_column("concepturi", "concept", read_concept), *label_columns(table, most=MAX_LABEL))
    return _read(table, columns, _entry(kind))


def _read(table: Table, columns: Sequence[Column[Any]], build: Callable[[int, dict[str, Any]], T]) -> Reading[T]:
    """Read the columns that count; ESCO has many more, and naming each of those helps nobody."""
    reading = read_rows(table, columns, build)
    return replace(reading, notes=table.notes)


def _entry(kind: str) -> Callable[[int, dict[str, Any]], Entry]:
    first_row: dict[str, int] = {}

    def build(number: int, row: dict[str, Any]) -> Entry:
        concept = row["concept"]
        if concept.kind != kind:
            raise RowError({"concept": f"dit is geen {kind}; geef een bestand met alleen soort {kind}"})
        earlier = first_row.setdefault(concept.key, number)
        if earlier != number:
            raise RowError({"concept": f"dit adres staat ook op rij {earlier}; laat één van de twee staan"})
        label, *others = names_in(row)
        competency = Competency(
            id=concept.competency_id, kind=KINDS[kind], label=label, plain_label=label, links=(concept.address,)
        )
        return Entry(competency=competency, other_names=tuple(others))

    return build


def _column(name: str, field: str, read: Read) -> Column[Any]:
    return Column(name=name, about="", example="", field=field, read=read, write=str, is_required=True)
