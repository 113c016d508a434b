"""What is said in the plan of a first week."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows
from services.reference.texts import template

FILE = ("first_week.csv", ("code", "title", "text"))
FOLDER = "toolkit"
SAID: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "welcome": frozenset({"team"}),
        "tour": frozenset(),
        "begin": frozenset(),
        "new_task": frozenset({"task"}),
        "known_task": frozenset({"task"}),
        "pause": frozenset(),
        "short_pause": frozenset(),
        "talk": frozenset(),
        "check_in_day_1": frozenset(),
        "check_in_day_3": frozenset(),
        "check_in_week": frozenset(),
        "close": frozenset(),
        "forbidden": frozenset({"hazard", "age"}),
        "supervision": frozenset({"hazard", "age"}),
        "nobody_yet": frozenset(),
        "unknown": frozenset(),
        "nothing": frozenset(),
    }
)
"""Everything that a plan says, with the placeholders that may stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekText:
    """What is said of one moment; both are for ``str.format``."""

    title: str
    text: str


@cache
def load_week_texts() -> Mapping[str, WeekText]:
    """Give the texts of this installation by their code.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or a code lacks.
    """
    return read_week_texts(rules_folder())


def read_week_texts(folder: Path) -> Mapping[str, WeekText]:
    """Read first_week.csv of a folder of data files; raises as ``load_week_texts``."""
    rows = read_rows(folder / FOLDER / FILE[0], FILE[1])

    def text(row: Row) -> WeekText:
        allowed = SAID[row.choice("code", SAID)]
        return WeekText(title=template(row, "title", allowed), text=template(row, "text", allowed))

    found = by_code(rows, "code", text)
    for code in SAID:
        if code not in found:
            raise rows[-1].error("code", f"dit is de laatste rij en “{code}” was er niet bij; zet er een rij bij")
    return MappingProxyType(found)
