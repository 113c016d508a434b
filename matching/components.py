"""The parts of both fits, each a function of one pair: value, worst and best, 0 to 1.

What is unknown counts at the prior; the worst and the best are what the value can become once it is known.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, forward, n_ones
from matching.gates import n_days
from matching.ragged import position_of
from matching.rows import PlacementArrays, StudentArrays


@compiled
def n_bits(mask: Any) -> float:
    """Count the bits of a mask."""
    return float(n_ones(mask))


@compiled
def within(value: float) -> float:
    """Keep a sum of rounded shares between 0 and 1."""
    return min(max(value, 0.0), 1.0)


@compiled
def partly(known: float, unknown: float, whole: float, prior: float) -> tuple[float, float, float]:
    """Give a component as a part of a whole, of which something is unknown; ``known`` is what the rest adds."""
    return within((known + prior * unknown) / whole), within(known / whole), within((known + unknown) / whole)


@compiled
def wish(students: StudentArrays, s: Any, p: Any, prior: float) -> tuple[float, float, float]:
    """How dear the placement's sector is; unknown while the student said nothing about sectors."""
    if s.wishes_n == 0:
        return prior, 0.0, 1.0
    for at in range(s.wishes_at, s.wishes_at + s.wishes_n):
        if students.wishes[at].code == p.sector:
            dear = within(float(students.wishes[at].value))
            return dear, dear, dear
    return 0.0, 0.0, 0.0


@compiled
def tasks(s: Any, p: Any, prior: float) -> tuple[float, float, float]:
    """Share of the work's activities that the student likes; no opinion is unknown."""
    n = n_bits(p.activities)
    if n == 0.0:
        return prior, 0.0, 1.0
    liked, disliked = n_bits(p.activities & s.liked), n_bits(p.activities & s.disliked)
    return partly(liked, n - liked - disliked, n, prior)


@compiled
def conditions(s: Any, p: Any, prior: float) -> tuple[float, float, float]:
    """Share of the conditions that help which the site offers; what it did not answer is unknown."""
    n = n_bits(s.helps)
    if n == 0.0:
        return 1.0, 1.0, 1.0
    offered, refused = n_bits(s.helps & p.conditions_offered), n_bits(s.helps & p.conditions_refused)
    return partly(offered, n - offered - refused, n, prior)


@compiled
def travel(s: Any, minutes: float, at_limit: float, prior: float) -> tuple[float, float, float]:
    """1 at the door, falling in a straight line to ``travel_at_limit`` at the student's own limit."""
    if minutes != minutes:
        return prior, 0.0, 1.0
    used = min(minutes / max(float(s.max_minutes), 1.0), 1.0)
    value = within(1.0 - (1.0 - at_limit) * used)
    return value, value, value


@compiled
def schedule(s: Any, p: Any, n_shared: int, most: int, prior: float) -> tuple[float, float, float]:
    """Mean of: wished hours reached, the place's days that suit, and pay where the student named an amount."""
    hours = min(most / s.hours_max, 1.0) if s.hours_max > 0 else 0.0
    n_work_days = n_days(p.weekdays)
    days = n_shared / n_work_days if n_work_days > 0 else 0.0
    wanted = float(s.allowance_min)
    if not wanted > 0.0:
        return partly(hours + days, 0.0, 2.0, prior)
    paid = float(p.allowance)
    if paid != paid:
        return partly(hours + days, 1.0, 3.0, prior)
    return partly(hours + days + min(paid / wanted, 1.0), 0.0, 3.0, prior)


@compiled
def n_marked(is_marked: NDArray[np.uint8], codes: NDArray[np.int32], at: int, n: int) -> int:
    """Count the codes of a stretch that are marked."""
    count, position, end = 0, forward(at), forward(at + n)
    while position + 4 <= end:
        first, second = is_marked[codes[position]], is_marked[codes[position + 1]]
        third, fourth = is_marked[codes[position + 2]], is_marked[codes[position + 3]]
        count += (first + second) + (third + fourth)
        position += 4
    while position < end:
        count += is_marked[codes[position]]
        position += 1
    return count


@compiled
def n_covered(students: StudentArrays, s: Any, placements: PlacementArrays, p: Any) -> int:
    """Count the student's learning goals that can be learned at the place."""
    count = 0
    for at in range(s.goals_at, s.goals_at + s.goals_n):
        count += position_of(placements.covered, p.covered_at, p.covered_n, students.goals[at]) >= 0
    return count


@compiled
def goals(s: Any, p: Any, n_covered: int, prior: float) -> tuple[float, float, float]:
    """Share of the student's learning goals that can be learned here; unknown while one side named none."""
    if s.goals_n == 0 or p.covered_n == 0:
        return prior, 0.0, 1.0
    share = n_covered / s.goals_n
    return share, share, share


@compiled
def competencies(
    students: StudentArrays,
    s: Any,
    placements: PlacementArrays,
    p: Any,
    known_at: NDArray[np.int64],
    trainable_share: float,
    prior: float,
) -> tuple[float, float, float]:
    """Weighted share of what is needed at the start; meeting a requirement is enough, more earns nothing.

    What the site can teach counts for ``trainable_share``. An unassessed competency counts at the prior, or at
    what a near competency shows when that is more; at worst it is what the near one shows, at best it is met.

    Parameters
    ----------
    known_at : (n_codes,) or (0,) int64
        Where each competency stands among the student's levels, plus 1; empty to have them searched for.
    """
    total = value = worst = best = 0.0
    for at in range(p.requirements_at, p.requirements_at + p.requirements_n):
        asked = placements.requirements[at]
        needed = float(asked.level)
        weight = float(asked.importance) * (trainable_share if asked.is_trainable else 1.0)
        if len(known_at):
            position = known_at[asked.code] - 1
        else:
            position = position_of(students.levels["code"], s.levels_at, s.levels_n, asked.code)
        met, is_assessed = 0.0, False
        if position >= 0:
            shown = students.levels[position]
            is_assessed = not shown.is_derived
            if needed > 0.0:
                met = min(float(shown.value) / needed, 1.0)
        if not needed > 0.0:
            met, is_assessed = 1.0, True
        total += weight
        worst += weight * met
        value += weight * (met if is_assessed else max(met, prior))
        best += weight * (met if is_assessed else 1.0)
    if not total > 0.0:
        return 1.0, 1.0, 1.0
    return within(value / total), within(worst / total), within(best / total)


@compiled
def availability(p: Any, shared_minutes: int, most: int, overlap: int, offered: int) -> tuple[float, float, float]:
    """Share of the place's hours a week, times share of its period, in which the student is free."""
    hours = within(min(shared_minutes, most) / p.hours_max) if p.hours_max > 0 else 0.0
    value = within(hours * (overlap / offered)) if offered > 0 else 0.0
    return value, value, value


@compiled
def language(s: Any, p: Any, to_arrange: float, prior: float) -> tuple[float, float, float]:
    """Mean of: Dutch reaches what is asked, and the share of prerequisites in hand."""
    reaches = 1.0 if p.dutch_min == 0 or s.dutch >= p.dutch_min else 0.0
    unknown = 1.0 if p.dutch_min > 0 and s.dutch == 0 else 0.0
    n = n_bits(p.prerequisites)
    arranged = 1.0
    if n > 0.0:
        in_hand = n_bits(p.prerequisites & s.prerequisites)
        arranged = (in_hand + to_arrange * (n - in_hand)) / n
    return partly(reaches + arranged, unknown, 2.0, prior)
