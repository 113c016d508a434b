"""How one student and one placement lie in memory: the fields of a row, and what follows from them."""

from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
NO_END = int(np.iinfo(np.int32).max)
"""Day number of a period without an end."""
NO_CAP = int(np.iinfo(np.int16).max)
"""Minutes; longer than any trip that somebody wants to make."""
N_ACTIVITIES = 64
"""Activities that fit in one mask."""
DAY_MINUTES = 24 * 60
DAYS_TO_GROW = 365
"""A place without an end can wait so many days for somebody who is nearly old enough."""

Rows = NDArray[np.void]

OFFER = np.dtype([("code", "i4"), ("first_day", "i4"), ("last_day", "i4"), ("status", "i1")], align=True)
REQUIREMENT = np.dtype([("code", "i4"), ("level", "f4"), ("importance", "f4"), ("is_trainable", "?")], align=True)
LEVEL = np.dtype([("code", "i4"), ("value", "f4"), ("is_derived", "?")], align=True)
WISH = np.dtype([("code", "i4"), ("value", "f4")], align=True)
CODE = np.dtype("i4")

_UNIT_VECTOR = [("x", "f8"), ("y", "f8"), ("z", "f8")]
"""Place on the unit sphere, derived from latitude and longitude; NaN while unknown."""


def _lists(*names: str) -> list[tuple[str, str]]:
    return [column for name in names for column in ((f"{name}_at", "i8"), (f"{name}_n", "i4"))]


# Fields stand in the order in which the search reads them: most pairs are refused within the first cache lines.
STUDENT_ROW = np.dtype(
    [
        ("born_date", "i4"),
        ("from_day", "i4"),
        ("until_day", "i4"),
        ("hours_min", "i4"),
        ("hours_max", "i4"),
        ("max_minutes", "i2"),
        ("cap_minutes", "i2"),
        ("level", "i1"),
        ("dutch", "i1"),
        ("modes", "u1"),
        ("weekdays", "u1"),
        ("school_days", "u1"),
        ("school_is_known", "?"),
        ("region", "i1"),
        ("parent_need_not_sign", "?"),
        ("from_date", "i4"),
        ("last_date", "i4"),
        ("school_week", "i4"),
        ("school_minutes", "i2", (7,)),
        *_UNIT_VECTOR,
        ("prerequisites", "u8"),
        ("liked", "u8"),
        ("disliked", "u8"),
        ("helps", "u8"),
        *_lists("offers", "wishes", "goals", "levels"),
        ("key", "u8"),
        ("allowance_min", "f4"),
        ("latitude", "f4"),
        ("longitude", "f4"),
        ("born_day", "i4"),
    ],
    align=True,
)
PLACEMENT_ROW = np.dtype(
    [
        ("start_day", "i4"),
        ("end_day", "i4"),
        ("start_date", "i4"),
        ("last_date", "i4"),
        ("hours_min", "i4"),
        ("hours_max", "i4"),
        ("seats_left", "i4"),
        ("open_contacts", "i4"),
        ("max_open_contacts", "i4"),
        ("type", "i1"),
        ("level_min", "i1"),
        ("level_max", "i1"),
        ("weekdays", "u1"),
        ("days_min", "i1"),
        ("dutch_min", "i1"),
        ("is_supervised", "?"),
        ("hazards_known", "?"),
        ("first_start", "i2"),
        ("last_end", "i2"),
        ("day_minutes", "i2", (7,)),
        ("hazards", "u8"),
        *_UNIT_VECTOR,
        ("prerequisites", "u8"),
        ("day_starts", "i2", (7,)),
        ("day_ends", "i2", (7,)),
        ("sector", "i2"),
        ("activities", "u8"),
        ("conditions_offered", "u8"),
        ("conditions_refused", "u8"),
        *_lists("offers", "covered", "requirements"),
        ("key", "u8"),
        ("allowance", "f4"),
        ("latitude", "f4"),
        ("longitude", "f4"),
        ("grown_date", "i4"),
    ],
    align=True,
)
DERIVED = frozenset(
    {"x", "y", "z", "born_date", "from_date", "last_date", "school_days", "school_week"}
    | {"start_date", "grown_date", "first_start", "last_end"}
)
"""Columns that ``derive`` fills in."""
YEAR_BITS = 9
"""A date as a number: the year shifted by so many bits, plus month and day; see ``calendar_dates``."""


class Recognition(IntEnum):
    """How a site's recognition (erkenning) stands for one offer."""

    NOT_NEEDED = 0
    ACTIVE = 1
    REQUESTED = 2
    MISSING = 3
    UNKNOWN = 4
    """Nobody has looked it up."""


def calendar_dates(day: NDArray[np.integer]) -> NDArray[np.int32]:
    """Turn day numbers into numbers of which a difference shifted by ``YEAR_BITS`` is an age in whole years.

    Examples
    --------
    >>> days = np.array(["2010-02-28", "2027-02-27", "2027-02-28"], dtype="M8[D]").astype(np.int64)
    >>> born, *moments = calendar_dates(days).tolist()
    >>> [(moment - born) >> YEAR_BITS for moment in moments]
    [16, 17]
    """
    dates = day.astype("M8[D]")
    months = dates.astype("M8[M]")
    years = dates.astype("M8[Y]").astype(np.int64)
    within = (months.astype(np.int64) % 12) * 32 + (dates - months).astype(np.int64)
    return np.asarray((years << YEAR_BITS) + within, dtype=np.int32)


def birthday_of(born_day: int, age: int) -> int:
    """Give the day number on which somebody reaches an age; 29 February becomes 1 March in other years.

    Examples
    --------
    >>> born = date(2008, 2, 29).toordinal() - EPOCH_ORDINAL
    >>> date.fromordinal(EPOCH_ORDINAL + birthday_of(born, 18))
    datetime.date(2026, 3, 1)
    """
    born = date.fromordinal(EPOCH_ORDINAL + born_day)
    try:
        reached = born.replace(year=born.year + age)
    except ValueError:
        reached = date(born.year + age, 3, 1)
    return reached.toordinal() - EPOCH_ORDINAL


def derive(rows: Rows) -> None:
    """Fill in what follows from other columns."""
    latitude, longitude = np.radians(rows["latitude"].astype("f8")), np.radians(rows["longitude"].astype("f8"))
    rows["x"], rows["y"] = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    rows["z"] = np.where(np.isnan(longitude), np.nan, np.sin(latitude))
    if rows.dtype == STUDENT_ROW:
        rows["born_date"] = calendar_dates(rows["born_day"])
        rows["school_days"] = ((rows["school_minutes"] > 0) << np.arange(7)).sum(axis=1)
        rows["school_week"] = rows["school_minutes"].sum(axis=1)
        rows["from_date"], rows["last_date"] = calendar_dates(rows["from_day"]), calendar_dates(rows["until_day"] - 1)
    else:
        last = np.where(rows["end_day"] == NO_END, rows["start_day"].astype("i8") + DAYS_TO_GROW, rows["end_day"])
        rows["start_date"], rows["grown_date"] = calendar_dates(rows["start_day"]), calendar_dates(last)
        has_end = rows["end_day"] != NO_END
        rows["last_date"] = np.where(has_end, calendar_dates(np.where(has_end, rows["end_day"] - 1, 0)), NO_END)
        works = rows["weekdays"][:, None] >> np.arange(7) & 1 == 1
        rows["first_start"] = np.where(works, rows["day_starts"], DAY_MINUTES).min(axis=1)
        rows["last_end"] = np.where(works, rows["day_ends"], 0).max(axis=1)


class StudentArrays(NamedTuple):
    """A ``StudentTable`` as compiled code reads it."""

    rows: Rows
    offers: NDArray[np.int32]
    goals: NDArray[np.int32]
    levels: NDArray[Any]
    wishes: NDArray[Any]


class PlacementArrays(NamedTuple):
    """A ``PlacementTable`` as compiled code reads it."""

    rows: Rows
    offers: NDArray[Any]
    covered: NDArray[np.int32]
    requirements: NDArray[Any]
