"""A new student reaches a first list on a phone with few taps and hardly any typing; without script it works too."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.role import Role
from career.student import Student, Wishes
from services.permissions import Account
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import small_targets, violations
from tests.browser.windows import Windows
from tests.demo_doors import NOW, Doors, entered

MOST_TAPS = 40
MOST_TYPED = 60
WIDTH = 390


class Thumb:
    """Taps and types, and counts both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.n_taps = 0
        self.n_typed = 0

    def tap(self, what: Locator) -> None:
        what.click()
        self.n_taps += 1

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def type(self, what: Locator, text: str) -> None:
        self.tap(what)
        what.fill(text)
        self.n_typed += len(text)


@pytest.fixture
def own_file(planted_file: Path, tmp_path: Path) -> Path:
    """Give a region of the test's own, in which the newcomer told nothing yet."""
    return shutil.copyfile(planted_file, tmp_path / "region.sqlite3")


@pytest.fixture
def own_address(own_file: Path) -> Iterator[str]:
    with serving(own_file) as found:
        yield found


@pytest.fixture
def newcomer(doors: Doors, own_file: Path) -> Student:
    """Give a student of whom a file told the least there is."""
    student: Student = replace(doors.student(), claims=(), wishes=Wishes(), helps=frozenset())
    house = House.open(f"sqlite:///{own_file}", clock=lambda: NOW)
    with house.writing() as work:
        work.students.save(student)
    house.close()
    return student


Enter = Callable[..., Page]


@pytest.fixture
def enter(windows: Windows, own_address: str, own_file: Path) -> Iterator[Enter]:
    house = House.open(f"sqlite:///{own_file}", clock=lambda: NOW)

    def enter_as(account: Account, *, has_script: bool = True) -> Page:
        return windows.open(own_address, secret=entered(house, account), width=WIDTH, has_script=has_script)

    yield enter_as
    house.close()


def me(student: Student) -> Account:
    return Account.of(Role.STUDENT, subject_id=student.id, name=student.first_name)


def test_a_new_student_reaches_a_first_list_with_few_taps(newcomer: Student, enter: Enter) -> None:
    page = enter(me(newcomer))
    thumb = Thumb(page)
    page.goto("/plekken")

    thumb.tap(page.get_by_role("link", name="Begin", exact=True))
    thumb.tap(page.locator("main").get_by_role("link", name="Begin", exact=True))
    for kind, tasks in (
        ("Zorgen voor iemand", ("Ik pas op kinderen", "Ik zorg voor een dier")),
        ("Thuis helpen", ("Ik kook weleens", "Ik doe de was")),
    ):
        thumb.tap(page.get_by_role("link", name=kind))
        for task in tasks:
            thumb.tap(page.get_by_role("group", name=task).get_by_label("Helemaal zelf"))
        thumb.button("Bewaar")
    assert violations(page) == []
    expect(page.get_by_text("2 dingen verteld")).to_have_count(2)
    thumb.button("Klaar, verder")
    n_questions = 0
    question = page.get_by_role("heading", name="Wat doe je liever?")
    after_all = page.get_by_role("button", name="Ja, verder", exact=True)
    expect(question).to_be_visible()
    while question.is_visible():
        assert small_targets(page) == []
        with page.expect_navigation():
            thumb.tap(page.locator(".duo button").first)
        expect(question.or_(after_all)).to_be_visible()
        n_questions += 1
    assert violations(page) == []
    thumb.button("Ja, verder")
    thumb.tap(page.get_by_label("Samen met een collega werken helpt mij"))
    thumb.tap(page.get_by_label("Het helpt mij als iemand het eerst voordoet"))
    thumb.button("Verder")
    for day in ("Maandag", "Dinsdag"):
        thumb.tap(page.get_by_label(day))
    thumb.tap(page.get_by_label("Maakt niet uit"))
    thumb.type(page.get_by_label("De vier cijfers van je postcode"), newcomer.travel.postcode4)
    thumb.tap(page.get_by_label("Hoogstens een uur"))
    thumb.button("Bekijk mijn plekken")

    expect(page.get_by_role("heading", level=1)).to_contain_text("deze plekken passen bij jou")
    expect(page.get_by_text("Waarom past dit bij mij?").first).to_be_visible()
    assert 0 < n_questions <= 8
    assert thumb.n_taps <= MOST_TAPS
    assert thumb.n_typed <= MOST_TYPED


def test_without_script_it_is_left_and_taken_up_elsewhere_with_a_mentor(newcomer: Student, enter: Enter) -> None:
    page = enter(me(newcomer), has_script=False)
    page.goto("/begin?stap=gedaan&soort=sport")
    page.get_by_role("group", name="Ik speel in een team").get_by_label("Met hulp").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("button", name="Lees voor")).to_be_hidden()

    mentor = Account.of(Role.TEACHER, school=newcomer.school, group=newcomer.group, name="Mentor 3b")
    together = enter(mentor, has_script=False)
    together.goto(f"/klas/{newcomer.id}/begin?stap=gedaan&soort=sport")
    expect(together.get_by_role("group", name="Ik speel in een team").get_by_label("Met hulp")).to_be_checked()
    together.get_by_role("button", name="Bewaar", exact=True).click()
    together.goto(f"/klas/{newcomer.id}/begin?stap=wanneer")
    for day in together.get_by_role("group", name="Op welke dagen").get_by_role("checkbox").all():
        day.uncheck()
    together.get_by_label("De vier cijfers van je postcode").fill("80x")
    together.get_by_role("button", name="Bekijk de plekken").or_(
        together.get_by_role("button", name="Bewaar", exact=True)
    ).click()

    expect(together.locator(".faults li")).to_have_count(2)
    expect(together.get_by_label("De vier cijfers van je postcode")).to_have_value("80x")
    page.goto("/profiel")
    expect(page.locator(".intro")).to_contain_text("Jij en Mentor 3b vulden dit samen in op 24 november 2026.")
