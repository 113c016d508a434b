"""What a place gets by itself: a period in the school year, hours that fit its days, and nothing dangerous guessed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from employer_toolkit.draft import PlacementForm
from employer_toolkit.placement import PlacementType, WorkDay
from services.posting_defaults import completed, next_school_year, usual_period
from services.reference import load_reference
from services.reference.posting import load_posting_lists
from services.school_calendar import LAST_YEAR, Region, holiday_weeks, monday_of, school_year_of

days = st.dates(date(2024, 1, 1), date(LAST_YEAR - 2, 12, 31))
types = st.sampled_from(list(PlacementType))
REFERENCE = load_reference(date(2026, 11, 24))


@settings(deadline=None)  # the calendar is read once, by whoever comes first
@given(today=days, kind=types)
def test_usual_period_begins_on_a_monday_to_come_outside_the_holidays_and_ends_after_it(
    today: date, kind: PlacementType
) -> None:
    starts_on, ends_on = usual_period(kind, today=today)

    assert starts_on >= monday_of(today)
    assert starts_on.isoweekday() == 1
    assert ends_on is None or ends_on > starts_on
    if ends_on is not None and kind not in (PlacementType.PROEFPLAATSING, PlacementType.WERKERVARING):
        assert starts_on not in holiday_weeks(Region.UNKNOWN, starts_on, starts_on)
        assert school_year_of(starts_on).ends_on == ends_on


@settings(deadline=None)
@given(starts_on=days, n_days=st.none() | st.integers(1, 400), today=days)
def test_copy_begins_in_a_later_school_year_on_the_same_weekday_and_lasts_as_long(
    starts_on: date, n_days: int | None, today: date
) -> None:
    ends_on = None if n_days is None else starts_on + timedelta(days=n_days)

    first, last = next_school_year(starts_on, ends_on, today=today)

    assert first >= today
    assert first.isoweekday() == starts_on.isoweekday()
    assert school_year_of(first).starts_on > school_year_of(starts_on).starts_on
    assert monday_of(first) not in holiday_weeks(Region.UNKNOWN, first, first)
    assert (last is None) == (ends_on is None)
    assert last is None or last > first


@settings(deadline=None)
@given(
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    ends=st.integers(10, 20),
    n_days=st.none() | st.integers(1, 7),
)
def test_hours_that_nobody_said_fit_the_days(weekdays: frozenset[int], ends: int, n_days: int | None) -> None:
    schedule = tuple(WorkDay(weekday=day, starts=time(9), ends=time(ends)) for day in sorted(weekdays))
    form = PlacementForm(schedule=schedule, days_min=n_days and min(n_days, len(schedule)), type="eerste_baan")

    whole = completed(form, today=date(2026, 11, 24), reference=REFERENCE)

    week = sum(day.minutes for day in schedule)
    assert whole.hours_min is not None
    assert whole.hours_max is not None
    assert whole.days_min is not None
    assert 1 <= whole.days_min <= len(schedule)
    assert 1 <= whole.hours_min <= whole.hours_max <= max(week // 60, 1)


@settings(deadline=None)
@given(kind=types, sector=st.sampled_from(["", "horeca"]))
def test_what_the_law_or_a_purse_asks_is_never_guessed(kind: PlacementType, sector: str) -> None:
    whole = completed(PlacementForm(type=kind, sector=sector), today=date(2026, 11, 24), reference=REFERENCE)

    assert (whole.hazards, whole.allowance, whole.contact, whole.prerequisites) == (None, None, None, frozenset())


@pytest.mark.parametrize("kind", list(PlacementType))
def test_every_type_has_days_to_choose_in_one_tap(kind: PlacementType) -> None:
    assert 1 <= len(load_posting_lists().patterns_of(kind)) <= 6


def test_what_was_said_stays() -> None:
    form = PlacementForm(
        type="eerste_baan", sector="horeca", title="Hulp", starts_on=date(2027, 1, 5), hours_min=3, hours_max=4, seats=2
    )

    assert completed(form, today=date(2026, 11, 24), reference=REFERENCE) == form
