"""A world with doors, and everybody in it with a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.security import Session
from services.sessions import begin_session
from tests.contacts import World, make_world
from tests.demo_doors import Visitor, opened


class Street:
    """A world with doors, and everybody in it with a browser."""

    def __init__(self, world: World, client: TestClient) -> None:
        self.world = world
        self.client = client

    def visitor(self, who: str) -> Visitor:
        account = self.world.accounts[who]
        assert account.id is not None
        with self.world.house.writing() as work:
            secret = begin_session(work, account_id=account.id, role=account.role, now=self.world.now)
        self.client.cookies.clear()
        return Visitor(self.client, Session(nonce="nonce", secret=secret), is_demo=False)

    def text(self, who: str, path: str) -> str:
        answer = self.visitor(who).get(path)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    def does(self, who: str, path: str, **fields: str) -> str:
        """Send a form, and give where it leads."""
        answer = self.visitor(who).post_form(path, fields)
        assert answer.status_code == 303, answer.text[:2000]
        self.world.let_time_pass(hours=1)
        return str(answer.headers["location"])


@pytest.fixture
def street(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Street]:
    file = tmp_path / "street.sqlite3"
    shutil.copyfile(migrated_sqlite, file)
    world = make_world(f"sqlite:///{file}")
    with opened(file, demo=False, clock=world.clock) as client:
        yield Street(world, client)
    world.house.close()
