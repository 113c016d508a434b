"""A student goes to the next school on a phone: chooses, the mentor sends, and the intake there reads it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from career.dossier import EntryDraft
from services.dossier import keep_entry
from services.ids import stable_id
from services.permissions import Account
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import small_targets, violations
from tests.browser.windows import Windows
from tests.demo_doors import NOW, Doors, entered

NEXT = "Vakcollege De Overkant"
INTAKE = Account.of(Role.TEACHER, id=stable_id("account", "handover", "intake"), name="Bram", school=NEXT, group="1k")
Enter = Callable[[Account], Page]


@pytest.fixture
def enter(windows: Windows, doors: Doors, planted_file: Path, tmp_path: Path) -> Iterator[Enter]:
    file = shutil.copyfile(planted_file, tmp_path / "region.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    own = doors.account(Role.STUDENT)
    with house.writing(own) as work:
        soup = EntryDraft(title="Soep voor de buurt", happened_on=NOW.date(), result="Alles was op.")
        keep_entry(work, by=own, student_id=doors.student().id, entry=soup, now=NOW)
    with serving(file) as address:

        def enter_as(account: Account) -> Page:
            has_script = account.role is Role.TEACHER
            return windows.open(address, secret=entered(house, account), has_script=has_script)

        yield enter_as
    house.close()


def test_student_chooses_mentor_sends_and_the_intake_opens_it_on_a_phone(enter: Enter, doors: Doors) -> None:
    student, mentor, intake = enter(doors.account(Role.STUDENT)), enter(doors.account(Role.TEACHER)), enter(INTAKE)
    student.goto("/dossier")
    student.get_by_role("link", name="Naar een nieuwe school").click()
    student.get_by_label("Naar welke school?").fill(NEXT)
    student.get_by_role("button", name="Ga verder").click()
    student.get_by_label("Stukken uit mijn dossier").check()
    student.get_by_label("Soep voor de buurt").check()
    student.get_by_role("button", name="Bekijk wat school straks leest").click()
    expect(student.get_by_text("Alles was op.").first).to_be_visible()
    student.get_by_role("button", name="Ja, dit mag mee").click()
    expect(student.get_by_text("Akkoord, nog niet verstuurd")).to_be_visible()

    mentor.goto(f"/klas/{doors.student().id}/overstap")
    assert (small_targets(mentor), violations(mentor)) == ([], [])
    mentor.get_by_role("button", name=f"Verstuur naar {NEXT}").click()
    expect(mentor.get_by_text("Spreek de nieuwe school")).to_be_visible()

    intake.goto("/klas")
    intake.get_by_role("link", name="Nieuw bij ons").click()
    intake.get_by_role("link", name=doors.student().first_name).click()
    intake.get_by_role("button", name="Ik doe de intake").click()
    expect(intake.get_by_text("Alles was op.").first).to_be_visible()
    assert (small_targets(intake), violations(intake)) == ([], [])
    assert intake.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with intake.expect_download() as downloaded:
        intake.get_by_role("link", name="Eén bladzijde (PDF)").click()
    assert Path(downloaded.value.path()).read_bytes().startswith(b"%PDF-")
    student.goto("/overstap")
    expect(student.get_by_text("Iemand op je nieuwe school leest het")).to_be_visible()
