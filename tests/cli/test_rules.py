"""`rules list` and `rules check` as a person runs them."""

import shutil
from pathlib import Path

from services.reference import REFERENCE_FOLDER
from tests.cli.test_files_commands import plekwijzer


def copied(tmp_path: Path) -> Path:
    code = shutil.ignore_patterns("*.py", "__pycache__", "*.md")
    return Path(shutil.copytree(REFERENCE_FOLDER, tmp_path / "regels", ignore=code))


def test_list_shows_the_rules_of_a_day_with_their_source(tmp_path: Path) -> None:
    done = plekwijzer("rules", "list", "--family", "consent_ages", "--on", "2026-11-22", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:5] == [
        "Dit geldt op 22 november 2026. Voor elke regel staat de regel in het bestand.",
        "",
        "Wie zelf beslist (consent_ages.csv)",
        "",
        "  2. Zelf beslissen over persoonsgegevens die je zelf geeft: vanaf 16 jaar; daaronder beslist een ouder of "
        "voogd.",
    ]


def test_list_in_a_file_says_how_many(tmp_path: Path) -> None:
    done = plekwijzer("rules", "list", "--family", "hazards", "--out", "uit.csv", cwd=tmp_path)

    n_lines = len((tmp_path / "uit.csv").read_text("utf-8").splitlines()) - 1
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{n_lines} regels in uit.csv.\n")


def test_list_of_an_unknown_family_names_those_that_are_there(tmp_path: Path) -> None:
    done = plekwijzer("rules", "list", "--family", "wetten", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("De groep “wetten” is er niet. Kies uit: placement_types, working_time, hazards,")


def test_check_of_sound_files_warns_and_ends_well(tmp_path: Path) -> None:
    done = plekwijzer("rules", "check", "--on", "2026-11-22", cwd=tmp_path)

    assert done.returncode == 0, done.stdout
    assert done.stdout
    assert all(line.startswith("LET OP  ") for line in done.stdout.splitlines())
    assert "rijen kloppen" in done.stderr


def test_check_of_another_folder_with_a_fault_says_where_and_ends_badly(tmp_path: Path) -> None:
    file = copied(tmp_path) / "travel_modes.csv"
    file.write_text(file.read_text("utf-8").replace("walk,lopen,te voet,5,", "walk,lopen,te voet,snel,"), "utf-8")

    done = plekwijzer("rules", "check", "--folder", "regels", cwd=tmp_path)

    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["FOUT    travel_modes.csv, regel 2, kolom speed_kmh: er staat “snel”; geef een getal zoals 12 of 0.5."],
    )


def test_check_of_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = plekwijzer("rules", "check", "--folder", "weg", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (
        2,
        "De map weg is er niet. Geef een map met een kopie van alle regels.\n",
    )
