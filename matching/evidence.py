"""The facts behind each component of one pair, read from the same columns that the scores are made of."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.pairs import Pairs, shared_days, travel
from matching.parameters import Component


class Finding(StrEnum):
    """What one piece of evidence says about a code."""

    WISHED = "wished"
    LIKED = "liked"
    DISLIKED = "disliked"
    NO_OPINION = "no_opinion"
    OFFERED = "offered"
    REFUSED = "refused"
    NOT_SAID = "not_said"
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    MET = "met"
    BELOW = "below"
    NEAR = "near"
    """Not assessed; a near competency shows a part."""
    NOT_ASSESSED = "not_assessed"
    IN_HAND = "in_hand"
    TO_ARRANGE = "to_arrange"
    MODE = "mode"
    SHARED_DAY = "shared_day"
    MISSED_DAY = "missed_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact behind a component.

    Parameters
    ----------
    code : int
        Sector, activity, condition, competency, prerequisite, travel mode or weekday (Monday is 0).
    has, needs : float or None
        Levels 0 to 1, or minutes, where the finding compares two.
    is_trainable : bool
        The site can teach it.
    """

    finding: Finding
    code: int
    has: float | None = None
    needs: float | None = None
    is_trainable: bool = False


def evidence(one: Pairs) -> dict[Component, tuple[Evidence, ...]]:
    """Give the facts behind every component of the one pair in tables of one row."""
    students, placements = one.students, one.placements
    sector = int(placements.sector[0])
    days, minutes, mode = shared_days(one)[0], *travel(one)
    work_days = codes_in(int(placements.weekdays[0]))
    by_day = tuple(
        Evidence(finding=Finding.SHARED_DAY if days[day] else Finding.MISSED_DAY, code=day) for day in work_days
    )
    return {
        Component.WISH: (Evidence(finding=Finding.WISHED, code=sector, has=float(students.wishes[0, sector])),),
        Component.TASKS: _masked(
            int(placements.activities[0]),
            (Finding.LIKED, int(students.liked[0])),
            (Finding.DISLIKED, int(students.disliked[0])),
            otherwise=Finding.NO_OPINION,
        ),
        Component.CONDITIONS: _masked(
            int(students.helps[0]),
            (Finding.OFFERED, int(placements.conditions_offered[0])),
            (Finding.REFUSED, int(placements.conditions_refused[0])),
            otherwise=Finding.NOT_SAID,
        ),
        Component.TRAVEL: (
            Evidence(
                finding=Finding.MODE, code=int(mode[0]), has=float(minutes[0]), needs=float(students.max_minutes[0])
            ),
        ),
        Component.SCHEDULE: by_day,
        Component.GOALS: tuple(
            Evidence(finding=Finding.COVERED if at >= 0 else Finding.NOT_COVERED, code=int(goal))
            for goal, at in zip(
                students.goals.items,
                placements.covered.find(np.zeros(len(students.goals.items), dtype=np.int64), students.goals.items),
                strict=True,
            )
        ),
        Component.COMPETENCIES: tuple(requirement(one, position) for position in range(len(placements.importance))),
        Component.AVAILABILITY: by_day,
        Component.LANGUAGE: _masked(
            int(placements.prerequisites[0]),
            (Finding.IN_HAND, int(students.prerequisites[0])),
            otherwise=Finding.TO_ARRANGE,
        ),
    }


def _masked(mask: int, *findings: tuple[Finding, int], otherwise: Finding) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            finding=next((finding for finding, holds in findings if holds >> code & 1), otherwise),
            code=code,
        )
        for code in codes_in(mask)
    )


def requirement(one: Pairs, position: int) -> Evidence:
    """Say how the student stands to the requirement at a position of the one placement's list."""
    students, placements = one.students, one.placements
    code, needs = int(placements.requirements.items[position]), float(placements.required_level[position])
    at = int(
        students.levels.find(np.zeros(1, dtype=np.int64), placements.requirements.items[position : position + 1])[0]
    )
    has = float(students.level_value[at]) if at >= 0 else None
    if has is None:
        finding = Finding.NOT_ASSESSED
    elif students.level_is_derived[at]:
        finding = Finding.NEAR
    else:
        finding = Finding.MET if has >= needs else Finding.BELOW
    return Evidence(
        finding=finding, code=code, has=has, needs=needs, is_trainable=bool(placements.is_trainable[position])
    )


def codes_in(mask: int) -> list[int]:
    """Give the codes of a mask, rising."""
    return [code for code in range(mask.bit_length()) if mask >> code & 1]
