"""The rows of the help map: whole, plain, with a source; and every way in which they cannot be right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.help_map import read_help_map
from tests.house.plain_texts import faults, texts_of

TODAY = date(2026, 11, 22)
HELD = read_help_map(REFERENCE_FOLDER, on=TODAY)
NO_SENTENCES = {"phrases", "alarms", "calls", "situations", "words"}


def test_every_situation_has_help_and_what_is_urgent_comes_first() -> None:
    situations = list(HELD.situations.values())

    assert len(HELD.offers) >= 40
    assert [one.code for one in situations if one.is_urgent] == [one.code for one in situations[:2]]
    assert all(one.calls for one in situations[:2])


def test_every_offer_can_be_reached_and_says_when_it_was_looked_up() -> None:
    assert [code for code, offer in HELD.offers.items() if not offer.how] == []
    assert [code for code, source in HELD.sources.items() if source.checked_on > TODAY] == []
    assert [code for code, offer in HELD.offers.items() if offer.url and not HELD.sources[code].url] == []


@pytest.mark.parametrize("name", ["situations.csv", "offers.csv"])
def test_texts_are_plain(name: str) -> None:
    cells = [
        cell
        for cell in texts_of(REFERENCE_FOLDER / "help" / name)
        if not any(cell.place.endswith(f"kolom {column}") for column in NO_SENTENCES)
    ]

    assert cells
    assert faults(cells) == []


@pytest.mark.parametrize(
    ("file", "where", "cells", "told"),
    [
        ("help/situations.csv", {"code": "danger"}, {"calls": ""}, "zet erbij wie je belt"),
        ("help/situations.csv", {"code": "danger"}, {"calls": "politie"}, "niet bekend"),
        ("help/situations.csv", {"code": "home"}, {"code": "danger"}, "niet bekend|staat er al"),
        ("help/situations.csv", {"code": "home"}, {"title": ""}, "kolom title"),
        ("help/offers.csv", {"code": "mentor"}, {"situations": "nergens"}, "niet bekend"),
        ("help/offers.csv", {"code": "mentor"}, {"situations": ""}, "kolom situations"),
        ("help/offers.csv", {"code": "mentor"}, {"for_whom": ""}, "kolom for_whom"),
        ("help/offers.csv", {"code": "halt"}, {"age_until": "12"}, "komt niet na age_from"),
        ("help/offers.csv", {"code": "halt"}, {"url": "halt.nl"}, "dit is geen adres"),
        ("help/offers.csv", {"code": "halt"}, {"kind": "politie"}, "kolom kind"),
        ("help/offers.csv", {"code": "young_carer"}, {"valid_to": "2026-02-01", "situations": "carer"}, None),
        ("report_help.csv", {"code": "suicide"}, {"valid_to": "2026-01-01"}, "niet bekend"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    folder: Path, spoil: Callable[..., int], file: str, where: dict[str, str], cells: dict[str, str], told: str | None
) -> None:
    spoil(file, where, **cells)

    if told is None:
        assert "young_carer" not in read_help_map(folder, on=TODAY).offers
        return
    with pytest.raises(ReferenceDataError, match=told):
        read_help_map(folder, on=TODAY)


def test_situation_that_nobody_helps_in_is_missed(
    folder: Path,
    lines: Callable[[str], list[dict[str, str]]],
    write: Callable[[str, list[dict[str, str]]], None],
) -> None:
    write("help/offers.csv", [row for row in lines("help/offers.csv") if "police" not in row["situations"].split(";")])

    with pytest.raises(ReferenceDataError, match="voor “police” helpt op 2026-11-22 niemand"):
        read_help_map(folder, on=TODAY)
