"""Looking the rules over: every fault and everything that wants attention, and nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER
from services.reference.reading import KEYS
from services.rules.checking import Checked, check_rules

Lines = Callable[[str], list[dict[str, str]]]
Write = Callable[[str, list[dict[str, str]]], None]
Spoil = Callable[..., int]

TODAY = date(2026, 11, 22)
LOUD = {"code": "lawaai"}


@pytest.fixture
def tidy(folder: Path, lines: Lines, write: Write) -> Path:
    """A copy in which nothing wants attention: every row confirmed, with an address and without an end."""
    for name, columns in {**KEYS, "qualifications.csv": ("code",)}.items():
        confirmed = {"verify": "no", "source_url": "https://example.org", "source_title": "Wet", "valid_to": ""}
        newest = {tuple(row[column] for column in columns): row for row in lines(name)}
        write(name, [row | confirmed for row in newest.values()])
    return folder


def checked(folder: Path, **asked: int) -> Checked:
    return check_rules(folder, on=TODAY, **asked)


def test_files_of_the_product_hold_no_fault() -> None:
    assert check_rules(REFERENCE_FOLDER, on=TODAY).faults == ()


def test_tidy_copy_gives_no_warning(tidy: Path) -> None:
    done = checked(tidy)

    assert (done.faults, done.warnings) == ((), ())


@pytest.mark.parametrize(
    ("days", "told"),
    [(89, 1), (90, 1), (91, 0)],
)
def test_row_that_ends_soon_is_told(tidy: Path, spoil: Spoil, days: int, told: int) -> None:
    until = date.fromordinal(TODAY.toordinal() + days)
    line = spoil("hazards.csv", LOUD, valid_to=str(until))

    assert (
        checked(tidy).warnings
        == (f"hazards.csv, regel {line} (lawaai): geldt tot {until} en er komt geen rij na; zoek op wat er nu geldt.",)[
            :told
        ]
    )


def test_how_soon_can_be_asked(tidy: Path, spoil: Spoil) -> None:
    spoil("hazards.csv", LOUD, valid_to="2026-12-01")

    assert checked(tidy, within_days=5).warnings == ()
    assert len(checked(tidy, within_days=9).warnings) == 1


def test_row_that_ended_without_a_next_one_is_told_for_ever(tidy: Path, spoil: Spoil) -> None:
    line = spoil("hazards.csv", LOUD, valid_to="2020-01-01")

    assert checked(tidy).warnings == (
        f"hazards.csv, regel {line} (lawaai): gold tot 2020-01-01 en er komt geen rij na; zoek op wat er nu geldt.",
    )


@pytest.mark.parametrize(("turn", "told"), [("2020-01-01", 0), ("2026-12-01", 1), ("2028-01-01", 0)])
def test_row_with_a_next_one_is_told_only_when_the_turn_is_near(
    tidy: Path, lines: Lines, write: Write, turn: str, told: int
) -> None:
    rows = lines("consent_ages.csv")
    first, *others = rows
    write("consent_ages.csv", [first | {"valid_to": turn}, first | {"valid_from": turn, "age": "15"}, *others])

    assert (
        checked(tidy).warnings
        == (f"consent_ages.csv, regel 2 (personal_data): geldt tot {turn}; daarna geldt regel 3.",)[:told]
    )


def test_day_to_come_on_which_a_needed_row_lacks_is_told_however_far(tidy: Path, spoil: Spoil) -> None:
    spoil("consent_ages.csv", {"age": "16"}, valid_to="2031-01-01")

    assert checked(tidy).warnings == (
        "Vanaf 2031-01-01 kan Plekwijzer zo niet verder: consent_ages.csv, regel 3, kolom code: "
        "dit is de laatste rij en “personal_data” was er niet bij; zet er een rij voor bij die nu geldt.",
    )


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"verify": "yes"}, "“controleer dit” (verify is yes)"),
        ({"source_url": "", "source_title": "Eigen aanname"}, "zonder adres van een bron (eigen aanname)"),
        ({"checked_on": "2025-11-21"}, "meer dan 365 dagen geleden nagekeken"),
    ],
)
def test_rows_that_want_attention_are_told_together(tidy: Path, spoil: Spoil, cells: dict[str, str], kind: str) -> None:
    lines = [spoil("hazards.csv", {"code": code}, **cells) for code in ("lawaai", "trillingen", "trekker")]

    assert checked(tidy).warnings == (f"hazards.csv: {kind}: regel {lines[0]} tot en met {lines[1]} en {lines[2]}.",)


def test_how_long_ago_can_be_asked(tidy: Path, spoil: Spoil) -> None:
    spoil("hazards.csv", LOUD, checked_on="2026-11-20")

    assert checked(tidy, older_than_days=2).warnings == ()
    assert len(checked(tidy, older_than_days=1).warnings) > 0


def test_row_that_holds_no_more_wants_no_attention(tidy: Path, lines: Lines, write: Write) -> None:
    rows = lines("consent_ages.csv")
    old = rows[0] | {"valid_to": "2020-01-01", "verify": "yes", "checked_on": "2019-01-01"}
    write("consent_ages.csv", [old, rows[0] | {"valid_from": "2020-01-01"}])

    assert checked(tidy).warnings == ()


def test_file_that_nobody_reads_is_told(tidy: Path) -> None:
    (tidy / "hazards (1).csv").write_text("code\n", encoding="utf-8")

    assert checked(tidy).warnings == ("hazards (1).csv: dit bestand wordt niet gelezen; klopt de naam?",)


def test_all_files_that_cannot_be_read_are_told_at_once(folder: Path, spoil: Spoil) -> None:
    (folder / "hazards.csv").unlink()
    (folder / "text_words.csv").unlink()
    (folder / "parameters.toml").unlink()
    (folder / "sectors.csv").write_text("code;label;work\n", encoding="utf-8")
    line = spoil("prerequisites.csv", {"code": "vca"}, valid_from="1 mei 2017", checked_on="gisteren")

    assert checked(folder).faults == (
        "sectors.csv: tussen de kolommen staan puntkomma's; sla het op als CSV met komma's.",
        "hazards.csv: dit bestand is er niet; zet het in de map met regels.",
        f"prerequisites.csv, regel {line}, kolom valid_from: er staat “1 mei 2017”; "
        "geef een dag zoals 2026-11-22 (jaar-maand-dag).",
        "text_words.csv: dit bestand is er niet; zet het in de map met regels.",
        "parameters.toml: het bestand kan niet worden gelezen; kijk of de naam klopt.",
    )


@pytest.mark.parametrize(
    ("file", "where", "cells", "said"),
    [
        ("hazards.csv", LOUD, {"mode": "?"}, "kolom mode: er staat “?”; kies uit: forbidden, supervision."),
        ("sectors.csv", {"code": "horeca"}, {"code": "zorg"}, "kolom code: “zorg” staat er al"),
        ("text_words.csv", {"role": "you"}, {"role": "thou"}, "kolom role: er staat “thou”"),
        ("intake_tasks.csv", {"code": "thuis_koken"}, {"kind": "tuis"}, "kolom kind: er staat “tuis”"),
    ],
)
def test_row_that_cannot_be_right_is_a_fault_and_hides_the_warnings(
    folder: Path, spoil: Spoil, file: str, where: dict[str, str], cells: dict[str, str], said: str
) -> None:
    line = spoil(file, where, **cells)

    done = checked(folder)

    (fault,) = done.faults
    assert fault.startswith(f"{file}, regel {line}, {said}")
    assert done.warnings == ()


def test_fault_in_the_words_is_told(folder: Path) -> None:
    (folder / "words" / "woorden.csv").write_text("kind,nl\nberoep,kok\n", encoding="utf-8")

    (fault,) = checked(folder).faults

    assert fault.startswith("woorden.csv, regel 1, kolom en: deze kolom ontbreekt")
