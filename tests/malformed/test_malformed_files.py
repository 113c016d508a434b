"""Hundreds of wrong files: each is refused in Dutch, in time, and leaves nothing behind."""

import hashlib
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli import importing, match
from services.files.faults import FileRefusedError
from services.files.limits import DEFAULT_LIMITS
from services.files.sheet_tables import read_xlsx
from services.files.tables import read_table
from tests.malformed.cases import (
    Case,
    all_cases,
    amplified,
    good_csv,
    good_parquet,
    good_row,
    good_xlsx,
    xlsx_bytes,
)

CASES = list(all_cases())
MAX_SECONDS = 5


def command() -> typer.Typer:
    app = typer.Typer()
    match.register(app)
    importing.register(app)
    return app


APP = command()


def run(*arguments: str) -> tuple[int, str]:
    """Run the command in this process and give its exit code and what it said; a traceback fails the test."""
    done = CliRunner().invoke(APP, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done.exit_code, done.output


def written(tmp_path: Path, case: Case) -> dict[str, Path]:
    """Write the wrong file beside a right one of the other kind."""
    files = {"students": tmp_path / "goed-leerlingen.csv", "placements": tmp_path / "goed-plekken.csv"}
    for kind, path in files.items():
        path.write_bytes(good_csv(kind))
    files[case.kind] = tmp_path / case.file
    files[case.kind].write_bytes(case.make())
    return files


def digest_of(database: Path) -> str:
    return hashlib.sha256(database.read_bytes()).hexdigest()


def test_the_battery_is_large() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_right_files_are_taken(tmp_path: Path, database: Path) -> None:
    """The negative control: without a fault the very same commands succeed."""
    case = Case("right", "students", "leerlingen.csv", good_csv)
    files = written(tmp_path, case)
    out = tmp_path / "uit.csv"

    matched = run("match", "--students", str(files["students"]), "--placements", str(files["placements"]),
                  "--out", str(out), "--strict")  # fmt: skip
    imported = [run("import", kind, str(path)) for kind, path in files.items()]

    assert matched[0] == 0, matched[1]
    assert [code for code, _ in imported] == [0, 0], imported
    assert out.exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed_file_is_refused_and_leaves_nothing(case: Case, tmp_path: Path, database: Path) -> None:
    files = written(tmp_path, case)
    out = tmp_path / "uit.csv"
    before = digest_of(database)
    there = sorted(path.name for path in tmp_path.iterdir())

    started = time.process_time()
    code, said = run("match", "--students", str(files["students"]), "--placements", str(files["placements"]),
                     "--out", str(out), "--strict")  # fmt: skip
    seconds = time.process_time() - started
    import_code, import_said = run("import", case.kind, str(files[case.kind]))

    assert (code, import_code) == (2, 2), said + import_said
    assert case.file.replace("\x1b", "\\x1b") in said
    assert [part for part in case.says if part not in said] == [], said
    assert "Er is niets geschreven." in said
    assert "Er is niets overgenomen." in import_said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert len(said) < 20_000
    assert seconds < MAX_SECONDS
    assert sorted(path.name for path in tmp_path.iterdir()) == there
    assert digest_of(database) == before


@pytest.mark.parametrize("what", ["nothing", "folder", "pipe", "endless device"])
def test_what_is_no_file_is_refused(what: str, tmp_path: Path) -> None:
    path = tmp_path / "leerlingen.csv"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "endless device":
        path.symlink_to("/dev/zero")

    with pytest.raises(FileRefusedError) as refused:
        read_table(path)

    assert refused.value.sentences()[0].startswith("leerlingen.csv: ")


def test_file_just_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.csv"
    with path.open("wb") as opened:
        opened.truncate(DEFAULT_LIMITS.max_bytes * 50)  # sparse: 5 GB of nothing

    with pytest.raises(FileRefusedError, match="100 MB"):
        read_table(path)


GOOD = {".csv": good_csv(), ".xlsx": good_xlsx(), ".parquet": good_parquet()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(GOOD)),
    place=st.floats(0, 1),
    cut=st.integers(0, 40),
    noise=st.binary(max_size=40),
)
def test_any_bytes_are_read_or_refused(kind: str, place: float, cut: int, noise: bytes, tmp_path: Path) -> None:
    content = GOOD[kind]
    at = int(place * len(content))
    path = tmp_path / f"leerlingen{kind}"
    path.write_bytes(content[:at] + noise + content[at + cut :])

    try:
        cells = [cell for _, row in read_table(path).rows for cell in row]
        said = []
    except FileRefusedError as refused:
        cells, said = [], refused.sentences()

    assert all(isinstance(cell, str) for cell in cells)
    assert all(line.startswith(path.name) for line in said)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "tekst.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        header = read_table(path).header
    except FileRefusedError:
        header = ()

    assert len(set(header)) == len(header)


def test_first_visible_sheet_is_read_and_said(tmp_path: Path) -> None:
    row = good_row("students")
    path = tmp_path / "leerlingen.xlsx"
    path.write_bytes(xlsx_bytes([list(row), list(row.values())], lambda book, sheet: book.add_worksheet("Oud")))

    table = read_table(path)

    assert table.notes == ("Gelezen is werkblad Leerlingen; niet gelezen: Oud.",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on a process")
def test_bound_on_memory_is_what_stops_an_amplified_workbook() -> None:
    """The negative control: with room enough the same file is read."""
    content = amplified(100)
    tight = replace(DEFAULT_LIMITS, max_child_bytes=100 * 1024 * 1024)

    with pytest.raises(FileRefusedError, match="geheugen"):
        read_xlsx("leerlingen.xlsx", content, limits=tight)

    rows, _ = read_xlsx("leerlingen.xlsx", content, limits=DEFAULT_LIMITS)
    assert len(rows) == 100


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a database of its own, and point the command at it."""
    file = tmp_path_factory.mktemp("database") / "plekwijzer.sqlite3"
    shutil.copyfile(migrated_sqlite, file)
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{file}")
    return file
