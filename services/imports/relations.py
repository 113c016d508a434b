"""Relations between competencies of the catalogue, as ``plekwijzer near`` proposes them and a person left them."""

from pathlib import Path
from typing import Any

from career.competency import Relation
from career.errors import InvalidValueError
from services.files.cells import decimal, text_up_to
from services.files.columns import Column, Reading, RowError, read_rows
from services.files.faults import Fault, FileRefusedError
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.tables import read_table
from services.imports.keeping import Delivery, ImportDone, keep
from services.unit_of_work import UnitOfWork

SOURCE = "relations"


def read_relations(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Relation]:
    """Read relations: the columns ``from_id``, ``to_id`` and ``strength``; others are for people and are passed over.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column.
    """

    def build(_number: int, row: dict[str, Any]) -> Relation:
        try:
            return Relation(from_id=row["from_id"], to_id=row["to_id"], strength=row["strength"])
        except InvalidValueError as error:
            raise RowError(error.faults) from error

    return read_rows(read_table(path, limits=limits), COLUMNS, build)


def import_relations(work: UnitOfWork, *, reading: Reading[Relation], delivery: Delivery) -> ImportDone:
    """Take over relations into the catalogue; see ``keep`` for what else is refused.

    Raises
    ------
    FileRefusedError
        A relation names a competency that the catalogue lacks.
    """
    named = {name for relation in reading.values for name in (relation.from_id, relation.to_id)}
    absent = sorted(named - work.catalogue.ids())
    if absent:
        raise FileRefusedError(
            [
                Fault(file=reading.file, value=name, expected="deze competentie staat niet in de catalogus")
                for name in absent
            ]
        )

    def write() -> int:
        work.catalogue.upsert((), reading.values)
        return len(reading.values)

    return keep(work, source=SOURCE, reading=reading, delivery=delivery, write=write)


def _column(name: str, about: str, example: str, read: Any) -> Column[Any]:
    return Column(
        name=name,
        about=about,
        example=example,
        field=name,
        read=read,
        write=lambda relation: str(getattr(relation, name)),
        is_required=True,
    )


COLUMNS: tuple[Column[Any], ...] = (
    _column("from_id", "Wie dit kan …", "taak:lassen", text_up_to(200)),
    _column("to_id", "… kan een deel van dit.", "doe:metaal", text_up_to(200)),
    _column("strength", "Welk deel van het niveau meegaat: meer dan 0 en minder dan 1.", "0.45", decimal(0, 1)),
)
