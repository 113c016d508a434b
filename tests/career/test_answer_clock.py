"""The answer clock: working days, reminders and the end of waiting, in both time zones of a year."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.answer_clock import AnswerClock, AnswerTerms, Side, local_day, start_of_day
from career.errors import InvalidValueError

TERMS = AnswerTerms(
    answer_days=5, reminder_day=3, reminder_hour=9, most_days=15, plan_ahead_days=10, next_helper_days=3
)
ORDINARY = AnswerClock(terms=TERMS, public_holidays=frozenset(), school_holidays=frozenset())
CHRISTMAS = frozenset(date(2026, 12, 19) + timedelta(days=n) for n in range(16))
WINTER = AnswerClock(
    terms=TERMS,
    public_holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}),
    school_holidays=CHRISTMAS,
)
moments = st.builds(lambda minutes: at(2026, 1, 1) + timedelta(minutes=minutes), st.integers(0, 2 * 365 * 24 * 60))
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 2, 1)), max_size=40)


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_five_working_days_end_with_the_fifth_day_and_the_reminder_comes_on_the_third() -> None:
    monday = at(2026, 11, 23)

    term = ORDINARY.term(Side.EMPLOYER, now=monday, waiting_since=monday)

    assert term.remind_at == at(2026, 11, 26, 8)  # nine o'clock in winter
    assert term.answer_by == at(2026, 11, 30, 23)  # the end of Monday
    assert term.closes_at == at(2026, 12, 7, 23)


def test_company_works_in_school_holidays_and_school_does_not() -> None:
    asked = at(2026, 12, 16)

    company = WINTER.term(Side.EMPLOYER, now=asked, waiting_since=asked)
    student = WINTER.term(Side.STUDENT, now=asked, waiting_since=asked)

    assert local_day(company.answer_by) == date(2026, 12, 24)
    assert student.answer_by == student.closes_at
    assert student.remind_at == at(2026, 12, 30, 8)  # on the last day, because the third comes too late


@pytest.mark.parametrize(
    ("asked", "answer_by"),
    [
        (at(2026, 3, 23), datetime(2026, 3, 30, 22, tzinfo=UTC)),  # summer time begins on the 29th
        (at(2026, 10, 19), datetime(2026, 10, 26, 23, tzinfo=UTC)),  # and ends on the 25th of October
    ],
)
def test_term_ends_at_midnight_in_the_netherlands_when_the_clock_changes(asked: datetime, answer_by: datetime) -> None:
    term = ORDINARY.term(Side.EMPLOYER, now=asked, waiting_since=asked)

    assert term.answer_by == answer_by
    assert term.remind_at is not None
    assert local_day(term.remind_at) == local_day(asked) + timedelta(days=3)


@pytest.mark.parametrize("second", [-1, 0])
def test_day_of_the_question_is_the_day_in_the_netherlands(second: int) -> None:
    midnight = start_of_day(date(2026, 7, 7))  # 22.00 hours UTC on Monday the 6th
    asked = midnight + timedelta(seconds=second)

    term = ORDINARY.term(Side.EMPLOYER, now=asked, waiting_since=asked)

    assert local_day(term.answer_by) == date(2026, 7, 15 if second == 0 else 14)


def test_after_a_planned_day_the_company_has_its_days_to_answer() -> None:
    monday = at(2026, 11, 23)

    term = ORDINARY.term(Side.EMPLOYER, now=monday, waiting_since=monday, counts_from=at(2026, 11, 27))

    assert local_day(term.answer_by) == date(2026, 12, 5)


@given(st.sampled_from(list(Side)), moments, st.integers(0, 14), days_off, days_off)
def test_nobody_waits_longer_than_the_most_and_every_moment_is_in_order(
    side: Side, since: datetime, later: int, public: frozenset[date], school: frozenset[date]
) -> None:
    clock = AnswerClock(terms=TERMS, public_holidays=public, school_holidays=school)
    now = since + timedelta(days=later) / 2

    term = clock.term(side, now=now, waiting_since=since)

    assert now < term.answer_by <= term.closes_at
    assert term.remind_at is None or now < term.remind_at < term.answer_by
    assert local_day(term.closes_at - timedelta(microseconds=1)) - local_day(since) <= timedelta(days=14)
    assert all(start_of_day(local_day(end)) == end for end in (term.answer_by, term.closes_at))


@given(st.sampled_from(list(Side)), moments, days_off, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_day_off_more_never_shortens_a_term(side: Side, now: datetime, off: frozenset[date], day: date) -> None:
    fewer = AnswerClock(terms=TERMS, public_holidays=off, school_holidays=frozenset())
    more = replace(fewer, public_holidays=off | {day})

    assert (
        more.term(side, now=now, waiting_since=now).answer_by >= fewer.term(side, now=now, waiting_since=now).answer_by
    )


@given(moments, days_off)
def test_five_days_are_worked_before_it_is_too_late(now: datetime, off: frozenset[date]) -> None:
    clock = AnswerClock(terms=replace(TERMS, most_days=100), public_holidays=off, school_holidays=frozenset())

    answer_by = clock.term(Side.EMPLOYER, now=now, waiting_since=now).answer_by

    days = [local_day(now) + timedelta(days=n) for n in range(1, (local_day(answer_by) - local_day(now)).days)]
    assert sum(day.isoweekday() < 6 and day not in off for day in days) == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reminder_day": 6}, "reminder_day"),
        ({"reminder_day": 0}, "reminder_day"),
        ({"reminder_hour": 24}, "reminder_hour"),
        ({"most_days": 5, "plan_ahead_days": 4}, "most_days"),
        ({"plan_ahead_days": 15}, "plan_ahead_days"),
        ({"plan_ahead_days": 0}, "plan_ahead_days"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        replace(TERMS, **changes)

    assert list(refused.value.faults) == [field]
