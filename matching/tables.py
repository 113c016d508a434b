"""Students and placements as columns: what the engine works on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError
from matching.ragged import Ints, Ragged, spread
from matching.rules import Rules

NO_END = int(np.iinfo(np.int32).max)
"""Day number of a period without an end."""
N_ACTIVITIES = 64
"""Activities that fit in one mask."""


class Recognition(IntEnum):
    """How a site's recognition (erkenning) stands for one offer."""

    NOT_NEEDED = 0
    ACTIVE = 1
    REQUESTED = 2
    MISSING = 3
    UNKNOWN = 4
    """Nobody has looked it up."""


class _Table:
    """Rows kept as columns; a column is an array, a ``Ragged`` list, or rides along with one."""

    __slots__ = ()
    _riders: ClassVar[Mapping[str, tuple[str, ...]]]
    """Columns that stand beside the items of a ``Ragged`` column, by that column's name."""

    def _check(self) -> None:
        n_rows = len(self)
        riders = {name: owner for owner, names in self._riders.items() for name in names}
        for column in fields(self):  # type: ignore[arg-type]
            value = getattr(self, column.name)
            expected = len(getattr(self, riders[column.name]).items) if column.name in riders else n_rows
            if len(value) != expected:
                raise ShapeError(type(self).__name__, column.name, (len(value),), (expected,))

    def __len__(self) -> int:
        return len(self.key)  # type: ignore[attr-defined]

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Put the rows of several tables one under the other."""
        columns: dict[str, Any] = {}
        for column in fields(cls):  # type: ignore[arg-type]
            values = [getattr(part, column.name) for part in parts]
            stack = Ragged.stack if isinstance(values[0], Ragged) else np.concatenate
            columns[column.name] = stack(values)
        return cls(**columns)

    def take(self, rows: Ints | Iterable[int]) -> Self:
        """Give a table of some rows, in the order asked for; doubles are allowed."""
        picked = np.fromiter(rows, dtype=np.int64)
        columns: dict[str, Any] = {}
        for column in fields(self):  # type: ignore[arg-type]
            if column.name in columns:
                continue
            value = getattr(self, column.name)
            if isinstance(value, Ragged):
                columns[column.name], positions = value.take(picked)
                for rider in self._riders.get(column.name, ()):
                    columns[rider] = getattr(self, rider)[positions]
            else:
                columns[column.name] = value[picked]
        return type(self)(**columns)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudentTable(_Table):
    """Students, one row each. Names, gender, origin, address and school type are not here, and never come here.

    Parameters
    ----------
    key : (n,) uint64
        Lasting identity of the row; only ties look at it.
    born_day : (n,) int32
        Day number of the birth date; only the gates by age look at it.
    level : (n,) int8
        mbo level 1 to 4; 0 in pro, vso and vmbo.
    offers : Ragged
        Codes of what the student seeks: type and qualification in one number.
    latitude, longitude : (n,) float32
        Degrees; NaN while unknown.
    modes : (n,) uint8
        Mask of travel modes.
    max_minutes : (n,) int16
        Longest trip one way.
    from_day, until_day : (n,) int32
        Half-open period in which the student is free.
    weekdays : (n,) uint8
        Mask of free days, Monday is bit 0.
    hours_min, hours_max : (n,) int32
        Wished working time a week, in minutes.
    school_minutes : (n, 7) int16
        School time per weekday.
    dutch : (n,) int8
        1 (A1) to 5 (C1); 0 while unknown.
    helps, prerequisites : (n,) uint64
        Masks of conditions that help, and of prerequisites in hand.
    allowance_min : (n,) float32
        Wished allowance a month in euro; NaN when pay does not matter.
    wishes : (n, n_sectors) float32
        How dear each sector is, 0 to 1; all 0 while nothing is said.
    liked, disliked : (n,) uint64
        Masks of activities.
    goals : Ragged
        Competencies still to be learned in practice.
    levels : Ragged
        Competencies with a known level.
    level_value : (n_levels,) float32
        Level from 0 (not yet) to 1 (can teach it), beside ``levels``.
    level_is_derived : (n_levels,) bool
        The level was carried over from a near competency, beside ``levels``.
    """

    _riders: ClassVar[Mapping[str, tuple[str, ...]]] = {"levels": ("level_value", "level_is_derived")}

    key: NDArray[np.uint64]
    born_day: NDArray[np.int32]
    level: NDArray[np.int8]
    offers: Ragged
    latitude: NDArray[np.float32]
    longitude: NDArray[np.float32]
    modes: NDArray[np.uint8]
    max_minutes: NDArray[np.int16]
    from_day: NDArray[np.int32]
    until_day: NDArray[np.int32]
    weekdays: NDArray[np.uint8]
    hours_min: NDArray[np.int32]
    hours_max: NDArray[np.int32]
    school_minutes: NDArray[np.int16]
    dutch: NDArray[np.int8]
    helps: NDArray[np.uint64]
    prerequisites: NDArray[np.uint64]
    allowance_min: NDArray[np.float32]
    wishes: NDArray[np.float32]
    liked: NDArray[np.uint64]
    disliked: NDArray[np.uint64]
    goals: Ragged
    levels: Ragged
    level_value: NDArray[np.float32]
    level_is_derived: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Refuse columns of different length."""
        self._check()

    def with_levels(self, levels: Ragged, value: NDArray[np.float32], rules: Rules) -> Self:
        """Give the same students with these assessed levels, and what near competencies say beside them.

        A competency without a level of its own gets, from each related one, that one's level times
        the strength of the relation; the highest counts, and it is marked as derived.

        Parameters
        ----------
        levels : Ragged
            Competencies that somebody assessed.
        value : (n_levels,)
            Level, 0 to 1, beside ``levels``.
        """
        spread_levels, spread_value, is_derived = carry_over(levels, value, rules)
        return replace(self, levels=spread_levels, level_value=spread_value, level_is_derived=is_derived)


def carry_over(
    levels: Ragged, value: NDArray[np.float32], rules: Rules
) -> tuple[Ragged, NDArray[np.float32], NDArray[np.bool_]]:
    """Add what near competencies show; see ``StudentTable.with_levels``.

    Returns
    -------
    levels, value, is_derived
        The longer lists; assessed entries keep their level.
    """
    rows = levels.rows
    order = np.argsort(rules.relation_from, kind="stable")
    sources = rules.relation_from[order]
    left = np.searchsorted(sources, levels.items, side="left")
    right = np.searchsorted(sources, levels.items, side="right")
    owners, places = spread(left, right)
    picks = order[places]
    near_value = (value[owners] * rules.relation_strength[picks]).astype(np.float32)
    all_rows = np.concatenate([rows, rows[owners]])
    items = np.concatenate([levels.items, rules.relation_to[picks]])
    levels_all = np.concatenate([value, near_value])
    derived = np.arange(len(all_rows)) >= len(rows)
    best_first = np.lexsort((-levels_all, derived, items, all_rows))
    all_rows, items = all_rows[best_first], items[best_first]
    keep = np.ones(len(items), dtype=np.bool_)
    keep[1:] = (all_rows[1:] != all_rows[:-1]) | (items[1:] != items[:-1])
    offsets = np.concatenate([[0], np.cumsum(np.bincount(all_rows[keep], minlength=len(levels)))]).astype(np.int64)
    kept = best_first[keep]
    return Ragged(offsets, items[keep]), levels_all[kept], derived[kept]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacementTable(_Table):
    """Placements, one row each.

    Parameters
    ----------
    key : (m,) uint64
        Lasting identity of the row; only ties look at it.
    type : (m,) int8
        Code of the placement type.
    level_min, level_max : (m,) int8
        Levels it suits, 0 (pro, vso, vmbo) to 4.
    sector : (m,) int16
        Code of the sector.
    offers : Ragged
        Codes of what is offered: type and qualification in one number.
    recognition : (n_offers,) int8
        A ``Recognition``, beside ``offers``.
    recognised_from, recognised_until : (n_offers,) int32
        Half-open unbroken period of recognition around the start, beside ``offers``.
    start_day, end_day : (m,) int32
        Half-open; ``NO_END`` when there is no end.
    weekdays : (m,) uint8
        Mask of the schedule's days, Monday is bit 0.
    day_minutes, day_starts, day_ends : (m, 7) int16
        Working time, and first and last minute since midnight, per weekday; 0 where no work is.
    days_min : (m,) int8
        Fewest days a student must come.
    hours_min, hours_max : (m,) int32
        Working time a week, in minutes.
    hazards, prerequisites : (m,) uint64
        Masks.
    is_supervised : (m,) bool
        An expert stands beside hazardous work.
    dutch_min : (m,) int8
        1 (A1) to 5 (C1); 0 when no level is asked.
    conditions_offered, conditions_refused : (m,) uint64
        Masks; what is in neither is unknown.
    activities : (m,) uint64
        Mask of everyday activities in the work.
    covered : Ragged
        Competencies that can be learned or practised here.
    requirements : Ragged
        Competencies needed at the start.
    required_level, importance : (n_requirements,) float32
        Level 0 to 1, and weight above 0, beside ``requirements``.
    is_trainable : (n_requirements,) bool
        The site can teach it, beside ``requirements``.
    seats_left, open_contacts, max_open_contacts : (m,) int32
        Counts; no seat is left in a placement that is not open.
    allowance : (m,) float32
        Euro a month; NaN while unknown.
    """

    _riders: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "offers": ("recognition", "recognised_from", "recognised_until"),
        "requirements": ("required_level", "importance", "is_trainable"),
    }

    key: NDArray[np.uint64]
    type: NDArray[np.int8]
    level_min: NDArray[np.int8]
    level_max: NDArray[np.int8]
    sector: NDArray[np.int16]
    offers: Ragged
    recognition: NDArray[np.int8]
    recognised_from: NDArray[np.int32]
    recognised_until: NDArray[np.int32]
    latitude: NDArray[np.float32]
    longitude: NDArray[np.float32]
    start_day: NDArray[np.int32]
    end_day: NDArray[np.int32]
    weekdays: NDArray[np.uint8]
    day_minutes: NDArray[np.int16]
    day_starts: NDArray[np.int16]
    day_ends: NDArray[np.int16]
    days_min: NDArray[np.int8]
    hours_min: NDArray[np.int32]
    hours_max: NDArray[np.int32]
    hazards: NDArray[np.uint64]
    prerequisites: NDArray[np.uint64]
    is_supervised: NDArray[np.bool_]
    dutch_min: NDArray[np.int8]
    conditions_offered: NDArray[np.uint64]
    conditions_refused: NDArray[np.uint64]
    activities: NDArray[np.uint64]
    covered: Ragged
    requirements: Ragged
    required_level: NDArray[np.float32]
    importance: NDArray[np.float32]
    is_trainable: NDArray[np.bool_]
    seats_left: NDArray[np.int32]
    open_contacts: NDArray[np.int32]
    max_open_contacts: NDArray[np.int32]
    allowance: NDArray[np.float32]

    def __post_init__(self) -> None:
        """Refuse columns of different length."""
        self._check()
