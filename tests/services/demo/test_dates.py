from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.demo.content import load_content
from services.demo.dates import coming_terms, is_day_off, monday_after, years_before

days = st.dates(date(2025, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    "day",
    [date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 29), date(2027, 4, 27), date(2027, 5, 6),
     date(2027, 5, 17), date(2026, 11, 22)],
)  # fmt: skip
def test_is_day_off_knows_holidays_and_sundays(day: date):
    assert is_day_off(day)


def test_is_day_off_leaves_an_ordinary_tuesday_alone():
    assert not is_day_off(date(2026, 11, 24))


def test_years_before_a_leap_day_gives_28_february():
    assert years_before(date(2028, 2, 29), 17) == date(2011, 2, 28)


@given(days)
def test_monday_after_is_a_monday_within_a_week(day: date):
    assert monday_after(day).isoweekday() == 1
    assert day < monday_after(day) <= day + timedelta(days=7)


@given(days)
def test_coming_terms_start_on_mondays_in_order_and_not_at_once(day: date):
    (first, first_end), (second, second_end) = coming_terms(load_content(), day)

    assert first.isoweekday() == second.isoweekday() == 1
    assert day + timedelta(days=14) <= first < second
    assert first_end > first + timedelta(weeks=9)
    assert second_end > second + timedelta(weeks=9)
