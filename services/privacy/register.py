"""The register of processing (verwerkingsregister, AVG art. 30): every column about people, why, and how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from services.privacy.saying import HOWS
from services.reference import Reference
from services.reference.processing import Ground, Processing, Retention
from services.reference.rows import by_code, read_rows
from storage.subject_paths import PATHS, Hold, Nobody, PersonalColumn, personal_columns

ITEMS = Path(__file__).parent / "items.csv"
COLUMNS = ("column", "label", "how", "change")
GROUNDS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.CONSENT: "toestemming",
        Ground.CONTRACT: "overeenkomst",
        Ground.LEGAL_DUTY: "wettelijke plicht",
        Ground.PUBLIC_TASK: "taak van algemeen belang",
    }
)
"""The grounds as Dutch law calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is kept of somebody, as people call it.

    Parameters
    ----------
    code : str
        Table and column.
    how : str
        How its value is told; see ``services.privacy.saying``.
    change : str
        The page where a student changes it; empty when only the school can.
    """

    code: str
    label: str
    how: str
    change: str

    @property
    def is_technical(self) -> bool:
        """Whether it is a number or the like that tells people nothing."""
        return self.how == "technical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One column in the register, with all that is said about it."""

    column: PersonalColumn
    item: Item
    processing: Processing
    retention: Retention


@cache
def load_items() -> Mapping[str, Item]:
    """Give what each column is called, by its code, in the order in which it is told.

    Raises
    ------
    ReferenceDataError
        A row cannot be right.
    """
    rows = read_rows(ITEMS, COLUMNS)
    told = by_code(
        rows,
        "column",
        lambda row: Item(
            code=row.text("column"),
            label=row.text("label"),
            how=row.choice("how", list(HOWS)),
            change=row.optional_text("change"),
        ),
    )
    return MappingProxyType(told)


def register(reference: Reference) -> tuple[Entry, ...]:
    """Give the whole register, in the order of the tables.

    Raises
    ------
    KeyError
        A column has no words in ``items.csv``.
    """
    items, uses = load_items(), reference.processing
    return tuple(
        Entry(
            column=column,
            item=items[column.code],
            processing=uses[column.use],
            retention=reference.retentions[uses[column.use].retention],
        )
        for column in personal_columns()
    )


def register_text(reference: Reference) -> str:
    """Write the register as a page for whoever answers for the data at a school."""
    entries = register(reference)
    lines = [
        "# Verwerkingsregister",
        "",
        "Dit staat in de database over mensen, waarvoor, op welke grond (AVG art. 6 en 9) en hoe lang. De tekst komt",
        "uit de tabellen zelf en uit `processing.csv`, `retention.csv` en `legal_holds.csv` in `services/reference`;",
        "`plekwijzer retention --register` maakt hem opnieuw. De school is verantwoordelijk voor de gegevens.",
        "Dit is geen juridisch advies: laat de functionaris voor de gegevensbescherming het nalezen.",
    ]
    for use, held in reference.processing.items():
        lines += ["", f"## {held.label}", "", *_told(held, reference.retentions[held.retention]), ""]
        lines += ["| Gegeven | Kolom | Gevoelig |", "|---|---|---|"]
        lines += [
            f"| {entry.item.label} | `{entry.column.code}` | {'ja' if entry.column.is_sensitive else 'nee'} |"
            for entry in entries
            if entry.column.use is use
        ]
    lines += ["", "## Van wie een rij is", "", "| Tabel | Van wie | Bij wissen |", "|---|---|---|"]
    lines += [f"| `{table}` | {whose} | {erased} |" for table, whose, erased in _paths()]
    lines += ["", "## Wat na het wissen blijft", "", "| Wat | Waarom | Artikel |", "|---|---|---|"]
    lines += [
        f"| {hold.label} | {hold.text} | {hold.source.article}, {hold.source.title} |"
        for hold in reference.legal_holds.values()
    ]
    return "\n".join(lines) + "\n"


def _told(held: Processing, kept: Retention) -> list[str]:
    source = f"{GROUNDS[held.ground]}, artikel {held.source.article}, {held.source.title}"
    verify = " (nog te controleren)"
    return [
        f"- **Waarvoor:** {held.purpose}",
        f"- **Grond:** {source}{verify * held.source.is_to_verify}. {held.ground_text}",
        *([f"- **Gevoelig:** {held.special_ground}"] if held.special_ground else []),
        f"- **Hoe lang:** {kept.text} Bron: {kept.source.title}{verify * kept.source.is_to_verify}.",
        f"- **Wie het ziet:** {held.receivers}",
    ]


def _paths() -> list[tuple[str, str, str]]:
    rows = []
    for table in sorted(PATHS):
        paths = PATHS[table]
        if isinstance(paths, Nobody):
            rows.append((table, "niemand: het is bewust niet te herleiden", "blijft"))
            continue
        for path in paths:
            rows.append((table, WHOSE[path.key.value], _erased(path.hold, is_blanked=bool(path.blanks))))
    return rows


def _erased(hold: Hold | None, *, is_blanked: bool) -> str:
    does = "wordt leeggemaakt" if is_blanked else "gaat weg"
    if hold is None:
        return does
    return f"blijft (`{hold.code}`)" if hold.rows is None else f"{does}; een deel blijft (`{hold.code}`)"


WHOSE: Mapping[str, str] = MappingProxyType(
    {
        "student_id": "student",
        "account_id": "account",
        "email": "wie dit e-mailadres heeft",
        "any_id": "student of account",
    }
)
"""Whose a row is, by what it knows somebody."""
