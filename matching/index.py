"""Who can meet whom: rows grouped by what no pair may differ in, so that only possible pairs are touched."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError
from matching.gates import open_placements
from matching.glance import LANES, PLACES, in_lanes, n_sectors
from matching.groups import Groups, Scratch
from matching.marks import marks_of
from matching.pairs import rows_of
from matching.ragged import Ints, spread
from matching.rules import Rules
from matching.search import HALF_TURN
from matching.tables import PlacementTable, StudentTable
from matching.trips import reaches_km
from matching.working_time import lawful_days_of

BAND_DEGREES = 0.04
"""4.4 km from south to north: a band is some tenths of a usual reach. None is narrower."""
PLACES_PER_BAND, STUDENTS_PER_BAND = 3.0 * LANES, 1.0 / 8.0
"""Entries that a band of a group holds on average at least: places are looked at by sixteen at once, so that narrow
bands make blocks of few; and of students so many starts of bands are kept at most, whatever the world looks like."""
REACH_CLASS_KM = 2.0
"""The lowest class of reach ends here, each next one ends ``REACH_CLASS_STEP`` times as far."""
REACH_CLASS_STEP = 1.5
ENTRIES = "entries_"
"""What the names of arrays of the table of entries begin with."""
LATE_SHARE, LATE_MIN = 16, 512
"""Groups are made anew when more than this part of the rows, and more than this many, came late."""

Floats = NDArray[np.float64]


def _grouped(
    rows: Ints,
    codes: NDArray[np.int32],
    *,
    kinds: Ints,
    class_reach_km: Floats,
    recognised: NDArray[np.int8],
    lawful: NDArray[np.uint8],
    table: NDArray[Any],
    is_live: NDArray[np.bool_],
    per_band: float,
) -> Groups:
    """Group entries: the first arrays say per entry which row, offer, class of reach, and what is settled."""
    names, group = np.unique(codes, return_inverse=True)
    n_groups = len(names) * len(class_reach_km)
    group = group * len(class_reach_km) + kinds
    latitude, longitude = table["latitude"][rows].astype(np.float64), table["longitude"][rows]
    is_somewhere = ~(np.isnan(latitude) | np.isnan(longitude))
    south = float(latitude[is_somewhere].min(initial=90.0))
    north = float(latitude[is_somewhere].max(initial=south))
    most_bands = max(len(rows) / max(n_groups, 1) // per_band, 1)
    n_bands = int(min(max((north - south) // BAND_DEGREES + 1, 1), most_bands))
    height = max((north - south) / n_bands * (1 + 1e-9), BAND_DEGREES)
    band = np.full(len(rows), n_bands, dtype=np.int64)
    band[is_somewhere] = np.clip((latitude[is_somewhere] - south) // height, 0, n_bands - 1)
    place = group * (n_bands + 1) + band
    order = np.lexsort((rows, longitude, place))
    starts = np.searchsorted(place[order], np.arange(n_groups * (n_bands + 1) + 1))
    ends = starts[(n_bands + 1) :: (n_bands + 1)]
    return Groups(
        codes=names.astype(np.int32),
        class_reach_km=class_reach_km,
        starts=np.column_stack([starts[:-1].reshape(n_groups, n_bands + 1), ends]).astype(np.int64),
        south=np.array([south]),
        height=np.array([height]),
        entry_row=rows[order].astype(np.int32),
        entry_longitude=longitude[order],
        entry_recognised=recognised[order],
        entry_lawful=lawful[order],
        late_codes=np.zeros(0, dtype=np.int32),
        late_rows=np.zeros(0, dtype=np.int32),
        is_live=is_live,
        n_gone=np.array([np.count_nonzero(~is_live)]),
        blocks=np.zeros(0, dtype=PLACES),
        marks=np.zeros(0, dtype=np.uint8),
        n_sectors=np.zeros(1, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Index(ABC):
    """Rows of one side, grouped for the other side that looks."""

    students: StudentTable
    placements: PlacementTable
    rules: Rules
    groups: Groups
    entries: Any
    """Table of the found side in the order of the groups."""
    n_codes: int
    """Above every competency in both tables."""
    spare: list[Scratch] = field(default_factory=list, init=False, repr=False)
    """Room that no search uses at the moment; as much as ever searched at the same time."""
    is_for_students: ClassVar[bool]

    @classmethod
    def build(
        cls,
        students: StudentTable,
        placements: PlacementTable,
        rules: Rules,
        *,
        gone: Iterable[int] = (),
    ) -> Self:
        """Group the rows to be found.

        Parameters
        ----------
        gone : iterable of int
            Rows that are not to be found.
        """
        table = cls._found_side(students, placements)
        is_live = np.ones(len(table), dtype=np.bool_)
        is_live[rows_of(gone)] = False
        groups, entries = cls._arranged(table, rules, is_live)
        n_codes = max(students.code_end(), placements.code_end())
        return cls(students, placements, rules, groups, entries, n_codes)

    @staticmethod
    @abstractmethod
    def _found_side(students: StudentTable, placements: PlacementTable) -> Any:
        """Give the table whose rows are to be found."""

    @classmethod
    @abstractmethod
    def _group(cls, table: Any, rules: Rules, is_live: NDArray[np.bool_]) -> Groups:
        """Group the live rows of that table."""

    @classmethod
    def _arranged(cls, table: Any, rules: Rules, is_live: NDArray[np.bool_]) -> tuple[Groups, Any]:
        """Group the live rows of a table, and give the table of the entries."""
        groups = cls._group(table, rules, is_live)
        entries = table.take(groups.entry_row)
        if cls.is_for_students:
            marks = marks_of(entries, np.repeat(groups.codes, groups.starts[:, -1] - groups.starts[:, 0]))
            groups = groups._replace(blocks=in_lanes(entries, marks), marks=marks, n_sectors=n_sectors(entries))
        return _still(groups), entries

    @staticmethod
    def _entries(table: Any, rows: Ints) -> tuple[NDArray[np.int32], Ints, Ints]:
        """Give the offer and the row of every entry of some rows, and where it stands among the table's offers."""
        at, n = table.rows["offers_at"][rows], table.rows["offers_n"][rows]
        owners, positions = spread(at, at + n)
        return _codes(table)[positions], rows[owners], positions

    def changed(
        self,
        *,
        students: StudentTable | None = None,
        placements: PlacementTable | None = None,
        gone: Iterable[int] = (),
    ) -> Self:
        """Give the index after tables were ``extended`` and some rows to be found went away; this one stays as it is.

        A changed person or place is its old row gone and a new row at the end. Few changes cost little; after many
        of them the groups are made anew.

        Parameters
        ----------
        students, placements
            The tables of this index with rows beneath; left out, they did not change.
        gone : iterable of int
            Rows of the side to be found.
        """
        students, placements = students or self.students, placements or self.placements
        table = self._found_side(students, placements)
        n_before = len(self.groups.is_live)
        is_live = np.ones(len(table), dtype=np.bool_)
        is_live[:n_before] = self.groups.is_live
        is_live[rows_of(gone)] = False
        codes, rows, _ = self._entries(table, np.arange(n_before, len(table)))
        late_codes = np.concatenate([self.groups.late_codes, codes])
        late_rows = np.concatenate([self.groups.late_rows, rows]).astype(np.int32)
        n_codes = max(self.n_codes, students.code_end(len(self.students)), placements.code_end(len(self.placements)))
        if len(late_codes) > max(LATE_MIN, len(self.groups.entry_row) // LATE_SHARE):
            groups, entries = self._arranged(table, self.rules, is_live)
            return type(self)(students, placements, self.rules, groups, entries, n_codes)
        order = np.lexsort((late_rows, late_codes))
        groups = self.groups._replace(
            late_codes=late_codes[order],
            late_rows=late_rows[order],
            is_live=is_live,
            n_gone=np.array([np.count_nonzero(~is_live)]),
        )
        return type(self)(students, placements, self.rules, _still(groups), self.entries, n_codes)

    def for_seekers(self, seekers: Any) -> Self:
        """Give the index as other rows look at it.

        Parameters
        ----------
        seekers : StudentTable or PlacementTable
            Of the side that looks.
        """
        n_codes = max(self.n_codes, seekers.code_end())
        if self.is_for_students:
            return replace(self, students=seekers, n_codes=n_codes)
        return replace(self, placements=seekers, n_codes=n_codes)

    def rows_under(self, codes: Ints) -> Ints:
        """Give the rows that can be found under some offers, rising."""
        groups, n_classes = self.groups, len(self.groups.class_reach_km)
        at = np.flatnonzero(np.isin(groups.codes, codes))
        firsts, lasts = groups.starts[at * n_classes, 0], groups.starts[(at + 1) * n_classes - 1, -1]
        _, entries = spread(firsts, lasts)
        rows = np.unique(
            np.concatenate([groups.entry_row[entries], groups.late_rows[np.isin(groups.late_codes, codes)]])
        )
        return np.asarray(rows[groups.is_live[rows]], dtype=np.int64)

    def neighbours_first(self, seekers: Ints) -> Ints:
        """Order seekers so that those who look among the same rows follow one another; gives places in ``seekers``.

        It changes no answer: what one seeker has just looked at is still in the cache for the next.
        """
        if len(seekers) < 2:
            return np.arange(len(seekers))
        table = self.students if self.is_for_students else self.placements
        latitude, longitude, n, at = (
            table.rows[f][seekers] for f in ("latitude", "longitude", "offers_n", "offers_at")
        )
        first = np.append(_codes(table), -1)[np.where(n > 0, at, -1)]
        band = first * (HALF_TURN // BAND_DEGREES) + latitude.astype(np.float64) // BAND_DEGREES
        return np.argsort(band + (longitude.astype(np.float64) + HALF_TURN) / (2.0 * HALF_TURN + 1.0))

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Give what ``build`` made as plain arrays by name, to be saved; ``from_arrays`` takes them back."""
        entries = {f"{ENTRIES}{name}": getattr(self.entries, name) for name in self.entries.names()}
        return {**self.groups._asdict(), **entries}

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], students: StudentTable, placements: PlacementTable, rules: Rules
    ) -> Self:
        """Give the index that ``arrays`` came from, on the same tables.

        Raises
        ------
        ShapeError
            An array is of another type than this version uses.
        """
        groups = Groups(**{name: np.asarray(arrays[name]) for name in Groups._fields})
        if groups.blocks.dtype != PLACES:
            raise ShapeError(cls.__name__, "blocks", groups.blocks.shape, (len(groups.blocks),))
        groups = groups._replace(blocks=groups.blocks.view(PLACES))
        own = {name.removeprefix(ENTRIES): array for name, array in arrays.items() if name.startswith(ENTRIES)}
        entries = type(cls._found_side(students, placements)).from_arrays(own)
        n_codes = max(students.code_end(), placements.code_end())
        return cls(students, placements, rules, _still(groups), entries, n_codes)


def _still(groups: Groups) -> Groups:
    for array in groups:
        array.flags.writeable = False
    return groups


def _codes(table: StudentTable | PlacementTable) -> NDArray[np.int32]:
    codes: NDArray[np.int32] = table.offers["code"] if isinstance(table, PlacementTable) else table.offers
    return codes


@dataclass(frozen=True, slots=True, eq=False)
class PlacementIndex(_Index):
    """Placements grouped for students who look.

    A pair can pass the cheap gates when both name the same offer (placement type and qualification) and the
    placement lies within the student's reach; unknown locations are always looked at. Placements that nobody can
    have (no seat, no contact left, no recognition) are not in it.
    """

    is_for_students: ClassVar[bool] = True

    @staticmethod
    def _found_side(students: StudentTable, placements: PlacementTable) -> PlacementTable:
        return placements

    @classmethod
    def _group(cls, table: PlacementTable, rules: Rules, is_live: NDArray[np.bool_]) -> Groups:
        is_open, recognised = open_placements(table.arrays)
        codes, rows, positions = cls._entries(table, np.flatnonzero(is_live & is_open))
        return _grouped(
            rows,
            codes,
            kinds=np.zeros(len(rows), dtype=np.int64),
            class_reach_km=np.zeros(1),
            recognised=recognised[positions],
            lawful=lawful_days_of(table.rows, rules.arrays)[rows],
            table=table.rows,
            is_live=is_live,
            per_band=PLACES_PER_BAND,
        )


@dataclass(frozen=True, slots=True, eq=False)
class StudentIndex(_Index):
    """Students grouped for placements that seek a candidate; the mirror of ``PlacementIndex``.

    Students also differ in how far they can travel: each class of reach is a group of its own, so that one student
    with a car does not make every placement look at the whole country.
    """

    is_for_students: ClassVar[bool] = False

    @staticmethod
    def _found_side(students: StudentTable, placements: PlacementTable) -> StudentTable:
        return students

    @classmethod
    def _group(cls, table: StudentTable, rules: Rules, is_live: NDArray[np.bool_]) -> Groups:
        codes, rows, _ = cls._entries(table, np.flatnonzero(is_live))
        reach = reaches_km(table.rows, rules.arrays)
        kinds = np.ceil(np.log(np.maximum(reach / REACH_CLASS_KM, 1.0)) / np.log(REACH_CLASS_STEP)).astype(np.int64)
        used, kinds = np.unique(kinds, return_inverse=True)
        farthest = np.zeros(max(len(used), 1))
        np.maximum.at(farthest, kinds, reach)
        return _grouped(
            rows,
            codes,
            kinds=kinds[rows],
            class_reach_km=farthest,
            recognised=np.zeros(len(rows), dtype=np.int8),
            lawful=np.zeros((len(rows), 0), dtype=np.uint8),
            table=table.rows,
            is_live=is_live,
            per_band=STUDENTS_PER_BAND,
        )
