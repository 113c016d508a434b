"""Qualifications (kwalificaties) from a list with the columns of the Dutch register (crebo)."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from career.errors import InvalidValueError
from career.qualification import Qualification
from services.files.cells import CellError, Read, qualification_code, text_up_to, whole
from services.files.columns import Column, Reading, RowError, read_rows
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.tables import read_table
from services.imports.keeping import Delivery, ImportDone, keep
from services.imports.mappings import sector_of_domain
from services.unit_of_work import UnitOfWork

SOURCE = "qualifications"
SCHEME = "crebo"


def read_qualifications(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Qualification]:
    """Read ``domein``, ``kwalificatie_crebo``, ``kwalificatie`` and ``niveau`` of each row.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """
    columns: tuple[Column[Any], ...] = (
        _column("domein", "domain", _domain, "1. Bouw en infra"),
        _column("kwalificatie_crebo", "code", qualification_code, "25250"),
        _column("kwalificatie", "name", text_up_to(200), "Assistent bouwen, wonen en onderhoud"),
        _column("niveau", "level", whole(1, 4), "1"),
    )
    first_row: dict[str, int] = {}

    def build(number: int, row: dict[str, Any]) -> Qualification:
        earlier = first_row.setdefault(row["code"], number)
        if earlier != number:
            raise RowError({"code": f"deze code staat ook op rij {earlier}; laat één van de twee staan"})
        sector, valid_from = row["domain"]
        try:
            return Qualification(
                code=row["code"],
                code_scheme=SCHEME,
                name=row["name"],
                level=row["level"],
                sector=sector,
                valid_from=valid_from,
            )
        except InvalidValueError as error:
            raise RowError(error.faults) from error

    return read_rows(read_table(path, limits=limits), columns, build)


def import_qualifications(work: UnitOfWork, *, reading: Reading[Qualification], delivery: Delivery) -> ImportDone:
    """Take over qualifications; see ``keep`` for what is refused.

    A qualification that is there already keeps what this list does not say: its work processes, equivalents, sector
    and period.
    """
    held = {qualification.code: qualification for qualification in work.qualifications.all()}

    def write() -> int:
        return work.qualifications.upsert(_renewed(held.get(given.code), given) for given in reading.values)

    return keep(work, source=SOURCE, reading=reading, delivery=delivery, write=write)


def _renewed(held: Qualification | None, given: Qualification) -> Qualification:
    return given if held is None else replace(held, name=given.name, level=given.level)


def _domain(text: str) -> Any:
    match = re.match(r"([0-9]{1,2})\.", text)
    if match is None or match[1] not in sector_of_domain():
        raise CellError("geef een domein met zijn nummer, zoals “1. Bouw en infra”")
    return sector_of_domain()[match[1]]


def _column(name: str, field: str, read: Read, example: str) -> Column[Any]:
    return Column(name=name, about="", example=example, field=field, read=read, write=str, is_required=True)
