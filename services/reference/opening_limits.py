"""When a student is told what could bring more places, and how many ideas at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reference.rows import Row

NAMES = ("few_places", "most_told", "longest_trip_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLimits:
    """Our own choice, to be tuned with coordinators.

    Parameters
    ----------
    few_places : int
        A list of places that is shorter says what could make it longer.
    most_told : int
        At most so many ideas.
    longest_trip_minutes : int
        Nobody is told to travel longer one way.
    """

    few_places: int
    most_told: int
    longest_trip_minutes: int


def opening_limits(rows: Sequence[Row]) -> OpeningLimits:
    """Read the rows of openings.csv.

    Raises
    ------
    ReferenceDataError
        A row holds something that cannot be right, or one lacks.
    """
    return OpeningLimits(**named_numbers(rows, NAMES))


def named_numbers(rows: Sequence[Row], names: Sequence[str]) -> dict[str, int]:
    """Read rows that each give one number its name; every name must be there.

    Raises
    ------
    ReferenceDataError
        A row holds something that cannot be right, or one lacks.
    """
    found = {row.choice("name", names): row.whole("value", at_least=1, at_most=240) for row in rows}
    for name in names:
        if name not in found:
            raise rows[-1].error("name", f"dit is de laatste rij en {name} was er niet bij; zet er een rij voor bij")
    return found
