"""The pages about the words of a place in a real browser, with something found and something said."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from services.mending_words import mend_words
from services.permissions import Account
from services.reviews import give_place_back
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import faults_in_both_looks
from tests.browser.windows import Windows
from tests.demo_doors import NOW, Doors, entered

WORDS = (
    "Wij zijn een jong team en zoeken een stressbestendige meid. Tevens worden de werkzaamheden door jou uitgevoerd. "
    "Bel mevrouw Bos op 06 12345678. KOM SNEL LANGS!"
)
NOOR = Account.of(Role.JOBHUNTER, name="Noor")


class Served(NamedTuple):
    """A region on the web, with two places of one employer whose words are looked over."""

    house: House
    address: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def served(planted_file: Path, doors: Doors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = Path(shutil.copyfile(planted_file, tmp_path_factory.mktemp("reviews") / "region.sqlite3"))
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    employer, first = doors.account(Role.EMPLOYER), doors.placement()
    entered(house, NOOR)
    second = replace(first, id=first.site_id, reference="nog-een")
    with house.writing() as work:
        work.placements.save(second)
        for one in (first, second):
            mend_words(work, by=employer, placement_id=one.id, texts={"description": WORDS}, now=NOW)
        remarks = {"title": "Dit kan korter.", "description": "Laat weg hoe oud jullie zijn."}
        give_place_back(work, by=NOOR, placement_id=second.id, remarks=remarks, now=NOW)
    with serving(file) as address:
        yield Served(house, address, {"waiting": str(first.id), "returned": str(second.id)})
    house.close()


PAGES = (
    (Role.JOBHUNTER, "/nakijken"),
    (Role.JOBHUNTER, "/nakijken/{waiting}"),
    (Role.JOBHUNTER, "/nakijken/{returned}"),
    (Role.EMPLOYER, "/werkgever/plekken/{waiting}"),
    (Role.EMPLOYER, "/werkgever/plekken/{waiting}/woorden"),
    (Role.EMPLOYER, "/werkgever/plekken/{returned}/woorden"),
)


def opened(windows: Windows, served: Served, account: Account, path: str, *, has_script: bool = True) -> Page:
    page = windows.open(served.address, secret=entered(served.house, account), has_script=has_script)
    page.goto(path.format(**served.ids))
    return page


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_page_has_no_accessibility_fault_and_fits_the_screen(
    windows: Windows, served: Served, doors: Doors, role: Role, path: str
) -> None:
    account = NOOR if role is Role.JOBHUNTER else doors.account(role)
    page = opened(windows, served, account, path)
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")

    assert page.locator("h1").count() == 1
    assert faults_in_both_looks(page) == []


def test_without_script_each_mark_leads_to_what_is_said_of_it(windows: Windows, served: Served, doors: Doors) -> None:
    path = "/werkgever/plekken/{waiting}/woorden"
    page = opened(windows, served, doors.account(Role.EMPLOYER), path, has_script=False)

    marks = page.locator("mark a")
    said = [mark.get_attribute("href") for mark in marks.all()]
    marks.first.click()

    assert len(said) >= 6
    assert all(page.locator(href or "").count() == 1 for href in said)
    expect(page.locator("#opmerking-1")).to_be_in_viewport()
