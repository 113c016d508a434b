"""`match`, `sample` and `import` as a person runs them: in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER

ROOT = Path(__file__).parents[2]


def plekwijzer(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command and give what it said."""
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_sample_then_match_says_how_many_and_keeps_standard_output_free(tmp_path: Path) -> None:
    made = plekwijzer("sample", "--students", "40", "--placements", "20", "--out", "uit", cwd=tmp_path)
    done = plekwijzer(
        "match", "--students", "uit/students.csv", "--placements", "uit/placements.csv", "--top", "3",
        "--out", "lijst.csv", "--direction", "both", cwd=tmp_path,
    )  # fmt: skip

    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr
    n_lines = len((tmp_path / "lijst.csv").read_text("utf-8").splitlines()) - 1
    assert f"40 leerlingen, 20 plekken, {n_lines} regels in lijst.csv." in done.stderr
    assert done.stdout == ""


def test_match_that_spreads_says_what_it_brings_and_costs(tmp_path: Path) -> None:
    plekwijzer("sample", "--students", "200", "--placements", "60", "--out", "uit", cwd=tmp_path)
    done = plekwijzer(
        "match", "--students", "uit/students.csv", "--placements", "uit/placements.csv", "--top", "3",
        "--out", "lijst.csv", "--spread", "0.5", "--most-loss", "0.1", cwd=tmp_path,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "")
    assert "Gespreid met kracht 0,5; elke regel hoogstens 10,0% minder score." in done.stderr
    assert "van de contacten zonder ruimte." in done.stderr


def test_match_with_other_weights_gives_other_scores_and_names_them(tmp_path: Path) -> None:
    plekwijzer("sample", "--students", "200", "--placements", "60", "--out", "uit", cwd=tmp_path)
    own = (REFERENCE_FOLDER / "parameters.toml").read_text("utf-8")
    (tmp_path / "proef.toml").write_text(
        own.replace('"2026-11"', '"proef"')
        .replace("wish = 0.35", "wish = 0.05")
        .replace("travel = 0.15", "travel = 0.45")
    )
    (tmp_path / "fout.toml").write_text(own.replace("prior = 0.5", "prior = 5"))

    done = [
        plekwijzer(
            "match", "--students", "uit/students.csv", "--placements", "uit/placements.csv", "--top", "3",
            "--out", f"lijst{number}.csv", *weights, cwd=tmp_path,
        )
        for number, weights in enumerate([(), ("--weights", "proef.toml"), ("--weights", "fout.toml")])
    ]  # fmt: skip

    assert [one.returncode for one in done] == [0, 0, 2]
    assert "/proef." in done[1].stderr
    assert "fout.toml, kolom prior: er staat “5.0”; geef een getal van 0 tot en met 1." in done[2].stderr
    assert (tmp_path / "lijst0.csv").read_bytes() != (tmp_path / "lijst1.csv").read_bytes()
    assert not (tmp_path / "lijst2.csv").exists()


def test_refused_file_gives_code_2_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_bytes("kenmerk;roepnaam\nL-1;Zoë\n".encode("cp1252"))

    done = plekwijzer(
        "match", "--students", "students.csv", "--placements", "weg.csv", "--out", "lijst.csv", cwd=tmp_path
    )

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "students.csv: byte 24 op regel 2 is 0xEB (in Windows-1252 een “ë”) en dat is geen UTF-8; "
        "sla het bestand opnieuw op als “CSV UTF-8”, dan blijven letters zoals é en ë goed.",
        "Er is niets geschreven.",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["students.csv"]


def test_import_without_tables_says_to_migrate_first(tmp_path: Path) -> None:
    done = plekwijzer("import", "catalogue", cwd=tmp_path, PLEKWIJZER_DATABASE_URL="sqlite:///leeg.sqlite3")

    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        ["De database is nog niet klaar. Draai eerst: plekwijzer migrate"],
    )


def test_import_twice_says_that_nothing_changed(tmp_path: Path, migrated_sqlite: Path) -> None:
    address = f"sqlite:///{tmp_path}/plekwijzer.sqlite3"
    (tmp_path / "plekwijzer.sqlite3").write_bytes(migrated_sqlite.read_bytes())

    done = [plekwijzer("import", "catalogue", cwd=tmp_path, PLEKWIJZER_DATABASE_URL=address) for _ in range(2)]

    assert [one.returncode for one in done] == [0, 0], done
    assert done[0].stderr.startswith("Overgenomen: ")
    assert done[1].stderr.startswith("Niets veranderd: ")


@pytest.mark.parametrize("command", [("--help",), ("match", "--help"), ("import", "--help"), ("rules", "--help")])
def test_help_loads_no_heavy_library(command: tuple[str, ...], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'holidays', 'sqlalchemy', 'pyarrow', 'fastapi', 'celery', 'services', 'storage'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(','.join(sorted(heavy)) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_snapshot_of_the_database_gives_the_lines_of_the_files(tmp_path: Path) -> None:
    address = {"PLEKWIJZER_DATABASE_URL": "sqlite:///stand.sqlite3"}
    files = ("--students", "uit/students.csv", "--placements", "uit/placements.csv")
    for arguments in (
        ("migrate",),
        ("sample", "--students", "60", "--placements", "40", "--out", "uit"),
        ("import", "students", "uit/students.csv"),
        ("import", "placements", "uit/placements.csv"),
        ("snapshot", "--out", "stand"),
        ("match", "--snapshot", "stand", "--top", "4", "--direction", "both", "--out", "stand.csv"),
        ("match", *files, "--top", "4", "--direction", "both", "--out", "bestanden.csv"),
    ):
        done = plekwijzer(*arguments, cwd=tmp_path, **address)
        assert (done.returncode, done.stdout if arguments[0] != "migrate" else "") == (0, ""), done.stderr

    lines = [sorted((tmp_path / name).read_text("utf-8").splitlines()) for name in ("stand.csv", "bestanden.csv")]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 20


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Geef --students en --placements, of --snapshot."),
        (("--students", "a.csv"), "Geef --students en --placements, of --snapshot."),
        (
            ("--snapshot", "stand", "--students", "a.csv", "--seed", "4"),
            "--students en --seed: dat ligt in een momentopname al vast.",
        ),
        (
            ("--snapshot", "stand"),
            "stand: hier staat geen momentopname; maak er een met plekwijzer snapshot.",
        ),
    ],
    ids=["nothing", "one file", "both", "no snapshot"],
)
def test_match_on_what_cannot_be_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = plekwijzer("match", *arguments, "--out", "lijst.csv", cwd=tmp_path)

    assert (done.returncode, done.stderr.splitlines()) == (2, [said, "Er is niets geschreven."])
    assert list(tmp_path.iterdir()) == []


def test_snapshot_without_tables_says_to_migrate_first(tmp_path: Path) -> None:
    done = plekwijzer("snapshot", "--out", "stand", cwd=tmp_path, PLEKWIJZER_DATABASE_URL="sqlite:///leeg.sqlite3")

    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        ["De database is nog niet klaar. Draai eerst: plekwijzer migrate"],
    )
