"""A teacher and a student hold a conversation on a phone: planned, prepared, kept, done, and back the next time."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import small_targets, violations
from tests.browser.windows import Windows
from tests.demo_doors import NOW, Doors, entered

Enter = Callable[[Role], Page]


@pytest.fixture
def enter(windows: Windows, doors: Doors, planted_file: Path, tmp_path: Path) -> Iterator[Enter]:
    file = shutil.copyfile(planted_file, tmp_path / "region.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with serving(file) as address:

        def enter_as(role: Role) -> Page:
            return windows.open(address, secret=entered(house, doors.account(role)))

        yield enter_as
    house.close()


def plan(teacher: Page, school: str, day: str) -> None:
    teacher.goto(school)
    teacher.get_by_label("Welke dag?").fill(day)
    teacher.get_by_role("button", name="Plan het gesprek").click()


def test_teacher_and_student_hold_a_conversation_on_a_phone(enter: Enter, doors: Doors) -> None:
    teacher, student, school = enter(Role.TEACHER), enter(Role.STUDENT), f"/klas/{doors.student().id}/gesprekken"
    plan(teacher, school, "2026-11-25")

    student.goto("/dossier")
    student.get_by_role("link", name="Gesprekken").click()
    student.get_by_label("Punt 1 van jou").fill("Kan ik een dag meelopen?")
    student.get_by_role("button", name="Bewaar").click()

    teacher.goto(school)
    expect(teacher.get_by_text("Kan ik een dag meelopen?")).to_be_visible()
    teacher.get_by_role("link", name="Leg vast of verzet").click()
    teacher.get_by_label("Hoeveel minuten?").fill("25")
    teacher.get_by_label("Wat kan ik?").check()
    teacher.get_by_label("Wie helpt mij?").check()
    teacher.get_by_label("Wat gaat iemand doen?").first.fill("Belt de bakker")
    assert (small_targets(teacher), violations(teacher)) == ([], [])
    teacher.get_by_role("button", name="Leg het gesprek vast").click()
    expect(teacher.get_by_text("25 minuten")).to_be_visible()

    student.goto("/gesprekken")
    student.get_by_role("button", name=re.compile("Gedaan.*Belt de bakker")).click()
    expect(student.get_by_text("Gedaan op")).to_be_visible()

    plan(teacher, school, "2026-12-02")
    expect(teacher.get_by_text("Gedaan: Belt de bakker (de student)")).to_be_visible()
    student.goto("/gesprekken")
    expect(student.get_by_text("Gedaan: Belt de bakker (de student)")).to_be_visible()
    assert (small_targets(student), violations(student)) == ([], [])
    assert student.evaluate("document.documentElement.scrollWidth <= innerWidth")
