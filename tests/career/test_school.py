"""A school settles what the law leaves to it, and what cannot be is refused at once."""

import pytest

from career.errors import InvalidValueError
from career.school import MinorSignature, Region, SchoolSettings


def test_school_that_settled_nothing_has_the_strictest_reading() -> None:
    settings = SchoolSettings(school="De Wissel")

    assert settings.parent_signs
    assert (settings.holiday_region, settings.max_travel_minutes) == (Region.UNKNOWN, None)


@pytest.mark.parametrize("settled", [MinorSignature.COVERED_BY_ENROLMENT, MinorSignature.INFORM_ONLY])
def test_parent_does_not_sign_where_the_school_settled_so(settled: MinorSignature) -> None:
    assert not SchoolSettings(school="De Wissel", minor_signature=settled).parent_signs


@pytest.mark.parametrize("minutes", [-5, 0, 241])
def test_settings_that_cannot_be_are_refused_all_faults_at_once(minutes: int) -> None:
    with pytest.raises(InvalidValueError) as refused:
        SchoolSettings(school=" ", max_travel_minutes=minutes)

    assert refused.value.faults == {
        "school": "geef de naam van de school",
        "max_travel_minutes": "geef een reistijd van 1 tot en met 240 minuten, of laat dit leeg",
    }


@pytest.mark.parametrize("minutes", [1, 240, None])
def test_limit_of_travel_within_the_bounds_is_kept(minutes: int | None) -> None:
    assert SchoolSettings(school="De Wissel", max_travel_minutes=minutes).max_travel_minutes == minutes
