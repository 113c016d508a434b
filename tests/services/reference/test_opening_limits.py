"""When ideas are told stands in a file, and a wrong file is refused with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.reference import ReferenceDataError, load_opening_limits, read_opening_limits


def test_the_file_holds_every_limit() -> None:
    limits = load_opening_limits()

    assert min(limits.few_places, limits.few_students, limits.most_told) >= 1
    assert limits.longest_trip_minutes >= 60


def test_another_number_is_another_limit(folder: Path, spoil: Callable[..., int]) -> None:
    spoil("openings.csv", {"name": "few_places"}, value="7")

    assert read_opening_limits(folder).few_places == 7


def test_a_number_that_cannot_be_is_refused(folder: Path, spoil: Callable[..., int]) -> None:
    spoil("openings.csv", {"name": "most_told"}, value="0")

    with pytest.raises(ReferenceDataError, match=r"openings\.csv, regel 4, kolom value"):
        read_opening_limits(folder)


def test_a_missing_limit_is_named(
    folder: Path, lines: Callable[[str], list[dict[str, str]]], write: Callable[..., None]
) -> None:
    write("openings.csv", lines("openings.csv")[:-1])

    with pytest.raises(ReferenceDataError, match="longest_trip_minutes"):
        read_opening_limits(folder)
