"""How much advice is told, and what is asked, stand in files; a wrong file is refused with its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.reference import ReferenceDataError, load_lists, load_reference, read_reference

TODAY = date(2026, 11, 22)


def test_the_files_hold_every_limit_and_a_question_for_every_kind() -> None:
    held, limits = load_reference(TODAY), load_lists().advice_limits

    assert limits.similar_places >= 10
    assert limits.similar_employers >= 5
    assert {kind for kind, code in held.carving_questions if not code} == {
        "prerequisite", "hazard", "dutch", "trainable",
    }  # fmt: skip
    named = {code for _, code in held.carving_questions} - {""}
    assert named <= {*held.prerequisites, *held.hazards}
    assert {code for (_, code), asked in held.carving_questions.items() if not asked.may_go} == {
        "prk", "beveiligingspas", "identiteitsbewijs",
    }  # fmt: skip


def test_another_number_is_another_limit(folder: Path, spoil: Callable[..., int]) -> None:
    spoil("advice.csv", {"name": "well_percent"}, value="80")

    assert read_reference(folder, on=TODAY).advice_limits.well_percent == 80


@pytest.mark.parametrize(
    ("file", "row", "changed", "said"),
    [
        ("advice.csv", {"name": "similar_km"}, {"value": "0"}, r"advice\.csv, regel 8, kolom value"),
        ("advice.csv", {"name": "similar_km"}, {"name": "similar_m"}, r"advice\.csv, regel 8, kolom name"),
        ("carving.csv", {"code": "vca"}, {"code": "vcb"}, r"carving\.csv, regel 7, kolom code"),
        ("carving.csv", {"code": "vca"}, {"code": "prk"}, r"carving\.csv, regel 7, kolom code"),
        ("carving.csv", {"code": "vca"}, {"question": "Zonder {naam}?"}, r"carving\.csv, regel 7, kolom question"),
        ("carving.csv", {"kind": "dutch"}, {"kind": "hazard", "code": "straling"}, r"dutch zonder code"),
    ],
)
def test_what_cannot_be_is_refused(
    folder: Path, spoil: Callable[..., int], file: str, row: dict[str, str], changed: dict[str, str], said: str
) -> None:
    spoil(file, row, **changed)

    with pytest.raises(ReferenceDataError, match=said):
        read_reference(folder, on=TODAY)
