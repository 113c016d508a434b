"""What is said where no mail can leave: in a demo, and in an installation that has no mail server yet."""

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accounts.role import Role
from services.errors import NotFoundError
from services.invitations import Wanted, invitation_link, invite
from services.unit_of_work import House, Mode
from storage.outbox import OutboxState
from tests.contact_doors import Street
from tests.demo_doors import MAILING, NOW, Doors, Visitor, opened, without_tokens
from tests.services.people_who_enter import acting, add_person

WAY = re.compile(r'href="(/uitnodiging/[^"]+)"')
ASKED = {"email": "daan@post.example"}


@pytest.fixture
def invites(own_doors: Doors) -> Visitor:
    return own_doors.somebody(Role.ADMINISTRATOR)


def test_demo_shows_the_link_of_an_invitation_and_it_works(invites: Visitor):
    answer = invites.post_form("/uitnodigen/jobhunter", ASKED)

    assert answer.status_code == 200
    assert "gaat er geen mail uit" in answer.text
    (path,) = WAY.findall(answer.text)
    assert "daan@post.example" in invites.get(path).text


def test_demo_shows_a_new_link_after_which_the_first_opens_nothing(invites: Visitor):
    (first,) = WAY.findall(invites.post_form("/uitnodigen/jobhunter", ASKED).text)
    (again,) = re.findall(r'action="(/uitnodigen/[^"]+/link)"', invites.get("/uitnodigen").text)

    (second,) = WAY.findall(invites.post_form(again, {}).text)

    assert first != second
    assert (invites.get(first).status_code, invites.get(second).status_code) == (404, 200)


def test_link_of_somebody_elses_invitation_is_not_there(own_doors: Doors, invites: Visitor):
    invites.post_form("/uitnodigen/jobhunter", ASKED)
    (path,) = re.findall(r'action="(/uitnodigen/[^"]+/link)"', invites.get("/uitnodigen").text)

    assert own_doors.somebody(Role.COORDINATOR).post_form(path, {}).status_code == 404


def test_demo_says_how_to_enter_without_mail(doors: Doors):
    shown = doors.visitor().get("/inloggen").text
    answer = doors.visitor().post_form("/inloggen", ASKED)

    assert "Stuur mij een link" not in shown
    assert "Kies op de voorpagina wie je wilt zijn" in shown
    assert (answer.status_code, "Kijk in je mail" in answer.text) == (200, False)


def test_installation_without_mail_says_so_to_everybody_alike_and_keeps_nothing(street: Street):
    shown = street.client.get("/inloggen").text
    with street.world.house.reading() as work:
        before = work.outbox.count(OutboxState.WAITING)

    answers = {
        without_tokens(street_post(street, email).content) for email in ("s0@post.example", "niemand@post.example")
    }

    assert "Hier kan nu geen mail uit" in shown
    assert "Stuur mij een link" not in shown
    assert len(answers) == 1
    assert "De beheerder van de server moet de mail nog instellen" in answers.pop().decode()
    with street.world.house.reading() as work:
        assert work.outbox.count(OutboxState.WAITING) == before


def street_post(street: Street, email: str):
    answer = street.visitor("student 0").post_form("/inloggen", {"email": email})
    assert answer.status_code == 503
    return answer


def test_installation_without_mail_keeps_an_invitation_and_never_shows_its_link(street: Street):
    visitor = street.visitor("employer")

    answer = visitor.post_form("/uitnodigen/trainer", ASKED)
    shown = visitor.get(answer.headers["location"]).text

    assert answer.status_code == 303
    assert "De uitnodiging is bewaard. Er gaat geen mail uit." in shown
    assert "onderweg" not in shown
    assert WAY.findall(shown) == []
    assert "/link" not in shown


def test_link_is_made_in_a_demo_region_alone(house: House):
    by = acting(house, add_person(house, Role.ADMINISTRATOR), Role.ADMINISTRATOR)
    wanted = Wanted(email="daan@post.example", role=Role.JOBHUNTER)
    with house.writing() as work:
        work.installation.claim(Mode.LIVE)
        made = invite(work, by=by, wanted=wanted, now=NOW)

    with house.writing() as work, pytest.raises(NotFoundError):
        invitation_link(work, by=by, invitation_id=made.id, now=NOW)


def test_installation_with_mail_says_that_mail_is_on_its_way(migrated_sqlite: Path, tmp_path: Path):
    file = shutil.copyfile(migrated_sqlite, tmp_path / "mailing.sqlite3")
    with opened(file, demo=False, **MAILING) as client:
        shown = client.get("/inloggen").text
        answer = posted(client, shown)

    assert "Hier kan nu geen mail uit" not in shown
    assert (answer.status_code, "Kijk in je mail" in answer.text) == (200, True)


def posted(client: TestClient, page: str):
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    return client.post("/inloggen", data={"csrf": token[1], **ASKED})
