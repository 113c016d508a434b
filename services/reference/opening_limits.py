"""When it is told what could bring more places or students, and how many ideas at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reference.rows import Row

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


def opening_limits(rows: Sequence[Row]) -> OpeningLimits:
    """Read the rows of openings.csv.

    Raises
    ------
    ReferenceDataError
        A row holds something that cannot be right, or one lacks.
    """
    found = {row.choice("name", NAMES): row.whole("value", at_least=1, at_most=240) for row in rows}
    for name in NAMES:
        if name not in found:
            raise rows[-1].error("name", f"dit is de laatste rij en {name} was er niet bij; zet er een rij voor bij")
    return OpeningLimits(**found)
