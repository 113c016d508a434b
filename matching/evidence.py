"""The facts behind each component of one pair, read from the same columns that the scores are made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matching.pairs import Pairs
from matching.parameters import Component
from matching.rows import NO_END
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
    HOURS = "hours"
    PERIOD = "period"
    PAY = "pay"
    DUTCH = "dutch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact behind a component.

    Parameters
    ----------
    code : int
        Sector, activity, condition, competency, prerequisite, travel mode or weekday (Monday is 0).
    has, needs : float or None
        Where the finding compares two: levels 0 to 1, minutes of travel, hours a week, days of the period, euro a
        month or CEFR levels 1 to 5; ``None`` where nobody said it. For a wish, ``has`` is how dear it is, and
        ``None`` when no wish was named at all.
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
    most = int(min(student["hours_max"], placement["hours_max"]))
    free = sum(int(placement["day_minutes"][day]) for day in codes_in(shared))
    return {
        Component.WISH: (Evidence(finding=Finding.WISHED, code=sector, has=dear.get(sector, 0.0) if dear else None),),
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
        Component.SCHEDULE: (*by_day, _hours(most, int(student["hours_max"])), *_pay(student, placement)),
        Component.GOALS: tuple(
            Evidence(finding=Finding.COVERED if goal in covered else Finding.NOT_COVERED, code=goal)
            for goal in students.goals_of(0).tolist()
        ),
        Component.COMPETENCIES: requirements(one),
        Component.AVAILABILITY: (
            *by_day,
            _hours(min(most, free), int(placement["hours_max"])),
            _period(student, placement),
        ),
        Component.LANGUAGE: (
            *_dutch(int(student["dutch"]), int(placement["dutch_min"])),
            *_masked(
                int(placement["prerequisites"]),
                (Finding.IN_HAND, int(student["prerequisites"])),
                otherwise=Finding.TO_ARRANGE,
            ),
        ),
    }


def _hours(minutes: int, wanted: int) -> Evidence:
    return Evidence(finding=Finding.HOURS, code=0, has=max(minutes, 0) / 60, needs=wanted / 60)


def _pay(student: Any, placement: Any) -> tuple[Evidence, ...]:
    """Give what is paid beside what is wished, where the student named an amount."""
    wanted, paid = float(student["allowance_min"]), float(placement["allowance"])
    if not wanted > 0:
        return ()
    return (Evidence(finding=Finding.PAY, code=0, has=None if paid != paid else paid, needs=wanted),)


def _period(student: Any, placement: Any) -> Evidence:
    """Give the days of the place's period on which the student is free, beside all of its days."""
    starts, ends = int(placement["start_day"]), int(placement["end_day"])
    if ends == NO_END:
        ends = max(int(student["until_day"]), starts + 1)
    together = min(ends, int(student["until_day"])) - max(starts, int(student["from_day"]))
    return Evidence(finding=Finding.PERIOD, code=0, has=max(together, 0), needs=ends - starts)


def _dutch(has: int, asks: int) -> tuple[Evidence, ...]:
    return (Evidence(finding=Finding.DUTCH, code=0, has=has or None, needs=asks),) if asks else ()


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
