"""The doors of entering: equal answers, nothing leaked, nothing forged, and a wait for whoever tries too often."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from accounts.role import Role
from api.security import HTTPS_COOKIE, Session
from services import login
from services.attempts import Attempt, limit_of
from services.errors import found
from services.login import make_link
from services.unit_of_work import House
from tests.demo_doors import MAILING, NOW, Doors, Visitor, opened, token_in, without_tokens
from tests.services.people_who_enter import add_person

EMAIL, UNKNOWN = "noor@dewissel.example", "abcd@dewissel.example"


@pytest.fixture
def live(migrated_sqlite: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Give the doors of an installation in which one jobhunter has an account."""
    file = tmp_path / "live.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    with opened(file, demo=False, **MAILING) as client:
        add_person(client.app_state["house"], Role.JOBHUNTER, email=EMAIL)
        yield client


def somebody(client: TestClient) -> Visitor:
    return Visitor(client, Session(nonce="n"), is_demo=False)


def link(client: TestClient) -> str:
    house: House = client.app_state["house"]
    with house.writing() as work:
        holder = work.accounts.by_email(EMAIL)
        assert holder is not None
        return make_link(work, account_id=holder.id, now=NOW)


def whole(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "set-cookie"]
    return answer.status_code, headers, without_tokens(answer.content)


def test_answer_is_the_same_for_an_address_that_nobody_has(live: TestClient) -> None:
    known, unknown = (somebody(live).post_form("/inloggen", {"email": email}) for email in (EMAIL, UNKNOWN))

    assert known.status_code == 200
    assert whole(known) == whole(unknown)
    assert ("set-cookie" in known.headers) == ("set-cookie" in unknown.headers)


def test_answer_to_a_wrong_password_is_the_same_for_an_address_that_nobody_has(live: TestClient) -> None:
    known, unknown = (
        somebody(live).post_form("/inloggen/wachtwoord", {"adres": email, "wachtwoord": "paard wolk schroef"})
        for email in (EMAIL, UNKNOWN)
    )

    assert known.status_code == 400
    assert without_lengths(known) == without_lengths(unknown)


def without_lengths(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Tokens differ every time, and so does the length of what is packed."""
    status, headers, body = whole(answer)
    return status, [(name, value) for name, value in headers if name != "content-length"], body


def test_wait_is_the_same_for_an_address_that_nobody_has(live: TestClient) -> None:
    answers = []
    for email in (EMAIL, UNKNOWN):
        asked = [
            somebody(live).post_form("/inloggen", {"email": email})
            for _ in range(found(limit_of(Attempt.LINK, "address", now=NOW)).count + 1)
        ]
        assert {answer.status_code for answer in asked[:-1]} == {200}
        answers.append(asked[-1])

    assert answers[0].status_code == 429
    assert answers[0].headers["retry-after"] == "900"
    assert "over 15 minuten opnieuw" in answers[0].text
    assert whole(answers[0]) == whole(answers[1])


def test_what_was_typed_as_an_address_is_not_taken_for_one(live: TestClient) -> None:
    answer = somebody(live).post_form("/inloggen", {"email": '"><b>noor'})

    assert answer.status_code == 400
    assert "<b>noor" not in answer.text


def test_link_page_shows_a_button_and_nothing_happens(live: TestClient) -> None:
    path = link(live)

    first, second = live.get(path), live.get(path)

    assert [first.status_code, second.status_code] == [200, 200]
    assert f'action="{path}"' in first.text
    assert live.head(path).status_code == 405


@pytest.mark.parametrize("path", ["/inloggen/link/", "/uitnodiging/"])
def test_secret_in_a_path_is_told_to_nobody(live: TestClient, path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = live.get(f"{path}kQ3xSecret")

    assert answer.status_code == 404
    assert answer.headers["referrer-policy"] == "strict-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "kQ3xSecret" not in answer.text
    assert "kQ3xSecret" not in logged(f"{path}kQ3xSecret?x=1")


def logged(address: str) -> str:
    """Write a line as uvicorn does, with the filter that was put there when the doors opened."""
    log, seen = logging.getLogger("uvicorn.access"), list[str]()
    asked = ("127.0.0.1:4000", "GET", address, "1.1", 200)
    record = log.makeRecord(log.name, logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', asked, None)
    keeper = logging.Handler()
    keeper.emit = lambda one: seen.append(one.getMessage())  # type: ignore[method-assign]
    log.addHandler(keeper)
    log.handle(record)
    log.removeHandler(keeper)
    return seen[0]


def test_log_of_an_unknown_error_holds_no_secret(
    live: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.pages.login.is_usable_link", lambda *_, **__: 1 / 0)

    answer = live.get("/inloggen/link/kQ3xSecret")

    assert answer.status_code == 500
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("api")]
    assert lines == ["unknown error at /inloggen/link/***"]


def test_browser_gets_a_new_session_and_the_one_before_is_over(live: TestClient) -> None:
    """Whoever planted a session in a browser beforehand (fixation) gains nothing by it."""
    planted = somebody(live)
    page = planted.get(link(live))
    assert page.status_code == 200
    path = link(live)

    entered = planted.post_form(path, {})
    first = entered.headers["set-cookie"].partition(";")[0]
    assert live.get("/kandidaten", headers={"Cookie": first}).status_code in (200, 404)

    path = link(live)
    csrf = token_in(live.get(path, headers={"Cookie": first}).text)
    again = live.post(path, data={"csrf": csrf}, headers={"Cookie": first})
    second = again.headers["set-cookie"].partition(";")[0]

    assert first != second
    assert live.get("/account", headers={"Cookie": first}).status_code == 401
    assert live.get("/account", headers={"Cookie": second}).status_code == 200


def test_cookie_over_https_promises_to_be_of_this_host_alone(live: TestClient) -> None:
    live.base_url = "https://testserver"
    answer = live.get("/inloggen")

    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == HTTPS_COOKIE
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(rest.split("; "))
    assert "Domain" not in rest


FORMS = ["/inloggen", "/inloggen/wachtwoord", "/inloggen/link/x", "/uitnodiging/x"]
OWN_FORMS = ["/account/wachtwoord", "/account/rol", "/account/sessies", "/uitnodigen/student"]


@pytest.mark.parametrize("path", FORMS + OWN_FORMS)
@pytest.mark.parametrize("headers", [{"Origin": "https://elders.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_form_from_another_site_is_refused(doors: Doors, path: str, headers: dict[str, str]) -> None:
    assert doors.somebody(Role.TEACHER).post_form(path, {"email": EMAIL}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", FORMS + OWN_FORMS)
def test_form_without_its_token_is_refused(doors: Doors, path: str) -> None:
    assert doors.somebody(Role.TEACHER).request("POST", path, data={"email": EMAIL}).status_code == 403


def test_network_is_believed_of_nobody_by_default(live: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = login.count_attempt
    monkeypatch.setattr(login, "count_attempt", lambda *a, **named: (seen.append(named["network"]), real(*a, **named)))

    somebody(live).post_form("/inloggen", {"email": EMAIL}, headers={"X-Forwarded-For": "192.0.2.99"})

    assert seen == ["testclient"]


def test_teacher_sees_the_own_class_to_invite_from_and_no_other(doors: Doors) -> None:
    page = doors.somebody(Role.TEACHER).get("/uitnodigen/parent").text

    own = doors.student()
    of_class = {str(s.id) for s in doors.region.students if (s.school, s.group) == (own.school, own.group)}
    others = {str(s.id) for s in doors.region.students} - of_class
    assert [one for one in of_class if one not in page] == []
    assert [one for one in others if one in page] == []


def test_administrator_who_invites_sees_no_student(doors: Doors) -> None:
    page = doors.somebody(Role.ADMINISTRATOR).get("/uitnodigen/student").text

    assert 'name="leerling"' in page
    assert [s.first_name for s in doors.region.students if f">{s.first_name}" in page] == []


def test_faults_of_an_invitation_are_told_at_once(own_doors: Doors) -> None:
    answer = own_doors.somebody(Role.ADMINISTRATOR).post_form("/uitnodigen/teacher", {"email": "noor"})

    assert answer.status_code == 400
    assert "Er zijn 3 dingen die nog niet kloppen" in answer.text


def test_weak_password_is_told_on_the_page(live: TestClient) -> None:
    visitor = somebody(live)
    cookie = visitor.post_form(link(live), {}).headers["set-cookie"].partition(";")[0]
    csrf = token_in(live.get("/account", headers={"Cookie": cookie}).text)

    answer = live.post("/account/wachtwoord", data={"csrf": csrf, "nieuw": "welkom2026!!"}, headers={"Cookie": cookie})

    assert answer.status_code == 400
    assert "te makkelijk te raden" in answer.text
    assert "welkom2026" not in answer.text
