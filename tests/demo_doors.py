"""A small demo region behind open doors, and visitors who come in as somebody; built once for each run."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from accounts.role import OF_EMPLOYER, OF_SCHOOL, OF_STUDENT, Role
from api.main import create_app
from api.security import COOKIE, Seal, Session
from events.event import EventState
from services.demo.planting import plant
from services.demo.region import Region, generate
from services.errors import found
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import ANONYMOUS, Account
from services.reference import load_reference
from services.sessions import begin_session
from services.settings import Settings
from services.unit_of_work import House
from tests.in_process import in_process

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = "test key of thirty-two characters"
NOBODY_WORKS = "redis://nobody.invalid/0"
"""A broker elsewhere: the doors then start no worker, and deferred work stays where it is."""
MAILING = {
    "smtp_url": "smtp://127.0.0.1:1",
    "mail_from": "post@plekwijzer.example",
    "public_url": "https://plekwijzer.example",
}
"""Settings of an installation with a mail server, which nobody asks anything of while nobody works."""
numbers = count(1)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser."""

    client: TestClient
    session: Session
    is_demo: bool = True

    def get(self, path: str, **options: Any) -> Response:
        return self.client.get(path, headers=self._headers(options), **options)

    def post_form(self, path: str, fields: Mapping[str, Any], **options: Any) -> Response:
        token = Seal(KEY, is_demo=self.is_demo).token(self.session)
        return self.client.post(path, data={"csrf": token, **fields}, headers=self._headers(options), **options)

    def request(self, method: str, path: str, **options: Any) -> Response:
        return self.client.request(method, path, headers=self._headers(options), **options)

    def _headers(self, options: dict[str, Any]) -> dict[str, str]:
        return {
            "Cookie": f"{COOKIE}={Seal(KEY, is_demo=self.is_demo).cookie(self.session)}",
            **options.pop("headers", {}),
        }


@dataclass(frozen=True)
class Doors:
    """Doors that are open, with the region behind them."""

    client: TestClient
    region: Region

    def visitor(self, account: Account = ANONYMOUS) -> Visitor:
        """Give somebody who has entered as this account, which is made when it is not there yet."""
        self.client.cookies.clear()
        secret = (
            ""
            if account.role is Role.ANONYMOUS
            else entered(self.client.app_state["house"], account, now=self.client.app_state["clock"]())
        )
        return Visitor(self.client, Session(nonce="nonce", secret=secret))

    def somebody(self, role: Role) -> Visitor:
        """Give a visitor of this role: always the same one."""
        return self.visitor(self.account(role))

    def account(self, role: Role) -> Account:
        student, names = self.student(), {Role.JOBHUNTER: "Noor", Role.COORDINATOR: "Noor", Role.EMPLOYER: "Bedrijf"}
        if role is Role.ANONYMOUS:
            return ANONYMOUS
        return Account.of(
            role,
            id=stable_id("account", "doors", role),
            name=student.first_name if role is Role.STUDENT else names.get(role, "Mentor"),
            subject_id=student.id if role in OF_STUDENT else self.employer_id() if role in OF_EMPLOYER else None,
            school=student.school if role in OF_SCHOOL else "",
            group=student.group if role is Role.TEACHER else "",
        )

    def student(self) -> Any:
        return next(student for student in self.region.students if student.level == 2)

    def other_student(self) -> Any:
        """Give a student of another class."""
        own = self.student()
        return next(s for s in self.region.students if (s.school, s.group) != (own.school, own.group))

    def employer_id(self) -> UUID:
        site = self.region.placements[0].site_id
        return next(s.employer_id for s in self.region.sites if s.id == site)

    def placement(self) -> Any:
        """Give an open placement of the employer."""
        return next(p for p in self.region.placements if p.site_id in self._own_sites and p.state == "open")

    def other_placement(self) -> Any:
        """Give an open placement of another employer."""
        return next(p for p in self.region.placements if p.site_id not in self._own_sites and p.state == "open")

    @cached_property
    def _own_sites(self) -> set[UUID]:
        own = self.employer_id()
        return {site.id for site in self.region.sites if site.employer_id == own}


def entered(house: House, account: Account, *, now: datetime = NOW) -> str:
    """Let an account in, made when it is not there yet, and give the secret of its session."""
    named = account if account.id else replace(account, id=stable_id("account", "doors", repr(account)))
    with house.writing() as work:
        kept = ensure_account(work, account=replace(named, name=named.name or "Iemand"), now=now)
        return begin_session(work, account_id=found(kept.id), role=kept.role, now=now)


@pytest.fixture(scope="session")
def small_region() -> Region:
    """Give a region of 150 students, in which the last placement is closed and the last event a draft."""
    made = generate(
        seed=7,
        n_students=150,
        n_employers=90,
        n_placements=320,
        n_events=20,
        today=NOW.date(),
        reference=load_reference(NOW.date()),
    )
    closed, draft = made.placements[-1].close(), replace(made.events[-1], state=EventState.DRAFT)
    return replace(made, placements=(*made.placements[:-1], closed), events=(*made.events[:-1], draft))


@pytest.fixture(scope="session")
def planted_file(small_region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the small region, to copy."""
    file = tmp_path_factory.mktemp("region") / "region.sqlite3"
    planted(file, small_region)
    return file


@pytest.fixture(scope="session")
def walked_file(planted_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the small region for who only looks: who enters and looks is written down in it."""
    return shutil.copyfile(planted_file, tmp_path_factory.mktemp("walked") / "region.sqlite3")


@pytest.fixture(scope="session")
def doors(small_region: Region, walked_file: Path) -> Iterator[Doors]:
    """Give open doors for tests that only look."""
    with opened(walked_file) as client:
        yield Doors(client, small_region)


@pytest.fixture
def own_doors(small_region: Region, planted_file: Path, tmp_path: Path) -> Iterator[Doors]:
    """Give open doors for a test that changes something."""
    file = tmp_path / "own.sqlite3"
    shutil.copyfile(planted_file, file)
    with opened(file) as client:
        yield Doors(client, small_region)


@pytest.fixture
def working_doors(small_region: Region, planted_file: Path, tmp_path: Path) -> Iterator[Doors]:
    """Give open doors with a worker behind them."""
    file = tmp_path / "working.sqlite3"
    shutil.copyfile(planted_file, file)
    with opened(file, broker_url="memory://") as client:
        yield Doors(client, small_region)


@contextmanager
def opened(
    file: Path,
    *,
    demo: bool = True,
    broker_url: str = NOBODY_WORKS,
    clock: Callable[[], datetime] = lambda: NOW,
    **others: Any,
) -> Iterator[TestClient]:
    """Open the doors before a database."""
    settings = Settings(
        database_url=f"sqlite:///{file}",
        broker_url=broker_url,
        queue=f"test-{next(numbers)}",
        secret_key=SecretStr(KEY),
        **others,
    )
    app = create_app(settings, demo=demo, clock=clock)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client, in_process(client):
        yield client


def planted(file: Path, region: Region) -> None:
    """Put a region in a new file."""
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    house.migrate()
    with house.writing() as work:
        plant(work, region, load_reference(NOW.date()))
    house.close()


def token_in(page: str) -> str:
    """Give the token of the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def without_tokens(page: bytes) -> bytes:
    """Give a page without the tokens of its forms, which differ every time."""
    return re.sub(rb'name="csrf" value="[^"]+"', b"", page)
