"""Relations between competencies, proposed for a person to look at before the engine counts with them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching import Encoder, NearBy, nearest
from services.files.columns import Column
from services.files.writing import write_table
from services.linking.knowledge import catalogue_texts
from services.reference import Lists
from services.wording import number_text

REASONS = {
    NearBy.WORDS: "de woorden lijken op elkaar ({})",
    NearBy.BROADER: "het een is een soort van het ander ({})",
    NearBy.QUALIFICATION: "dezelfde opleidingen leren het ({})",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """One proposed relation, with the names and reasons a person needs to judge it."""

    from_id: str
    to_id: str
    strength: float
    from_label: str
    to_label: str
    reasons: str


def write_near(path: Path, *, lists: Lists, encoder: Encoder) -> int:
    """Write relations that the catalogue does not have yet, and give how many.

    Raises
    ------
    FileRefusedError
        Nothing can be written there.
    """
    catalogue = lists.catalogue
    texts = {entry: said for entry, said in catalogue_texts(lists).items() if entry in catalogue}
    taught: dict[str, set[str]] = {}
    for code, programme in lists.qualifications.items():
        for process in programme.work_process_ids:
            taught.setdefault(process, set()).add(code)
    known = {(relation.from_id, relation.to_id) for relation in catalogue.relations}
    rows = (
        NearRow(
            from_id=near.from_id,
            to_id=near.to_id,
            strength=near.strength,
            from_label=catalogue[near.from_id].label,
            to_label=catalogue[near.to_id].label,
            reasons="; ".join(REASONS[reason].format(number_text(value, 2)) for reason, value in near.reasons.items()),
        )
        for near in nearest(
            encoder,
            texts,
            broader={entry: frozenset(above) for entry, above in lists.activities_of.items()},
            taught_in={entry: frozenset(codes) for entry, codes in taught.items()},
        )
        if (near.from_id, near.to_id) not in known
    )
    return write_table(path, NEAR_COLUMNS, rows)


def _out(name: str, about: str, example: str, write: Callable[[NearRow], str]) -> Column[Any]:
    return Column(name=name, about=about, example=example, field=name, read=str, write=write)


NEAR_COLUMNS: tuple[Column[Any], ...] = (
    _out("from_id", "Wie dit kan …", "taak:lassen", lambda row: row.from_id),
    _out("to_id", "… kan een deel van dit.", "doe:metaal", lambda row: row.to_id),
    _out("strength", "Welk deel: 0.15 tot 0.8.", "0.45", lambda row: f"{row.strength:.2f}"),
    _out("from_label", "Hoe het eerste heet.", "Lassen", lambda row: row.from_label),
    _out("to_label", "Hoe het tweede heet.", "Werken met metaal", lambda row: row.to_label),
    _out("reasons", "Waarom.", "de woorden lijken op elkaar (0,45)", lambda row: row.reasons),
)
