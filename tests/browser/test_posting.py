"""Posting a place on a phone, with and without script: few taps, nothing typed, every step accessible and light."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.role import Role
from services.unit_of_work import House
from tests.browser.conftest import serving
from tests.browser.looking import MOST_BYTES, TRAVELLED, WIDTHS, faults_in_both_looks, small_targets, violations
from tests.browser.windows import Scheme, Windows
from tests.demo_doors import NOW, Doors, entered

MOST_TAPS = 25
FIELDS = "main input:not([type=hidden]), main select, main textarea"
TEXT = "eten koken en afwassen\nxyzzy blorp\nEen VOG moet. Vaste begeleider. Er is herrie en stof."
Enter = Callable[..., Page]


@dataclass
class Hand:
    """Taps on a page and counts it."""

    page: Page
    n_taps: int = 0
    n_typed: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def tap(self, what: Locator) -> None:
        what.click()
        self.n_taps += 1

    def look(self, step: str) -> None:
        """Count the fields that can be seen on a step."""
        self.fields[step] = sum(one.is_visible() for one in self.page.locator(FIELDS).all())

    def on(self, name: str = "Verder") -> None:
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=name))


@pytest.fixture(scope="module")
def own_file(planted_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copyfile(planted_file, tmp_path_factory.mktemp("posting") / "region.sqlite3"))


@pytest.fixture(scope="module")
def own_address(own_file: Path) -> Iterator[str]:
    with serving(own_file) as address:
        yield address


@pytest.fixture
def enter(windows: Windows, doors: Doors, own_file: Path, own_address: str) -> Iterator[Enter]:
    """Give a function that opens a page as the employer."""
    house = House.open(f"sqlite:///{own_file}", clock=lambda: NOW)

    def enter_as(path: str, *, width: int = 390, scheme: Scheme = "light", has_script: bool = True) -> Page:
        secret = entered(house, doors.account(Role.EMPLOYER))
        page = windows.open(own_address, secret=secret, width=width, scheme=scheme, has_script=has_script)
        page.goto(path)
        return page

    yield enter_as
    house.close()


def through(hand: Hand, *, until: str = "") -> str:
    """Write a place from the page of one's own places on, up to a step; give the address of the draft."""
    page = hand.page
    hand.tap(page.get_by_role("link", name="Nieuwe plek plaatsen"))
    hand.look("waar")
    if page.locator("fieldset#vestiging").count():
        hand.tap(page.locator("#vestiging label").first)
    hand.tap(page.locator("#soort label", has_text="Eerste baan"))
    if not page.locator("#sector input:checked").count():
        hand.tap(page.locator("#sector label").first)
    hand.on()
    here = page.url.partition("?")[0]
    hand.look("werk")
    for number in range(3):
        hand.tap(page.locator("#taken label:visible").nth(number))
    if until == "werk":
        return here
    hand.on()
    hand.look("dagen")
    hand.tap(page.locator("#dagen label:visible").first)
    hand.on()
    hand.look("helpt")
    for number in range(3):
        hand.tap(page.locator("#voorwaarden label:visible").nth(number))
    hand.tap(page.locator("#gevaren").get_by_label("Nee"))
    hand.on()
    hand.look("kijk")
    return here


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_place_is_posted_on_a_phone_in_few_taps_and_without_typing(enter: Enter, has_script: bool) -> None:
    hand = Hand(enter("/werkgever", has_script=has_script))
    through(hand)

    hand.on("Plaats deze plek")

    expect(hand.page.get_by_text("De plek staat online.")).to_be_visible()
    print(f"{hand.n_taps} taps, {hand.n_typed} typed, fields seen: {hand.fields}")
    assert hand.n_taps <= MOST_TAPS
    assert hand.n_typed == 0
    assert sum(hand.fields.values()) <= 80
    assert hand.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture
def draft(enter: Enter) -> str:
    return through(Hand(enter("/werkgever")))


def test_no_step_has_an_accessibility_fault_sticks_out_or_is_heavy(enter: Enter, draft: str) -> None:
    faults, weights = [], []
    for step in ("waar", "werk", "dagen", "helpt", "meer", "kijk"):
        page = enter(f"{draft}?stap={step}", width=390)
        weights.append(page.evaluate(TRAVELLED))
        faults += [f"{step}: {fault}" for fault in faults_in_both_looks(page)]

    assert faults == []
    assert all(2_000 < weight < MOST_BYTES for weight in weights)


def test_home_with_what_is_not_finished_is_accessible(enter: Enter, draft: str) -> None:
    page = enter("/werkgever")

    expect(page.get_by_role("heading", name="Nog niet af")).to_be_visible()
    assert violations(page) == []
    assert small_targets(page) == []


def test_faults_of_a_step_are_accessible_and_the_summary_takes_the_focus(enter: Enter, draft: str) -> None:
    page = enter(f"{draft}?stap=meer")
    page.get_by_label("Voor hoeveel jongeren?").fill("0")
    page.get_by_label("Vergoeding in euro").fill("veel")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar").click()

    assert violations(page) == []
    expect(page.locator(".faults")).to_be_focused()
    page.locator(".faults a").first.click()
    assert page.evaluate("location.hash") != ""
    expect(page.get_by_label("Vergoeding in euro")).to_have_value("veel")


def test_what_two_windows_said_is_shown_beside_one_another_and_accessible(enter: Enter, draft: str) -> None:
    first, second = enter(f"{draft}?stap=meer"), enter(f"{draft}?stap=meer", has_script=False)
    for page, name in ((first, "Hulp in de keuken"), (second, "Hulp in de bediening")):
        page.get_by_label("Hoe heet de plek?").fill(name)
        page.get_by_role("button", name="Bewaar").click()

    expect(second.get_by_text("Bewaard: Hulp in de keuken")).to_be_visible()
    expect(second.get_by_label("Hoe heet de plek?")).to_have_value("Hulp in de bediening")
    assert second.evaluate("document.documentElement.scrollWidth") <= 390
    second.get_by_role("button", name="Bewaar wat ik invulde").click()
    expect(second.get_by_role("heading", name="Klopt het zo?")).to_be_visible()


def test_only_what_is_chosen_unfolds(enter: Enter, draft: str) -> None:
    days, helps, where = (enter(f"{draft}?stap={step}", has_script=False) for step in ("dagen", "helpt", "waar"))
    expect(days.get_by_role("checkbox", name="Maandag", include_hidden=True)).to_be_hidden()
    days.get_by_label("Andere dagen of tijden").check()
    expect(days.get_by_role("checkbox", name="Maandag", include_hidden=True)).to_be_visible()
    expect(helps.get_by_text("Vink aan wat bij het werk hoort.")).to_be_hidden()
    helps.locator("#gevaren").get_by_label("Ja", exact=True).check()
    expect(helps.get_by_text("Vink aan wat bij het werk hoort.")).to_be_visible()
    expect(where.locator("#opleiding")).to_be_hidden()
    where.locator("#soort label", has_text="Stage (BOL)").click()
    expect(where.locator("#opleiding")).to_be_visible()
    expect(where.locator("#sector")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("has_script", [True, False])
def test_own_words_lead_to_suggestions_that_are_accessible(enter: Enter, width: int, has_script: bool) -> None:
    start = Hand(enter("/werkgever"))
    page = enter(f"{through(start, until='werk')}?stap=werk", width=width, has_script=has_script)
    page.locator("#werk").fill(TEXT)
    with page.expect_navigation():
        page.get_by_role("button", name="Zoek taken bij mijn tekst").click()

    expect(page.get_by_role("heading", name="Dit vonden wij")).to_be_visible()
    expect(page.locator("#werk")).to_have_value(TEXT)
    expect(page.get_by_label("Zoek met andere woorden").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small_targets(page) == []
    if has_script:
        assert violations(page) == []
