"""The rules of the day asked for, all the way to what people see: none before its day, none after its end."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accounts.role import Role
from services.markets import current_market
from services.matching_files import match_files
from services.reference import load_lists, load_reference, rules_folder
from services.sample_files import write_sample
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors, opened

Lines = Callable[[str], list[dict[str, str]]]
Write = Callable[[str, list[dict[str, str]]], None]

TURN = "2026-12-01"
BEFORE, AFTER = NOW, datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
"""The second is half past midnight of the day of the turn in the Netherlands."""
NEW_LABEL = "Stage volgens de nieuwe wet"


@pytest.fixture
def turn(ruling_folder: Path, lines: Lines, write: Write) -> None:
    """From a day on every type of placement has another name and the bicycle is half as fast."""
    types, modes = lines("placement_types.csv"), lines("travel_modes.csv")
    old = [row | {"valid_to": TURN} for row in types]
    new = [row | {"valid_from": TURN, "label": NEW_LABEL} for row in types]
    write("placement_types.csv", old + new)
    bike = next(row for row in modes if row["code"] == "bike")
    slow = bike | {"valid_from": TURN, "speed_kmh": "7.5"}
    write("travel_modes.csv", [row | {"valid_to": TURN} if row is bike else row for row in modes] + [slow])


@pytest.mark.usefixtures("turn")
def test_row_rules_from_its_own_day_on_and_ends_on_its_last() -> None:
    before, after = load_reference(date(2026, 11, 30)), load_reference(date(2026, 12, 1))

    assert [rules.travel_modes["bike"].speed_kmh for rules in (before, after)] == [15, 7.5]
    assert before.version != after.version
    assert before.catalogue.version == after.catalogue.version == load_lists().catalogue.version


@pytest.mark.usefixtures("turn")
def test_files_are_not_read_again_and_days_of_one_choice_share_it(ruling_folder: Path) -> None:
    first, later = load_reference(date(2026, 11, 24)), load_reference(date(2026, 12, 1))
    shutil.rmtree(ruling_folder)

    assert load_reference(date(2026, 11, 30)) is first
    assert load_reference(date(2026, 12, 31)) is later


def test_installation_reads_the_folder_that_it_names(ruling_folder: Path) -> None:
    assert rules_folder() == ruling_folder.resolve()


@pytest.mark.usefixtures("turn")
def test_page_and_list_change_at_midnight_of_the_day_of_the_turn(
    planted_file: Path, tmp_path: Path, doors: Doors
) -> None:
    file = shutil.copyfile(planted_file, tmp_path / "region.sqlite3")
    moment = [BEFORE]
    seen, listed = [], []
    with opened(file, clock=lambda: moment[0]) as client:
        for moment[0] in (BEFORE, AFTER):
            visitor = Doors(client, doors.region).somebody(Role.STUDENT)
            seen.append(NEW_LABEL in visitor.get("/plekken").text)
            listed.append(visitor.get(f"/api/v1/students/{doors.student().id}/matches").json()["version"])

    assert seen == [False, True]
    assert listed[0] != listed[1]


@pytest.mark.usefixtures("turn")
def test_market_that_was_kept_takes_the_rules_of_the_new_day(planted_file: Path, tmp_path: Path) -> None:
    file = shutil.copyfile(planted_file, tmp_path / "region.sqlite3")
    house = House.open(f"sqlite:///{file}")
    with house.reading() as work:
        markets = [current_market(work, now=moment) for moment in (BEFORE, AFTER)]
    house.close()

    assert [market.codes.reference.travel_modes["bike"].speed_kmh for market in markets] == [15, 7.5]


@pytest.mark.usefixtures("turn")
def test_lists_from_files_take_the_rules_of_the_day_asked_for(tmp_path: Path) -> None:
    write_sample(n_students=60, n_placements=40, seed=5, out=tmp_path, today=date(2026, 11, 22))
    versions, texts = [], []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        out = tmp_path / f"{day}.csv"
        done = match_files(
            students=tmp_path / "students.csv", placements=tmp_path / "placements.csv", out=out, top=5, today=day
        )
        versions.append(done.version)
        texts.append(out.read_text("utf-8"))

    assert versions[0] != versions[1]
    assert texts[0] != texts[1]
