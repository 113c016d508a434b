"""The pages of applications in a real browser, with contacts at every stage: accessible, within the screen."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page
from pydantic import SecretStr

from accounts.role import Role
from api.main import create_app
from career.application import Application
from career.application_rules import StepKind
from services.applications.acting import actor_of, clock_for
from services.applications.keeping import keep
from services.people import ensure_account
from services.permissions import Account
from services.schemes.personal import agree, find_schemes, share
from services.sessions import begin_session
from services.settings import Settings
from tests.browser.conftest import serving_app
from tests.browser.looking import WIDTHS, faults_in_both_looks, violations
from tests.browser.windows import Windows
from tests.contacts import World, make_world, planned, through_to_accepted
from tests.demo_doors import KEY, NOBODY_WORKS

PAGES = (
    ("student 0", "/contacten"),
    ("student 0", "/contacten/{invited}"),
    ("student 0", "/contacten/{ended}"),
    ("student 1", "/contacten"),
    ("student 2", "/plekken/{place}"),
    ("student 2", "/contacten"),
    ("parent", "/toestemming"),
    ("employer", "/werkgever/kandidaten"),
    ("employer", "/werkgever/kandidaten/{shown}"),
    ("employer", "/werkgever/kandidaten/{met}"),
    ("employer", "/werkgever/kandidaten/{late}"),
    ("employer", "/werkgever/kandidaten/{ended}"),
    ("teacher", "/opvolgen"),
    ("teacher", "/opvolgen/{late}"),
    ("teacher", "/opvolgen/{accepted}"),
    ("student 3", "/sollicitaties/{met}/afspraak"),
    ("teacher", "/sollicitaties/{met}/afspraak"),
    ("student 5", "/contacten/{overdue}"),
    ("jobhunter", "/opvolgen/{overdue}"),
    ("employer", "/werkgever/plekken/{place}"),
    ("employer", "/werkgever/plekken/{place}/sluiten"),
    ("trainer", "/op-de-werkvloer"),
    ("student 1", "/berichten"),
    ("jobhunter", "/opvolgen"),
    ("jobhunter", "/kandidaten/{place}"),
    ("student 2", "/regelingen/mijn/{unsaid}"),
    ("student 4", "/regelingen/mijn/{accepted}"),
    ("employer", "/werkgever/kandidaten/{accepted}"),
    ("job coach", "/regelingen/jongeren"),
    ("job coach", "/regelingen/jongere/{accepted}"),
    ("other coach", "/regelingen/jongere/{unsaid}"),
)


@dataclass(frozen=True)
class Served:
    """A world behind an address, and the contacts in it by name."""

    world: World
    address: str
    ids: dict[str, str]


def with_contacts(url: str) -> tuple[World, dict[str, str]]:
    """Make a world with a contact at every stage."""
    world = make_world(url, n_students=7, n_places=5, seats=2)
    overdue = through_to_accepted(world, world.interest(5, place=4))
    world.step("teacher", through_to_accepted(world, world.interest(6, place=4)), StepKind.PLACE)
    trainer = Account.of(Role.TRAINER, id=UUID(int=300), name="Joke", subject_id=world.accounts["employer"].subject_id)
    with world.house.writing() as work:
        world.accounts["trainer"] = ensure_account(work, account=trainer, now=world.now)
    late = world.interest(1, place=0)
    world.let_time_pass(days=8)
    ended = world.interest(0, place=0)
    world.step("employer", ended, StepKind.END, end_code="employer_schedule")
    invited = world.interest(0, place=1)
    world.step("employer", invited, StepKind.INVITE, **planned(world))
    shown = world.propose(student=4, place=1)
    met = world.interest(3, place=2)
    world.step("employer", met, StepKind.INVITE, **planned(world))
    world.step("student 3", met, StepKind.AGREE)
    accepted = through_to_accepted(world, world.interest(4, place=3))
    unsaid = through_to_accepted(world, world.interest(2, place=3))
    looked_for(world, accepted)
    asking(world)
    these = {"late": late, "ended": ended, "invited": invited, "shown": shown, "met": met, "accepted": accepted}
    these["overdue"] = overdue
    these |= {"unsaid": unsaid}
    return world, {"place": str(world.places[2].id), **{name: str(one.id) for name, one in these.items()}}


def looked_for(world: World, accepted: Application) -> None:
    """Let a job coach have found schemes for one contact that the company reads; another has no yes yet."""
    for name, number in (("job coach", 4), ("other coach", 2)):
        account = Account.of(Role.JOB_COACH, id=UUID(int=700 + number), name=name, subject_id=world.students[number].id)
        with world.house.writing() as work:
            world.accounts[name] = ensure_account(work, account=account, now=world.now)
    with world.house.writing() as work:
        theirs = {"application_id": accepted.id, "now": world.now}
        agree(work, by=world.accounts["student 4"], **theirs)
        answers = {"no_risk_ground": True, "in_register": True}
        find_schemes(work, by=world.accounts["job coach"], answers=answers, pays_wage=None, **theirs)
        share(work, by=world.accounts["student 4"], **theirs)


def asking(world: World) -> None:
    """Let one contact wait for a parent, as if the student were younger."""
    with world.house.writing() as work:
        begun = Application.begin(
            id=world.places[3].id,
            student_id=world.students[0].id,
            placement_id=world.places[3].id,
            number=9,
            by=actor_of(world.accounts["student 0"]),
            asks_parent=True,
            now=world.now,
            clock=clock_for(work, student=world.students[0], now=world.now),
        )
        keep(work, before=None, after=begun, now=world.now)


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a world with contacts on a free port of this machine."""
    url = f"sqlite:///{shutil.copyfile(migrated_sqlite, tmp_path_factory.mktemp('contacts') / 'contacts.sqlite3')}"
    world, ids = with_contacts(url)
    settings = Settings(database_url=url, broker_url=NOBODY_WORKS, secret_key=SecretStr(KEY), queue="contacts")
    app = create_app(settings, demo=False, clock=world.clock)
    with serving_app(app) as address:
        yield Served(world=world, address=address, ids=ids)
    world.house.close()


def opened(windows: Windows, served: Served, who: str, path: str, *, width: int) -> Page:
    account = served.world.accounts[who]
    assert account.id is not None
    with served.world.house.writing() as work:
        secret = begin_session(work, account_id=account.id, role=account.role, now=served.world.now)
    page = windows.open(served.address, secret=secret, is_demo=False, width=width)
    page.goto(path.format(**served.ids))
    return page


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_page_has_no_accessibility_fault_and_fits_the_screen(
    windows: Windows, served: Served, who: str, path: str
) -> None:
    page = opened(windows, served, who, path, width=390)
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")

    assert page.locator("h1").count() == 1
    assert faults_in_both_looks(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_end_without_a_reason_says_so_and_is_asked_for_twice(windows: Windows, served: Served, width: int) -> None:
    page = opened(windows, served, "student 3", "/contacten/{met}", width=width)
    page.get_by_text("Ik wil stoppen").click()
    page.get_by_role("button", name="Stop dit contact").click()
    assert violations(page) == []
    page.get_by_label("Ik wil nu nog niet beginnen").check()
    page.get_by_role("button", name="Stop dit contact").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Weet je het zeker?"
    assert violations(page) == []


@pytest.fixture
def child(served: Served) -> Iterator[None]:
    """Let the student who waits for a parent be as young as that asks."""
    student = served.world.students[0]
    young = replace(student, born_on=served.world.now.date() - timedelta(days=15 * 366))
    for one in (young, student):
        with served.world.house.writing() as work:
            work.students.save(one)
        if one is young:
            yield


@pytest.mark.usefixtures("child")
def test_parent_reads_what_to_sign_and_says_yes_on_a_phone(windows: Windows, served: Served) -> None:
    page = opened(windows, served, "parent", "/mijn-kind", width=390)
    assert page.get_by_text("1 plek wacht op jouw ja of nee.").is_visible()
    assert violations(page) == []

    page.get_by_role("link", name="Geef antwoord").click()
    page.get_by_role("button", name="Ja, dat mag").click()
    assert page.get_by_text("Dank je wel. We hebben het doorgegeven.").is_visible()
    page.goto("/mijn-kind")

    assert page.get_by_text("op jouw ja of nee").count() == 0
    assert page.get_by_role("heading", name="Wat kan ik doen?").is_visible()
