"""What a school has settled changes what the gates say of its own students, and no score."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.school import MinorSignature, Region, SchoolSettings
from career.student import Travel, TravelMode
from employer_toolkit.placement import PlacementType
from matching import Change, Explanation, Gate, Verdict
from services.features import REGIONS, Offer
from services.markets import Market
from services.reference import ParentSigns, load_reference
from services.weights import load_parameters
from tests.factories import make_employer, make_placement, make_recognition, make_site, make_student
from tests.matching.one_pair import FREE, workdays
from tests.matching.restatement import components_of, verdicts_of
from tests.strategies import TODAY, make_market

REFERENCE = load_reference(TODAY)
PARAMETERS = load_parameters()
SCHOOLS = ("De Wissel", "De Vaart", "Zonder instellingen")
ON_FOOT = Travel(postcode4="8011", latitude=52.51, longitude=6.09, modes=frozenset({TravelMode.WALK}), max_minutes=60)
NORTH = 52.535
"""About 2.8 km to the north of the student."""


def settings_of(rng: Random) -> dict[str, SchoolSettings]:
    return {
        school: SchoolSettings(
            school=school,
            holiday_region=rng.choice(list(Region)),
            minor_signature=rng.choice(list(MinorSignature)),
            max_travel_minutes=rng.choice([None, rng.randint(1, 90)]),
        )
        for school in SCHOOLS[:2]
    }


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_pair_equals_a_slow_restatement(seed: int) -> None:
    rng = Random(seed)
    people, settled = make_market(rng, n_students=6, n_offers=6), settings_of(rng)
    students = [replace(student, school=rng.choice(SCHOOLS)) for student in people.students]
    market = Market.build(students, people.offers, reference=REFERENCE, today=TODAY, schools=settled)
    pairs = market.pairs(np.repeat(np.arange(6), 6), np.tile(np.arange(6), 6))

    scores = market.scores(pairs)

    gates = list(Gate)
    for at in range(len(pairs)):
        student, offer = market.students[pairs.student_ix[at]], market.offers[pairs.placement_ix[at]]
        found = {gate: Verdict(int(scores.verdicts[at, gates.index(gate)])) for gate in gates}
        assert found == restated(student, offer, settled.get(student.school, SchoolSettings(school="-")))
        parts = components_of(student, offer, reference=REFERENCE, parameters=PARAMETERS)
        assert scores.value[at].tolist() == pytest.approx([value for value, _, _ in parts.values()], abs=2e-6)
    is_open = scores.verdicts.max(axis=1, initial=0) <= Verdict.UNKNOWN
    for ranking in (market.places_for(top=6), market.candidates_for(top=6)):
        listed = set(zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True))
        assert listed == set(zip(pairs.student_ix[is_open].tolist(), pairs.placement_ix[is_open].tolist(), strict=True))


def restated(student: Any, offer: Offer, settled: SchoolSettings) -> dict[Gate, Verdict]:
    """Give the verdicts of somebody who wants no longer trip than the school allows, in the region of the school."""
    limit = min(student.travel.max_minutes, settled.max_travel_minutes or 240)
    capped = replace(student, travel=replace(student.travel, max_minutes=limit))
    region = REGIONS.index(settled.holiday_region)
    found = verdicts_of(capped, offer, reference=REFERENCE, parameters=PARAMETERS, today=TODAY, region=region)
    leaves_it = REFERENCE.placement_types[offer.placement.type].parent_signs is ParentSigns.SCHOOL_DECIDES
    if leaves_it and settled.minor_signature is not MinorSignature.REQUIRED:
        found[Gate.SIGNATURE] = Verdict.PASS
    return found


def explained(student: dict[str, Any], placement: dict[str, Any] | None = None, **settled: Any) -> Explanation:
    """Explain a student of seventeen at a school that has settled this, and a place within walking distance."""
    employer = make_employer()
    site = make_site(employer.id, latitude=NORTH, longitude=6.09)
    plain = {"born_on": date(2009, 8, 14), "qualification_code": "25498", "level": 2, "availability": FREE}
    plain |= {"school": "De Wissel", "travel": ON_FOOT}
    offered = {"qualification_codes": ("25498",), "sector": "zorg", "schedule": workdays(1, 2, 3), "days_min": 1}
    market = Market.build(
        [make_student(**{**plain, **student})],
        [
            Offer(
                placement=make_placement(site.id, **{**offered, "hours_min": 7, **(placement or {})}),
                site=site,
                employer=employer,
                recognitions=(make_recognition(site.id, qualification_code="25498"),),
            )
        ],
        reference=REFERENCE,
        today=TODAY,
        schools={"De Wissel": SchoolSettings(school="De Wissel", **settled)},
    )
    (explanation,) = market.explanations(market.pairs([0], [0]))
    return explanation


def gate(explanation: Explanation, wanted: Gate) -> Any:
    return next(result for result in explanation.gates if result.gate is wanted)


def longer_trips(explanation: Explanation) -> list[float]:
    steps = [step for what_if in explanation.what_if for step in what_if.steps]
    return [step.amount for step in steps if step.change is Change.LONGER_TRIP]


def minutes_on_foot() -> float:
    return float(gate(explained({}), Gate.TRAVEL).figures["minutes"])


def test_trip_within_the_own_limit_and_beyond_that_of_the_school_is_refused_by_the_school() -> None:
    cap = int(minutes_on_foot())

    result = gate(explained({}, max_travel_minutes=cap), Gate.TRAVEL)

    assert 30 < cap < ON_FOOT.max_minutes
    assert (result.verdict, result.figures["max_minutes"], result.figures["is_cap"]) == (Verdict.NOT_NOW, cap, 1)
    assert gate(explained({}, max_travel_minutes=cap + 1), Gate.TRAVEL).verdict is Verdict.PASS


def test_smaller_of_the_two_limits_is_told_with_whose_it_is() -> None:
    own = explained({"travel": replace(ON_FOOT, max_minutes=20)}, max_travel_minutes=25)

    assert gate(own, Gate.TRAVEL).figures["max_minutes"] == 20
    assert gate(own, Gate.TRAVEL).figures["is_cap"] == 0


def test_longer_trip_is_not_proposed_beyond_the_limit_of_the_school() -> None:
    minutes = minutes_on_foot()
    wants_less = {"travel": replace(ON_FOOT, max_minutes=int(minutes) - 3)}

    assert len(longer_trips(explained(wants_less))) == 1
    assert longer_trips(explained(wants_less, max_travel_minutes=int(minutes))) == []
    # The trip itself is allowed, the next five minutes are not.
    assert longer_trips(explained(wants_less, max_travel_minutes=int(minutes) + 1)) == [int(minutes) + 1]


@pytest.mark.parametrize(
    ("kind", "settled", "verdict"),
    [
        (PlacementType.BPV_BOL, MinorSignature.REQUIRED, Verdict.TO_ARRANGE),
        (PlacementType.BPV_BOL, MinorSignature.COVERED_BY_ENROLMENT, Verdict.PASS),
        (PlacementType.BPV_BOL, MinorSignature.INFORM_ONLY, Verdict.PASS),
        (PlacementType.VMBO_LWT, MinorSignature.INFORM_ONLY, Verdict.TO_ARRANGE),
    ],
)
def test_school_settles_who_signs_only_where_the_law_leaves_it(
    kind: PlacementType, settled: MinorSignature, verdict: Verdict
) -> None:
    found = explained({}, {"type": kind}, minor_signature=settled)

    assert gate(found, Gate.SIGNATURE).verdict is verdict


def test_score_does_not_look_at_what_the_school_settled() -> None:
    free, bound = explained({}), explained({}, max_travel_minutes=50, holiday_region=Region.ZUID)

    assert free.score == bound.score
