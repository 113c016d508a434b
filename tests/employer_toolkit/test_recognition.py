"""A verdict decides one day: it says so on that day, and leaves every day before it as it was known."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.recognition import (
    Checker,
    Recognition,
    RecognitionStatus,
    Verdict,
    after_verdict,
    recognised_period,
)

SITE, OTHER = UUID(int=1), UUID(int=2)
START = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))


@st.composite
def registers(draw: st.DrawFn) -> list[Recognition]:
    """Draw what is known of one site and code: each first day at most once, as the table keeps it."""
    firsts = draw(st.lists(days, max_size=4, unique=True))
    return [
        Recognition(
            site_id=SITE,
            qualification_code="25498",
            status=draw(st.sampled_from(list(RecognitionStatus))),
            valid_from=first,
            valid_until=draw(st.none() | st.integers(1, 20).map(lambda n, first=first: first + timedelta(days=n))),
            checked_on=START,
        )
        for first in firsts
    ]


verdicts = st.builds(
    Verdict,
    site_id=st.just(SITE),
    qualification_code=st.just("25498"),
    asked_for=days,
    is_recognised=st.booleans(),
    checked_on=st.just(date(2026, 11, 22)),
    checked_by=st.sampled_from(list(Checker)),
)


def put(held: list[Recognition], changed: tuple[Recognition, ...]) -> list[Recognition]:
    """Keep them as the table does: one of the same first day takes the place of the other."""
    return list({one.valid_from: one for one in (*held, *changed)}.values())


def is_active(held: list[Recognition], day: date) -> bool:
    return recognised_period(held, from_on=day) is not None


@given(registers(), verdicts)
def test_day_of_the_verdict_is_as_it_says(held: list[Recognition], verdict: Verdict) -> None:
    after = put(held, after_verdict(held, verdict))

    assert is_active(after, verdict.asked_for) is verdict.is_recognised


@given(registers(), verdicts)
def test_days_before_the_verdict_stay_as_they_were(held: list[Recognition], verdict: Verdict) -> None:
    after = put(held, after_verdict(held, verdict))

    before = [START + timedelta(days=n) for n in range((verdict.asked_for - START).days)]
    assert [is_active(after, day) for day in before] == [is_active(held, day) for day in before]


@given(registers(), verdicts)
def test_same_verdict_again_changes_nothing(held: list[Recognition], verdict: Verdict) -> None:
    once = put(held, after_verdict(held, verdict))

    assert put(once, after_verdict(once, verdict)) == once


@given(registers(), verdicts)
def test_other_site_or_code_is_left_alone(held: list[Recognition], verdict: Verdict) -> None:
    others = [replace(one, site_id=OTHER) for one in held] + [replace(one, qualification_code="1") for one in held]

    assert after_verdict(others, verdict) == after_verdict([], verdict)


def test_yes_to_a_claim_makes_it_active_from_that_day_until_its_end() -> None:
    claim = Recognition(
        site_id=SITE,
        qualification_code="25498",
        status=RecognitionStatus.CLAIMED,
        valid_from=START,
        valid_until=date(2030, 1, 1),
        checked_on=START,
        checked_by=Checker.EMPLOYER,
    )
    yes = Verdict(
        site_id=SITE,
        qualification_code="25498",
        asked_for=START,
        is_recognised=True,
        checked_on=date(2026, 11, 22),
        checked_by=Checker.SCHOOL,
    )

    assert after_verdict([claim], yes) == (
        replace(claim, status=RecognitionStatus.ACTIVE, checked_on=date(2026, 11, 22), checked_by=Checker.SCHOOL),
    )
