"""What a place gets when its employer says nothing: common days and hours, and the usual period."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from employer_toolkit.placement import PlacementType, WorkDay
from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows

PATTERNS, DEFAULTS = "day_patterns.csv", "posting_defaults.csv"
PATTERN_COLUMNS = ("code", "types", "weekdays", "days_min", "starts", "ends", "break_minutes", "note")
DEFAULT_COLUMNS = ("type", "start_in_weeks", "lasts", "weeks", "note")
WEEKDAYS = tuple(str(weekday) for weekday in range(1, 8))


class Lasts(StrEnum):
    """How long a place usually lasts."""

    SCHOOL_YEAR = "school_year"
    """Until the summer holidays."""
    WEEKS = "weeks"
    OPEN = "open"
    """Without an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPattern:
    """Days and hours that are common, to choose in one go.

    Parameters
    ----------
    days_min : int
        Fewest of the days that somebody must come.
    """

    code: str
    types: tuple[PlacementType, ...]
    schedule: tuple[WorkDay, ...]
    days_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingDefault:
    """The usual period of one type of place.

    Parameters
    ----------
    start_in_weeks : int
        It begins so many weeks from now at the earliest.
    weeks : int
        How many weeks it lasts, or how many of a school year must be left at least to begin in it.
    """

    type: PlacementType
    start_in_weeks: int
    lasts: Lasts
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLists:
    """Everything that a new place gets by itself."""

    patterns: tuple[DayPattern, ...]
    defaults: Mapping[PlacementType, PostingDefault]

    def patterns_of(self, placement_type: str) -> tuple[DayPattern, ...]:
        """Give the patterns that are common for a type, in the order of the file."""
        return tuple(pattern for pattern in self.patterns if placement_type in pattern.types)


@cache
def load_posting_lists() -> PostingLists:
    """Give the lists of this installation, read from their files the first time.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or a type lacks.
    """
    return read_posting_lists(rules_folder())


def read_posting_lists(folder: Path) -> PostingLists:
    """Read day_patterns.csv and posting_defaults.csv of a folder; raises as ``load_posting_lists``."""
    patterns = by_code(read_rows(folder / PATTERNS, PATTERN_COLUMNS), "code", _pattern)
    rows = read_rows(folder / DEFAULTS, DEFAULT_COLUMNS)
    defaults = by_code(rows, "type", _default)
    for held in PlacementType:
        if held.value not in defaults:
            raise rows[-1].error("type", f"dit is de laatste rij en “{held.value}” was er niet bij; zet er een rij bij")
    return PostingLists(
        patterns=tuple(patterns.values()),
        defaults=MappingProxyType({held.type: held for held in defaults.values()}),
    )


def _pattern(row: Row) -> DayPattern:
    weekdays = row.choices("weekdays", WEEKDAYS)
    pause = row.whole("break_minutes", at_least=0, at_most=240)
    starts, ends = row.clock("starts"), row.clock("ends")
    schedule = tuple(
        WorkDay(weekday=int(day), starts=starts, ends=ends, break_minutes=pause) for day in sorted(weekdays)
    )
    if not schedule:
        raise row.error("weekdays", "hier staat geen dag; geef er minstens één, van 1 (maandag) tot en met 7")
    if any(day.minutes <= 0 for day in schedule):
        raise row.error("ends", "deze tijd komt niet na het begin en de pauze; geef een latere tijd")
    types = tuple(PlacementType(code) for code in row.choices("types", list(PlacementType)))
    if not types:
        raise row.error("types", "hier staat geen soort plek; geef er minstens één")
    return DayPattern(
        code=row.text("code"),
        types=types,
        schedule=schedule,
        days_min=row.whole("days_min", at_least=1, at_most=len(schedule)),
    )


def _default(row: Row) -> PostingDefault:
    return PostingDefault(
        type=PlacementType(row.choice("type", list(PlacementType))),
        start_in_weeks=row.whole("start_in_weeks", at_least=0, at_most=52),
        lasts=Lasts(row.choice("lasts", list(Lasts))),
        weeks=row.whole("weeks", at_least=1, at_most=104),
    )
