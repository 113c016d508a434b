"""A copy of the data files that a test may spoil."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER, rules_folder

Spoil = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    code = shutil.ignore_patterns("*.py", "__pycache__", "*.md")
    return Path(shutil.copytree(REFERENCE_FOLDER, tmp_path / "regels", ignore=code))


@pytest.fixture
def ruling_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The copied files, as those of this installation."""
    monkeypatch.setenv("PLEKWIJZER_RULES", str(folder))
    rules_folder.cache_clear()
    yield folder
    rules_folder.cache_clear()


@pytest.fixture
def lines(folder: Path) -> Callable[[str], list[dict[str, str]]]:
    """The rows of one copied file, first row first."""

    def read(file: str) -> list[dict[str, str]]:
        with (folder / file).open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))

    return read


@pytest.fixture
def write(folder: Path) -> Callable[[str, list[dict[str, str]]], None]:
    """Write the rows of one copied file anew."""

    def save(file: str, rows: list[dict[str, str]]) -> None:
        with (folder / file).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return save


@pytest.fixture
def spoil(lines: Callable[[str], list[dict[str, str]]], write: Callable[[str, list[dict[str, str]]], None]) -> Spoil:
    """Change cells of one row; the row is found by the cells given in ``where`` and its line number comes back."""

    def change(file: str, where: Mapping[str, str], **cells: str) -> int:
        rows = lines(file)
        (ix,) = (ix for ix, row in enumerate(rows) if where.items() <= row.items())
        rows[ix] |= cells
        write(file, rows)
        return ix + 2

    return change
