"""The dated rows of the law and the catalogue's relations, as the arrays that the engine reads."""

from collections.abc import Iterable
from datetime import date, time

import numpy as np
from numpy.typing import NDArray

from matching import N_LEVELS, OLDEST, Rules, SundayWork, WorkingTime
from services.features import PLACEMENT_TYPES, REGIONS, TRAVEL_MODES, Codes, day_number
from services.reference import HoursCount, ParentSigns, Reference, Sunday, Week
from services.school_calendar import Region, calendar_from, monday_of

WEEKS = (Week.SCHOOL, Week.HOLIDAY)
"""In the order of the engine's rows of working time."""
SUNDAYS = {
    Sunday.NO: SundayWork.NO,
    Sunday.AGREED: SundayWork.AGREED,
    Sunday.AGREED_SATURDAY_FREE: SundayWork.SATURDAY_FREE,
}
NO_TIMETABLE = 3 * 24 * 60
"""Minutes; farther from midnight than any trip."""
ANY_TIME = (time(0, 0), time(23, 59))


def engine_rules(codes: Codes, *, today: date) -> Rules:
    """Turn the dated rows into the engine's arrays.

    Parameters
    ----------
    today : date
        The day on which the question is asked; the calendar of school weeks begins a year before it.
    """
    reference = codes.reference
    modes = [reference.travel_modes[mode] for mode in TRAVEL_MODES]
    types = [reference.placement_types[code] for code in PLACEMENT_TYPES]
    programme_minutes, programme_by_length = _programme_hours(reference)
    first_week = monday_of(today.replace(year=today.year - 1, day=1))
    related = [
        (codes.competency_ix[r.from_id], codes.competency_ix[r.to_id], r.strength) for r in codes.catalogue.relations
    ]
    return Rules(
        version=reference.version,
        today=day_number(today),
        minimum_age=_ints(held.min_age for held in types),
        working_time_row=_rows_of_working_time(reference),
        working_time=_working_time(reference),
        first_week=day_number(first_week),
        school_weeks_before=_school_weeks_before(first_week),
        hazards_forbidden=_hazards(reference, "forbidden"),
        hazards_supervised=_hazards(reference, "supervision"),
        programme_minutes=programme_minutes,
        programme_by_length=programme_by_length,
        parent_signs_below=_ints(
            0 if held.parent_signs is ParentSigns.NO else reference.consent_ages["agreement"].age for held in types
        ),
        school_decides_signing=np.array([held.parent_signs is ParentSigns.SCHOOL_DECIDES for held in types]),
        lead_days=_ints(item.lead_time_days for item in reference.prerequisites.values()),
        prerequisite_age=_ints(item.min_age for item in reference.prerequisites.values()),
        mode_speed_kmh=np.array([mode.speed_kmh for mode in modes], dtype=np.float32),
        mode_detour=np.array([mode.detour for mode in modes], dtype=np.float32),
        mode_start_minutes=np.array([mode.start_minutes for mode in modes], dtype=np.float32),
        mode_age=_ints(mode.min_age for mode in modes),
        mode_first_departure=_ints(
            -NO_TIMETABLE if mode.first_departure == ANY_TIME[0] else _minute(mode.first_departure) for mode in modes
        ),
        mode_last_arrival=_ints(
            NO_TIMETABLE if mode.last_arrival == ANY_TIME[1] else _minute(mode.last_arrival) for mode in modes
        ),
        relation_from=_ints(first for first, _, _ in related),
        relation_to=_ints(second for _, second, _ in related),
        relation_strength=np.array([strength for _, _, strength in related], dtype=np.float32),
    )


def _rows_of_working_time(reference: Reference) -> NDArray[np.int32]:
    """Give per type, kind of week and age the number of its row of working time; -1 where no work is allowed."""
    row_of = np.full((len(PLACEMENT_TYPES), len(WEEKS), OLDEST + 1), -1, dtype=np.int32)
    for type_ix, code in enumerate(PLACEMENT_TYPES):
        for week_ix, week in enumerate(WEEKS):
            for age in range(OLDEST + 1):
                limits = reference.working_time_of(code, age=age, week=week)
                if limits is not None:
                    row_of[type_ix, week_ix, age] = reference.working_time.index(limits)
    return row_of


def _working_time(reference: Reference) -> WorkingTime:
    rows = reference.working_time
    return WorkingTime(
        day_minutes=_ints(row.day_minutes for row in rows),
        school_day_minutes=_ints(row.school_day_minutes for row in rows),
        week_minutes=_ints(min(row.week_minutes, row.average_week_minutes) for row in rows),
        days_max=_ints(row.days_max for row in rows),
        earliest=_ints(_minute(row.earliest) for row in rows),
        latest=_ints(_minute(row.latest) for row in rows),
        rest=_ints(row.rest_minutes for row in rows),
        short_rest=_ints(row.short_rest_minutes for row in rows),
        weekly_rest=_ints(row.weekly_rest_minutes for row in rows),
        sunday=np.array([SUNDAYS[row.sunday] for row in rows], dtype=np.int8),
        school_counts=np.array([row.school_counts for row in rows], dtype=np.bool_),
        break_after=_ints(row.break_after_minutes for row in rows),
        break_minutes=_ints(row.break_minutes for row in rows),
        long_break_after=_ints(row.long_break_after_minutes for row in rows),
        long_break_minutes=_ints(row.long_break_minutes for row in rows),
        holiday_weeks_max=_ints(row.holiday_weeks_max for row in rows),
    )


def _school_weeks_before(first_week: date) -> NDArray[np.int32]:
    """Give per region how many of the first k weeks of the calendar are school weeks, (n_regions, n_weeks + 1)."""
    calendar = calendar_from(first_week)
    by_region = dict(zip(Region, calendar.by_region, strict=True))
    has_school = ~np.array([by_region[region] for region in REGIONS], dtype=np.bool_)
    return np.pad(has_school.cumsum(axis=1, dtype=np.int32), ((0, 0), (1, 0)))


def _hazards(reference: Reference, mode: str) -> NDArray[np.uint64]:
    """Give per type and age the mask of hazards that the law limits in this way."""
    masks = np.zeros((len(PLACEMENT_TYPES), OLDEST + 1), dtype=np.uint64)
    for type_ix, code in enumerate(PLACEMENT_TYPES):
        for age in range(OLDEST + 1):
            limits = reference.working_time_of(code, age=age, week=Week.SCHOOL)
            for bit, hazard in enumerate(reference.hazards.values()):
                is_excepted = limits is not None and limits.rule in hazard.not_for_rules
                if hazard.mode == mode and age < hazard.below_age and not is_excepted:
                    masks[type_ix, age] |= np.uint64(1 << bit)
    return masks


def _programme_hours(reference: Reference) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Give per type and level the minutes of practice a year, and whether a place has to give its share of them."""
    minutes = np.zeros((len(PLACEMENT_TYPES), N_LEVELS), dtype=np.int32)
    by_length = np.zeros((len(PLACEMENT_TYPES), N_LEVELS), dtype=np.bool_)
    for asked in reference.programme_hours:
        levels = slice(asked.level_min, asked.level_max + 1)
        minutes[PLACEMENT_TYPES.index(asked.type), levels] = round(asked.hours * 60)
        by_length[PLACEMENT_TYPES.index(asked.type), levels] = asked.counts is HoursCount.BY_LENGTH
    return minutes, by_length


def _ints(values: Iterable[int]) -> NDArray[np.int32]:
    return np.array(list(values), dtype=np.int32)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
