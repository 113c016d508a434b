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
def quickest(s: Any, km: float, age: int, modes: NDArray[Any]) -> tuple[float, int]:
    """Give minutes one way by the quickest of the student's own modes at this age, and that mode.

    Minutes are NaN where the distance is, and infinite with ``NO_MODE`` where no mode can be used.
    """
    best, chosen = math.inf, NO_MODE
    for mode in range(len(modes)):
        if s.modes >> mode & 1 and age >= modes[mode].from_age:
            minutes = modes[mode].start_minutes + km * modes[mode].minutes_per_km
            if not minutes >= best:
                best, chosen = minutes, mode
    return best, chosen


@compiled
def reach_km(s: Any, modes: NDArray[Any]) -> float:
    """Give the longest way over the ground that a student can travel within the limit, by any own mode."""
    reach = 0.0
    for mode in range(len(modes)):
        if s.modes >> mode & 1:
            riding = max(s.max_minutes - modes[mode].start_minutes, 0.0)
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
