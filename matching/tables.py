"""Students and placements: columns come in, and every column can be read back; inside, they are packed into rows.

All numbers of one person or place lie side by side, so that looking at a pair touches a few cache lines and not sixty
arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from matching.packing import PackedTable, Room, items_from
from matching.ragged import Ragged, offsets_of, spread
from matching.rows import (
    CODE,
    LEVEL,
    OFFER,
    PLACEMENT_ROW,
    REQUIREMENT,
    STUDENT_ROW,
    WISH,
    PlacementArrays,
    Rows,
    StudentArrays,
)
from matching.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudentTable(PackedTable):
    """Students, one row each. Names, gender, origin, address and school type are not here, and never come here.

    Parameters
    ----------
    rows : (n,) STUDENT_ROW
        One record per student; the columns are those of ``of``.
    offers, goals : int32
        Items of the lists, which records point into.
    levels : LEVEL
    wishes : WISH
    """

    row_type: ClassVar[np.dtype[np.void]] = STUDENT_ROW
    list_types: ClassVar[Mapping[str, np.dtype[Any]]] = {"offers": CODE, "goals": CODE, "levels": LEVEL, "wishes": WISH}
    competency_lists: ClassVar[tuple[str, ...]] = ("goals", "levels")
    rows: Rows
    offers: NDArray[np.int32]
    goals: NDArray[np.int32]
    levels: NDArray[Any]
    wishes: NDArray[Any]
    _rooms: Mapping[str, Room] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        *,
        offers: Ragged,
        goals: Ragged,
        levels: Ragged,
        level_value: NDArray[np.float32],
        level_is_derived: NDArray[np.bool_],
        wishes: NDArray[np.float32],
        **columns: NDArray[Any],
    ) -> "StudentTable":
        """Pack columns into rows.

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
            Longest trip one way that the student wants.
        cap_minutes : (n,) int16
            Longest trip one way that the school allows; ``NO_CAP`` when it sets none.
        from_day, until_day : (n,) int32
            Half-open period in which the student is free.
        weekdays : (n,) uint8
            Mask of free days, Monday is bit 0.
        hours_min, hours_max : (n,) int32
            Wished working time a week, in minutes.
        school_minutes : (n, 7) int16
            School time per weekday; 0 while unknown.
        school_is_known : (n,) bool
            Somebody said when there is school.
        region : (n,) int8
            Region of the school holidays; 0 while unknown.
        parent_need_not_sign : (n,) bool
            The school has settled that no parent signs an agreement that leaves it to the school.
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

        Raises
        ------
        ShapeError
            A column has another number of rows.
        """
        row, sector = np.nonzero(wishes > 0)
        return cls._packed(
            columns,
            {
                "offers": (offers.offsets, offers.items),
                "goals": (goals.offsets, goals.items),
                "levels": (
                    levels.offsets,
                    items_from(
                        LEVEL, len(levels.items), code=levels.items, value=level_value, is_derived=level_is_derived
                    ),
                ),
                "wishes": (
                    offsets_of(np.bincount(row, minlength=len(wishes))),
                    items_from(WISH, len(row), code=sector, value=wishes[row, sector]),
                ),
            },
        )

    @property
    def arrays(self) -> StudentArrays:
        """The same as plain arrays."""
        return StudentArrays(self.rows, self.offers, self.goals, self.levels, self.wishes)

    def offers_of(self, row: int) -> NDArray[np.int32]:
        """Give the codes of what a student seeks."""
        return self._items_of("offers", row)

    def goals_of(self, row: int) -> NDArray[np.int32]:
        """Give the competencies a student still has to learn in practice."""
        return self._items_of("goals", row)

    def levels_of(self, row: int) -> NDArray[Any]:
        """Give a student's known levels: code, value and is_derived."""
        return self._items_of("levels", row)

    def wishes_of(self, row: int) -> NDArray[Any]:
        """Give a student's wished sectors: code and value."""
        return self._items_of("wishes", row)


def carry_over(
    levels: Ragged, value: NDArray[np.float32], rules: Rules
) -> tuple[Ragged, NDArray[np.float32], NDArray[np.bool_]]:
    """Add what near competencies show of those that nobody assessed.

    A competency without a level of its own gets, from each related one, that one's level times the strength of the
    relation; the highest counts, and it is marked as derived.

    Parameters
    ----------
    levels : Ragged
        Competencies that somebody assessed.
    value : (n_levels,)
        Level, 0 to 1, beside ``levels``.

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
    kept = best_first[keep]
    offsets = offsets_of(np.bincount(all_rows[keep], minlength=len(levels)))
    return Ragged(offsets, items[keep]), levels_all[kept], derived[kept]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacementTable(PackedTable):
    """Placements, one row each.

    Parameters
    ----------
    rows : (m,) PLACEMENT_ROW
        One record per placement; the columns are those of ``of``.
    offers : OFFER
        Items of the lists, which records point into.
    covered : int32
    requirements : REQUIREMENT
    """

    row_type: ClassVar[np.dtype[np.void]] = PLACEMENT_ROW
    list_types: ClassVar[Mapping[str, np.dtype[Any]]] = {"offers": OFFER, "covered": CODE, "requirements": REQUIREMENT}
    competency_lists: ClassVar[tuple[str, ...]] = ("covered", "requirements")
    rows: Rows
    offers: NDArray[Any]
    covered: NDArray[np.int32]
    requirements: NDArray[Any]
    _rooms: Mapping[str, Room] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        *,
        offers: Ragged,
        recognition: NDArray[np.int8],
        recognised_from: NDArray[np.int32],
        recognised_until: NDArray[np.int32],
        covered: Ragged,
        requirements: Ragged,
        required_level: NDArray[np.float32],
        importance: NDArray[np.float32],
        is_trainable: NDArray[np.bool_],
        **columns: NDArray[Any],
    ) -> "PlacementTable":
        """Pack columns into rows.

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
        hazards_known : (m,) bool
            Somebody said which hazards there are.
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

        Raises
        ------
        ShapeError
            A column has another number of rows.
        """
        return cls._packed(
            columns,
            {
                "offers": (
                    offers.offsets,
                    items_from(
                        OFFER,
                        len(offers.items),
                        code=offers.items,
                        status=recognition,
                        first_day=recognised_from,
                        last_day=recognised_until,
                    ),
                ),
                "covered": (covered.offsets, covered.items),
                "requirements": (
                    requirements.offsets,
                    items_from(
                        REQUIREMENT,
                        len(requirements.items),
                        code=requirements.items,
                        level=required_level,
                        importance=importance,
                        is_trainable=is_trainable,
                    ),
                ),
            },
        )

    @property
    def arrays(self) -> PlacementArrays:
        """The same as plain arrays."""
        return PlacementArrays(self.rows, self.offers, self.covered, self.requirements)

    def offers_of(self, row: int) -> NDArray[Any]:
        """Give what a placement offers: code, and status, first_day and last_day (not included) of its recognition."""
        return self._items_of("offers", row)

    def covered_of(self, row: int) -> NDArray[np.int32]:
        """Give the competencies that can be learned or practised there."""
        return self._items_of("covered", row)

    def requirements_of(self, row: int) -> NDArray[Any]:
        """Give what is needed at the start: code, level, importance and is_trainable."""
        return self._items_of("requirements", row)
