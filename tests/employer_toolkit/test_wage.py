"""The youth minimum wage on each day, what a place costs, and what schemes bring."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import Mark, PlaceFacts
from employer_toolkit.scheme_worth import worth
from employer_toolkit.wage import MinimumWage, Range, add_months, cost_at, first_year
from services.reference import load_reference
from tests.employer_toolkit.test_scheme import PLACES, origin

BOOK = load_reference(date(2026, 11, 22)).schemes
WAGES = BOOK.wages
MARGIN = Decimal("0.0001")


def job(**changes: object) -> PlaceFacts:
    usual = PlaceFacts(
        type=PlacementType.EERSTE_BAAN, starts_on=date(2026, 3, 2), months=1, hours_per_week=35, pays_wage=True
    )
    return replace(usual, **changes)


@pytest.mark.parametrize(
    ("kind", "age", "day", "eur"),
    [
        # To 31 December 2026, of € 14,71 an hour.
        ("job", 15, "2026-12-31", "4.41"),
        ("job", 16, "2026-12-31", "5.07"),
        ("job", 17, "2026-12-31", "5.81"),
        ("job", 18, "2026-12-31", "7.36"),
        ("job", 19, "2026-12-31", "8.83"),
        ("job", 20, "2026-12-31", "11.77"),
        ("job", 21, "2026-12-31", "14.71"),
        ("bbl", 18, "2026-12-31", "6.69"),
        ("bbl", 20, "2026-12-31", "9.05"),
        # From 1 January 2027 on, of the last amount that is known.
        ("job", 15, "2027-01-01", "4.41"),
        ("job", 16, "2027-01-01", "5.88"),
        ("job", 17, "2027-01-01", "7.36"),
        ("job", 18, "2027-01-01", "9.19"),
        ("job", 19, "2027-01-01", "11.03"),
        ("job", 20, "2027-01-01", "12.87"),
        ("bbl", 18, "2027-01-01", "9.19"),
        ("bbl", 20, "2027-01-01", "12.87"),
    ],
)
def test_hourly_wage_is_that_of_the_age_and_the_day(kind: str, age: int, day: str, eur: str) -> None:
    assert WAGES.hourly(kind=kind, age=age, day=date.fromisoformat(day)).eur == Decimal(eur)


@pytest.mark.parametrize(
    ("day", "is_marked"), [("2026-06-30", False), ("2026-07-01", True), ("2026-07-02", True), ("2027-01-01", True)]
)
def test_amount_that_is_not_known_for_a_day_is_the_last_one_and_marked(day: str, is_marked: bool) -> None:
    found = WAGES.hourly(kind="job", age=21, day=date.fromisoformat(day))

    assert (Mark.EXPIRED in found.marks, found.known_from) == (is_marked, date(2026, 1, 1))


def test_cost_of_a_month_can_be_checked_on_paper() -> None:
    cost = cost_at(WAGES, job(), age=21)

    # 31 days of March at 35 hours a week are 155 hours; 8 % holiday pay, and 15 to 25 % charges.
    assert cost.wage == Decimal("155") * Decimal("14.71")
    assert cost.total == Range(low=cost.wage * Decimal("1.23"), high=cost.wage * Decimal("1.33"))


def test_cost_over_the_turn_of_the_year_has_two_wages() -> None:
    cost = cost_at(WAGES, job(starts_on=date(2026, 12, 1), months=2), age=19)

    assert [(part.starts_on, part.hourly.eur) for part in cost.parts] == [
        (date(2026, 12, 1), Decimal("8.83")),
        (date(2027, 1, 1), Decimal("11.03")),
    ]
    assert cost.wage == Decimal(155) * Decimal("8.83") + Decimal(155) * Decimal("11.03")


def test_a_newer_amount_is_used_from_its_day_on() -> None:
    newer = MinimumWage(hourly_eur=Decimal("15.10"), origin=origin(date(2026, 7, 1)))
    book = replace(WAGES, minimum=(*WAGES.minimum, newer))

    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
    assert [book.hourly(kind="job", age=21, day=day).eur for day in days] == [
        Decimal("14.71"),
        Decimal("15.10"),
        Decimal("15.10"),
    ]


@pytest.mark.parametrize(
    ("code", "facts", "low", "high"),
    [
        # 2,700 for 40 weeks: 4 weeks are 28 days.
        ("PRAKTIJKLEREN", job(type=PlacementType.BPV_BBL, starts_on=date(2027, 2, 1)), "221.67", "270"),
        # A whole school year has more than 40 weeks.
        ("PRAKTIJKLEREN", job(type=PlacementType.BPV_BBL, starts_on=date(2026, 8, 1), months=12), "2700", "2700"),
        # 155 hours at 1.01 and at 3.05.
        ("LKV_BANENAFSPRAAK", job(), "156.55", "156.55"),
        ("LKV_ARBEIDSGEHANDICAPT", job(), "472.75", "472.75"),
        # 48 hours a week are more than the hours of a year for which 2,000 is paid.
        ("LKV_BANENAFSPRAAK", job(starts_on=date(2026, 1, 1), months=12, hours_per_week=48), "2000", "2000"),
        # 365 hours over two calendar years, below the limit in each.
        ("LKV_BANENAFSPRAAK", job(starts_on=date(2026, 7, 3), months=12, hours_per_week=7), "368.65", "368.65"),
        # A part of the wage: nothing at 15, at most 70 % at 21.
        ("LKS", job(), "0", "1596.035"),
    ],
)
def test_worth_can_be_checked_on_paper(code: str, facts: PlaceFacts, low: str, high: str) -> None:
    found = worth(BOOK.amounts[code], facts, WAGES, ages=(15, 21))

    assert found is not None
    assert found.range == Range(low=Decimal(low), high=Decimal(high))


@given(facts=PLACES, code=st.sampled_from(sorted(BOOK.schemes)))
def test_longer_never_brings_less_and_the_least_is_never_more_than_the_most(facts: PlaceFacts, code: str) -> None:
    shorter = worth(BOOK.amounts[code], replace(facts, months=3), WAGES, ages=(15, 21))
    longer = worth(BOOK.amounts[code], replace(facts, months=9), WAGES, ages=(15, 21))

    assert (shorter is None) == (longer is None)
    if shorter is not None and longer is not None:
        assert shorter.range.low <= shorter.range.high
        assert shorter.range.low <= longer.range.low + MARGIN
        assert shorter.range.high <= longer.range.high + MARGIN


@given(facts=PLACES)
def test_who_is_older_never_costs_less(facts: PlaceFacts) -> None:
    costs = [cost_at(WAGES, facts, age=age) for age in WAGES.ages]

    assert all(one.wage <= other.wage for one, other in pairwise(costs))
    assert all(one.total.low <= one.total.high for one in costs)


@given(facts=PLACES, age=st.sampled_from(WAGES.ages))
def test_pieces_of_a_period_join_and_hold_every_hour(facts: PlaceFacts, age: int) -> None:
    starts_on, ends_on = first_year(facts)
    parts = cost_at(WAGES, facts, age=age).parts

    assert (parts[0].starts_on, parts[-1].ends_on) == (starts_on, ends_on)
    assert all(one.ends_on == other.starts_on for one, other in pairwise(parts))


def test_what_comes_back_never_makes_a_place_earn_money() -> None:
    assert Range(low=Decimal(5), high=Decimal(9)).less(Range(low=Decimal(1), high=Decimal(7))) == Range(
        low=Decimal(0), high=Decimal(8)
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-30", 3, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-12-31", 12, "2027-12-31")],
)
def test_months_later_is_the_same_day_or_the_last_one(day: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)
