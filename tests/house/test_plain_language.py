"""Every text of the employer toolkit passes our own B1 check."""

from pathlib import Path

import pytest

from tests.house.plain_texts import NOT_TEXTS, TOOLKIT, PlainCell, faults, toolkit_texts


@pytest.mark.parametrize("path", sorted(TOOLKIT.rglob("*.*")), ids=lambda path: path.name)
def test_texts_of_the_toolkit_are_plain(path: Path) -> None:
    assert faults([cell for cell in toolkit_texts() if cell.file == path.name]) == []


def test_there_are_texts_to_look_at() -> None:
    assert len([cell for cell in toolkit_texts() if cell.file not in NOT_TEXTS]) > 50


@pytest.mark.parametrize(
    "text",
    [
        "Tevens ben je belast met voorkomende werkzaamheden.",
        "De tafels worden opgeruimd. De vloer wordt geveegd.",
        "Je gaat naar de hal en je pakt de bak en je zet de bak op de kar en je rijdt de kar naar de deur.",
        "Elektriciteitsvoorziening organiseren. " * 20,
    ],
)
def test_heavy_text_is_told(text: str) -> None:
    assert faults([PlainCell("file", "place", text)]) != []
