"""What the law and the catalogue say, as arrays that the gates and components read."""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError

OLDEST = 100
"""Ages from here on count as this age in the tables by age."""


LIMITS = np.dtype(
    [
        ("today", "i4"),
        ("hazards_below_age", "i4"),
        ("hazards_forbidden", "u8"),
        ("hazards_supervised", "u8"),
    ],
    align=True,
)
WORKING_TIME = np.dtype(
    [
        ("day_minutes", "i4"),
        ("school_day_minutes", "i4"),
        ("week_minutes", "i4"),
        ("days_max", "i4"),
        ("earliest", "i4"),
        ("latest", "i4"),
        ("break_after", "i4"),
        ("break_minutes", "i4"),
        ("sunday", "?"),
        ("school_counts", "?"),
    ],
    align=True,
)
PREREQUISITE = np.dtype([("lead_days", "i4"), ("from_age", "i4")], align=True)
MODE = np.dtype([("minutes_per_km", "f8"), ("start_minutes", "f8"), ("from_age", "i4")], align=True)
"""Minutes for each kilometre over the ground, detours included."""


class RuleArrays(NamedTuple):
    """``Rules`` as compiled code reads them."""

    limits: NDArray[Any]
    minimum_age: NDArray[np.int32]
    working_time_row: NDArray[np.int32]
    working_time: NDArray[Any]
    prerequisites: NDArray[Any]
    modes: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingTime:
    """Limits of working time, one row per rule; times in minutes, days from Monday to Sunday.

    Parameters
    ----------
    day_minutes, week_minutes : (n_rows,)
        Most work in a day, and in a week that repeats.
    school_day_minutes : (n_rows,)
        Most work on a day with school.
    days_max : (n_rows,)
        Most working days in a week that repeats.
    earliest, latest : (n_rows,)
        Minutes since midnight between which the work must lie.
    sunday, school_counts : (n_rows,) bool
        Sunday work is possible; school hours count as work.
    break_after, break_minutes : (n_rows,)
        A day with more work than the first needs a break of at least the second.
    """

    day_minutes: NDArray[np.int32]
    school_day_minutes: NDArray[np.int32]
    week_minutes: NDArray[np.int32]
    days_max: NDArray[np.int32]
    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    sunday: NDArray[np.bool_]
    school_counts: NDArray[np.bool_]
    break_after: NDArray[np.int32]
    break_minutes: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """Everything a gate must know beside the two tables.

    Parameters
    ----------
    today : int
        Day number (days since 1970-01-01) on which the question is asked.
    minimum_age : (n_types,)
        Youngest age per placement type, in years.
    working_time_row : (n_types, OLDEST + 1)
        Row of ``working_time`` for a type at an age, or -1 where no work is allowed.
    hazards_forbidden, hazards_supervised : int
        Masks of what nobody below ``hazards_below_age`` may do, and may do only beside an expert.
    hazards_below_age : int
        Age in years from which the masks no longer hold.
    lead_days, prerequisite_age : (n_prerequisites,)
        Days it takes to arrange each prerequisite, and from which age it can be had.
    mode_speed_kmh, mode_detour, mode_start_minutes, mode_age : (n_modes,)
        Speed, road length over straight line, time lost at both ends, and youngest age.
    relation_from, relation_to : (n_relations,) int32
        Competencies of which the first shows part of the second.
    relation_strength : (n_relations,) float32
        Share of the level that carries over, above 0 and below 1.
    """

    version: str
    today: int
    minimum_age: NDArray[np.int32]
    working_time_row: NDArray[np.int32]
    working_time: WorkingTime
    hazards_forbidden: int
    hazards_supervised: int
    hazards_below_age: int
    lead_days: NDArray[np.int32]
    prerequisite_age: NDArray[np.int32]
    mode_speed_kmh: NDArray[np.float32]
    mode_detour: NDArray[np.float32]
    mode_start_minutes: NDArray[np.float32]
    mode_age: NDArray[np.int32]
    relation_from: NDArray[np.int32]
    relation_to: NDArray[np.int32]
    relation_strength: NDArray[np.float32]
    arrays: RuleArrays = field(init=False, repr=False)
    """The same as plain arrays, without what only ``carry_over`` reads."""

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together."""
        n_types = len(self.minimum_age)
        if self.working_time_row.shape != (n_types, OLDEST + 1):
            raise ShapeError("Rules", "working_time_row", self.working_time_row.shape, (n_types, OLDEST + 1))
        for group in (
            ("lead_days", "prerequisite_age"),
            ("mode_speed_kmh", "mode_detour", "mode_start_minutes", "mode_age"),
            ("relation_from", "relation_to", "relation_strength"),
        ):
            expected = getattr(self, group[0]).shape
            for name in group:
                if getattr(self, name).shape != expected:
                    raise ShapeError("Rules", name, getattr(self, name).shape, expected)
        object.__setattr__(self, "arrays", self._packed())

    def _packed(self) -> RuleArrays:
        limits = np.array(
            [(self.today, self.hazards_below_age, self.hazards_forbidden, self.hazards_supervised)], dtype=LIMITS
        )
        working_time = np.zeros(len(self.working_time.day_minutes), dtype=WORKING_TIME)
        for column in fields(self.working_time):
            working_time[column.name] = getattr(self.working_time, column.name)
        prerequisites = np.zeros(len(self.lead_days), dtype=PREREQUISITE)
        prerequisites["lead_days"], prerequisites["from_age"] = self.lead_days, self.prerequisite_age
        modes = np.zeros(len(self.mode_speed_kmh), dtype=MODE)
        modes["minutes_per_km"] = 60.0 * self.mode_detour.astype(np.float64) / self.mode_speed_kmh
        modes["start_minutes"], modes["from_age"] = self.mode_start_minutes, self.mode_age
        arrays = RuleArrays(
            limits,
            self.minimum_age.astype(np.int32),
            self.working_time_row.astype(np.int32, order="C"),
            working_time,
            prerequisites,
            modes,
        )
        for array in arrays:
            array.flags.writeable = False
        return arrays
