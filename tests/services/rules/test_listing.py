"""The rules told for whoever keeps them: every row, in words that need no file beside them."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.reading import KEYS
from services.reference.working_time import Limit
from services.rules.listing import COLUMNS, list_rules, write_rules
from services.rules.wording import LIMITS, SAYING, VERDICTS

Lines = Callable[[str], list[dict[str, str]]]
Write = Callable[[str, list[dict[str, str]]], None]

TODAY = date(2026, 11, 22)
RULES = list_rules(REFERENCE_FOLDER, on=TODAY)


def test_every_file_of_dated_rows_is_a_family() -> None:
    assert {f"{family}.csv" for family in SAYING} == {*KEYS, "qualifications.csv"}
    assert set(LIMITS) == set(Limit)


@pytest.mark.parametrize("family", SAYING)
def test_every_row_that_holds_is_told_with_its_line(family: str, lines: Lines) -> None:
    told = [line.line for line in RULES if line.family == family]

    assert told == [
        number
        for number, row in enumerate(lines(f"{family}.csv"), start=2)
        if row["valid_from"] <= str(TODAY) < (row["valid_to"] or "9999")
    ]


def test_rows_are_told_in_plain_dutch() -> None:
    said = {(line.family, line.line): line.says for line in RULES}

    assert said["working_time", 2] == "taster, 12 tot 16 jaar, in elke week: hoogstens 7:00 uur werk op een dag"
    assert said["hazards", 22] == (
        "Werken waarbij je altijd iets moet dragen dat je beschermt: mag niet onder 16 jaar; "
        "niet bij arbeidstijd stage_3_1"
    )
    assert said["programme_hours", 4] == (
        "bpv_bol, niveau 4: minstens 337,5 uur stage per jaar; wat een plek minder heeft, komt van een andere plek"
    )
    assert said["consent_ages", 2] == (
        "Zelf beslissen over persoonsgegevens die je zelf geeft: vanaf 16 jaar; daaronder beslist een ouder of voogd"
    )


def test_no_code_of_an_answer_is_left_in_what_is_told() -> None:
    codes = re.compile(r"\b(yes|no(?!-)|forbidden|supervision|agreed|minor|school_decides|whole|by_length|any)\b")

    assert [line.says for line in RULES if codes.search(line.says)] == []
    assert VERDICTS.keys() >= {"forbidden", "not_now", "to_arrange", "unknown"}


def test_origin_names_article_law_address_days_and_whether_to_verify() -> None:
    (line,) = (line for line in RULES if (line.family, line.line) == ("hazards", 22))

    assert line.origin == (
        "Nadere regeling kinderarbeid, https://wetten.overheid.nl/BWBR0007195; geldt vanaf 2017-05-01; "
        "nagekeken op 2026-11-22; controleer dit; "
        "opmerking: licht werk; artikel nog opzoeken; in een stage mag het wel (artikel 3:1 lid 4)"
    )


def test_only_the_row_of_the_day_is_told(folder: Path, lines: Lines, write: Write) -> None:
    row, other = lines("consent_ages.csv")
    old, new = row | {"valid_to": "2027-01-01"}, row | {"valid_from": "2027-01-01", "age": "15"}
    write("consent_ages.csv", [other, old, new])

    told = [
        [(line.line, line.source.valid_until) for line in list_rules(folder, on=day, families=["consent_ages"])]
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert told == [[(2, None), (3, date(2027, 1, 1))], [(2, None), (4, None)]]


def test_rows_that_cannot_be_right_are_not_told(folder: Path, lines: Lines, write: Write) -> None:
    write("consent_ages.csv", [row | {"age": "zestien"} for row in lines("consent_ages.csv")])

    with pytest.raises(ReferenceDataError, match=r"consent_ages.csv, regel 2, kolom age"):
        list_rules(folder, on=TODAY, families=["hazards"])


def test_file_holds_every_line(tmp_path: Path) -> None:
    n_written = write_rules(tmp_path / "regels.csv", RULES)

    with (tmp_path / "regels.csv").open(encoding="utf-8", newline="") as opened:
        found = list(csv.DictReader(opened))
    assert n_written == len(found) == len(RULES)
    assert list(found[0]) == [column.name for column in COLUMNS]
    assert {row["controleren"] for row in found} == {"", "controleer dit"}
