"""Somebody enters with a school account, at a real provider of OpenID Connect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from oidc_provider_mock import User, run_server_in_thread
from pydantic import SecretStr
from starlette.testclient import TestClient

from accounts.role import Role
from api.main import create_app
from services.login import make_link
from services.settings import Settings
from services.unit_of_work import House
from tests.demo_doors import KEY, NOBODY_WORKS, token_in
from tests.factories import make_student
from tests.services.people_who_enter import add_person

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The provider uses what its own library will drop."""

PUBLIC_URL = "http://testserver"
PEOPLE = """
[[wissel.people]]
claims = { affiliation = "employee" }
school = "De Wissel"
role = "teacher"
group = "3b"
"""


@dataclass
class School:
    """An installation that trusts a provider on this machine, and a browser."""

    client: TestClient
    issuer: str
    house: House

    def at_provider(self, url: str, *, sub: str) -> str:
        """Be somebody at the provider, and give the address it sends the browser back to."""
        assert url.startswith(self.issuer)
        answer = httpx2.post(url, data={"sub": sub}, follow_redirects=False, trust_env=False)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"]).removeprefix(PUBLIC_URL)

    def enter(self, *, sub: str) -> httpx2.Response:
        started = self.client.get("/inloggen/school/wissel")
        assert started.status_code == 303
        return self.client.get(self.at_provider(started.headers["location"], sub=sub))


@pytest.fixture
def school(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("WISSEL_SECRET", "secret of our client")
    database = tmp_path / "school.sqlite3"
    database.write_bytes(migrated_sqlite.read_bytes())
    users = [User(sub="samira", claims={"name": "Samira de Vries", "affiliation": "employee"}), User(sub="noor")]
    with run_server_in_thread(user_claims=users, require_nonce=True) as server:
        issuer = f"http://localhost:{server.server_port}"
        file = tmp_path / "oidc.toml"
        file.write_text(
            f'[wissel]\nname = "De Wissel"\nissuer = "{issuer}"\nclient_id = "plekwijzer"\n'
            'secret_variable = "WISSEL_SECRET"\nschools = ["De Wissel"]\nis_inside = true\n'
            f'scopes = ["openid", "profile", "email"]\n{PEOPLE}',
            encoding="utf-8",
        )
        url = f"sqlite:///{database}"
        settings = Settings(
            database_url=url,
            broker_url=NOBODY_WORKS,
            secret_key=SecretStr(KEY),
            oidc=str(file),
            public_url=PUBLIC_URL,
        )
        house = House.open(url)
        with house.writing() as work:
            work.students.save(make_student(school="De Wissel", group="3b"))
        with TestClient(create_app(settings), follow_redirects=False) as client:
            yield School(client, issuer, house)
        house.close()


def test_login_page_names_the_schools_beside_the_button(school: School) -> None:
    page = school.client.get("/inloggen").text

    assert re.search(r'href="/inloggen/school/wissel">De Wissel</a><p class="small">De Wissel</p>', page)


def test_teacher_whom_the_settings_let_in_enters_and_leaves(school: School) -> None:
    entered = school.enter(sub="samira")
    assert (entered.status_code, entered.headers["location"]) == (303, "/klas")
    page = school.client.get("/klas")
    assert "Noor" in page.text

    left = school.client.post("/uitloggen", data={"csrf": token_in(page.text)})
    assert left.headers["location"] == "/uitgelogd/wissel"
    assert f'href="{school.issuer}/oauth2/end_session?' in school.client.get("/uitgelogd/wissel").text
    assert school.client.get("/klas").status_code == 401


def test_session_of_before_is_over_when_somebody_enters(school: School) -> None:
    school.enter(sub="samira")
    cookie = dict(school.client.cookies)
    school.enter(sub="samira")

    school.client.cookies.clear()
    assert school.client.get("/klas", headers={"Cookie": f"plekwijzer={cookie['plekwijzer']}"}).status_code == 401


def test_somebody_nobody_knows_is_told_what_to_do(school: School) -> None:
    answer = school.enter(sub="noor")

    assert answer.status_code == 403
    assert "Heb je een uitnodiging in je mail?" in answer.text
    assert school.client.get("/account").status_code == 401


def test_school_account_is_added_to_an_account_and_opens_it(school: School) -> None:
    holder = add_person(school.house, Role.JOBHUNTER)
    with school.house.writing() as work:
        link = make_link(work, account_id=holder.id, now=school.house.clock())
    client = school.client
    client.post(link, data={"csrf": token_in(client.get(link).text)})

    page = client.post("/account/school/wissel", data={"csrf": token_in(client.get("/account").text)}).text
    there = unescape(re.findall(rf'href="({school.issuer}[^"]+)"', page)[0])
    back = client.get(school.at_provider(there, sub="noor"))
    assert back.headers["location"] == "/account?gedaan=school"
    assert "Gekoppeld op" in client.get("/account").text

    client.cookies.clear()
    entered = school.enter(sub="noor")
    assert (entered.status_code, entered.headers["location"]) == (303, "/kandidaten")
    with school.house.reading() as work:
        assert {one.account_id for one in work.sessions.of_account(holder.id)} == {holder.id}


def test_answer_with_a_value_twice_is_not_read(school: School) -> None:
    started = school.client.get("/inloggen/school/wissel")
    back = school.at_provider(started.headers["location"], sub="samira")
    code = urlsplit(back).query

    assert school.client.get(f"{back}&{code}").status_code == 400


def test_provider_that_is_away_is_told_kindly(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.school_login import fetching

    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: [])

    answer = school.client.get("/inloggen/school/wissel")

    assert answer.status_code == 503
    assert "Je school antwoordt niet" in answer.text
