"""The inbox in a real browser: accessible, within the screen, and usable without script."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.role import Role
from events.meeting import MeetingKind
from services.errors import found
from services.meetings import cancel_meeting, plan_meeting
from services.messages import MessageKind, tell
from services.permissions import Account
from tests.browser.looking import LOOKS, small_targets, violations
from tests.demo_doors import NOW, Doors
from tests.services.test_mailing import make_mail

Open = Callable[..., Page]
N_NEW = len(MessageKind) + 1
"""One of each kind and the two about the meeting, of which one was read."""


@pytest.fixture
def told(doors: Doors) -> Account:
    """Give somebody who was told of everything that can happen, a meeting that was cancelled last of all."""
    student = doors.student()
    account = Account.of(Role.STUDENT, id=uuid4(), subject_id=student.id, name=student.first_name)
    doors.visitor(account)
    me = found(account.id)
    with doors.client.app_state["house"].writing() as work:
        for n, kind in enumerate(MessageKind):
            tell(work, to=me, kind=kind, about=uuid4(), now=NOW - timedelta(days=2, minutes=n))
        meeting = plan_meeting(
            work,
            organiser=me,
            attendees=[me],
            kind=MeetingKind.TRIAL_DAY,
            starts_at=NOW + timedelta(days=7),
            ends_at=NOW + timedelta(days=7, hours=6),
            place="Bakkerij De Halm, Kerkstraat 1, Zwolle",
            now=NOW - timedelta(hours=2),
        )
        cancel_meeting(work, meeting_id=meeting.id, now=NOW - timedelta(hours=1))
        work.messages.mark_read(me, message_id=newest(work.messages.of_account(me, limit=3)), now=NOW)
        work.messages.note_refused(me, address="noor@school.example")
    return account


def newest(messages: tuple[object, ...]) -> UUID:
    return messages[-1].id  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_inbox_message_and_settings_have_no_accessibility_fault_and_fit_the_screen(
    told: Account, open_page: Open, width: int, scheme: str
) -> None:
    page = open_page(told, "/berichten", width=width, scheme=scheme)
    faults = [violations(page), small_targets(page)]
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    for go_on in (".inbox h2 a", ".back", "main .acts a"):
        page.locator(go_on).first.click()
        faults += [violations(page), small_targets(page)]
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Wanneer krijg ik mail?")
    assert faults == [[]] * 8
    assert max(widths) <= width


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_page_of_a_mail_has_no_accessibility_fault(browser: Browser, width: int, scheme: str) -> None:
    body = make_mail().get_body(("html",))
    assert body is not None
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )

    page.set_content(body.get_content())

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_without_script_a_message_is_opened_and_wishes_are_kept(told: Account, open_page: Open) -> None:
    page = open_page(told, "/agenda", width=390, has_script=False)
    page.get_by_role("link", name=f"Berichten {N_NEW} nieuw").click()
    page.get_by_role("link", name="Een afspraak gaat niet door").first.click()

    expect(page.get_by_text("Deze afspraak gaat niet door.")).to_be_visible()
    expect(page.get_by_role("link", name=f"Berichten {N_NEW - 1} nieuw")).to_be_visible()
    page.locator(".back").click()
    page.get_by_role("link", name="Wanneer krijg ik mail?").click()
    page.get_by_label("Geen mail").last.check()
    page.get_by_label("Hoe laat?").select_option("8.00 uur")
    page.get_by_role("button", name="Bewaar").click()

    expect(page.get_by_text("Bewaard.")).to_be_visible()
    expect(page.get_by_label("Geen mail").last).to_be_checked()
    expect(page.get_by_label("Hoe laat?")).to_have_value("8")


def test_without_script_everything_is_read_with_one_button(told: Account, open_page: Open) -> None:
    page = open_page(told, "/berichten", has_script=False)
    page.get_by_role("button", name="Zet alles op gelezen").click()

    expect(page.get_by_text("Alles staat nu op gelezen.")).to_be_visible()
    expect(page.get_by_role("link", name="Berichten", exact=True).first).to_be_visible()
    expect(page.locator(".tag--new")).to_have_count(0)
