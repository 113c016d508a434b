"""The rows about companies: what they say, and every way in which they cannot be right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from employer_toolkit.quick_answers import BadgeRule
from services.reference import Choice, CompanyRules, ReferenceDataError, load_reference, read_reference

TODAY = date(2026, 11, 22)
HELD = load_reference(TODAY)


def test_terms_of_the_product() -> None:
    assert HELD.company == CompanyRules(
        school_year_begins_month=8,
        recognition_warning_days=60,
        recognition_stale_days=365,
        recognition_decision_days=10,
        register_wait_seconds=10,
        claim_days=1,
        recently_called_days=14,
        badge=BadgeRule(window_days=180, least_asked=5, least_percent=90),
        report_confirm_days=3,
    )


def test_help_begins_with_what_cannot_wait_and_each_place_can_be_reached() -> None:
    helps = list(HELD.report_help.values())

    assert [one.code for one in helps[:2]] == ["emergency", "safe_at_home"]
    assert [one.code for one in helps if not (one.phone or one.url)] == []


@pytest.mark.parametrize(
    ("file", "where", "cells", "told"),
    [
        ("company_terms.csv", {"code": "claim_days"}, {"value": "0"}, "kolom value"),
        ("company_terms.csv", {"code": "badge_least_percent"}, {"value": "101"}, "kolom value"),
        ("company_terms.csv", {"code": "school_year_begins_month"}, {"value": "13"}, "kolom value"),
        ("company_terms.csv", {"code": "claim_days"}, {"code": "claim"}, "kolom code"),
        ("company_terms.csv", {"code": "claim_days"}, {"valid_to": "2026-01-01"}, "“claim_days” was er niet bij"),
        ("company_choices.csv", {"code": "no_time"}, {"list": "reasons"}, "kolom list"),
        ("company_choices.csv", {"code": "no_time"}, {"code": "no_work"}, "“no_work” staat er al in deze lijst"),
        ("company_choices.csv", {"code": "no_time"}, {"label": ""}, "kolom label"),
        ("report_help.csv", {"code": "emergency"}, {"phone": ""}, "geen nummer en ook geen adres"),
        ("report_help.csv", {"code": "sbb"}, {"url": "s-bb.nl"}, "dit is geen adres"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    folder: Path,
    spoil: Callable[..., int],
    file: str,
    where: dict[str, str],
    cells: dict[str, str],
    told: str,
) -> None:
    spoil(file, where, **cells)

    with pytest.raises(ReferenceDataError, match=told):
        read_reference(folder, on=TODAY)


@pytest.mark.parametrize("one", list(Choice))
def test_list_without_rows_is_missed(
    folder: Path,
    lines: Callable[[str], list[dict[str, str]]],
    write: Callable[[str, list[dict[str, str]]], None],
    one: Choice,
) -> None:
    write("company_choices.csv", [row for row in lines("company_choices.csv") if row["list"] != one])

    with pytest.raises(ReferenceDataError, match=f"“{one}” was er niet bij"):
        read_reference(folder, on=TODAY)
