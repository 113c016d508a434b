"""The safety around every answer: headers, cookie, tokens, origin."""

import logging
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from accounts.role import Role
from api.security import COOKIE, Seal, Session
from services.demo.region import Region
from services.sessions import SESSION_LASTS
from services.unit_of_work import UnavailableError
from tests.demo_doors import KEY, NOW, Doors, Visitor, opened, token_in
from tests.posting_steps import answer, begin, own_site

PATHS = ["/", "/agenda", "/bestaat-niet", "/plekken", "/api/v1/health", "/api/v1/bestaat-niet", "/static/app.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_safety_headers(doors: Doors, path: str) -> None:
    headers = doors.visitor().get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == (
        "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
    )


def test_static_file_that_is_not_there_is_not_kept_for_good(doors: Doors) -> None:
    answer = doors.visitor().get("/static/bestaat-niet.css")

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


@pytest.mark.parametrize("path", ["/static/../main.py", "/static/%2e%2e/main.py", "/static/..%2fmain.py"])
def test_nothing_beside_the_static_files_can_be_fetched(doors: Doors, path: str) -> None:
    assert doors.visitor().get(path).status_code == 404


def test_page_loads_nothing_from_elsewhere_and_holds_no_inline_script_or_style(doors: Doors) -> None:
    page = doors.somebody(Role.STUDENT).get("/plekken").text

    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []
    assert re.findall(r"<style|<script>| style=| on[a-z]+=", page) == []


def test_form_without_token_is_refused(doors: Doors) -> None:
    answer = doors.visitor().request("POST", "/demo", data={"wie": "student-1"})

    assert answer.status_code == 403


def test_form_with_token_of_another_session_is_refused(doors: Doors) -> None:
    foreign = Seal(KEY, is_demo=True).token(Session(nonce="another"))

    answer = doors.visitor().post_form("/demo", {"wie": "student-1", "csrf": foreign})

    assert answer.status_code == 403


def test_form_with_its_own_token_is_taken(doors: Doors) -> None:
    answer = doors.visitor().post_form("/demo", {"wie": "student-1"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/plekken")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/demo", "/uitloggen", "/werkgever/plek", "/api/v1/placements"])
def test_change_from_another_site_is_refused(doors: Doors, path: str, headers: dict[str, str]) -> None:
    answer = doors.somebody(Role.EMPLOYER).post_form(path, {"wie": "student-1"}, headers=headers)

    assert answer.status_code == 403


def test_change_from_our_own_page_passes_the_origin_check(doors: Doors) -> None:
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}

    answer = doors.visitor().post_form("/demo", {"wie": "student-1"}, headers=headers)

    assert answer.status_code == 303


def test_cookie_is_kept_from_scripts_and_other_sites(doors: Doors) -> None:
    cookie = doors.visitor().post_form("/demo", {"wie": "student-1"}).headers["set-cookie"]

    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_cookie_travels_only_over_https_where_there_is_https(planted_file: Path) -> None:
    with opened(planted_file) as client:
        client.base_url = "https://testserver"
        answer = client.get("/")

    assert "Secure" in answer.headers["set-cookie"].split("; ")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_cookie_signed_with_another_key_is_nobodys(doors: Doors) -> None:
    session = doors.somebody(Role.STUDENT).session

    own = doors.client.get("/plekken", headers=cookie_of(session))
    forged = doors.client.get("/plekken", headers=cookie_of(session, key="another key"))

    assert (own.status_code, forged.status_code) == (200, 401)


def test_session_older_than_a_school_day_is_nobodys(planted_file: Path, tmp_path: Path, small_region: Region) -> None:
    now = NOW
    file = tmp_path / "region.sqlite3"
    shutil.copyfile(planted_file, file)

    with opened(file, clock=lambda: now) as client:
        student = Doors(client, small_region).somebody(Role.STUDENT)
        now = NOW + SESSION_LASTS - timedelta(seconds=1)
        just = student.get("/plekken").status_code
        now = NOW + SESSION_LASTS
        too_late = student.get("/plekken").status_code

    assert (just, too_late) == (200, 401)


def test_cookie_older_than_a_school_day_is_nobodys(doors: Doors) -> None:
    with time_machine.travel(NOW, tick=False):
        headers = cookie_of(doors.somebody(Role.STUDENT).session)

    with time_machine.travel(NOW + SESSION_LASTS + timedelta(seconds=1), tick=False):
        assert doors.client.get("/plekken", headers=headers).status_code == 401


def test_entering_gives_a_new_mark_so_that_an_older_token_is_worth_nothing() -> None:
    session = Session(nonce="before")
    token = Seal(KEY, is_demo=True).token(session)

    session.enter("secret")

    assert not Seal(KEY, is_demo=True).is_token_of(session, token)


def test_cookie_that_was_copied_is_worth_nothing_after_leaving(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    copied = cookie_of(student.session)
    assert own_doors.client.get("/plekken", headers=copied).status_code == 200

    student.post_form("/uitloggen", {})

    assert own_doors.client.get("/plekken", headers=copied).status_code == 401


def test_what_somebody_is_ends_with_the_relation_inside_a_session(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    before = teacher.get("/klas").status_code

    with own_doors.client.app_state["house"].writing() as work:
        for relation in work.accounts.relations_of(own_doors.account(Role.TEACHER).id):
            work.accounts.end_relation(relation.id, on=NOW.date())

    assert (before, teacher.get("/klas").status_code) == (200, 401)


def test_nobody_is_let_in_or_put_out_while_the_database_does_not_answer(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.main.account_of_session", raising(UnavailableError("gone")))
        answer = student.get("/plekken")

    assert (answer.status_code, "retry-after" in answer.headers, "set-cookie" in answer.headers) == (503, True, False)
    assert student.get("/plekken").status_code == 200


def test_leaving_makes_the_browser_nobody(doors: Doors) -> None:
    answer = doors.somebody(Role.STUDENT).post_form("/uitloggen", {})
    cookie = answer.headers["set-cookie"].partition(";")[0]

    assert doors.client.get("/plekken", headers={"Cookie": cookie}).status_code == 401


def test_nobody_enters_outside_a_demo_region(planted_file: Path) -> None:
    with opened(planted_file, demo=False) as client:
        start = client.get("/")
        answer = Visitor(client, Session(nonce="n"), is_demo=False).post_form("/demo", {"wie": "student-1"})

    assert answer.status_code == 404
    assert "/demo" not in start.text
    assert "uitnodig" in start.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_typed_text_comes_back_escaped(own_doors: Doors, text: str) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))
    page = answer(employer, path, "meer", titel=text, plaatsen="0").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in re.findall(r'id="titel" name="titel" value="([^"]*)"', page)


def test_token_in_page_belongs_to_the_cookie_that_came_with_it(doors: Doors) -> None:
    answer = doors.client.get("/", headers={"Cookie": ""})
    cookie = answer.headers["set-cookie"].partition(";")[0].removeprefix(f"{COOKIE}=")

    assert Seal(KEY, is_demo=True).is_token_of(Seal(KEY, is_demo=True).session(cookie), token_in(answer.text))


def test_session_of_a_demo_opens_nothing_elsewhere_under_the_same_key() -> None:
    cookie = Seal(KEY, is_demo=True).cookie(Session(nonce="n", secret="secret"))

    assert Seal(KEY, is_demo=True).session(cookie).secret == "secret"
    assert Seal(KEY, is_demo=False).session(cookie).secret == ""


def test_log_of_requests_holds_nothing_that_was_filled_in(doors: Doors) -> None:
    """The line is as uvicorn writes it; the filter was put there when the doors opened."""
    asked = ("127.0.0.1:4000", "GET", "/rooster?leeftijd=15&soort=stage", "1.1", 200)
    log, seen = logging.getLogger("uvicorn.access"), list[str]()
    record = log.makeRecord(log.name, logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', asked, None)
    keeper = logging.Handler()
    keeper.emit = lambda one: seen.append(one.getMessage())  # type: ignore[method-assign]

    log.addHandler(keeper)
    log.handle(record)
    log.removeHandler(keeper)

    assert seen == ['127.0.0.1:4000 - "GET /rooster HTTP/1.1" 200']


def cookie_of(session: Session, *, key: str = KEY) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={Seal(key, is_demo=True).cookie(session)}"}


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail
