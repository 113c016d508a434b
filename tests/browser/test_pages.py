"""Every page in a real browser: accessible, light, within the screen, and usable by keyboard and without script."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from events.event import EventState
from events.inviting import EventInvitation
from events.registration import Party
from services.permissions import Account
from tests.browser.looking import MOST_BYTES, TRAVELLED, WIDTHS, faults_in_both_looks, small_targets, violations
from tests.demo_doors import NOW, Doors
from tests.journeys.test_openings import with_few_places

NOT_THERE = ("/certificaat/onbekend",)
Open = Callable[..., Page]

REFUSED_WEEK = (
    "/rooster?leeftijd=15&soort=stage&week=school&dag=1&dag=2&van=06:30&tot=16:30&pauze=30&van.4=09:00&tot.4=13:00"
    "&vakantieweken=2&kijk=1"
)
LEERBAAN = "soort=bpv_bbl&start=2026-12-01&uren=32&maanden=10&loon=ja&erkend=ja&sector=techniek&kijk=1"
PAGES: tuple[tuple[Role, str], ...] = (
    (Role.ANONYMOUS, "/"),
    (Role.ANONYMOUS, "/over"),
    (Role.ANONYMOUS, "/privacy"),
    (Role.ANONYMOUS, "/toegankelijkheid"),
    (Role.ANONYMOUS, "/agenda?maand=2026-12"),
    (Role.ANONYMOUS, "/agenda?week=2026-W50"),
    (Role.ANONYMOUS, "/agenda?maand=2026-12&weergave=print"),
    (Role.STUDENT, "/agenda"),
    (Role.ANONYMOUS, "/agenda/{event}"),
    (Role.ANONYMOUS, "/inloggen"),
    (Role.ANONYMOUS, "/voor-werkgevers"),
    (Role.ANONYMOUS, "/rooster"),
    (Role.ANONYMOUS, REFUSED_WEEK),
    (Role.ANONYMOUS, "/rooster?leeftijd=17&soort=mbo&week=geen&dag=1&dag=7&van=09:00&tot=17:00&pauze=30&kijk=1"),
    (Role.ANONYMOUS, "/rooster?leeftijd=12&soort=werk&week=geen&dag=1&van=09:00&tot=12:00&kijk=1"),
    (Role.ANONYMOUS, "/regelingen"),
    (Role.ANONYMOUS, f"/regelingen?{LEERBAAN}"),
    (Role.ANONYMOUS, "/regelingen/PRAKTIJKLEREN"),
    (Role.ANONYMOUS, "/wat-kost-het"),
    (Role.ANONYMOUS, f"/wat-kost-het?{LEERBAAN}"),
    (Role.JOB_COACH, "/regelingen/jongeren"),
    (Role.STUDENT, "/plekken"),
    (Role.STUDENT, "/plekken?minuten=1"),
    (Role.STUDENT, "/plekken/{placement}"),
    (Role.STUDENT, "/wat-kun-jij"),
    (Role.STUDENT, "/begin"),
    (Role.STUDENT, "/maatje"),
    (Role.STUDENT, "/garantie"),
    (Role.STUDENT, "/richting"),
    (Role.STUDENT, "/richting/zorg"),
    (Role.TEACHER, "/klas/maatjes"),
    (Role.TEACHER, "/klas/opdrachten"),
    (Role.TEACHER, "/klas/gesprekken"),
    (Role.TEACHER, "/klas/jaarplan"),
    (Role.TEACHER, "/gesprekskaart"),
    (Role.TEACHER, "/school/dossier"),
    (Role.TEACHER, "/school/opdrachten"),
    (Role.TEACHER, "/school/gesprekken"),
    (Role.STUDENT, "/begin?stap=gedaan"),
    (Role.STUDENT, "/begin?stap=gedaan&soort=zorgen"),
    (Role.STUDENT, "/begin?stap=leuk"),
    (Role.STUDENT, "/begin?stap=helpt"),
    (Role.STUDENT, "/begin?stap=wanneer"),
    (Role.STUDENT, "/profiel"),
    (Role.TEACHER, "/klas/{student}/begin"),
    (Role.TEACHER, "/klas/{student}/profiel"),
    (Role.STUDENT, "/dossier"),
    (Role.STUDENT, "/dossier/nieuw?opdracht=trots"),
    (Role.STUDENT, "/dossier/opdrachten"),
    (Role.TEACHER, "/klas/{student}/dossier"),
    (Role.TEACHER, "/klas/{student}/richting"),
    (Role.TEACHER, "/casussen"),
    (Role.TEACHER, "/casussen/nieuw"),
    (Role.COORDINATOR, "/regio/casussen"),
    (Role.JOBHUNTER, "/kandidaten"),
    (Role.JOBHUNTER, "/kandidaten/{placement}"),
    (Role.JOBHUNTER, "/plekken/{placement}"),
    (Role.EMPLOYER, "/werkgever"),
    (Role.EMPLOYER, "/werkgever/plekken/{placement}"),
    (Role.EMPLOYER, "/werkgever/plek"),
    (Role.EMPLOYER, "/werkgever/bedrijf"),
    (Role.EMPLOYER, "/werkgever/bedrijf/naam"),
    (Role.EMPLOYER, "/werkgever/bedrijf/vestiging?welke={site}"),
    (Role.EMPLOYER, "/werkgever/bedrijf/contact"),
    (Role.EMPLOYER, "/werkgever/bedrijf/erkenning"),
    (Role.EMPLOYER, "/werkgever/bedrijf/schooljaar"),
    (Role.JOBHUNTER, "/bedrijven"),
    (Role.JOBHUNTER, "/bedrijven/{employer}"),
    (Role.TEACHER, "/mijn-organisatie"),
    (Role.TEACHER, "/agenda/nieuw"),
    (Role.TEACHER, "/agenda/{open_event}/groep"),
    (Role.COORDINATOR, "/agenda/{open_event}/deelnemers"),
    (Role.STUDENT, "/mijn-activiteiten"),
    (Role.PARENT, "/agenda/{open_event}"),
    (Role.COORDINATOR, "/agenda/{event}"),
    (Role.COORDINATOR, "/agenda/overnemen"),
    (Role.COORDINATOR, "/agenda/{open_event}/wijzigen"),
    (Role.COORDINATOR, "/agenda/{open_event}/afzeggen"),
    (Role.COORDINATOR, "/agenda/{open_event}/samenvoegen"),
    (Role.STUDENT, "/account/agenda-link"),
    (Role.TEACHER, "/agenda"),
    (Role.PARENT, "/agenda"),
    (Role.STUDENT, "/melden"),
    (Role.ANONYMOUS, "/melden"),
    (Role.COORDINATOR, "/meldingen"),
    (Role.ANONYMOUS, "/hulp"),
    (Role.COORDINATOR, "/regio/hulp"),
    (Role.COORDINATOR, "/regio/hulp/aanbod"),
    (Role.ANONYMOUS, "/ouders/uitleg"),
    (Role.PARENT, "/ouders/uitleg?taal=ar"),
    (Role.STUDENT, "/hulp/danger"),
    (Role.PARENT, "/hulp/school_stop"),
    (Role.TEACHER, "/klas"),
    (Role.TEACHER, "/klas/{student}"),
    (Role.TEACHER, "/school"),
    (Role.TEACHER, "/klas/{student}/plekken/{placement}"),
    (Role.STUDENT, "/wie-keek"),
    (Role.STUDENT, "/ouders"),
    (Role.PARENT, "/mijn-kind"),
    (Role.PEER, "/wie-ik-help"),
    (Role.TRAINER, "/op-de-werkvloer"),
    (Role.EMPLOYER, "/werkgever/plekken/{placement}/sluiten"),
    (Role.PLACEMENT_COORDINATOR, "/klas"),
    (Role.JOB_COACH, "/klas/{student}"),
    (Role.TEACHER, "/account"),
    (Role.TEACHER, "/uitnodigen"),
    (Role.TEACHER, "/uitnodigen/parent"),
    (Role.PARENT, "/berichten"),
    (Role.ANONYMOUS, "/gewist"),
    (Role.STUDENT, "/mijn-gegevens"),
    (Role.STUDENT, "/mijn-gegevens/klopt-niet?over=students.postcode4"),
    (Role.STUDENT, "/mijn-gegevens/wissen"),
    (Role.EMPLOYER, "/mijn-gegevens"),
    (Role.TEACHER, "/klopt-niet"),
    (Role.ANONYMOUS, "/begeleiden"),
    (Role.ANONYMOUS, "/begeleiden/aanbevelingsbrief"),
    (Role.ANONYMOUS, "/begeleiden/wat-helpt"),
    (Role.ANONYMOUS, "/wat-kunnen-ze"),
    (Role.ANONYMOUS, "/wat-kunnen-ze/25498"),
    (Role.ANONYMOUS, "/certificaat/onbekend"),
    (Role.EMPLOYER, "/waarom"),
    (Role.EMPLOYER, "/brieven"),
    (Role.TRAINER, "/begeleiden/plekken"),
    (Role.TRAINER, "/begeleiden/plekken/{placement}/eerste-week"),
    (Role.TRAINER, "/leerpad"),
    (Role.TRAINER, "/leerpad/veilig"),
    (Role.STUDENT, "/mijn-brieven"),
    (Role.COORDINATOR, "/regio"),
    (Role.COORDINATOR, "/verbeteringen"),
    (Role.COORDINATOR, "/verbeteringen?soort=bevestigd"),
)


def address_of(doors: Doors, path: str) -> str:
    event = next(e for e in doors.region.events if e.state is EventState.CANCELLED)
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return path.format(
        event=event.id,
        open_event=next(e for e in doors.region.events if e.state is EventState.PUBLISHED).id,
        placement=doors.placement().id,
        student=doors.student().id,
        site=site.id,
        employer=doors.employer_id(),
    )


def who(doors: Doors, role: Role) -> Account | None:
    return None if role is Role.ANONYMOUS else doors.account(role)


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_page_has_no_accessibility_fault_fits_the_screen_and_is_light(
    doors: Doors, open_page: Open, role: Role, path: str
) -> None:
    expects = "404" if path in NOT_THERE else ""
    page = open_page(who(doors, role), address_of(doors, path), width=390, expects=expects)
    weight = page.evaluate(TRAVELLED)

    assert faults_in_both_looks(page) == []
    assert 2_000 < weight < MOST_BYTES


@pytest.mark.parametrize("width", WIDTHS)
def test_ideas_for_more_places_can_be_read_without_script_by_everybody(
    doors: Doors, open_page: Open, width: int
) -> None:
    student, found = with_few_places(doors)
    account = Account.of(Role.STUDENT, subject_id=student.id, name=student.first_name)

    page = open_page(account, "/plekken", width=width)
    bare = open_page(account, "/plekken", width=width, has_script=False)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert bare.locator("#deel-meer li").all_inner_texts() == [note["text"] for note in found["notes"]]


def test_invitations_are_accessible_and_answered_with_one_tap(doors: Doors, open_page: Open) -> None:
    student = doors.region.students[-1]
    account = Account.of(Role.STUDENT, id=UUID(int=8_132), subject_id=student.id, name=student.first_name)
    events = [one for one in doors.region.events if one.takes_registrations(NOW)][:2]
    with doors.client.app_state["house"].writing() as work:
        work.event_invitations.add_all(
            EventInvitation(id=uuid4(), event_id=one.id, party=Party.STUDENT, who=student.id, invited_at=NOW)
            for one in events
        )
    page = open_page(account, "/agenda", width=390)
    assert faults_in_both_looks(page) == []
    page.get_by_role("link", name=f"Bekijk {events[0].title}").click()
    assert faults_in_both_looks(page) == []
    page.get_by_role("button", name="Niets voor mij").click()

    expect(page.get_by_role("button", name="Niets voor mij")).to_have_count(1)
    assert faults_in_both_looks(open_page(account, "/berichten/instellingen", width=390)) == []


def test_with_the_keyboard_the_first_stop_skips_to_the_content(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_with_the_keyboard_every_stop_can_be_seen(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken", width=390)
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))

    assert len({stop["what"] for stop in stops}) == len(stops)
    assert [stop["what"] for stop in stops if not (stop["is_seen"] and stop["is_marked"])] == []


def test_without_script_a_student_filters_and_reads_why(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken", has_script=False)
    page.get_by_label("Hoe lang wil je reizen?").select_option("30")
    page.get_by_role("button", name="Zoek").click()

    assert "minuten=30" in page.url
    page.locator(".card .title a").first.click()
    expect(page.get_by_role("heading", name="Past de plek bij jou?")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_script_somebody_looks_a_week_up_and_mends_it(open_page: Open, width: int) -> None:
    page = open_page(None, "/rooster", width=width, has_script=False)
    page.get_by_label("Hoe oud ben je?").fill("16")
    page.get_by_label("Wat voor werk is het?").select_option("werk")
    page.get_by_label("Ik ga niet naar school").check()
    page.get_by_role("group", name="Op welke dagen is er werk?").get_by_label("zaterdag").check()
    page.get_by_label("Tot", exact=True).fill("21:00")
    page.get_by_role("button", name="Kijk het na").click()

    expect(page.get_by_role("heading", name="Dit rooster mag niet: 1 regel")).to_be_visible()
    expect(page.get_by_text("Je werkt op zaterdag 11 uur en 30 minuten.")).to_be_visible()
    assert page.get_by_label("Tot", exact=True).input_value() == "21:00"
    assert "van.1" not in page.url
    assert small_targets(page) == []

    page.get_by_label("Tot", exact=True).fill("17:00")
    page.get_by_role("button", name="Kijk het na").click()

    expect(page.get_by_role("heading", name="Dit rooster mag", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_faults_of_a_week_are_accessible(open_page: Open, width: int) -> None:
    page = open_page(
        None, "/rooster?dag=1&van=9:00&tot.2=half+acht&school=6&kijk=1", width=width, expects="status of 400"
    )

    assert violations(page) == []
    expect(page.locator(".faults")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_faults_of_the_settings_of_a_school_are_accessible(doors: Doors, open_page: Open, width: int) -> None:
    page = open_page(who(doors, Role.TEACHER), "/klas", width=width, expects="status of 400")
    page.get_by_role("link", name="Instellingen van je school").click()
    page.get_by_label("Hoogstens hoeveel minuten").fill("999")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar").click()

    expect(page.locator(".faults")).to_contain_text("van 1 tot en met 240 minuten")
    assert violations(page) == []
    assert small_targets(page) == []


def test_without_script_nothing_typed_in_the_settings_of_a_school_is_lost(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.TEACHER), "/school", width=390, has_script=False, expects="status of 400")
    page.get_by_label("Zuid").check()
    page.get_by_label("Hoogstens hoeveel minuten").fill("999")
    page.get_by_role("button", name="Bewaar").click()

    expect(page.locator(".faults")).to_contain_text("van 1 tot en met 240 minuten")
    expect(page.get_by_label("Zuid")).to_be_checked()
    expect(page.get_by_label("Hoogstens hoeveel minuten")).to_have_value("999")


def test_without_script_somebody_enters_and_leaves(open_page: Open) -> None:
    page = open_page(None, "/", has_script=False)
    page.locator(".door").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("deze plekken passen bij jou")

    page.get_by_role("button", name="Uitloggen").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Vind een plek")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("role", "path", "field", "button", "seen"),
    [
        (Role.STUDENT, "/wat-kun-jij", "#tekst", "Zoek wat ik kan", "Kun je dit?"),
    ],
)
def test_without_script_own_words_lead_to_suggestions_that_are_accessible(
    doors: Doors, open_page: Open, role: Role, path: str, field: str, button: str, seen: str, width: int
) -> None:
    page = open_page(who(doors, role), address_of(doors, path), width=width, has_script=False)
    page.locator(field).fill(
        "eten koken en afwassen\nxyzzy blorp\nEen VOG moet. Vaste begeleider. Er is herrie en stof."
    )
    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("heading", name=seen)).to_be_visible()
    expect(page.locator(field)).to_have_value(
        "eten koken en afwassen\nxyzzy blorp\nEen VOG moet. Vaste begeleider. Er is herrie en stof."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small_targets(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("role", "path", "field", "button"),
    [
        (Role.STUDENT, "/wat-kun-jij", "#tekst", "Zoek wat ik kan"),
    ],
)
def test_suggestions_have_no_accessibility_fault(
    doors: Doors, open_page: Open, role: Role, path: str, field: str, button: str, width: int
) -> None:
    page = open_page(who(doors, role), address_of(doors, path), width=width)
    page.locator(field).fill(
        "eten koken en afwassen\nxyzzy blorp\nEen VOG moet. Vaste begeleider. Er is herrie en stof."
    )
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()

    assert violations(page) == []
    expect(page.get_by_label("Zoek met andere woorden").first).to_be_visible()


def test_with_script_a_filter_answers_at_once_and_is_in_the_address(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken")
    page.get_by_label("Hoe lang wil je reizen?").select_option("15")

    page.wait_for_url("**/plekken?minuten=15")
    expect(page.locator("#melding")).to_contain_text("plek")
    assert violations(page) == []


def test_going_back_after_a_filter_shows_the_list_before_it(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken")
    before = page.locator("[data-announce]").inner_text()
    page.get_by_label("Hoe lang wil je reizen?").select_option("15")
    page.wait_for_url("**/plekken?minuten=15")

    page.go_back()

    expect(page.locator("[data-announce]")).to_have_text(before)
    expect(page.get_by_label("Hoe lang wil je reizen?")).to_have_value("")


def test_page_is_printed_without_menu_and_buttons(doors: Doors, open_page: Open) -> None:
    page = open_page(None, "/agenda?maand=2026-12")
    page.emulate_media(media="print")

    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".event").first).to_be_visible()


def test_figures_and_marks_stay_to_be_seen_in_forced_colours(doors: Doors, open_page: Open) -> None:
    page = open_page(who(doors, Role.STUDENT), "/plekken")
    page.emulate_media(forced_colors="active")

    track, fill = (page.locator(f".{name}").first for name in ("bar__track", "bar__fill"))
    colour = "element => getComputedStyle(element).fill"
    assert track.evaluate(colour) != fill.evaluate(colour)


def test_axe_sees_a_fault_when_there_is_one(doors: Doors, open_page: Open) -> None:
    """The control: without it, no violations could mean that nobody looked."""
    page = open_page(None, "/over")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/static/icon.svg\">')")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert len(violations(page)) >= 2


FOCUS = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const drawn = e.closest("svg") ? getComputedStyle(e.querySelector("circle")).strokeWidth === "5px" : false;
  return {
    what: [...document.querySelectorAll("*")].indexOf(e) + e.outerHTML.slice(0, 120),
    is_seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    is_marked: drawn || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
}"""
