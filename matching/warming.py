"""Compile the engine before anybody waits for it."""

import numpy as np

from matching.exposure import Exposure, least_above_room, spread
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs
from matching.parameters import SHARES, SIDES, Parameters
from matching.ragged import Ragged
from matching.ranking import count_open, lottery, rank
from matching.rows import PLACEMENT_ROW, STUDENT_ROW
from matching.rules import OLDEST, Rules, WorkingTime
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


def _columns(row_type: np.dtype[np.void], *left_out: str) -> dict[str, np.ndarray]:
    names = [name for name in row_type.names or () if not name.endswith(("_at", "_n")) and name not in left_out]
    return {name: np.zeros((1, *row_type[name].shape), dtype=row_type[name].base) for name in names}


def _one_student() -> StudentTable:
    one, nothing = Ragged.of([[0]]), np.zeros(1, dtype=np.float32)
    return StudentTable.of(
        **_columns(STUDENT_ROW, "x", "y", "z", "born_date", "school_days", "school_week"),
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
        **_columns(PLACEMENT_ROW, "x", "y", "z", "start_date", "grown_date"),
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
        working_time_row=np.full((1, OLDEST + 1), -1, dtype=np.int32),
        working_time=WorkingTime(
            day_minutes=none,
            school_day_minutes=none,
            week_minutes=none,
            days_max=none,
            earliest=none,
            latest=none,
            sunday=never,
            school_counts=never,
            break_after=none,
            break_minutes=none,
        ),
        hazards_forbidden=0,
        hazards_supervised=0,
        hazards_below_age=0,
        lead_days=none,
        prerequisite_age=none,
        mode_speed_kmh=no_number,
        mode_detour=no_number,
        mode_start_minutes=no_number,
        mode_age=none,
        relation_from=none,
        relation_to=none,
        relation_strength=no_number,
    )
