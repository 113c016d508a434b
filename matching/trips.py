"""How far and how long: the way from a student to a placement."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.rules import RuleArrays

EARTH_RADIUS_KM = 6371.0088
# mean radius R1 of the IUGG (Moritz 2000, Geodetic Reference System 1980)
NO_MODE = -1
NEAR = 0.02
"""Half a chord of 255 km, as a part of the radius: beyond it the series needs more terms."""


@compiled
def arcsine(x: float) -> float:
    """Give the arcsine of 0 to 1; near 0 by the first terms of its series, to the last bit but one."""
    if x < NEAR:
        square = x * x
        return x * (1.0 + square * (1 / 6 + square * (3 / 40 + square * (5 / 112 + square * 35 / 1152))))
    return math.asin(min(x, 1.0))


@compiled
def ground_km(s: Any, p: Any) -> float:
    """Give the great circle between a student and a placement; NaN where one of the two is unknown."""
    east, north, up = s.x - p.x, s.y - p.y, s.z - p.z
    half_chord = math.sqrt(east * east + north * north + up * up) / 2.0
    return 2.0 * EARTH_RADIUS_KM * arcsine(half_chord) if half_chord == half_chord else math.nan


@compiled
def is_in_time(p: Any, shared: int, minutes: float, mode: Any) -> bool:
    """Say whether a mode that takes so long arrives and leaves in time on days enough of those that both share.

    Where they share too few days, all of those are enough: that is for another gate to refuse.
    """
    if p.first_start - minutes >= mode.first_departure and p.last_end + minutes <= mode.last_arrival:
        return True
    n, n_shared = 0, 0
    for day in range(7):
        is_shared = shared >> day & 1
        leaves, arrives = p.day_starts[day] - minutes, p.day_ends[day] + minutes
        n_shared += is_shared
        n += int(is_shared and leaves >= mode.first_departure and arrives <= mode.last_arrival)
    return bool(n >= min(p.days_min, n_shared))


@compiled
def quickest(s: Any, p: Any, shared: int, km: float, age: int, modes: NDArray[Any]) -> tuple[float, int, bool]:
    """Give minutes one way by the quickest own mode at this age, that mode, and whether it is in time.

    A mode that is in time and within the student's limit goes before all others. Minutes are NaN where the distance
    is, and infinite with ``NO_MODE`` where no mode can be used.
    """
    best, chosen, can_go = math.inf, NO_MODE, False
    for mode in range(len(modes)):
        if s.modes >> mode & 1 and age >= modes[mode].from_age:
            minutes = modes[mode].start_minutes + km * modes[mode].minutes_per_km
            suits = minutes <= s.max_minutes and is_in_time(p, shared, minutes, modes[mode])
            if (suits and not can_go) or (suits == can_go and not minutes >= best):
                best, chosen, can_go = minutes, mode, suits
    return best, chosen, can_go or chosen == NO_MODE or km != km or is_in_time(p, shared, best, modes[chosen])


@compiled
def reach_km(s: Any, modes: NDArray[Any]) -> float:
    """Give the longest way over the ground that a student can travel within both limits, by any own mode."""
    reach = 0.0
    for mode in range(len(modes)):
        if s.modes >> mode & 1:
            riding = max(min(s.max_minutes, s.cap_minutes) - modes[mode].start_minutes, 0.0)
            reach = max(reach, riding / modes[mode].minutes_per_km)
    return reach


def reaches_km(students: NDArray[Any], rules: RuleArrays) -> NDArray[np.float64]:
    """Give ``reach_km`` of every student, (n,)."""
    found = np.empty(len(students), dtype=np.float64)
    _reaches_km(students, rules.modes, found)
    return found


@compiled
def _reaches_km(students: NDArray[Any], modes: NDArray[Any], found: NDArray[np.float64]) -> None:
    for row in range(len(students)):
        found[row] = reach_km(students[row], modes)


def great_circle_km(latitude: Any, longitude: Any, from_latitude: float, from_longitude: float) -> Any:
    """Give the km from one point to many as the crow flies (haversine formula); NaN where a point is unknown."""
    north, east = np.radians(latitude - from_latitude), np.radians(longitude - from_longitude)
    across = np.cos(np.radians(latitude)) * np.cos(np.radians(from_latitude)) * np.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(np.sin(north / 2) ** 2 + across, 0, 1)))
