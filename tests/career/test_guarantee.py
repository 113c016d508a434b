"""Guarantees: what fits and why not, and the steps of a claim."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.errors import InvalidValueError
from career.guarantee import (
    CHECKABLE,
    ClaimState,
    GuaranteeClaim,
    GuaranteeStepError,
    Misfit,
    Seeker,
    misfits,
)
from tests.factories import make_guarantee

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
YOUNG = Seeker(sectors=frozenset({"zorg"}), starts_in=2029, municipality="Zwolle")


def make_claim(**changes: Any) -> GuaranteeClaim:
    plain: dict[str, Any] = {
        "id": uuid4(),
        "guarantee_id": uuid4(),
        "student_id": uuid4(),
        "state": ClaimState.CLAIMED,
        "made_at": NOW,
    }
    return GuaranteeClaim(**{**plain, **changes})


@pytest.mark.parametrize(
    ("changes", "seeker", "why"),
    [
        ({}, YOUNG, ()),
        ({}, replace(YOUNG, starts_in=2030), (Misfit.COHORT,)),
        ({}, replace(YOUNG, sectors=frozenset({"bouw"})), (Misfit.SECTOR,)),
        ({"choose_by": TODAY}, YOUNG, ()),
        ({"choose_by": TODAY - timedelta(days=1)}, YOUNG, (Misfit.CHOOSE_BY,)),
        ({"choose_by": TODAY - timedelta(days=1)}, replace(YOUNG, qualification_code="25655", level=3), ()),
        ({"programme_codes": ("25655",)}, replace(YOUNG, qualification_code="25656"), (Misfit.PROGRAMME,)),
        ({"programme_codes": ("25655",)}, YOUNG, ()),
        ({"levels": (2,)}, replace(YOUNG, level=3), (Misfit.LEVEL,)),
        ({"municipalities": ("Kampen",)}, YOUNG, (Misfit.MUNICIPALITY,)),
        ({"municipalities": ("Kampen",)}, replace(YOUNG, municipality=""), ()),
        ({"retired_at": NOW}, replace(YOUNG, starts_in=2030), (Misfit.CLOSED, Misfit.COHORT)),
        ({"valid_until": TODAY, "signed_on": date(2026, 1, 1)}, YOUNG, (Misfit.CLOSED,)),
    ],
)
def test_fit_names_everything_that_stands_in_the_way(
    changes: dict[str, Any], seeker: Seeker, why: tuple[Misfit, ...]
) -> None:
    assert misfits(make_guarantee(**changes), seeker, today=TODAY) == why


def test_guarantee_that_cannot_be_tells_every_fault() -> None:
    with pytest.raises(InvalidValueError) as told:
        make_guarantee(group_name=" ", n_seats=0, conditions=(), choose_profile="Zorg en welzijn", choose_by=None)

    assert set(told.value.faults) == {"group_name", "n_seats", "conditions", "choose_by"}


@given(state=st.sampled_from(ClaimState), days=st.integers(-60, 60), is_warned=st.booleans())
@settings(max_examples=60)
def test_claim_lapses_only_after_a_warning_and_the_time_to_mend_it(
    state: ClaimState, days: int, is_warned: bool
) -> None:
    ends = TODAY + timedelta(days=days)
    claim = make_claim(state=state, warned_on=TODAY if is_warned else None, lapses_from=ends if is_warned else None)

    if is_warned and days <= 0 and state in CHECKABLE:
        assert claim.lapse(TODAY).state is ClaimState.LAPSED
    else:
        with pytest.raises(GuaranteeStepError):
            claim.lapse(TODAY)


def test_check_takes_a_warning_back() -> None:
    warned = make_claim().warn("attend", today=TODAY, lapses_from=TODAY + timedelta(days=28))

    kept = warned.keep(TODAY)

    assert kept == make_claim(
        id=warned.id,
        guarantee_id=warned.guarantee_id,
        student_id=warned.student_id,
        state=ClaimState.KEPT,
        checked_on=TODAY,
    )


def test_job_goes_only_to_a_claim_that_was_kept_and_a_redeemed_one_stays() -> None:
    employer_id = uuid4()
    with pytest.raises(GuaranteeStepError):
        make_claim().offer(employer_id)

    redeemed = make_claim(state=ClaimState.KEPT).offer(employer_id).answer(is_yes=True)

    assert (redeemed.state, redeemed.offered_by) == (ClaimState.REDEEMED, employer_id)
    with pytest.raises(GuaranteeStepError):
        redeemed.give_back()
