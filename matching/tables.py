"""Students and placements as columns packed into rows: what the engine works on.

Columns come in, and every column can be read back; inside, all numbers of one person or place lie side by side, so
that looking at a pair touches a few cache lines and not sixty arrays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from threading import Lock
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError
from matching.ragged import Ints, Ragged, offsets_of, spread
from matching.rules import Rules

NO_END = int(np.iinfo(np.int32).max)
"""Day number of a period without an end."""
N_ACTIVITIES = 64
"""Activities that fit in one mask."""
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
        ("level", "i1"),
        ("dutch", "i1"),
        ("modes", "u1"),
        ("weekdays", "u1"),
        ("school_days", "u1"),
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


class _Room:
    """An array with room behind it, so that adding to it seldom copies; what was given out never changes."""

    def __init__(self, items: NDArray[Any]) -> None:
        self._items = items
        self._n_used = len(items)
        self._lock = Lock()

    def added(self, to: NDArray[Any], more: NDArray[Any]) -> tuple["_Room", NDArray[Any]]:
        """Give ``to`` with ``more`` behind it, and the room it lies in."""
        n, n_after = len(to), len(to) + len(more)
        with self._lock:
            is_newest = self._n_used == n and n_after <= len(self._items)
            if is_newest:
                self._n_used = n_after
        if is_newest:
            if len(more):
                self._items[n:n_after] = more
            return self, self._items[:n_after]
        room = _Room(np.empty(n_after + n_after // 8 + 64, dtype=to.dtype))
        room._items[:n], room._items[n:n_after], room._n_used = to, more, n_after
        return room, room._items[:n_after]


def _still(items: NDArray[Any]) -> NDArray[Any]:
    view = items.view()
    view.flags.writeable = False
    return view


class _Table:
    """Packed rows, and lists of which each row owns a stretch."""

    __slots__ = ()
    row_type: ClassVar[np.dtype[np.void]]
    list_types: ClassVar[Mapping[str, np.dtype[Any]]]
    competency_lists: ClassVar[tuple[str, ...]]
    rows: Rows
    _rooms: Mapping[str, _Room]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def _made(cls, arrays: Mapping[str, NDArray[Any]], rooms: Mapping[str, _Room] = MappingProxyType({})) -> Self:
        make: Callable[..., Self] = cls
        return make(**{name: _still(items) for name, items in arrays.items()}, _rooms=rooms)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Give the table that these arrays came from, by the names in ``names``; they may be mapped from a file.

        Raises
        ------
        ShapeError
            An array is of another type than this version uses.
        """
        typed = {}
        for name, wanted in {"rows": cls.row_type, **cls.list_types}.items():
            found = np.asarray(arrays[name])
            if found.dtype != wanted or found.ndim != 1:
                raise ShapeError(cls.__name__, name, found.shape, (len(found),))
            typed[name] = found.view(wanted)
        return cls._made(typed)

    def code_end(self, first_row: int = 0) -> int:
        """Give a number above every competency in the lists of the rows from one on."""
        ends = [0]
        for name in self.competency_lists:
            codes = getattr(self, name) if self.list_types[name] == CODE else getattr(self, name)["code"]
            start = self.rows[f"{name}_at"][first_row] if first_row < len(self) else len(codes)
            ends.append(int(codes[start:].max(initial=-1)) + 1)
        return max(ends)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name the arrays a table is made of."""
        return ("rows", *cls.list_types)

    @classmethod
    def _packed(cls, columns: Mapping[str, NDArray[Any]], lists: Mapping[str, tuple[Ints, NDArray[Any]]]) -> Self:
        """Pack checked columns; ``lists`` holds offsets and items."""
        derived = {"x", "y", "z", "born_date", "school_days", "school_week", "start_date", "grown_date"}
        derived |= {f"{name}_{part}" for name in lists for part in ("at", "n")}
        if wrong := set(columns) ^ (set(cls.row_type.names or ()) - derived):
            raise TypeError(f"{cls.__name__}.of: missing or unknown columns {sorted(wrong)}")
        rows = np.zeros(len(columns["key"]), dtype=cls.row_type)
        for name, values in columns.items():
            expected = (len(rows), *cls.row_type[name].shape)
            if values.shape != expected:
                raise ShapeError(cls.__name__, name, values.shape, expected)
            rows[name] = values
        for name, (offsets, _) in lists.items():
            if len(offsets) - 1 != len(rows):
                raise ShapeError(cls.__name__, name, (len(offsets) - 1,), (len(rows),))
            rows[f"{name}_at"], rows[f"{name}_n"] = offsets[:-1], np.diff(offsets)
        _derive(rows)
        return cls._made({"rows": rows, **{name: items for name, (_, items) in lists.items()}})

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Put the rows of several tables one under the other."""
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.extended(part)
        return whole

    def extended(self, more: Self) -> Self:
        """Give a table with the same rows and more beneath; a copy is made only when the room behind is used up."""
        rows = more.rows.copy()
        arrays: dict[str, NDArray[Any]] = {}
        rooms: dict[str, _Room] = {}
        for name in self.list_types:
            rows[f"{name}_at"] += len(getattr(self, name))
        for name in self.names():
            here = getattr(self, name)
            room = self._rooms.get(name) or _Room(here)
            rooms[name], arrays[name] = room.added(here, rows if name == "rows" else getattr(more, name))
        return self._made(arrays, rooms)

    def take(self, rows: Ints | Iterable[int]) -> Self:
        """Give a table of some rows, in the order asked for; doubles are allowed."""
        picked = self.rows[np.fromiter(rows, dtype=np.int64)]
        arrays: dict[str, NDArray[Any]] = {}
        for name in self.list_types:
            at, n = picked[f"{name}_at"], picked[f"{name}_n"].astype(np.int64)
            _, positions = spread(at, at + n)
            arrays[name] = getattr(self, name)[positions]
            picked[f"{name}_at"] = offsets_of(n)[:-1]
        return self._made({"rows": picked, **arrays})

    def variants(self, edits: Sequence[Mapping[str, Any]]) -> Self:
        """Give the one row of this table once for each mapping, with the columns that it names changed.

        Parameters
        ----------
        edits : sequence of mappings
            Values by name: a number, seven for the columns of days, or the items of a list in rising order.

        Raises
        ------
        ShapeError
            The table has not exactly one row.
        """
        if len(self) != 1:
            raise ShapeError(type(self).__name__, "rows", (len(self),), (1,))
        rows = np.repeat(self.rows, len(edits))
        items: dict[str, list[NDArray[Any]]] = {name: [getattr(self, name)] for name in self.list_types}
        for row, edit in enumerate(edits):
            for name, value in edit.items():
                if name in items:
                    added = np.asarray(value, dtype=self.list_types[name])
                    rows[f"{name}_at"][row], rows[f"{name}_n"][row] = sum(map(len, items[name])), len(added)
                    items[name].append(added)
                else:
                    rows[name][row] = value
        _derive(rows)
        return self._made({"rows": rows, **{name: np.concatenate(lists) for name, lists in items.items()}})

    def _items_of(self, name: str, row: int) -> NDArray[Any]:
        at, n = int(self.rows[f"{name}_at"][row]), int(self.rows[f"{name}_n"][row])
        items: NDArray[Any] = getattr(self, name)[at : at + n]
        return items


def _derive(rows: Rows) -> None:
    """Fill in what follows from other columns."""
    latitude, longitude = np.radians(rows["latitude"].astype("f8")), np.radians(rows["longitude"].astype("f8"))
    rows["x"], rows["y"] = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    rows["z"] = np.where(np.isnan(longitude), np.nan, np.sin(latitude))
    if rows.dtype == STUDENT_ROW:
        rows["born_date"] = calendar_dates(rows["born_day"])
        rows["school_days"] = ((rows["school_minutes"] > 0) << np.arange(7)).sum(axis=1)
        rows["school_week"] = rows["school_minutes"].sum(axis=1)
    else:
        last = np.where(rows["end_day"] == NO_END, rows["start_day"].astype("i8") + DAYS_TO_GROW, rows["end_day"])
        rows["start_date"], rows["grown_date"] = calendar_dates(rows["start_day"]), calendar_dates(last)


def _structured(dtype: np.dtype[Any], n: int, **columns: NDArray[Any]) -> NDArray[Any]:
    items = np.zeros(n, dtype=dtype)
    for name, values in columns.items():
        if values.shape != (n,):
            raise ShapeError(name, "items", values.shape, (n,))
        items[name] = values
    return items


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudentTable(_Table):
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
    _rooms: Mapping[str, _Room] = field(default_factory=dict, repr=False)

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
                    _structured(
                        LEVEL, len(levels.items), code=levels.items, value=level_value, is_derived=level_is_derived
                    ),
                ),
                "wishes": (
                    offsets_of(np.bincount(row, minlength=len(wishes))),
                    _structured(WISH, len(row), code=sector, value=wishes[row, sector]),
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
class PlacementTable(_Table):
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
    _rooms: Mapping[str, _Room] = field(default_factory=dict, repr=False)

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
                    _structured(
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
                    _structured(
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
