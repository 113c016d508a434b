"""How long something is kept: whole days, whole months, and the days that a month lacks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference import load_reference
from services.reference.processing import Term, Unit

terms = st.builds(Term, amount=st.integers(1, 130), unit=st.sampled_from(Unit))
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("first_day", "amount", "unit", "end"),
    [
        (date(2027, 1, 1), 4, Unit.WEEKS, date(2027, 1, 29)),
        (date(2027, 1, 1), 1, Unit.DAYS, date(2027, 1, 2)),
        (date(2027, 7, 31), 24, Unit.MONTHS, date(2029, 7, 31)),
        (date(2028, 2, 29), 12, Unit.MONTHS, date(2029, 3, 1)),
        (date(2028, 2, 29), 48, Unit.MONTHS, date(2032, 2, 29)),
        (date(2027, 1, 31), 1, Unit.MONTHS, date(2027, 3, 1)),
        (date(2027, 12, 31), 2, Unit.MONTHS, date(2028, 3, 1)),
    ],
)
def test_term_ends_on_the_day_that_a_calendar_says(first_day: date, amount: int, unit: Unit, end: date) -> None:
    assert Term(amount=amount, unit=unit).end(first_day) == end


@given(terms, days)
def test_what_is_over_today_is_exactly_what_ended_up_to_the_latest_day(term: Term, today: date) -> None:
    latest = term.latest_over(today)

    assert term.end(latest) <= today < term.end(latest + timedelta(days=1))


@given(terms, days)
def test_who_ended_a_day_later_is_never_gone_earlier(term: Term, day: date) -> None:
    assert term.end(day) <= term.end(day + timedelta(days=1))


def test_texts_tell_the_term_of_their_row() -> None:
    reference = load_reference(date(2026, 11, 22))

    for held in reference.retentions.values():
        assert held.term is None or str(held.term) in held.text
    assert reference.retentions["student_file"].text.startswith("Tot 2 jaar nadat")
