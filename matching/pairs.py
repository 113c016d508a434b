"""What gates and components share about pairs: days, hours, minutes of travel, age."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Ints
from matching.rules import OLDEST, Rules
from matching.tables import NO_END, PlacementTable, StudentTable

EARTH_RADIUS_KM = 6371.0088
# mean radius R1 of the IUGG (Moritz 2000, Geodetic Reference System 1980)
DAYS = np.arange(7, dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of one student and one placement, by row number.

    Parameters
    ----------
    students, placements : the two tables
    rules : Rules
    student_ix, placement_ix : (n,) int64
    """

    students: StudentTable
    placements: PlacementTable
    rules: Rules
    student_ix: Ints
    placement_ix: Ints

    def __len__(self) -> int:
        return len(self.student_ix)

    def where(self, keep: NDArray[np.bool_]) -> "Pairs":
        """Give only the pairs marked, in the same order."""
        return Pairs(self.students, self.placements, self.rules, self.student_ix[keep], self.placement_ix[keep])


def age_at_start(pairs: Pairs) -> NDArray[np.int64]:
    """Age in whole years on the placement's first day, (n,); a birthday on 29 February falls on 1 March."""
    return age_on(pairs.placements.start_day[pairs.placement_ix], pairs.students.born_day[pairs.student_ix])


def age_on(day: NDArray[np.int32], born_day: NDArray[np.int32]) -> NDArray[np.int64]:
    """Age in whole years on day numbers, not negative, at most ``OLDEST``.

    Examples
    --------
    >>> born = np.array(["2010-02-01"], dtype="M8[D]").astype(np.int32)
    >>> day = np.array(["2027-01-31"], dtype="M8[D]").astype(np.int32)
    >>> age_on(day, born), age_on(day + 1, born)
    (array([16]), array([17]))
    """
    now, born = _month_day(day), _month_day(born_day)
    age = now[0] - born[0] - (now[1] < born[1])
    return np.asarray(np.clip(age, 0, OLDEST), dtype=np.int64)


def _month_day(day: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    dates = day.astype("M8[D]")
    months = dates.astype("M8[M]")
    year = dates.astype("M8[Y]").astype(np.int64)
    return year, (months.astype(np.int64) % 12) * 32 + (dates - months).astype(np.int64)


def shared_days(pairs: Pairs) -> NDArray[np.bool_]:
    """Weekdays on which the place has work and the student is free, (n, 7)."""
    mask = pairs.students.weekdays[pairs.student_ix] & pairs.placements.weekdays[pairs.placement_ix]
    return ((mask[:, None] >> DAYS) & 1).astype(np.bool_)


def overlap_days(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Length in days of the two periods' overlap, of the place's period and of the student's, (n,) each.

    A place without an end counts as long as the student is free.
    """
    start = pairs.placements.start_day[pairs.placement_ix].astype(np.int64)
    end = pairs.placements.end_day[pairs.placement_ix].astype(np.int64)
    free_from = pairs.students.from_day[pairs.student_ix].astype(np.int64)
    free_until = pairs.students.until_day[pairs.student_ix].astype(np.int64)
    end = np.where(end == NO_END, np.maximum(free_until, start + 1), end)
    overlap = np.maximum(np.minimum(end, free_until) - np.maximum(start, free_from), 0)
    return overlap, end - start, free_until - free_from


def distance_km(pairs: Pairs) -> NDArray[np.float64]:
    """Straight line over the ground, (n,); NaN where one of the two is unknown.

    Equirectangular at the mean latitude: within 0.1 % of the great circle over the distances of a country
    the size of the Netherlands.
    """
    lat_s = np.radians(pairs.students.latitude[pairs.student_ix].astype(np.float64))
    lat_p = np.radians(pairs.placements.latitude[pairs.placement_ix].astype(np.float64))
    lon_s = np.radians(pairs.students.longitude[pairs.student_ix].astype(np.float64))
    lon_p = np.radians(pairs.placements.longitude[pairs.placement_ix].astype(np.float64))
    east = (lon_p - lon_s) * np.cos((lat_s + lat_p) / 2)
    return np.asarray(EARTH_RADIUS_KM * np.hypot(east, lat_p - lat_s), dtype=np.float64)


def travel(pairs: Pairs) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Minutes one way by the quickest of the student's own modes, and that mode, (n,) each.

    Minutes are NaN where a location is unknown; the mode is -1 where no mode can be used at this age.
    """
    km = distance_km(pairs)
    age = age_at_start(pairs)
    modes = pairs.students.modes[pairs.student_ix]
    best = np.full(len(pairs), np.inf)
    chosen = np.full(len(pairs), -1, dtype=np.int8)
    rules = pairs.rules
    for mode in range(len(rules.mode_speed_kmh)):
        minutes = rules.mode_start_minutes[mode] + km * rules.mode_detour[mode] / rules.mode_speed_kmh[mode] * 60.0
        can = ((modes >> mode) & 1).astype(np.bool_) & (age >= rules.mode_age[mode]) & ~(minutes >= best)
        best[can] = minutes[can]
        chosen[can] = mode
    return best, chosen


def reach_km(students: StudentTable, rules: Rules) -> NDArray[np.float64]:
    """Farthest straight line each student can travel within the limit by any own mode, (n,)."""
    minutes = students.max_minutes.astype(np.float64)
    reach = np.zeros(len(students))
    for mode in range(len(rules.mode_speed_kmh)):
        riding = np.maximum(minutes - rules.mode_start_minutes[mode], 0.0)
        km = riding / 60.0 * rules.mode_speed_kmh[mode] / rules.mode_detour[mode]
        reach = np.maximum(reach, np.where((students.modes >> mode) & 1, km, 0.0))
    return reach
