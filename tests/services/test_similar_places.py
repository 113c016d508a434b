"""A comparison with many other places of many others, and nothing of any one of them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from employer_toolkit.placement import Allowance, PayPeriod
from services.features import Offer
from services.markets import Market
from services.reference import load_lists, load_reference
from services.similar_places import SimilarPlaces, similar_places
from tests.matching.one_pair import pair_market

TODAY = date(2026, 11, 22)
LIMITS = load_lists().advice_limits
FAR_NORTH = 53.2


OWN_EMPLOYER = 77


def told(*others: dict[str, Any], own: dict[str, Any] | None = None) -> SimilarPlaces | None:
    """Compare one place with others: ``employer`` and ``site`` say whose and where, the rest is of the placement."""
    plain = pair_market()
    like = replace(plain.offers[0], employer=replace(plain.offers[0].employer, id=UUID(int=OWN_EMPLOYER)))
    mine = replace(like, placement=replace(like.placement, **(own or {})))
    offers = [_other(like, number, **changed) for number, changed in enumerate(others, start=1)]
    market = Market.build(plain.students, [*offers, mine], reference=load_reference(TODAY), today=TODAY)
    return similar_places(market, mine, limits=LIMITS)


def _other(like: Offer, number: int, *, employer: int, site: dict[str, Any] | None = None, **placement: Any) -> Offer:
    place = replace(like.site, id=UUID(int=1000 + number), employer_id=UUID(int=employer), **(site or {}))
    return Offer(
        placement=replace(like.placement, id=UUID(int=2000 + number), site_id=place.id, **placement),
        site=place,
        employer=replace(like.employer, id=UUID(int=employer)),
    )


def many(n: int = 10, *, n_employers: int = 5, **changed: Any) -> list[dict[str, Any]]:
    return [{"employer": 1 + number % n_employers, **changed} for number in range(n)]


def test_what_most_others_offer_is_told_of_ten() -> None:
    offering = many(7, conditions_offered=frozenset({"vaste_begeleider"}))

    found = told(*offering, *many(3))

    assert found == SimilarPlaces(
        n_tens=10, within_km=20, sentences=("7 van de 10 plekken zoals deze bieden dit: vaste contactpersoon.",)
    )


@pytest.mark.parametrize(
    "others",
    [
        many(9),
        many(30, n_employers=4),
        [*many(9), {"employer": 5, "sector": "horeca"}],
        [*many(9), {"employer": 5, "qualification_codes": ("25371",)}],
        [*many(9), {"employer": 5, "site": {"latitude": FAR_NORTH}}],
        [*many(9), {"employer": 5, "site": {"latitude": None, "longitude": None}}],
    ],
    ids=["few places", "few employers", "other work", "other programme", "far off", "nobody knows where"],
)
def test_too_few_are_not_told_of(others: list[dict[str, Any]]) -> None:
    assert told(*others) is None
    assert told(*others, {"employer": 5}, {"employer": 6}) is not None


def test_own_other_places_do_not_count() -> None:
    assert told(*many(9), {"employer": OWN_EMPLOYER}) is None


def test_days_hours_weeks_and_dutch_that_are_more_than_usual_are_told() -> None:
    found = told(
        *many(days_min=1, hours_min=8, ends_on=date(2027, 4, 26)),
        own={"days_min": 3, "hours_min": 20, "dutch_level_min": "b1"},
    )

    assert found is not None
    assert found.sentences == (
        "Plekken zoals deze zijn er meestal vanaf 1 dag per week. Deze plek vraagt 3 dagen.",
        "Plekken zoals deze zijn er meestal vanaf 8 uur per week. Deze plek vraagt 20 uur.",
        "Plekken zoals deze duren meestal ongeveer 12 weken. Deze plek duurt 21 weken.",
        "10 van de 10 plekken zoals deze vragen geen vast niveau Nederlands.",
    )


def paying(*amounts: float, n_employers: int = 5) -> list[dict[str, Any]]:
    return [
        {"employer": 1 + number % n_employers, "allowance": Allowance(amount_eur=amount, per=PayPeriod.MONTH)}
        for number, amount in enumerate(amounts)
    ]


def test_pay_is_told_as_the_middle_half_in_steps_and_never_the_highest_or_the_lowest() -> None:
    found = told(*paying(0, 101, 149, 152, 199, 203, 251, 248, 303, 999))

    assert found is not None
    assert found.sentences == ("Plekken zoals deze betalen meestal 150 tot 250 euro per maand.",)


def test_pay_of_few_who_tell_it_is_not_told_and_who_pays_as_much_reads_nothing() -> None:
    ten = (0.0, 100, 150, 150, 200, 200, 250, 250, 300, 1000)
    enough = Allowance(amount_eur=150, per=PayPeriod.MONTH)

    assert told(*paying(*ten[:9]), {"employer": 5}) == SimilarPlaces(n_tens=10, within_km=20, sentences=())
    assert told(*paying(*ten), own={"allowance": enough}) == SimilarPlaces(n_tens=10, within_km=20, sentences=())
