"""What would change a refusal: each change by itself opens the pair, and is told."""

from dataclasses import replace
from typing import Any

import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Travel
from employer_toolkit.placement import Requirement
from employer_toolkit.recognition import RecognitionStatus
from matching import Change
from tests.matching.one_pair import FREE, TODAY, explanation_of, workdays

OPENING: list[tuple[Change, dict[str, Any]]] = [
    (Change.FREE_DAY, {"student": {"availability": replace(FREE, weekdays=frozenset({5}))}}),
    (Change.LONGER_TRIP, {"student": {"travel": Travel(postcode4="8011", latitude=52.45, longitude=6.09)}}),
    (Change.OTHER_HOURS, {"placement": {"hours_min": 28, "hours_max": 28, "schedule": workdays(1, 2, 3, 4, 5)}}),
    (Change.GET_PREREQUISITE, {"placement": {"prerequisites": frozenset({"rijbewijs_b"})}}),
    (
        Change.FEWER_DAYS,
        {"student": {"availability": replace(FREE, weekdays=frozenset({1, 2}))}, "placement": {"days_min": 3}},
    ),
    (Change.GET_RECOGNITION, {"recognition": {"status": RecognitionStatus.REVOKED}}),
    (Change.ADD_SEAT, {"placement": {"seats_taken": 1}}),
]


@pytest.mark.parametrize(("change", "changed"), OPENING, ids=[change.value for change, _ in OPENING])
def test_a_refusal_names_the_change_that_opens_it(change: Change, changed: dict[str, Any]) -> None:
    explanation = explanation_of(**changed)

    assert not explanation.may_rank
    assert explanation.what_if[0].opens
    assert change in {what.change for what in explanation.what_if if what.opens}


def test_a_level_to_reach_and_a_condition_to_offer_lift_the_score() -> None:
    shown = CompetencyClaim(
        competency_id="gedrag:24105", source=ClaimSource.TEACHER, level=Level.NOT_YET, seen_on=TODAY
    )
    explanation = explanation_of(
        student={"claims": (shown,), "helps": frozenset({"maatje"})},
        placement={"requirements": (Requirement(competency_id="gedrag:24105", level=4),)},
    )

    found = {what.change: what.score for what in explanation.what_if}

    assert found.keys() == {Change.REACH_LEVEL, Change.OFFER_CONDITION}
    assert min(found.values()) > explanation.score
    assert not any(what.opens for what in explanation.what_if)


def test_what_cannot_be_repaired_names_nothing() -> None:
    explanation = explanation_of(student={"qualification_code": "25371"})

    assert explanation.what_if == ()
