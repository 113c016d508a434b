"""ESCO (European Skills, Competences, Qualifications and Occupations): occupations, skills, broader relations."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from career.competency import Competency, CompetencyKind, Relation
from services.files.cells import CellError, Read, text_up_to
from services.files.columns import Column, Reading, RowError, read_rows
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


def read_occupations(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Competency]:
    """Read ``occupations_nl.csv`` as ESCO publishes it: the address and preferred label of each occupation.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    columns = (_column("concepturi", "concept", read_concept), _column("preferredlabel", "label", text_up_to(300)))
    return _read(read_table(path, limits=limits), columns, _competency("occupation"))


def read_skills(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Competency]:
    """Read a list of skills with the columns ``conceptUri`` and ``label`` (or ESCO's own ``preferredLabel``).

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    table = read_table(path, limits=limits)
    name = "preferredlabel" if "preferredlabel" in table.header else "label"
    columns = (_column("concepturi", "concept", read_concept), _column(name, "label", text_up_to(300)))
    return _read(table, columns, _competency("skill"))


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


def import_occupations(work: UnitOfWork, *, reading: Reading[Competency], delivery: Delivery) -> ImportDone:
    """Take over occupations into the catalogue; see ``keep`` for what is refused."""
    return _import_labelled(work, OCCUPATIONS, reading, delivery)


def import_skills(work: UnitOfWork, *, reading: Reading[Competency], delivery: Delivery) -> ImportDone:
    """Take over skills into the catalogue; see ``keep`` for what is refused."""
    return _import_labelled(work, SKILLS, reading, delivery)


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


def _import_labelled(work: UnitOfWork, source: str, reading: Reading[Competency], delivery: Delivery) -> ImportDone:
    return keep(
        work,
        source=source,
        reading=reading,
        delivery=delivery,
        write=lambda: work.catalogue.upsert(reading.values),
    )


def _read(table: Table, columns: Sequence[Column[Any]], build: Callable[[int, dict[str, Any]], T]) -> Reading[T]:
    """Read the columns that count; ESCO has many more, and naming each of those helps nobody."""
    reading = read_rows(table, columns, build)
    return replace(reading, notes=table.notes)


def _competency(kind: str) -> Callable[[int, dict[str, Any]], Competency]:
    first_row: dict[str, int] = {}

    def build(number: int, row: dict[str, Any]) -> Competency:
        concept = row["concept"]
        if concept.kind != kind:
            raise RowError({"concept": f"dit is geen {kind}; geef een bestand met alleen soort {kind}"})
        earlier = first_row.setdefault(concept.key, number)
        if earlier != number:
            raise RowError({"concept": f"dit adres staat ook op rij {earlier}; laat één van de twee staan"})
        return Competency(
            id=concept.competency_id,
            kind=KINDS[kind],
            label=row["label"],
            plain_label=row["label"],
            links=(concept.address,),
        )

    return build


def _column(name: str, field: str, read: Read) -> Column[Any]:
    return Column(name=name, about="", example="", field=field, read=read, write=str, is_required=True)
