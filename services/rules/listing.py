"""The rules that hold on a day, told for whoever keeps them, on a screen or in a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.files.columns import Column
from services.files.writing import write_table
from services.reference import Source, read_reference
from services.reference.reading import read_files
from services.rules.wording import SAYING

TO_VERIFY = "controleer dit"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One row that holds, in words.

    Parameters
    ----------
    family : str
        Name of its file without ``.csv``.
    line : int
        Where it stands in that file.
    says : str
        The rule in one Dutch sentence, without a full stop.
    """

    family: str
    line: int
    says: str
    source: Source

    @property
    def origin(self) -> str:
        """Where it comes from and when it holds, in one Dutch line."""
        held = self.source
        parts = [
            ", ".join(filter(None, (f"artikel {held.article}" if held.article else "", held.title, held.url))),
            f"geldt vanaf {held.valid_from}" + (f" tot {held.valid_until}" if held.valid_until else ""),
            f"nagekeken op {held.checked_on}",
            *([TO_VERIFY] if held.is_to_verify else []),
            *([f"opmerking: {held.note}"] if held.note else []),
        ]
        return "; ".join(parts)


def list_rules(folder: Path, *, on: date, families: Sequence[str] = tuple(SAYING)) -> tuple[RuleLine, ...]:
    """Give the rows that hold on a day, per family in the order of its file.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row that must hold on this day.
    """
    read_reference(folder, on=on)  # so that nothing is told of rows that cannot be right
    rows = read_files(folder).rows
    return tuple(
        RuleLine(family=family, line=row.line, says=SAYING[family][1](row), source=row.source())
        for family in families
        for row in rows[f"{family}.csv"]
        if row.source().is_on(on)
    )


def write_rules(path: Path, lines: Iterable[RuleLine]) -> int:
    """Write the lines as CSV, and give how many there were.

    Raises
    ------
    FileRefusedError
        Nothing can be written there.
    """
    return write_table(path, COLUMNS, lines)


def _out(name: str, about: str, example: str, write: Any) -> Column[Any]:
    return Column(name=name, about=about, example=example, field=name, read=str, write=write)


COLUMNS: tuple[Column[Any], ...] = (
    _out("groep", "Naam van het bestand zonder .csv.", "hazards", lambda line: line.family),
    _out("regel", "Regel in dat bestand.", "8", lambda line: str(line.line)),
    _out("zegt", "Wat de regel zegt.", "Werken in hard lawaai: mag niet onder 18 jaar", lambda line: line.says),
    _out("artikel", "Artikel van de wet.", "6.27", lambda line: line.source.article),
    _out("bron", "Wet of andere bron.", "Arbeidsomstandighedenbesluit", lambda line: line.source.title),
    _out("adres", "Waar die te lezen is.", "https://wetten.overheid.nl/BWBR0008498", lambda line: line.source.url),
    _out("vanaf", "Eerste dag.", "2017-05-01", lambda line: str(line.source.valid_from)),
    _out("tot", "Eerste dag waarop het niet meer geldt.", "", lambda line: str(line.source.valid_until or "")),
    _out("nagekeken", "Wanneer iemand de bron las.", "2026-11-22", lambda line: str(line.source.checked_on)),
    _out("controleren", "Of iemand dit nog moet nakijken.", "", lambda line: TO_VERIFY * line.source.is_to_verify),
    _out("opmerking", "Voor wie de regels bijhoudt.", "", lambda line: line.source.note),
)
