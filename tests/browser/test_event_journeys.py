"""Whole stories of events in a real browser: on a phone without script, and on a wide screen with it."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from events.event import EventKind
from services.permissions import Account
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import faults_in_both_looks, violations
from tests.browser.windows import Windows
from tests.demo_doors import NOW, Doors, entered
from tests.events.test_importing import calendar, entry
from tests.factories import make_event

SCREENS = ((390, False), (1280, True))
"""Widths, and whether there is script."""
AT = NOW + timedelta(days=14)
OPEN = make_event(
    "lassen", kind=EventKind.WORKSHOP, title="Lassen voor beginners", starts_at=AT, ends_at=AT + timedelta(hours=2)
)
FAIR = make_event(
    "banenmarkt",
    kind=EventKind.SPEED_DATE,
    title="Banenmarkt aan tafels",
    starts_at=AT + timedelta(days=1),
    ends_at=AT + timedelta(days=1, hours=3),
    seats=40,
)
TABLES = replace(
    make_event("speeddates"), kind=EventKind.SPEED_DATE, starts_at=AT, ends_at=AT + timedelta(hours=3), seats=9
)
Visit = Callable[[Account], Page]
WIDE = pytest.mark.parametrize("visit", [SCREENS[1]], indirect=True, ids=["wide with script"])
"""For what would only be the same again on a phone: there axe looks at both widths."""


@dataclass(frozen=True)
class Place:
    """A region of our own, with events that everybody can come to."""

    address: str
    file: Path


@pytest.fixture(scope="module")
def place(planted_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    file = shutil.copyfile(planted_file, tmp_path_factory.mktemp("stories") / "region.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with house.writing() as work:
        work.events.add_all([OPEN, FAIR, TABLES])
    house.close()
    with serving(file) as address:
        yield Place(address, file)


@pytest.fixture(params=SCREENS, ids=["phone without script", "wide with script"])
def visit(windows: Windows, place: Place, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Give a function that lets somebody in, each in a window of their own."""
    width, has_script = request.param
    house = House.open(f"sqlite:///{place.file}", clock=lambda: NOW)

    def let_in(account: Account) -> Page:
        return windows.open(place.address, secret=entered(house, account), width=width, has_script=has_script)

    yield let_in
    house.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def has_script(page: Page) -> bool:
    return (page.viewport_size or {"width": 0})["width"] > 1000


def is_fine(page: Page) -> None:
    """Look at a page as it stands; axe is script, so on the wide screen, for both widths."""
    if has_script(page):
        assert faults_in_both_looks(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})


def test_student_finds_an_event_comes_and_stays_away(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.STUDENT))
    page.goto("/agenda")
    if not has_script(page):  # on a wide screen the fields stand open beside the list
        page.get_by_role("search").locator("summary").click()
    page.get_by_label("Woorden").fill("lassen beginners")
    page.get_by_label("Wat wil je doen?").select_option("workshop")
    press(page, "Zoek")
    expect(page.get_by_text("1 activiteit").first).to_be_visible()
    page.get_by_role("link", name=OPEN.title).click()

    press(page, "Ik doe mee")

    expect(page.get_by_text("Je hebt een plek.")).to_be_visible()
    is_fine(page)
    page.get_by_role("link", name="Waar ik heen ga").click()
    is_fine(page)
    page.get_by_role("link", name=OPEN.title).click()
    press(page, "Afmelden")
    expect(page.get_by_role("button", name="Ik doe mee")).to_be_visible()
    page.goto("/mijn-activiteiten")
    expect(page.get_by_role("heading", name="Waar ik heen ga")).to_be_visible()
    expect(page.get_by_role("link", name=OPEN.title)).to_have_count(0)


def test_parent_registers_a_child_and_reads_so_first_in_the_agenda(doors: Doors, visit: Visit) -> None:
    child = next(one for one in doors.region.students if one.age_on(NOW.date()) < 16)
    page = visit(Account.of(Role.PARENT, subject_id=child.id, name="Ouder"))
    page.goto(f"/agenda/{OPEN.id}")

    press(page, f"{child.first_name} doet mee")

    expect(page.get_by_text(f"{child.first_name} heeft een plek.")).to_be_visible()
    page.goto("/agenda")
    first = page.get_by_role("region", name="Voor je kind eerst")
    expect(first.get_by_text(f"{child.first_name} is aangemeld")).to_be_visible()
    is_fine(page)
    page.goto(f"/agenda/{OPEN.id}")
    press(page, "Afmelden")
    expect(page.get_by_role("button", name=f"{child.first_name} doet mee")).to_be_visible()


def test_teacher_registers_part_of_the_class(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.TEACHER))
    page.goto(f"/agenda/{FAIR.id}")
    page.get_by_role("link", name="Meld leerlingen van je klas aan").click()
    seats = page.get_by_text("heeft een plek")
    before = seats.count()
    name = page.locator("label.choice").first.inner_text().strip()
    page.get_by_label(name, exact=True).first.check()

    press(page, "Meld aan")

    expect(seats).to_have_count(before + 1)
    is_fine(page)
    page.goto("/agenda")
    card = page.get_by_role("region", name="Voor je klas eerst").get_by_role("listitem").filter(has_text=FAIR.title)
    expect(card.get_by_text("Aangemeld uit je klas").first).to_be_visible()


def test_employer_comes_with_tables(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.EMPLOYER))
    page.goto(f"/agenda/{FAIR.id}")
    page.get_by_label("Hoeveel mensen praten tegelijk?").select_option("3")

    press(page, "Wij komen")

    expect(page.get_by_text("Jullie komen, met 3 tafels.")).to_be_visible()
    is_fine(page)
    press(page, "Afmelden")
    expect(page.get_by_role("button", name="Wij komen")).to_be_visible()


def comes(page: Page, button: str) -> None:
    page.goto(f"/agenda/{TABLES.id}")
    press(page, button)


@WIDE
def test_organiser_makes_a_schedule_and_each_reads_the_own_part(doors: Doors, visit: Visit) -> None:
    student, employer = visit(doors.account(Role.STUDENT)), visit(doors.account(Role.EMPLOYER))
    page = visit(doors.account(Role.COORDINATOR))
    comes(student, "Ik doe mee")
    comes(employer, "Wij komen")
    page.goto(f"/agenda/{TABLES.id}/schema")
    is_fine(page)

    press(page, "Maak het schema")

    expect(page.get_by_role("heading", level=1)).to_have_text("Wie spreekt wie?")
    is_fine(page)
    for of in ("kaartjes", "bedrijven", "tafels"):
        page.goto(f"/agenda/{TABLES.id}/schema/{of}")
        is_fine(page)
    for own in (student, employer):
        own.goto(f"/agenda/{TABLES.id}/mijn-schema")
        expect(own.get_by_role("heading", level=1)).to_be_visible()
        is_fine(own)


def planned(page: Page) -> str:
    """Plan an event for this evening, and give its address."""
    page.goto("/agenda/nieuw")
    page.get_by_label("Wat voor activiteit is het?").select_option("workshop")
    page.get_by_label("Hoe heet het?").fill("Vanavond koken")
    page.get_by_label("Wat gaan jullie doen?").fill("Je kookt samen.")
    page.get_by_label("Welke dag?", exact=True).fill("2026-11-24")
    page.get_by_label("Van", exact=True).fill("18:00")
    page.get_by_label("Tot", exact=True).fill("20:00")
    page.get_by_label("Waar is het?").fill("De Keuken")
    page.get_by_label("Wie organiseert het?").fill("De regio")
    press(page, "Bewaar als concept")
    return page.url.removesuffix("/wijzigen")


def test_organiser_plans_publishes_and_checks_in(doors: Doors, visit: Visit) -> None:
    page, student = visit(doors.account(Role.COORDINATOR)), visit(doors.account(Role.STUDENT))
    address = planned(page)
    is_fine(page)
    press(page, "Zet in de agenda")
    student.goto(address)
    press(student, "Ik doe mee")
    expect(student.get_by_text("Je hebt een plek.")).to_be_visible()

    page.get_by_role("link", name="Wie komen er?").click()
    code = page.locator("tr[id^=wie-]").first.get_attribute("id") or ""
    page.goto(f"/inchecken/{code.removeprefix('wie-')}")
    is_fine(page)
    press(page, f"{doors.student().first_name} is er")

    expect(page.get_by_role("button", name=re.compile(r"^Is er ?:"))).to_have_attribute("aria-pressed", "true")
    is_fine(page)


@WIDE
def test_organiser_who_is_second_reads_what_differs_and_cancels(doors: Doors, visit: Visit) -> None:
    page, other = visit(doors.account(Role.COORDINATOR)), visit(doors.account(Role.COORDINATOR))
    address = planned(page)
    press(page, "Zet in de agenda")
    page.goto(f"{address}/wijzigen")
    other.goto(f"{address}/wijzigen")
    other.get_by_label("Waar is het?").fill("De Aula")
    press(other, "Bewaar")
    page.get_by_label("Waar is het?").fill("De Gymzaal")

    press(page, "Bewaar")

    expect(page.get_by_role("heading", name="Iemand anders wijzigde dit intussen")).to_be_visible()
    expect(page.get_by_label("Waar is het?")).to_have_value("De Gymzaal")
    is_fine(page)
    page.goto(f"{address}/afzeggen")
    is_fine(page)
    page.get_by_label("Waarom gaat het niet door?").fill("De kok is ziek.")
    press(page, "Zeg de activiteit af")
    expect(page.get_by_text("gaat niet door. De kok is ziek.")).to_be_visible()


@WIDE
def test_organiser_throws_a_draft_away(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.JOBHUNTER))
    planned(page)

    page.get_by_text("Weggooien", exact=True).click()
    press(page, "Gooi dit concept weg")

    expect(page.get_by_text("Je hebt geen concepten.")).to_be_visible()


@WIDE
def test_coordinator_takes_a_calendar_over(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.COORDINATOR))
    page.goto("/agenda/overnemen")
    name = "Hogeland"
    file = calendar(entry("LOCATION:De Hal\\, Zwolle", uid=f"{name}@elders", begins="DTSTART:20261220T100000"))
    page.get_by_label("Van wie is de agenda?").fill(name)
    page.get_by_label("Of: een bestand").set_input_files(
        {"name": "agenda.ics", "mimeType": "text/calendar", "buffer": file}
    )
    press(page, "Kijk wat erin staat")
    expect(page.get_by_text("Nieuw: 1")).to_be_visible()
    is_fine(page)

    press(page, "Neem over")

    expect(page.get_by_role("heading", name="Overgenomen")).to_be_visible()
    page.goto("/agenda/overnemen")
    is_fine(page)
    expect(page.get_by_role("link", name=name)).to_be_visible()


@WIDE
def test_faults_of_a_calendar_are_accessible(doors: Doors, visit: Visit) -> None:
    page = visit(doors.account(Role.COORDINATOR))
    page.goto("/agenda/overnemen")
    page.get_by_label("Het adres van de agenda").fill("http://school.example")

    press(page, "Kijk wat erin staat")

    expect(page.locator(".faults")).to_contain_text("Vul in van wie de agenda is")
    expect(page.get_by_label("Het adres van de agenda")).to_have_value("http://school.example")
    assert violations(page) == []
