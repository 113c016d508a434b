"""Open questions: what each answer would do lies within what the score promised, and the largest stake comes first."""

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import LanguageLevel, Travel, Wishes
from employer_toolkit.placement import Requirement, Task
from matching import Answerer, Explanation, Question
from services.markets import Market
from services.reference import load_reference
from tests.matching.one_pair import FREE, TODAY, explanation_of
from tests.strategies import make_market

NOBODY_KNOWS = Travel(postcode4="9999", latitude=None, longitude=None)
COMPETENCY = "gedrag:24105"

ASKED: list[tuple[Question, dict[str, Any]]] = [
    (Question.WISHES, {}),
    (Question.ACTIVITY, {"placement": {"tasks": (Task(text="Je kookt", competency_ids=("doe:koken",)),)}}),
    (Question.TASKS, {}),
    (Question.CONDITION, {"student": {"helps": frozenset({"maatje"})}}),
    (Question.HOME, {"student": {"travel": NOBODY_KNOWS}}),
    (Question.SITE, {"site": {"latitude": None, "longitude": None}}),
    (Question.PAY, {"student": {"wishes": Wishes(minimum_allowance_eur=200)}}),
    (Question.GOALS, {"student": {"goal_ids": ()}}),
    (Question.LEARNED, {"student": {"goal_ids": (COMPETENCY,)}}),
    (Question.COMPETENCY, {"placement": {"requirements": (Requirement(competency_id=COMPETENCY, level=4),)}}),
    (Question.DUTCH, {"placement": {"dutch_level_min": "b1"}}),
    (Question.RECOGNITION, {"recognition": {}}),
    (Question.SCHOOL_HOURS, {"student": {"availability": replace(FREE, school_minutes=None)}}),
    (Question.HAZARDS, {"placement": {"hazards": None}}),
]


@pytest.mark.parametrize(("question", "changed"), ASKED, ids=[question.value for question, _ in ASKED])
def test_what_nobody_said_is_asked(question: Question, changed: dict[str, Any]) -> None:
    explanation = explanation_of(**changed)

    (unknown,) = [unknown for unknown in explanation.unknowns if unknown.question is question]
    assert unknown.stake > 0
    assert explanation.low <= unknown.low <= explanation.score <= unknown.high <= explanation.high


def test_every_question_is_seen_to_be_asked_and_somebody_can_answer() -> None:
    assert {question for question, _ in ASKED} == set(Question)
    assert {question.who for question in Question} == set(Answerer)


@pytest.mark.parametrize(
    "question", [Question.HOME, Question.SITE, Question.DUTCH, Question.RECOGNITION, Question.HAZARDS]
)
def test_a_bad_answer_that_closes_the_place_is_told_first(question: Question) -> None:
    explanation = explanation_of(**dict(ASKED)[question])

    assert (explanation.unknowns[0].question, explanation.unknowns[0].closes) == (question, True)
    assert explanation.unknowns[0].stake == explanation.unknowns[0].high


def test_answers_do_what_was_told_when_they_are_given() -> None:
    asked = {"requirements": (Requirement(competency_id=COMPETENCY, level=4),), "dutch_level_min": "b1"}
    student = {"helps": frozenset({"maatje"})}
    explanation = explanation_of(student=student, placement=asked)
    told = {unknown.question: unknown for unknown in explanation.unknowns}

    def score(student_changes: dict[str, Any] | None = None, place_changes: dict[str, Any] | None = None) -> float:
        return explanation_of(
            student={**student, **(student_changes or {})}, placement={**asked, **(place_changes or {})}
        ).score

    claim = CompetencyClaim(competency_id=COMPETENCY, source=ClaimSource.TEACHER, level=Level(4), seen_on=TODAY)
    assert told[Question.COMPETENCY].high == score({"claims": (claim,)})
    assert told[Question.COMPETENCY].low == score({"claims": (replace(claim, level=Level.NOT_YET),)})
    assert told[Question.CONDITION].high == score(None, {"conditions_offered": frozenset({"maatje"})})
    assert told[Question.CONDITION].low == score(None, {"conditions_refused": frozenset({"maatje"})})
    assert told[Question.DUTCH].high == score({"dutch_level": LanguageLevel.B1})
    assert told[Question.DUTCH].low == score({"dutch_level": LanguageLevel.A2})
    assert told[Question.WISHES].high == score({"wishes": Wishes(sectors=("zorg",))})
    assert told[Question.WISHES].low == score({"wishes": Wishes(sectors=("horeca",))})


def test_where_everything_is_known_nothing_is_asked() -> None:
    explanation = explanation_of(
        student={"wishes": Wishes(sectors=("zorg",), liked=frozenset({"doe:koken"})), "goal_ids": ("doe:koken",)},
        placement={"tasks": (Task(text="Je kookt", competency_ids=("doe:koken",)),), "learned_ids": ("doe:koken",)},
    )

    assert explanation.unknowns == ()
    assert explanation.low == explanation.score == explanation.high


@pytest.mark.parametrize("seed", range(3))
def test_every_answer_lies_within_the_interval(seed: int) -> None:
    people = make_market(Random(seed + 50), n_students=14, n_offers=14)
    market = Market.build(people.students, people.offers, reference=load_reference(TODAY), today=TODAY)
    n, m = len(market.students), len(market.offers)
    explained = market.explanations(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n)))

    assert sum(len(explanation.unknowns) for explanation in explained) > 500
    for explanation in explained:
        assert _holds(explanation)
        is_open = any(part.unknown_share > 0 for part in explanation.components)
        assert {u.component for u in explanation.unknowns} - {None} == {
            part.component for part in explanation.components if part.unknown_share > 0 and part.weight > 0
        } or not is_open


def _holds(explanation: Explanation) -> bool:
    stakes = [unknown.stake for unknown in explanation.unknowns]
    within = all(
        explanation.low - 1e-12 <= u.low <= explanation.score + 1e-12
        and explanation.score - 1e-12 <= u.high <= explanation.high + 1e-12
        and not (u.closes and not explanation.may_rank)
        for u in explanation.unknowns
    )
    return within and stakes == sorted(stakes, reverse=True) and min(stakes, default=1.0) > 0
