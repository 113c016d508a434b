"""The facts behind each component of one pair, read from the same columns that the scores are made of."""

from dataclasses import dataclass
from enum import StrEnum

from matching.pairs import Pairs
from matching.parameters import Component
from matching.scoring import PairScores


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


def evidence(one: Pairs, scores: PairScores, at: int) -> dict[Component, tuple[Evidence, ...]]:
    """Give the facts behind every component of the one pair in tables of one row, scored at a row of ``scores``."""
    students, placements = one.students, one.placements
    student, placement = students.rows[0], placements.rows[0]
    sector = int(placement["sector"])
    dear = {int(wish["code"]): float(wish["value"]) for wish in students.wishes_of(0)}
    shared = int(student["weekdays"]) & int(placement["weekdays"])
    by_day = _masked(int(placement["weekdays"]), (Finding.SHARED_DAY, shared), otherwise=Finding.MISSED_DAY)
    covered = set(placements.covered_of(0).tolist())
    return {
        Component.WISH: (Evidence(finding=Finding.WISHED, code=sector, has=dear.get(sector, 0.0)),),
        Component.TASKS: _masked(
            int(placement["activities"]),
            (Finding.LIKED, int(student["liked"])),
            (Finding.DISLIKED, int(student["disliked"])),
            otherwise=Finding.NO_OPINION,
        ),
        Component.CONDITIONS: _masked(
            int(student["helps"]),
            (Finding.OFFERED, int(placement["conditions_offered"])),
            (Finding.REFUSED, int(placement["conditions_refused"])),
            otherwise=Finding.NOT_SAID,
        ),
        Component.TRAVEL: (
            Evidence(
                finding=Finding.MODE,
                code=int(scores.travel_mode[at]),
                has=float(scores.travel_minutes[at]),
                needs=float(student["max_minutes"]),
            ),
        ),
        Component.SCHEDULE: by_day,
        Component.GOALS: tuple(
            Evidence(finding=Finding.COVERED if goal in covered else Finding.NOT_COVERED, code=goal)
            for goal in students.goals_of(0).tolist()
        ),
        Component.COMPETENCIES: requirements(one),
        Component.AVAILABILITY: by_day,
        Component.LANGUAGE: _masked(
            int(placement["prerequisites"]),
            (Finding.IN_HAND, int(student["prerequisites"])),
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


def requirements(one: Pairs) -> tuple[Evidence, ...]:
    """Say how the student stands to each requirement of the one placement."""
    levels = {int(level["code"]): level for level in one.students.levels_of(0)}
    found = []
    for asked in one.placements.requirements_of(0):
        shown, needs = levels.get(int(asked["code"])), float(asked["level"])
        has = None if shown is None else float(shown["value"])
        if shown is None or has is None:
            finding = Finding.NOT_ASSESSED
        elif shown["is_derived"]:
            finding = Finding.NEAR
        else:
            finding = Finding.MET if has >= needs else Finding.BELOW
        found.append(
            Evidence(
                finding=finding, code=int(asked["code"]), has=has, needs=needs, is_trainable=bool(asked["is_trainable"])
            )
        )
    return tuple(found)


def codes_in(mask: int) -> list[int]:
    """Give the codes of a mask, rising."""
    return [code for code in range(mask.bit_length()) if mask >> code & 1]
