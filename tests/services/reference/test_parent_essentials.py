"""The essentials for parents say the same in every language, and say where they were not looked over."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.parents import essentials
from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.parent_essentials import CODES, NEEDED, read_parent_essentials
from tests.demo_doors import NOW
from tests.house.plain_texts import PlainCell, faults

HELD = read_parent_essentials(REFERENCE_FOLDER)


@pytest.mark.parametrize("code", CODES)
def test_language_has_every_text_with_ages_and_number_filled_in(code: str) -> None:
    told = essentials(code=code, now=NOW)

    assert set(told.texts) == set(NEEDED)
    assert all(told.texts.values())
    assert [name for name, text in told.texts.items() if "{" in text] == []
    assert "16" in told.texts["sign_1"]
    assert "112" in told.texts["danger"]


def test_dutch_comes_first_and_only_arabic_runs_from_the_right() -> None:
    assert list(HELD) == ["nl", "en", "tr", "ar", "pl", "uk"]
    assert [code for code, one in HELD.items() if one.direction == "rtl"] == ["ar"]
    assert [code for code, one in HELD.items() if not one.is_translation] == ["nl"]


def test_no_translation_is_left_in_dutch() -> None:
    same = [(code, name) for code in CODES[1:] for name in NEEDED if HELD[code].texts[name] == HELD["nl"].texts[name]]

    assert same == []


def test_dutch_is_plain() -> None:
    texts = essentials(code="nl", now=NOW).texts

    assert faults([PlainCell("parent_essentials.csv", name, text) for name, text in texts.items()]) == []


@pytest.mark.parametrize(
    ("file", "where", "cells", "told"),
    [
        ("help/parent_essentials.csv", {"code": "no"}, {"pl": ""}, "kolom pl"),
        ("help/parent_essentials.csv", {"code": "no"}, {"code": "nee"}, "“no” was er niet bij"),
        ("help/parent_essentials.csv", {"code": "danger"}, {"uk": "112"}, "andere haakjes"),
        ("help/languages.csv", {"code": "ar"}, {"direction": "right"}, "kies uit"),
        ("help/languages.csv", {"code": "ar"}, {"code": "fr"}, "kies uit"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    folder: Path, spoil: Callable[..., int], file: str, where: dict[str, str], cells: dict[str, str], told: str
) -> None:
    spoil(file, where, **cells)

    with pytest.raises(ReferenceDataError, match=told):
        read_parent_essentials(folder)
