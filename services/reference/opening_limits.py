"""When it is told what could bring more places or students, and how many ideas at once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.reference.rows import read_rows

FOLDER = Path(__file__).parent
FILE = "openings.csv"
NAMES = ("few_places", "few_students", "most_told", "longest_trip_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLimits:
    """Our own choice, to be tuned with coordinators.

    Parameters
    ----------
    few_places, few_students : int
        A list that is shorter says what could make it longer.
    most_told : int
        At most so many ideas.
    longest_trip_minutes : int
        Nobody is told to travel longer one way.
    """

    few_places: int
    few_students: int
    most_told: int
    longest_trip_minutes: int


@cache
def load_opening_limits() -> OpeningLimits:
    """Read the limits of the product."""
    return read_opening_limits(FOLDER)


def read_opening_limits(folder: Path) -> OpeningLimits:
    """Read the limits from a folder of data files.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or lacks a row.
    """
    rows = read_rows(folder / FILE, ("name", "value", "note"))
    found = {row.choice("name", NAMES): row.whole("value", at_least=1, at_most=240) for row in rows}
    for name in NAMES:
        if name not in found:
            raise rows[-1].error("name", f"dit is de laatste rij en {name} was er niet bij; zet er een rij voor bij")
    return OpeningLimits(**found)
