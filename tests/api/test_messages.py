"""The inbox and its settings, as pages and as JSON: one's own only, and right without script."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.message import MailPace, MailWishes
from accounts.role import Role
from api.pages.messages import PER_PAGE
from events.meeting import MeetingKind
from services.errors import found
from services.meetings import cancel_meeting, plan_meeting
from services.messages import MessageKind, tell
from tests.demo_doors import NOW, Doors, Visitor, without_tokens

SETTINGS = {"antwoord": "daily", "nieuws": "off", "uur": "7", "dag": "3"}


def told(doors: Doors, *kinds: MessageKind, role: Role = Role.STUDENT, about: UUID | None = None) -> Visitor:
    """Tell somebody of these, the last one newest, and let that person in."""
    visitor = doors.somebody(role)
    with doors.client.app_state["house"].writing() as work:
        for n, kind in enumerate(kinds):
            tell(work, to=account_id(doors, role), kind=kind, about=about or uuid4(), now=NOW + timedelta(minutes=n))
    return visitor


def account_id(doors: Doors, role: Role = Role.STUDENT) -> UUID:
    return found(doors.account(role).id)


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/berichten/[0-9a-f-]{36}">([^<]+)</a>', page)


def n_new(page: str) -> str:
    """Give the number beside the inbox in the menu; empty when there is none."""
    shown = re.search(r'nav__n">(\d+)<', page)
    return shown[1] if shown else ""


def paths(page: str) -> list[str]:
    return re.findall(r'href="(/berichten/[0-9a-f-]{36})"', page)


def test_who_was_told_nothing_reads_that(own_doors: Doors) -> None:
    page = own_doors.somebody(Role.EMPLOYER).get("/berichten").text

    assert "Je hebt nog geen berichten." in page
    assert "Zet alles op gelezen" not in page


def test_head_of_every_page_says_how_many_messages_are_new(own_doors: Doors) -> None:
    student = told(own_doors, MessageKind.APPLICATION_MOVED, MessageKind.APPLICATION_YOUR_TURN)

    pages = [student.get(path).text for path in ("/agenda", "/berichten", "/bestaat-niet")]

    assert [n_new(page) for page in pages] == ["2"] * 3
    assert "/berichten" in own_doors.somebody(Role.TEACHER).get("/agenda").text
    assert n_new(own_doors.somebody(Role.TEACHER).get("/agenda").text) == ""
    assert "/berichten" not in own_doors.visitor().get("/agenda").text


def test_opened_message_is_read_and_no_longer_counted(own_doors: Doors) -> None:
    about = uuid4()
    student = told(own_doors, MessageKind.PLACE_APPROVED, MessageKind.PLACE_RETURNED, about=about)
    before = student.get("/berichten").text

    message = student.get(paths(before)[0]).text
    after = student.get("/berichten").text

    assert titles(before) == titles(after) == ["Je tekst kan beter", "Je plek staat online"]
    assert f'href="/werkgever/plekken/{about}/woorden"' in message
    assert n_new(message) == "1"
    assert (before.count("tag--new"), after.count("tag--new")) == (2, 1)


def test_everything_is_read_with_one_button(own_doors: Doors) -> None:
    student = told(own_doors, MessageKind.APPLICATION_MOVED, MessageKind.APPLICATION_PLACED)

    answer = student.post_form("/berichten", {})

    assert (answer.status_code, answer.headers["location"]) == (303, "/berichten?gelezen=1")
    page = student.get("/berichten?gelezen=1").text
    assert "Alles staat nu op gelezen." in page
    assert "tag--new" not in page


def test_old_messages_stand_on_the_next_page(own_doors: Doors) -> None:
    student = told(own_doors, *[MessageKind.APPLICATION_MOVED] * PER_PAGE, MessageKind.APPLICATION_PLACED)

    first, second, third = (student.get(f"/berichten?bladzijde={n}").text for n in (1, 2, 3))

    assert [len(titles(page)) for page in (first, second, third)] == [PER_PAGE, 1, 0]
    assert titles(first)[0] == "Het is rond"
    assert "Bladzijde 1 van 2" in first
    assert "Ga naar je nieuwste berichten" in third
    assert student.get("/berichten?bladzijde=x").status_code == 400


def test_message_to_another_looks_like_one_that_is_not_there(own_doors: Doors) -> None:
    path = paths(told(own_doors, MessageKind.APPLICATION_MOVED).get("/berichten").text)[0]
    teacher = own_doors.somebody(Role.TEACHER)

    hidden, missing = teacher.get(path), teacher.get(f"/berichten/{uuid4()}")

    assert hidden.status_code == 404
    assert without_tokens(hidden.content) == without_tokens(missing.content)
    assert "tag--new" in own_doors.somebody(Role.STUDENT).get("/berichten").text


def test_message_about_a_meeting_says_when_and_where_as_it_stands_now(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    with own_doors.client.app_state["house"].writing() as work:
        meeting = plan_meeting(
            work,
            organiser=account_id(own_doors),
            attendees=[account_id(own_doors)],
            kind=MeetingKind.CONVERSATION,
            starts_at=NOW + timedelta(days=7),
            ends_at=NOW + timedelta(days=7, hours=1),
            place="Kerkstraat 1 <b>",
            now=NOW,
        )
    path = paths(student.get("/berichten").text)[0]
    planned = student.get(path).text
    with own_doors.client.app_state["house"].writing() as work:
        cancel_meeting(work, meeting_id=meeting.id, now=NOW + timedelta(hours=1))

    calendar = student.get(f"{path}.ics")
    hidden = own_doors.somebody(Role.TEACHER).get(f"{path}.ics")
    assert (calendar.headers["content-type"], hidden.status_code) == ("text/calendar; charset=utf-8", 404)
    assert f"UID:{meeting.id}@plekwijzer" in calendar.text
    assert f'href="{path}.ics">Zet in je agenda' in planned
    assert "Dinsdag 1 december 2026, 10.00 uur tot 11.00 uur" in planned
    assert "Kerkstraat 1 &lt;b&gt;" in planned
    assert "Deze afspraak gaat niet door." not in planned
    assert "Deze afspraak gaat niet door." in student.get(path).text


def test_message_about_what_is_gone_says_so(own_doors: Doors) -> None:
    student = told(own_doors, MessageKind.MEETING_PLANNED)

    message = student.get(paths(student.get("/berichten").text)[0]).text

    assert "Dit bericht gaat over iets dat er niet meer is." in message
    assert "De afspraak" not in message


def test_wishes_are_kept_and_shown(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)

    answer = student.post_form("/berichten/instellingen", SETTINGS)

    assert (answer.status_code, answer.headers["location"]) == (303, "/berichten/instellingen?bewaard=1")
    page = student.get("/berichten/instellingen?bewaard=1").text
    assert re.findall(r'value="(\w+)" checked', page) == ["daily", "off"]
    assert re.findall(r'value="(\d+)" selected', page) == ["7", "3"]
    assert "Bewaard." in page


def test_all_faults_of_the_settings_are_told_at_once(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)

    answer = student.post_form("/berichten/instellingen", {**SETTINGS, "antwoord": "nooit", "uur": "24", "dag": ""})

    assert answer.status_code == 400
    assert re.findall(r'<li><a href="#(\w+)">', answer.text) == ["antwoord", "uur", "dag"]
    with own_doors.client.app_state["house"].reading() as work:
        assert work.messages.wishes(account_id(own_doors)) == MailWishes(account_id=account_id(own_doors))


def test_refused_address_is_told_and_can_be_tried_again(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    with own_doors.client.app_state["house"].writing() as work:
        holder = found(work.accounts.get(account_id(own_doors)))
        work.accounts.save(type(holder)(id=holder.id, name=holder.name, email="n@school.example", made_at=NOW))
        work.messages.save_wishes(MailWishes(account_id=holder.id, news=MailPace.WEEKLY))
        work.messages.note_refused(holder.id, address="n@school.example")
    before = student.get("/berichten/instellingen").text

    answer = student.post_form("/berichten/instellingen", {"opnieuw": "1"})

    after = student.get("/berichten/instellingen").text
    assert answer.status_code == 303
    assert ["komt niet aan" in page for page in (before, after)] == [True, False]
    assert 'value="weekly" checked' in after


def test_messages_are_given_and_read_as_json(own_doors: Doors) -> None:
    about = uuid4()
    student = told(own_doors, MessageKind.PLACE_RETURNED, about=about)

    given = student.get("/api/v1/messages").json()
    (message,) = given["messages"]
    read = student.request("POST", f"/api/v1/messages/{message['id']}/read")

    assert (given["n_messages"], given["n_unread"], message["is_read"]) == (1, 1, False)
    assert message["path"] == f"/werkgever/plekken/{about}/woorden"
    assert read.json() == {**message, "is_read": True}
    assert student.get("/api/v1/messages").json()["n_unread"] == 0
    assert student.get("/api/v1/messages?limit=1&offset=1").json()["messages"] == []


@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_kind_of_message_can_be_read(own_doors: Doors, kind: MessageKind) -> None:
    student = told(own_doors, kind)

    assert student.get(paths(student.get("/berichten").text)[0]).status_code == 200
