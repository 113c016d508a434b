"""The rows about answers: what they say, and every way in which they cannot be right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from career.answer_clock import AnswerTerms, Side
from career.application_rules import ClosingCause
from services.reference import ReferenceDataError, load_reference, read_reference

TODAY = date(2026, 11, 22)
HELD = load_reference(TODAY)


def test_terms_of_the_product() -> None:
    assert HELD.answers.terms == AnswerTerms(
        answer_days=5, reminder_day=3, reminder_hour=9, most_days=15, plan_ahead_days=10, next_helper_days=3
    )
    assert HELD.answers.contacts_per_student == 5


def test_every_side_can_end_and_the_service_has_its_own_causes_alone() -> None:
    sides = {side: [one.code for one in HELD.end_reasons.values() if one.side is side] for side in Side}

    assert all(sides.values())
    assert sides[Side.HOUSE] == [cause.value for cause in ClosingCause]


@pytest.mark.parametrize(
    ("file", "where", "cells", "told"),
    [
        ("answer_terms.csv", {"code": "answer_days"}, {"value": "0"}, "answer_terms.csv, regel 2, kolom value"),
        ("answer_terms.csv", {"code": "reminder_day"}, {"value": "9"}, "geef een dag binnen de antwoordtijd"),
        ("answer_terms.csv", {"code": "most_days"}, {"code": "longest"}, "answer_terms.csv, regel 5, kolom code"),
        ("answer_terms.csv", {"code": "most_days"}, {"valid_to": "2026-01-01"}, "“most_days” was er niet bij"),
        ("end_reasons.csv", {"code": "employer_filled"}, {"side": "boss"}, "kolom side"),
        ("end_reasons.csv", {"code": "seats_gone"}, {"code": "too_low"}, "kolom code"),
        ("end_reasons.csv", {"code": "seats_gone"}, {"valid_to": "2026-01-01"}, "“seats_gone” was er niet bij"),
        ("end_reasons.csv", {"code": "student_own"}, {"label": ""}, "kolom label"),
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


def test_side_without_a_reason_is_missed(
    folder: Path, lines: Callable[[str], list[dict[str, str]]], write: Callable[[str, list[dict[str, str]]], None]
) -> None:
    write("end_reasons.csv", [row for row in lines("end_reasons.csv") if row["side"] != "parent"])

    with pytest.raises(ReferenceDataError, match="“parent” was er niet bij"):
        read_reference(folder, on=TODAY)
