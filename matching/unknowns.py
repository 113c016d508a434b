"""Open questions about one pair: what each answer would do, and who can give it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from matching.drafts import Draft, Edit, rescored, with_level
from matching.evidence import Finding, codes_in, requirements
from matching.pairs import Pairs
from matching.parameters import Component, Parameters
from matching.rows import NO_END, Recognition

FAR_DEGREES = 60.0
"""Farther than anybody travels to work."""


A_WHOLE_DAY = 8 * 60
"""School on every day, the worst that can be answered."""


class Answerer(StrEnum):
    """Who can answer."""

    STUDENT = "student"
    SCHOOL = "school"
    JOBHUNTER = "jobhunter"
    PLACE = "place"


class Question(StrEnum):
    """What nobody has said yet."""

    WISHES = "wishes"
    ACTIVITY = "activity"
    TASKS = "tasks"
    CONDITION = "condition"
    HOME = "home"
    SITE = "site"
    PAY = "pay"
    GOALS = "goals"
    LEARNED = "learned"
    COMPETENCY = "competency"
    DUTCH = "dutch"
    RECOGNITION = "recognition"
    SCHOOL_HOURS = "school_hours"
    HAZARDS = "hazards"

    @property
    def who(self) -> Answerer:
        """Who can answer it."""
        return WHO[self]


WHO = {
    Question.WISHES: Answerer.STUDENT,
    Question.ACTIVITY: Answerer.STUDENT,
    Question.TASKS: Answerer.PLACE,
    Question.CONDITION: Answerer.PLACE,
    Question.HOME: Answerer.SCHOOL,
    Question.SITE: Answerer.PLACE,
    Question.PAY: Answerer.PLACE,
    Question.GOALS: Answerer.SCHOOL,
    Question.LEARNED: Answerer.PLACE,
    Question.COMPETENCY: Answerer.SCHOOL,
    Question.DUTCH: Answerer.SCHOOL,
    Question.RECOGNITION: Answerer.JOBHUNTER,
    Question.SCHOOL_HOURS: Answerer.SCHOOL,
    Question.HAZARDS: Answerer.PLACE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One open question, and what a good and a bad answer would make of the score; each one was re-scored.

    Parameters
    ----------
    component : Component or None
        What it is part of; ``None`` for what only a gate asks.
    code : int
        Activity, condition or competency; 0 where the question has none.
    low, high : float
        Score with the bad and with the good answer, everything else as it stands.
    closes : bool
        No gate refuses the pair now, and with the bad answer one does.
    """

    question: Question
    component: Component | None
    code: int
    low: float
    high: float
    closes: bool

    @property
    def stake(self) -> float:
        """How much the answer can change, 0 to 1; a pair that closes loses its whole score."""
        return self.high - (0.0 if self.closes else self.low)


@dataclass(frozen=True, slots=True)
class _Open:
    """A question with its worst and its best answer."""

    question: Question
    component: Component | None
    code: int
    bad: Edit
    good: Edit


def unknowns(one: Pairs, *, may_rank: bool, parameters: Parameters) -> tuple[Unknown, ...]:
    """Give every open question about one pair of which an answer changes something, largest stake first.

    Where both sides have to say something (what is to be learned and what can be; where both are), it is one question.

    Parameters
    ----------
    one : Pairs
        One pair in tables of one row.
    may_rank : bool
        No gate refuses it as it stands.
    """
    asked = list(_asked(one))
    if not asked:
        return ()
    after = rescored(one, [[edit] for question in asked for edit in (question.bad, question.good)], parameters)
    is_open = after.may_rank
    found = [
        Unknown(
            question=question.question,
            component=question.component,
            code=question.code,
            low=float(after.score[2 * at]),
            high=float(after.score[2 * at + 1]),
            closes=may_rank and not is_open[2 * at],
        )
        for at, question in enumerate(asked)
    ]
    at_stake = [unknown for unknown in found if unknown.stake > 0]
    order = list(Question)
    return tuple(sorted(at_stake, key=lambda unknown: (-unknown.stake, order.index(unknown.question), unknown.code)))


def _asked(one: Pairs) -> Iterator[_Open]:
    student, placement = one.students.rows[0], one.placements.rows[0]
    sector = int(placement["sector"])
    if not len(one.students.wishes_of(0)):
        yield _Open(
            Question.WISHES, Component.WISH, 0, _student(wishes=[(sector ^ 1, 1.0)]), _student(wishes=[(sector, 1.0)])
        )
    yield from _activities(one)
    helps, offered = int(student["helps"]), int(placement["conditions_offered"])
    for code in codes_in(helps & ~offered & ~int(placement["conditions_refused"])):
        refused = int(placement["conditions_refused"]) | 1 << code
        yield _Open(
            Question.CONDITION,
            Component.CONDITIONS,
            code,
            _placement(conditions_refused=refused),
            _placement(conditions_offered=offered | 1 << code),
        )
    yield from _location(one)
    wanted = float(student["allowance_min"])
    if wanted > 0 and np.isnan(placement["allowance"]):
        yield _Open(Question.PAY, Component.SCHEDULE, 0, _placement(allowance=0.0), _placement(allowance=wanted))
    yield from _goals(one)
    for fact in requirements(one):
        if fact.needs and fact.finding in (Finding.NOT_ASSESSED, Finding.NEAR):
            shown = fact.has or 0.0
            yield _Open(
                Question.COMPETENCY,
                Component.COMPETENCIES,
                fact.code,
                _student(levels=_no_more_than_shown(one.students.levels_of(0), fact.code, shown)),
                _student(levels=with_level(one.students, fact.code, max(fact.needs, shown), one.rules)),
            )
    asks = int(placement["dutch_min"])
    if asks and not student["dutch"]:
        yield _Open(Question.DUTCH, Component.LANGUAGE, 0, _student(dutch=max(asks - 1, 1)), _student(dutch=asks))
    yield from _recognition(one)
    if not student["school_is_known"]:
        yield _Open(Question.SCHOOL_HOURS, None, 0, _school(A_WHOLE_DAY), _school(0))
    if not placement["hazards_known"]:
        forbidden = int(np.bitwise_or.reduce(one.rules.hazards_forbidden[placement["type"]]))
        yield _Open(
            Question.HAZARDS,
            None,
            0,
            _placement(hazards=forbidden, hazards_known=True),
            _placement(hazards=0, hazards_known=True),
        )


def _school(minutes: int) -> Edit:
    return _student(school_minutes=np.full(7, minutes, dtype=np.int16), school_is_known=True)


def _no_more_than_shown(levels: Any, code: int, shown: float) -> Any:
    """Give the levels with one competency assessed at what near ones show of it, the worst that can be."""
    held = np.array([(code, shown, False)], dtype=levels.dtype)
    together = np.concatenate([levels[levels["code"] != code], held])
    return together[np.argsort(together["code"])]


def _activities(one: Pairs) -> Iterator[_Open]:
    student, work = one.students.rows[0], int(one.placements.rows[0]["activities"])
    liked, disliked = int(student["liked"]), int(student["disliked"])
    if not work:
        yield _Open(
            Question.TASKS,
            Component.TASKS,
            0,
            lambda draft: _like(draft, likes=False),
            lambda draft: _like(draft, likes=True),
        )
    for code in codes_in(work & ~liked & ~disliked):
        yield _Open(
            Question.ACTIVITY,
            Component.TASKS,
            code,
            _student(disliked=disliked | 1 << code),
            _student(liked=liked | 1 << code),
        )


def _like(draft: Draft, *, likes: bool) -> None:
    """Let the place have one task, and the student like it or not."""
    draft.placement["activities"] = 1
    draft.student["liked"], draft.student["disliked"] = (1, 0) if likes else (0, 1)


def _location(one: Pairs) -> Iterator[_Open]:
    """Ask where the student lives, or else where the place is; at best next door, at worst too far."""
    student, placement = one.students.rows[0], one.placements.rows[0]
    home = (float(student["latitude"]), float(student["longitude"]))
    site = (float(placement["latitude"]), float(placement["longitude"]))
    if not np.isnan([*home, *site]).any():
        return
    is_home = bool(np.isnan(home).any())
    here = (0.0, 0.0) if np.isnan(site).any() and is_home else site if is_home else home

    def put(degrees: float) -> Edit:
        def edit(draft: Draft) -> None:
            moved, kept = (draft.student, draft.placement) if is_home else (draft.placement, draft.student)
            kept["latitude"], kept["longitude"] = here
            moved["latitude"], moved["longitude"] = here[0] - degrees, here[1]

        return edit

    yield _Open(Question.HOME if is_home else Question.SITE, Component.TRAVEL, 0, put(FAR_DEGREES), put(0.0))


def _goals(one: Pairs) -> Iterator[_Open]:
    """Ask what is still to be learned, or else what can be learned there."""
    goals, covered = one.students.goals_of(0).tolist(), one.placements.covered_of(0).tolist()
    if goals and covered:
        return
    named = goals or covered or [0]
    other = [max(named) + 1]
    if not goals:
        yield _Open(
            Question.GOALS,
            Component.GOALS,
            0,
            _both({"goals": other}, {"covered": named}),
            _both({"goals": named[:1]}, {"covered": named}),
        )
    else:
        yield _Open(Question.LEARNED, Component.GOALS, 0, _placement(covered=other), _placement(covered=goals))


def _recognition(one: Pairs) -> Iterator[_Open]:
    offers = one.placements.offers_of(0)
    is_asked = offers["status"] == Recognition.UNKNOWN
    if is_asked.any():
        is_asked &= np.isin(offers["code"], one.students.offers_of(0))
    if not is_asked.any():
        return
    missing, granted = offers.copy(), offers.copy()
    missing["status"][is_asked] = Recognition.MISSING
    granted["status"][is_asked], granted["first_day"][is_asked] = Recognition.ACTIVE, 0
    granted["last_day"][is_asked] = NO_END
    yield _Open(Question.RECOGNITION, None, 0, _placement(offers=missing), _placement(offers=granted))


def _student(**columns: object) -> Edit:
    return _both(columns, {})


def _placement(**columns: object) -> Edit:
    return _both({}, columns)


def _both(student: dict[str, object], placement: dict[str, object]) -> Edit:
    def edit(draft: Draft) -> None:
        draft.student.update(student)
        draft.placement.update(placement)

    return edit
