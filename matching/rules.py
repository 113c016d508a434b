"""What the law and the catalogue say, as arrays that the gates and components read."""

from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError

OLDEST = 100
"""Ages from here on count as this age in the tables by age."""


N_LEVELS = 5
"""mbo levels 1 to 4, and 0 for pro, vso and vmbo."""
N_REGIONS = 4
"""Regions of the school holidays; 0 stands for an unknown one."""


class SundayWork(IntEnum):
    """Whether work on Sunday can be agreed."""

    NO = 0
    AGREED = 1
    SATURDAY_FREE = 2
    """Only by who does not work on the Saturday before."""


SCHOOL_WEEK, HOLIDAY_WEEK = 0, 1
"""Kinds of weeks, in the order of ``working_time_row``."""

LIMITS = np.dtype([("today", "i4"), ("first_week", "i4")], align=True)
WORKING_TIME = np.dtype(
    [
        ("day_minutes", "i4"),
        ("school_day_minutes", "i4"),
        ("week_minutes", "i4"),
        ("days_max", "i4"),
        ("earliest", "i4"),
        ("latest", "i4"),
        ("rest", "i4"),
        ("short_rest", "i4"),
        ("weekly_rest", "i4"),
        ("break_after", "i4"),
        ("break_minutes", "i4"),
        ("long_break_after", "i4"),
        ("long_break_minutes", "i4"),
        ("holiday_weeks_max", "i4"),
        ("sunday", "i1"),
        ("school_counts", "?"),
    ],
    align=True,
)
HAZARDS = np.dtype([("forbidden", "u8"), ("supervised", "u8")], align=True)
PROGRAMME_HOURS = np.dtype([("minutes", "i4"), ("by_length", "?")], align=True)
SIGNING = np.dtype([("below_age", "i4"), ("school_decides", "?")], align=True)
PREREQUISITE = np.dtype([("lead_days", "i4"), ("from_age", "i4")], align=True)
MODE = np.dtype(
    [
        ("minutes_per_km", "f8"),
        ("start_minutes", "f8"),
        ("from_age", "i4"),
        ("first_departure", "i4"),
        ("last_arrival", "i4"),
    ],
    align=True,
)
"""Minutes for each kilometre over the ground, detours included; times in minutes since midnight."""


class RuleArrays(NamedTuple):
    """``Rules`` as compiled code reads them."""

    limits: NDArray[Any]
    minimum_age: NDArray[np.int32]
    working_time_row: NDArray[np.int32]
    working_time: NDArray[Any]
    school_weeks_before: NDArray[np.int32]
    hazards: NDArray[Any]
    programme_hours: NDArray[Any]
    signing: NDArray[Any]
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
    rest, short_rest, weekly_rest : (n_rows,)
        Least rest between two working days, how short it may be once a week, and least rest at a stretch in a week.
    sunday : (n_rows,) int8
        Whether work on Sunday can be agreed: a ``SundayWork``.
    school_counts : (n_rows,) bool
        School hours count as work.
    break_after, break_minutes, long_break_after, long_break_minutes : (n_rows,)
        A day with more work than the first needs a break of at least the second.
    holiday_weeks_max : (n_rows,)
        Most weeks of work in the school holidays.
    """

    day_minutes: NDArray[np.int32]
    school_day_minutes: NDArray[np.int32]
    week_minutes: NDArray[np.int32]
    days_max: NDArray[np.int32]
    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    rest: NDArray[np.int32]
    short_rest: NDArray[np.int32]
    weekly_rest: NDArray[np.int32]
    sunday: NDArray[np.int8]
    school_counts: NDArray[np.bool_]
    break_after: NDArray[np.int32]
    break_minutes: NDArray[np.int32]
    long_break_after: NDArray[np.int32]
    long_break_minutes: NDArray[np.int32]
    holiday_weeks_max: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """Everything a gate must know beside the two tables.

    Parameters
    ----------
    today : int
        Day number (days since 1970-01-01) on which the question is asked.
    minimum_age : (n_types,)
        Youngest age per placement type, in years.
    working_time_row : (n_types, 2, OLDEST + 1)
        Row of ``working_time`` for a type in school weeks and in holiday weeks at an age, or -1 where no work is
        allowed.
    first_week : int
        Day number of the Monday on which the calendar of school weeks begins.
    school_weeks_before : (N_REGIONS, n_weeks + 1)
        Per region how many of the first k weeks of the calendar are school weeks; other weeks count as school weeks.
    hazards_forbidden, hazards_supervised : (n_types, OLDEST + 1) uint64
        Masks of what somebody of an age may not do, and may do only beside an expert.
    programme_minutes, programme_by_length : (n_types, N_LEVELS)
        Least minutes of practice a year for the programme, 0 where none are asked; and whether a place must have its
        part of them in proportion to its length.
    parent_signs_below : (n_types,)
        Age in years below which a parent signs too; 0 where none does.
    school_decides_signing : (n_types,) bool
        The school may have settled that beforehand.
    lead_days, prerequisite_age : (n_prerequisites,)
        Days it takes to arrange each prerequisite, and from which age it can be had.
    mode_speed_kmh, mode_detour, mode_start_minutes, mode_age : (n_modes,)
        Speed, road length over straight line, time lost at both ends, and youngest age.
    mode_first_departure, mode_last_arrival : (n_modes,)
        Minutes since midnight before which nobody can leave, and after which nobody can arrive; far before and after
        the day where there is no timetable.
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
    first_week: int
    school_weeks_before: NDArray[np.int32]
    hazards_forbidden: NDArray[np.uint64]
    hazards_supervised: NDArray[np.uint64]
    programme_minutes: NDArray[np.int32]
    programme_by_length: NDArray[np.bool_]
    parent_signs_below: NDArray[np.int32]
    school_decides_signing: NDArray[np.bool_]
    lead_days: NDArray[np.int32]
    prerequisite_age: NDArray[np.int32]
    mode_speed_kmh: NDArray[np.float32]
    mode_detour: NDArray[np.float32]
    mode_start_minutes: NDArray[np.float32]
    mode_age: NDArray[np.int32]
    mode_first_departure: NDArray[np.int32]
    mode_last_arrival: NDArray[np.int32]
    relation_from: NDArray[np.int32]
    relation_to: NDArray[np.int32]
    relation_strength: NDArray[np.float32]
    arrays: RuleArrays = field(init=False, repr=False)
    """The same as plain arrays, without what only ``carry_over`` reads."""

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together."""
        n_types = len(self.minimum_age)
        for name, shape in (
            ("working_time_row", (n_types, 2, OLDEST + 1)),
            ("hazards_forbidden", (n_types, OLDEST + 1)),
            ("programme_minutes", (n_types, N_LEVELS)),
            ("parent_signs_below", (n_types,)),
            ("school_weeks_before", (N_REGIONS, *self.school_weeks_before.shape[-1:])),
        ):
            if getattr(self, name).shape != shape:
                raise ShapeError("Rules", name, getattr(self, name).shape, shape)
        for group in (
            ("hazards_forbidden", "hazards_supervised"),
            ("programme_minutes", "programme_by_length"),
            ("parent_signs_below", "school_decides_signing"),
            ("lead_days", "prerequisite_age"),
            (
                *("mode_speed_kmh", "mode_detour", "mode_start_minutes", "mode_age"),
                *("mode_first_departure", "mode_last_arrival"),
            ),
            ("relation_from", "relation_to", "relation_strength"),
        ):
            expected = getattr(self, group[0]).shape
            for name in group:
                if getattr(self, name).shape != expected:
                    raise ShapeError("Rules", name, getattr(self, name).shape, expected)
        object.__setattr__(self, "arrays", self._packed())

    def _packed(self) -> RuleArrays:
        def packed(kind: np.dtype[np.void], **columns: NDArray[Any]) -> NDArray[Any]:
            found = np.zeros(next(iter(columns.values())).shape, dtype=kind)
            for name, values in columns.items():
                found[name] = values
            return found

        law = self.working_time
        arrays = RuleArrays(
            limits=np.array([(self.today, self.first_week)], dtype=LIMITS),
            minimum_age=self.minimum_age.astype(np.int32),
            working_time_row=self.working_time_row.astype(np.int32, order="C"),
            working_time=packed(WORKING_TIME, **{column.name: getattr(law, column.name) for column in fields(law)}),
            school_weeks_before=self.school_weeks_before.astype(np.int32, order="C"),
            hazards=packed(HAZARDS, forbidden=self.hazards_forbidden, supervised=self.hazards_supervised),
            programme_hours=packed(PROGRAMME_HOURS, minutes=self.programme_minutes, by_length=self.programme_by_length),
            signing=packed(SIGNING, below_age=self.parent_signs_below, school_decides=self.school_decides_signing),
            prerequisites=packed(PREREQUISITE, lead_days=self.lead_days, from_age=self.prerequisite_age),
            modes=packed(
                MODE,
                minutes_per_km=60.0 * self.mode_detour.astype(np.float64) / self.mode_speed_kmh,
                start_minutes=self.mode_start_minutes,
                from_age=self.mode_age,
                first_departure=self.mode_first_departure,
                last_arrival=self.mode_last_arrival,
            ),
        )
        for array in arrays:
            array.flags.writeable = False
        return arrays
