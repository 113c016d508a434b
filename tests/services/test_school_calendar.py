"""The weeks of school holidays, against the dates that the ministry set."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.school_calendar import (
    KNOWN_REGIONS,
    LAST_YEAR,
    Region,
    calendar_from,
    holiday_weeks,
    monday_of,
    public_holidays,
)

YEAR = (date(2026, 8, 31), date(2027, 9, 30))


def weeks(*mondays: tuple[int, int, int]) -> tuple[date, ...]:
    return tuple(date(*day) for day in mondays)


def in_a_row(first: date, n: int) -> tuple[date, ...]:
    return tuple(first + timedelta(weeks=number) for number in range(n))


def test_weeks_of_the_school_year_2026_2027_are_those_that_the_ministry_set() -> None:
    """Autumn 10 October (north) and 17 October, Christmas 19 December, May 24 April, summer 10, 17 and 24 July."""
    christmas, may = weeks((2026, 12, 21), (2026, 12, 28)), date(2027, 4, 26)
    found = {region: holiday_weeks(region, *YEAR) for region in KNOWN_REGIONS}

    assert [found[region][0] for region in KNOWN_REGIONS] == [*weeks((2026, 10, 12), (2026, 10, 19), (2026, 10, 19))]
    assert all(set(christmas) | {may} <= set(one) for one in found.values())
    assert [found[region][-6:] for region in KNOWN_REGIONS] == [
        in_a_row(date(2027, 7, 12), 6),
        in_a_row(date(2027, 7, 19), 6),
        in_a_row(date(2027, 7, 26), 6),
    ]


def test_region_that_nobody_knows_has_holiday_only_where_all_three_have() -> None:
    found = {region: set(holiday_weeks(region, *YEAR)) for region in Region}

    assert found[Region.UNKNOWN] == found[Region.NOORD] & found[Region.MIDDEN] & found[Region.ZUID]
    assert date(2026, 10, 12) not in found[Region.UNKNOWN]
    assert date(2026, 12, 28) in found[Region.UNKNOWN]


def test_week_that_crosses_the_year_is_looked_at_whole() -> None:
    assert date(2026, 12, 28) in holiday_weeks(Region.ZUID, date(2027, 1, 1), date(2027, 1, 1))


def test_weeks_beyond_what_is_known_are_weeks_of_school() -> None:
    assert holiday_weeks(Region.NOORD, date(LAST_YEAR + 1, 1, 6), date(LAST_YEAR + 3, 1, 1)) == ()
    assert holiday_weeks(Region.NOORD, date(LAST_YEAR, 7, 1), date(LAST_YEAR, 8, 31)) != ()


def test_school_holidays_end_with_the_last_year_of_the_library() -> None:
    """When this fails the library knows more: raise ``LAST_YEAR``."""
    assert holiday_weeks(Region.MIDDEN, date(LAST_YEAR + 1, 7, 1), date(LAST_YEAR + 1, 8, 31)) == ()


@given(first=st.dates(date(2025, 1, 1), date(LAST_YEAR, 12, 31)).map(monday_of))
def test_calendar_says_of_every_week_what_the_list_of_weeks_says(first: date) -> None:
    calendar = calendar_from(first)

    assert len({len(weeks) for weeks in calendar.by_region}) == 1
    for region, row in zip(Region, calendar.by_region, strict=True):
        told = tuple(first + timedelta(weeks=number) for number, is_holiday in enumerate(row) if is_holiday)
        assert told == holiday_weeks(region, first, date(LAST_YEAR, 12, 31))


def test_calendar_that_starts_on_another_day_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-24 is no Monday"):
        calendar_from(date(2026, 11, 24))


def test_public_holidays_follow_easter_and_the_king() -> None:
    """Easter 2027 is on 28 March; in 2025 the king's birthday was on a Sunday."""
    assert {date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)} <= public_holidays(2027)
    assert date(2025, 4, 26) in public_holidays(2025)


def test_library_is_loaded_only_when_asked() -> None:
    code = "import sys, services.demo.region, services.school_calendar; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
