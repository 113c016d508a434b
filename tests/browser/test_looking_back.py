"""The pages after an event in a real browser: accessible, within the screen, and one tap that works without script."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from services.demo.afterwards import plant_looking_back, with_looking_back
from services.demo.casting import cast_of
from services.demo.region import Region
from services.permissions import Account
from services.reference import load_reference
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import faults_in_both_looks, violations
from tests.browser.windows import Windows
from tests.demo_doors import NOW, entered


@dataclass(frozen=True)
class Hall:
    """A region with speed dates that are over."""

    address: str
    house: House
    event_id: UUID
    people: dict[str, Account]

    def open(self, windows: Windows, who: str, path: str, *, has_script: bool = True) -> Page:
        """Open a page as somebody, on a phone."""
        secret = entered(self.house, self.people[who])
        page = windows.open(self.address, secret=secret, has_script=has_script)
        page.goto(path.format(event=self.event_id))
        return page


@pytest.fixture(scope="module")
def hall(small_region: Region, planted_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    file = shutil.copyfile(planted_file, tmp_path_factory.mktemp("hall") / "region.sqlite3")
    today = NOW.date()
    cast = cast_of(small_region, today=today, reference=load_reference(today))
    region = with_looking_back(small_region, cast, seed=7, today=today)
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with house.writing() as work:
        work.events.save(region.events[-1])
        work.registrations.add_all(region.registrations)
        plant_looking_back(work, region)
    with serving(file) as address:
        yield Hall(address, house, region.events[-1].id, {one.key: one.account for one in cast.people})
    house.close()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("student-1", "/agenda/{event}/terugblik"),
        ("employer-1", "/agenda/{event}/terugblik"),
        ("coordinator-1", "/agenda/{event}/verslag"),
        ("coordinator-1", "/agenda/{event}"),
        ("jobhunter-1", "/opvolgen"),
    ],
)
def test_page_has_no_accessibility_fault_and_fits_the_screen(hall: Hall, windows: Windows, who: str, path: str) -> None:
    page = hall.open(windows, who, path)

    assert page.title()
    assert page.get_by_role("heading", level=1).inner_text() != "Deze pagina is er niet"
    assert faults_in_both_looks(page) == []


def test_wrong_code_is_told_and_what_was_typed_stays(hall: Hall, windows: Windows) -> None:
    page = hall.open(windows, "employer-1", "/agenda/{event}/terugblik")
    page.get_by_label("Code van de jongere").fill("zzz 999")
    page.get_by_role("button", name="Zet erbij").click()

    expect(page.locator(".faults")).to_contain_text("Deze code hoort bij niemand hier")
    assert page.get_by_label("Code van de jongere").input_value() == "zzz 999"
    assert violations(page) == []


def test_without_script_one_tap_says_yes_and_another_takes_it_back(hall: Hall, windows: Windows) -> None:
    page = hall.open(windows, "student-2", "/agenda/{event}/terugblik", has_script=False)
    card = page.locator(".card", has_text="Jij zei nog niets.").first
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name="Ja, verder").click()

    said = page.locator(".card", has=page.get_by_role("heading", name=name))
    expect(said).to_contain_text("Jij zei: ja")
    said.get_by_role("button", name="Ja, verder").click()
    expect(said).to_contain_text("Jij zei nog niets.")
