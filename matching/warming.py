"""Compile the engine before anybody waits for it."""

import numpy as np

from matching.exposure import Exposure, least_above_room, spread
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs
from matching.parameters import SHARES, SIDES, Parameters
from matching.ragged import Ragged
from matching.ranking import count_open, lottery, rank
from matching.rows import DERIVED, PLACEMENT_ROW, STUDENT_ROW
from matching.rules import N_LEVELS, N_REGIONS, OLDEST, Rules, WorkingTime
from matching.scoring import score_pairs
from matching.tables import PlacementTable, StudentTable


def warm() -> None:
    """Walk every compiled loop once, over tables of one row."""
    students, placements, rules = _one_student(), _one_placement(), _no_rules()
    parameters = Parameters(
        version="warm",
        weights={part: 1.0 / len(parts) for parts in SIDES.values() for part in parts},
        **dict.fromkeys(SHARES, 0.5),
    )
    row, twice = np.zeros(1, dtype=np.int64), np.zeros(2, dtype=np.int64)
    score_pairs(Pairs(students, placements, rules, row, row), parameters)
    rank(StudentIndex.build(students, placements, rules), twice, parameters=parameters, top=1)
    longer = rank(PlacementIndex.build(students, placements, rules), row, parameters=parameters, top=1)
    count_open(longer.index, row, parameters=parameters)
    exposure = Exposure(strength=1.0)
    spread(longer, exposure=exposure, top=1)
    least_above_room(longer, exposure=exposure, top=1)
    lottery(students.rows["key"], placements.rows["key"], 0)


def _columns(row_type: np.dtype[np.void]) -> dict[str, np.ndarray]:
    names = [name for name in row_type.names or () if not name.endswith(("_at", "_n")) and name not in DERIVED]
    return {name: np.zeros((1, *row_type[name].shape), dtype=row_type[name].base) for name in names}


def _one_student() -> StudentTable:
    one, nothing = Ragged.of([[0]]), np.zeros(1, dtype=np.float32)
    return StudentTable.of(
        **_columns(STUDENT_ROW),
        offers=one,
        goals=one,
        levels=one,
        level_value=nothing,
        level_is_derived=nothing.astype(np.bool_),
        wishes=nothing[:, None],
    )


def _one_placement() -> PlacementTable:
    one, nothing = Ragged.of([[0]]), np.zeros(1, dtype=np.int32)
    return PlacementTable.of(
        **_columns(PLACEMENT_ROW),
        offers=one,
        recognition=nothing.astype(np.int8),
        recognised_from=nothing,
        recognised_until=nothing,
        covered=one,
        requirements=one,
        required_level=nothing.astype(np.float32),
        importance=nothing.astype(np.float32),
        is_trainable=nothing.astype(np.bool_),
    )


def _no_rules() -> Rules:
    none, no_number = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    never = none.astype(np.bool_)
    return Rules(
        version="warm",
        today=0,
        minimum_age=np.zeros(1, dtype=np.int32),
        working_time_row=np.full((1, 2, OLDEST + 1), -1, dtype=np.int32),
        working_time=WorkingTime(
            day_minutes=none,
            school_day_minutes=none,
            week_minutes=none,
            days_max=none,
            earliest=none,
            latest=none,
            rest=none,
            short_rest=none,
            weekly_rest=none,
            sunday=none.astype(np.int8),
            school_counts=never,
            break_after=none,
            break_minutes=none,
            long_break_after=none,
            long_break_minutes=none,
            holiday_weeks_max=none,
        ),
        first_week=0,
        school_weeks_before=np.zeros((N_REGIONS, 1), dtype=np.int32),
        hazards_forbidden=np.zeros((1, OLDEST + 1), dtype=np.uint64),
        hazards_supervised=np.zeros((1, OLDEST + 1), dtype=np.uint64),
        programme_minutes=np.zeros((1, N_LEVELS), dtype=np.int32),
        programme_by_length=np.zeros((1, N_LEVELS), dtype=np.bool_),
        parent_signs_below=np.zeros(1, dtype=np.int32),
        school_decides_signing=np.zeros(1, dtype=np.bool_),
        lead_days=none,
        prerequisite_age=none,
        mode_speed_kmh=no_number,
        mode_detour=no_number,
        mode_start_minutes=no_number,
        mode_age=none,
        mode_first_departure=none,
        mode_last_arrival=none,
        relation_from=none,
        relation_to=none,
        relation_strength=no_number,
    )
