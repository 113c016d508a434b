"""The lists for new places are refused with file, line and column where they cannot be right."""

import shutil
from pathlib import Path

import pytest

from employer_toolkit.placement import PlacementType
from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.posting import DEFAULTS, PATTERNS, load_posting_lists, read_posting_lists


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    for name in (DEFAULTS, PATTERNS):
        shutil.copy(REFERENCE_FOLDER / name, tmp_path / name)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_every_type_has_its_usual_period() -> None:
    assert set(load_posting_lists().defaults) == set(PlacementType)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column"),
    [
        (PATTERNS, "1;2;3;4;5,1,09:00,15:00", "1;2;8,1,09:00,15:00", 2, "weekdays"),
        (PATTERNS, "1;2;3;4;5,1,09:00,15:00", ",1,09:00,15:00", 2, "weekdays"),
        (PATTERNS, "1;2;3;4;5,1,09:00,15:00", "1;2,3,09:00,15:00", 2, "days_min"),
        (PATTERNS, "09:00,15:00", "15:00,09:00", 2, "ends"),
        (PATTERNS, "kijkdag,bliksemstage", "kijkdag,hobby", 2, "types"),
        (PATTERNS, "kijkdag,bliksemstage", "kijkdag,", 2, "types"),
        (PATTERNS, "een_dag,", "kijkdag,", 3, "code"),
        (DEFAULTS, "school_year", "altijd", 2, "lasts"),
        (DEFAULTS, "bliksemstage,2", "bliksemstage,53", 2, "start_in_weeks"),
        (DEFAULTS, "aandebak,4,open,1,\n", "", 11, "type"),
    ],
)
def test_wrong_cell_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, line: int, column: str
) -> None:
    folder = changed(tmp_path, file, old, new)

    with pytest.raises(ReferenceDataError) as refused:
        read_posting_lists(folder)

    assert (refused.value.file, refused.value.line, refused.value.column) == (file, line, column)
