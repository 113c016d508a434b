"""Who can meet whom: rows grouped by what no pair may differ in, so that only possible pairs are touched."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.pairs import EARTH_RADIUS_KM, Pairs, distance_km, reach_km
from matching.ragged import Ints, Ragged, spread
from matching.rules import Rules
from matching.tables import PlacementTable, StudentTable

PAIRS_PER_BLOCK = 200_000
"""Pairs looked at together: enough to keep numpy busy, some hundred megabytes at the most."""
KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180.0
SLACK_DEGREES = 1e-4
"""float32 degrees are right to some metres; a band this much wider (11 m) loses nobody."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """Per asked offer the found positions: ``low`` to ``high`` near enough, ``located`` to ``last`` nowhere known."""

    low: Ints
    high: Ints
    located: Ints
    last: Ints

    @property
    def counts(self) -> Ints:
        return (self.high - self.low) + (self.last - self.located)

    def positions(self, part: slice) -> tuple[Ints, Ints]:
        near, unknown = spread(self.low[part], self.high[part]), spread(self.located[part], self.last[part])
        return np.concatenate([near[0], unknown[0]]), np.concatenate([near[1], unknown[1]])


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Rows per offer code, from south to north; those without a location at the end of their code."""

    codes: Ints
    bounds: Ints
    located: Ints
    rows: Ints
    latitude: Floats

    @classmethod
    def build(cls, offers: Ragged, latitude: NDArray[np.float32]) -> "_Groups":
        rows, codes = offers.rows, offers.items.astype(np.int64)
        north = latitude[rows].astype(np.float64)
        order = np.lexsort((rows, north, codes))  # NaN sorts last
        codes, rows, north = codes[order], rows[order], north[order]
        names, starts = np.unique(codes, return_index=True)
        bounds = np.append(starts, len(codes)).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(~np.isnan(north))])
        located = bounds[:-1] + before[bounds[1:]] - before[bounds[:-1]]
        return cls(names, bounds, located, rows, north)

    def bands(self, codes: Ints, north: Floats, reach: Floats) -> _Bands:
        """Find, per asked code, latitude and reach in km, where the rows of that code lie."""
        if not len(self.codes):
            nothing = np.zeros(len(codes), dtype=np.int64)
            return _Bands(nothing, nothing, nothing, nothing)
        group = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        is_there = self.codes[group] == codes
        first, located, last = self.bounds[group], self.located[group], self.bounds[group + 1]
        degrees = reach / KM_PER_DEGREE + SLACK_DEGREES
        is_somewhere = ~np.isnan(north)
        low = np.where(is_somewhere, self._first_from(first, located, north - degrees), first)
        high = np.where(is_somewhere, self._first_from(first, located, north + degrees), located)
        return _Bands(*(np.where(is_there, ends, 0) for ends in (low, high, located, last)))

    def _first_from(self, low: Ints, high: Ints, latitude: Floats) -> Ints:
        """Search all ranges at once: the first position not south of each latitude."""
        low, high = low.copy(), high.copy()
        while (is_open := low < high).any():
            middle = (low + high) // 2
            goes_north = is_open & (self.latitude[np.minimum(middle, len(self.latitude) - 1)] < latitude)
            low = np.where(goes_north, middle + 1, low)
            high = np.where(is_open & ~goes_north, middle, high)
        return low


def _seek(
    groups: _Groups, seekers: Ints, offers: Ragged, latitude: NDArray[np.float32], reach: Floats
) -> Iterator[tuple[Ints, Ints]]:
    """Give (seeker, found) row pairs in blocks of whole seekers, each pair once, by seeker and then by row."""
    asked, positions = offers.expand(seekers)
    rows = seekers[asked]
    bands = groups.bands(offers.items[positions].astype(np.int64), latitude[rows].astype(np.float64), reach[rows])
    asked_until = np.cumsum(np.bincount(asked, minlength=len(seekers)))
    pairs_until = np.concatenate([[0], np.cumsum(bands.counts)])[asked_until]
    first, asked_from = 0, 0
    while first < len(seekers):
        done = pairs_until[first - 1] if first else 0
        until = max(int(np.searchsorted(pairs_until, done + PAIRS_PER_BLOCK, side="right")), first + 1)
        owners, found = bands.positions(slice(asked_from, int(asked_until[until - 1])))
        pairs = np.sort((asked[asked_from:][owners] << 32) | groups.rows[found])
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]  # numpy 2.4's hashing unique is slower
        yield seekers[pairs >> 32], pairs & 0xFFFFFFFF
        first, asked_from = until, int(asked_until[until - 1])


def _within(pairs: Pairs, reach: Floats) -> Pairs:
    """Keep the pairs within the student's reach, and those of which a place is unknown."""
    return pairs.where(~(distance_km(pairs) > reach[pairs.student_ix] + SLACK_DEGREES * KM_PER_DEGREE))


@dataclass(frozen=True, slots=True, eq=False)
class PlacementIndex:
    """Placements grouped for students who look.

    A pair can pass the cheap gates when both name the same offer (placement type and qualification) and the
    placement lies within the student's reach, north to south; unknown locations are always looked at.
    """

    students: StudentTable
    placements: PlacementTable
    rules: Rules
    _groups: _Groups = field(init=False, repr=False)
    _reach: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Group the placements."""
        object.__setattr__(self, "_groups", _Groups.build(self.placements.offers, self.placements.latitude))
        object.__setattr__(self, "_reach", reach_km(self.students, self.rules))

    def pairs(self, student_ix: Ints) -> Iterator[Pairs]:
        """Give every pair of these students that can pass the cheap gates, in blocks of whole students."""
        for student, placement in _seek(
            self._groups, student_ix, self.students.offers, self.students.latitude, self._reach
        ):
            pairs = Pairs(self.students, self.placements, self.rules, student, placement)
            yield _within(pairs, self._reach)

    @staticmethod
    def seekers(pairs: Pairs) -> Ints:
        """Give the rows that look: the students."""
        return pairs.student_ix


@dataclass(frozen=True, slots=True, eq=False)
class StudentIndex:
    """Students grouped for placements that seek a candidate; the mirror of ``PlacementIndex``."""

    students: StudentTable
    placements: PlacementTable
    rules: Rules
    _groups: _Groups = field(init=False, repr=False)
    _reach: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Group the students."""
        object.__setattr__(self, "_groups", _Groups.build(self.students.offers, self.students.latitude))
        object.__setattr__(self, "_reach", reach_km(self.students, self.rules))

    def pairs(self, placement_ix: Ints) -> Iterator[Pairs]:
        """Give every pair of these placements that can pass the cheap gates, in blocks of whole placements."""
        # A placement looks as far as the farthest student can travel; then each student's own reach decides.
        farthest = np.full(len(self.placements), self._reach.max(initial=0.0))
        for placement, student in _seek(
            self._groups, placement_ix, self.placements.offers, self.placements.latitude, farthest
        ):
            pairs = Pairs(self.students, self.placements, self.rules, student, placement)
            yield _within(pairs, self._reach)

    @staticmethod
    def seekers(pairs: Pairs) -> Ints:
        """Give the rows that look: the placements."""
        return pairs.placement_ix
