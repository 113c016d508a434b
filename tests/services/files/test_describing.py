"""The page about the formats and the example files say what the columns say."""

from datetime import date
from pathlib import Path

import pytest

from services.files.describing import EXAMPLES, PAGE, described, example_file, formats
from services.files.known import Known
from services.files.placements import read_placements
from services.files.postcodes import read_centroids
from services.files.students import read_students
from services.reference import load_reference

ROOT = Path(__file__).parents[3]


def test_page_holds_every_column_as_it_is() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")

    assert described(page) == page, "run: python -m services.files.describing"


def test_changed_page_is_noticed() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")

    assert described(page.replace("`roepnaam`", "`voornaam`")) != page.replace("`roepnaam`", "`voornaam`")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example_file_is_made_from_the_columns(name: str) -> None:
    assert (ROOT / EXAMPLES[name]).read_text(encoding="utf-8") == example_file(formats()[name])


def test_example_files_can_be_read() -> None:
    reference = load_reference(date(2026, 11, 22))
    known = Known(reference=reference, catalogue=reference.catalogue, centroids={}, today=date(2026, 11, 22))

    readings = [
        read_students(ROOT / EXAMPLES["students"], known=known),
        read_placements(ROOT / EXAMPLES["placements"], known=known),
        read_centroids(ROOT / EXAMPLES["postcodes"]),
    ]

    assert [(len(reading.values), reading.faults.sentences()) for reading in readings] == [(1, [])] * 3
