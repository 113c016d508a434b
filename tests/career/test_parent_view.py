"""What a parent sees changes at the start of a birthday, and after it only as far as the student chose."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.parent_view import ParentAges, ParentView, may_choose, next_turn, parent_view
from tests.factories import make_student

AGES = ParentAges(decides_at=16, adult_at=18)
ORDER = [ParentView.NOTHING, ParentView.REDUCED, ParentView.FULL]
ONE_DAY = timedelta(days=1)
birth_days = st.dates(date(2004, 1, 1), date(2014, 12, 31))
days = st.dates(date(2026, 1, 1), date(2032, 12, 31))


def view(born_on: date, day: date, shared_on: date | None = None) -> ParentView:
    return parent_view(student=make_student(born_on=born_on), day=day, ages=AGES, shared_on=shared_on)


@pytest.mark.parametrize(
    ("born_on", "turn", "before", "after"),
    [
        (date(2010, 6, 15), date(2026, 6, 15), ParentView.FULL, ParentView.REDUCED),
        (date(2008, 6, 15), date(2026, 6, 15), ParentView.REDUCED, ParentView.NOTHING),
        # Born on 29 February: sixteen in a leap year, eighteen on the first of March.
        (date(2012, 2, 29), date(2028, 2, 29), ParentView.FULL, ParentView.REDUCED),
        (date(2008, 2, 29), date(2026, 3, 1), ParentView.REDUCED, ParentView.NOTHING),
        (date(2010, 1, 1), date(2026, 1, 1), ParentView.FULL, ParentView.REDUCED),
    ],
)
def test_view_changes_on_the_birthday_and_not_a_day_earlier(
    born_on: date, turn: date, before: ParentView, after: ParentView
) -> None:
    assert (view(born_on, turn - ONE_DAY), view(born_on, turn)) == (before, after)


@pytest.mark.parametrize(
    ("day", "shared_on", "expected"),
    [
        (date(2027, 1, 1), date(2026, 12, 1), ParentView.FULL),
        (date(2028, 6, 15), date(2028, 6, 15), ParentView.REDUCED),
        # Chosen at 15 counts for nothing at 16, chosen at 17 for nothing at 18.
        (date(2027, 1, 1), date(2026, 6, 14), ParentView.REDUCED),
        (date(2028, 6, 15), date(2028, 6, 14), ParentView.NOTHING),
    ],
)
def test_choice_counts_for_the_years_in_which_it_was_made(day: date, shared_on: date, expected: ParentView) -> None:
    assert view(date(2010, 6, 15), day, shared_on) is expected


def test_other_ages_move_the_turns() -> None:
    student, ages = make_student(born_on=date(2010, 6, 15)), ParentAges(decides_at=14, adult_at=21)

    seen = [
        parent_view(student=student, day=date(year, 6, 15), ages=ages, shared_on=None) for year in (2023, 2024, 2031)
    ]

    assert seen == [ParentView.FULL, ParentView.REDUCED, ParentView.NOTHING]


@given(born_on=birth_days, day=days)
def test_parent_never_sees_more_as_the_student_grows_older(born_on: date, day: date) -> None:
    assert ORDER.index(view(born_on, day + ONE_DAY)) <= ORDER.index(view(born_on, day))


@given(born_on=birth_days, day=days, shared_on=days)
def test_sharing_never_shows_less_nor_more_than_one_step(born_on: date, day: date, shared_on: date) -> None:
    usual, shared = ORDER.index(view(born_on, day)), ORDER.index(view(born_on, day, shared_on))

    assert usual <= shared <= usual + 1


@given(born_on=birth_days, day=days, shared_on=days)
def test_who_may_not_choose_changes_nothing_by_choosing(born_on: date, day: date, shared_on: date) -> None:
    if not may_choose(student=make_student(born_on=born_on), day=day, ages=AGES):
        assert view(born_on, day, shared_on) is ParentView.FULL


@given(born_on=birth_days, day=days)
def test_next_turn_is_the_first_day_on_which_a_parent_sees_less(born_on: date, day: date) -> None:
    turn = next_turn(student=make_student(born_on=born_on), day=day, ages=AGES)

    if turn is None:
        assert view(born_on, day) is ParentView.NOTHING
    else:
        assert view(born_on, turn - ONE_DAY) is view(born_on, day)
        assert ORDER.index(view(born_on, turn)) < ORDER.index(view(born_on, day))
