"""When ideas are told stands in a file, and a wrong file is refused with its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.reference import ReferenceDataError, load_lists, read_reference

TODAY = date(2026, 11, 22)


def test_the_file_holds_every_limit() -> None:
    limits = load_lists().opening_limits

    assert min(limits.few_places, limits.most_told) >= 1
    assert limits.longest_trip_minutes >= 60


def test_another_number_is_another_limit(folder: Path, spoil: Callable[..., int]) -> None:
    spoil("openings.csv", {"name": "few_places"}, value="7")

    assert read_reference(folder, on=TODAY).opening_limits.few_places == 7


def test_a_number_that_cannot_be_is_refused(folder: Path, spoil: Callable[..., int]) -> None:
    spoil("openings.csv", {"name": "most_told"}, value="0")

    with pytest.raises(ReferenceDataError, match=r"openings\.csv, regel 3, kolom value"):
        read_reference(folder, on=TODAY)


def test_a_missing_limit_is_named(
    folder: Path, lines: Callable[[str], list[dict[str, str]]], write: Callable[..., None]
) -> None:
    write("openings.csv", lines("openings.csv")[:-1])

    with pytest.raises(ReferenceDataError, match="longest_trip_minutes"):
        read_reference(folder, on=TODAY)
