"""What would change a pair: each change does what is told when it is really made, and the smallest comes first."""

from dataclasses import replace
from datetime import date, time
from random import Random
from typing import Any

import numpy as np
import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import LanguageLevel, Travel, Wishes
from employer_toolkit.placement import Allowance, PayPeriod, Requirement
from employer_toolkit.recognition import RecognitionStatus
from matching import SIZES, Change, Explanation, Gate, Side, Step, Verdict, WhatIf
from matching.what_if import LEAST_GAIN
from services.markets import Market
from services.reference import load_reference
from tests.matching.one_pair import FREE, TODAY, explanation_of, workdays
from tests.matching.remaking import remade
from tests.strategies import make_market

CASHIER = "gedrag:24105"
FAR = Travel(postcode4="8011", latitude=52.45, longitude=6.09)

OPENING: list[tuple[Change, dict[str, Any]]] = [
    (Change.FREE_DAY, {"student": {"availability": replace(FREE, weekdays=frozenset({5}))}}),
    (Change.ADD_DAY, {"student": {"availability": replace(FREE, weekdays=frozenset({5}))}}),
    (Change.LONGER_TRIP, {"student": {"travel": replace(FAR, max_minutes=60)}}),
    (Change.OTHER_MODE, {"student": {"travel": FAR}}),
    (Change.OTHER_HOURS, {"placement": {"hours_min": 28, "hours_max": 28, "schedule": workdays(1, 2, 3, 4, 5)}}),
    (Change.FEWER_HOURS, {"placement": {"hours_min": 28, "hours_max": 28, "schedule": workdays(1, 2, 3, 4, 5)}}),
    (Change.MORE_HOURS, {"student": {"availability": replace(FREE, hours_min=20)}, "placement": {"hours_max": 16}}),
    (
        Change.LONGER_FREE,
        {"student": {"availability": replace(FREE, from_on=date(2026, 12, 1), until_on=date(2027, 3, 1))}},
    ),
    (
        Change.OTHER_WEEKS,
        {"student": {"availability": replace(FREE, from_on=date(2027, 6, 15), until_on=date(2027, 9, 1))}},
    ),
    (Change.GET_PREREQUISITE, {"placement": {"prerequisites": frozenset({"rijbewijs_b"})}}),
    (Change.LATER_START, {"placement": {"prerequisites": frozenset({"rijbewijs_am"}), "ends_on": date(2027, 9, 1)}}),
    (Change.LATER_START, {"student": {"born_on": date(2011, 3, 1)}}),
    (
        Change.FEWER_DAYS,
        {"student": {"availability": replace(FREE, weekdays=frozenset({1, 2}))}, "placement": {"days_min": 3}},
    ),
    (Change.OTHER_TIMES, {"placement": {"schedule": workdays(1, 2, 3, starts=time(5), ends=time(13, 30))}}),
    (Change.EXPERT_SUPERVISION, {"placement": {"hazards": frozenset({"trekker"})}}),
    (Change.WITHOUT_HAZARDS, {"placement": {"hazards": frozenset({"lawaai"})}}),
    (
        Change.REACH_DUTCH,
        {"student": {"dutch_level": LanguageLevel.A2}, "placement": {"dutch_level_min": "b1"}},
    ),
    (
        Change.LOWER_DUTCH,
        {"student": {"dutch_level": LanguageLevel.A2}, "placement": {"dutch_level_min": "b1"}},
    ),
    (Change.GET_RECOGNITION, {"recognition": {"status": RecognitionStatus.REVOKED}}),
    (Change.ADD_SEAT, {"placement": {"seats_taken": 1}}),
    (Change.ANSWER_CONTACTS, {"placement": {"open_contacts": 3}}),
]

SHOWN = CompetencyClaim(competency_id=CASHIER, source=ClaimSource.TEACHER, level=Level.NOT_YET, seen_on=TODAY)
LIFTING: list[tuple[Change, dict[str, Any]]] = [
    (Change.FREE_DAY, {"student": {"availability": replace(FREE, weekdays=frozenset({1}))}}),
    (
        Change.ADD_DAY,
        {
            "student": {"availability": replace(FREE, weekdays=frozenset({1, 4}))},
            "placement": {"schedule": workdays(1, 2, 3), "hours_max": 24},
        },
    ),
    (Change.GET_PREREQUISITE, {"placement": {"prerequisites": frozenset({"vog"})}}),
    (
        Change.REACH_LEVEL,
        {
            "student": {"claims": (SHOWN,)},
            "placement": {"requirements": (Requirement(competency_id=CASHIER, level=4),)},
        },
    ),
    (
        Change.MAKE_TRAINABLE,
        {
            "student": {"claims": (SHOWN, replace(SHOWN, competency_id="gedrag:24101", level=Level.TEACHES))},
            "placement": {
                "requirements": (
                    Requirement(competency_id=CASHIER, level=4),
                    Requirement(competency_id="gedrag:24101", level=4),
                )
            },
        },
    ),
    (
        Change.OFFER_CONDITION,
        {"student": {"helps": frozenset({"maatje"})}, "placement": {"conditions_refused": frozenset({"maatje"})}},
    ),
    (
        Change.RAISE_PAY,
        {
            "student": {"wishes": Wishes(minimum_allowance_eur=300)},
            "placement": {"allowance": Allowance(amount_eur=50.0, per=PayPeriod.MONTH)},
        },
    ),
]


def names_of(cases: list[tuple[Change, dict[str, Any]]]) -> list[str]:
    return [f"{change.value}-{number}" for number, (change, _) in enumerate(cases)]


def singles(explanation: Explanation) -> dict[Change, WhatIf]:
    """Give the smallest single change of each kind."""
    found: dict[Change, WhatIf] = {}
    for what in explanation.what_if:
        if len(what.steps) == 1:
            found.setdefault(what.steps[0].change, what)
    return found


@pytest.mark.parametrize(("change", "changed"), OPENING, ids=names_of(OPENING))
def test_a_refusal_names_the_change_that_opens_it(change: Change, changed: dict[str, Any]) -> None:
    explanation = explanation_of(**changed)

    assert not explanation.may_rank
    assert all(what.opens for what in explanation.what_if)
    assert change in singles(explanation)


@pytest.mark.parametrize(("change", "changed"), LIFTING, ids=names_of(LIFTING))
def test_a_change_that_lifts_the_score_is_named(change: Change, changed: dict[str, Any]) -> None:
    explanation = explanation_of(**changed)

    assert explanation.may_rank
    assert singles(explanation)[change].score > explanation.score
    assert not any(what.opens for what in explanation.what_if)


def test_every_change_is_seen_to_open_or_to_lift_and_has_a_size_and_a_side() -> None:
    assert {change for change, _ in (*OPENING, *LIFTING)} == set(Change)
    assert set(SIZES) == set(Change)
    assert {change.side for change in Change} == set(Side)


def test_what_cannot_be_repaired_names_nothing() -> None:
    explanation = explanation_of(student={"qualification_code": "25371"})

    assert explanation.what_if == ()


def test_what_is_not_known_is_asked_and_not_changed() -> None:
    explanation = explanation_of(
        student={"helps": frozenset({"maatje"})},
        placement={"requirements": (Requirement(competency_id=CASHIER, level=4),)},
    )

    assert explanation.what_if == ()
    assert len(explanation.unknowns) >= 2


def test_the_longer_trip_is_the_least_that_opens() -> None:
    explanation = explanation_of(student={"travel": replace(FAR, max_minutes=60)})
    (step,) = singles(explanation)[Change.LONGER_TRIP].steps

    assert explanation_of(student={"travel": replace(FAR, max_minutes=int(step.amount))}).may_rank
    assert not explanation_of(student={"travel": replace(FAR, max_minutes=int(step.amount) - 5)}).may_rank


def test_nobody_is_asked_to_travel_more_than_twice_as_long() -> None:
    explanation = explanation_of(student={"travel": replace(FAR, max_minutes=20)})

    assert Change.LONGER_TRIP not in singles(explanation)


def test_one_level_up_comes_before_more_levels_when_it_already_helps() -> None:
    explanation = explanation_of(
        student={"claims": (SHOWN,)}, placement={"requirements": (Requirement(competency_id=CASHIER, level=4),)}
    )

    (step,) = singles(explanation)[Change.REACH_LEVEL].steps
    assert step.amount == 0.25


def test_other_times_are_the_ones_the_law_allows() -> None:
    early = explanation_of(placement={"schedule": workdays(1, 2, 3, starts=time(5), ends=time(13, 30))})
    later = explanation_of(placement={"schedule": workdays(1, 2, 3, starts=time(6), ends=time(13, 30))})

    what = singles(early)[Change.OTHER_TIMES]
    assert (what.steps, what.score) == ((Step(change=Change.OTHER_TIMES, code=0b111, amount=0),), later.score)
    assert later.may_rank


def test_two_refusals_give_the_smallest_plan_of_two_changes() -> None:
    explanation = explanation_of(
        student={"travel": replace(FAR, max_minutes=60), "dutch_level": LanguageLevel.A2},
        placement={"dutch_level_min": "b1"},
    )

    plans = [{step.change for step in what.steps} for what in explanation.what_if]
    by_bike_or_transit, longer = {Change.OTHER_MODE, Change.LOWER_DUTCH}, {Change.LONGER_TRIP, Change.LOWER_DUTCH}
    assert plans == [by_bike_or_transit, by_bike_or_transit, longer]
    assert explanation.what_if[0].sides == {Side.STUDENT, Side.PLACEMENT}


def test_two_days_too_few_give_a_plan_of_two_days() -> None:
    explanation = explanation_of(
        student={"availability": replace(FREE, weekdays=frozenset({5}))},
        placement={"days_min": 2, "hours_min": 14},
    )

    assert [{step.change for step in what.steps} for what in explanation.what_if][-1] <= {
        Change.FREE_DAY,
        Change.ADD_DAY,
        Change.FEWER_DAYS,
        Change.FEWER_HOURS,
    }
    assert all(len(what.steps) == 2 for what in explanation.what_if)


@pytest.mark.parametrize("seed", range(4))
def test_every_change_holds_when_it_is_really_made(seed: int) -> None:
    """To the last bit, with the people and places changed and everything built anew."""
    reference = load_reference(TODAY)
    people = make_market(Random(seed), n_students=20, n_offers=20)
    market = Market.build(people.students, people.offers, reference=reference, today=TODAY)
    n, m = len(market.students), len(market.offers)
    explained = market.explanations(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n)))
    told = [(explanation, what) for explanation in explained for what in explanation.what_if]

    made = [
        remade(market.students[e.student_ix], market.offers[e.placement_ix], what.steps, market.codes)
        for e, what in told
    ]
    again = Market.build([s for s, _ in made], [o for _, o in made], reference=reference, today=TODAY)
    scores = again.scores(again.pairs(range(len(told)), range(len(told))))

    assert len(told) > 40
    assert [what.score for _, what in told] == scores.score.tolist()
    assert scores.may_rank.all()
    for explanation in explained:
        assert _is_in_order(explanation)
        refuses = [result.gate for result in explanation.gates if result.verdict > Verdict.UNKNOWN]
        assert Gate.TYPE_PROGRAMME not in refuses or not explanation.what_if
        assert all(what.opens == bool(refuses) for what in explanation.what_if)
        assert all(what.opens or what.gain > 0 for what in explanation.what_if)


@pytest.mark.parametrize("seed", range(4))
def test_one_step_less_would_not_do_it(seed: int) -> None:
    reference = load_reference(TODAY)
    people = make_market(Random(seed + 100), n_students=14, n_offers=14)
    market = Market.build(people.students, people.offers, reference=reference, today=TODAY)
    n, m = len(market.students), len(market.offers)
    explained = market.explanations(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n)))
    less = [
        (explanation, smaller)
        for explanation in explained
        for what in explanation.what_if
        if len(what.steps) == 1 and (smaller := _a_step_less(what.steps[0])) is not None
    ]

    made = [
        remade(market.students[e.student_ix], market.offers[e.placement_ix], (step,), market.codes) for e, step in less
    ]
    again = Market.build([s for s, _ in made], [o for _, o in made], reference=reference, today=TODAY)
    scores = again.scores(again.pairs(range(len(less)), range(len(less))))

    assert len({step.change for _, step in less}) > 2
    for row, (explanation, step) in enumerate(less):
        if explanation.may_rank:
            assert scores.score[row] - explanation.score < LEAST_GAIN, step
        else:
            assert not scores.may_rank[row], step


STEPS_BACK = {
    Change.LONGER_TRIP: -5,
    Change.REACH_LEVEL: -0.25,
    Change.REACH_DUTCH: -1,
    Change.LOWER_DUTCH: 1,
    Change.FEWER_DAYS: 1,
    Change.FEWER_HOURS: 1,
    Change.LATER_START: -7,
}


def _a_step_less(step: Step) -> Step | None:
    """Give the same change made a little smaller; nothing where it has no sizes."""
    if step.change in (Change.LONGER_FREE, Change.OTHER_WEEKS):
        back = -1.0 if step.amount > 0 else 1.0
        return replace(step, amount=step.amount + back)
    return replace(step, amount=step.amount + STEPS_BACK[step.change]) if step.change in STEPS_BACK else None


def _is_in_order(explanation: Explanation) -> bool:
    sizes = [(what.size, -what.gain) for what in explanation.what_if]
    return sizes == sorted(sizes)
