"""Two providers, an installation that trusts both, and somebody who comes back from one of them."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.login import Entered
from services.permissions import ANONYMOUS, Account
from services.school_login.visits import SchoolLogins, begin_visit, end_visit
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.services.school_login.forger import STAFF, Forger, forging

ADDRESS = "https://plekwijzer.example"


@dataclass
class Visits:
    """Visits to the providers, from one installation."""

    house: House
    good: Forger
    other: Forger
    logins: SchoolLogins

    def begin(self, *, key: str = "good", browser: str = "browser", by: Account | None = None) -> str:
        return begin_visit(self.house, logins=self.logins, key=key, browser=browser, network="", now=NOW, by=by)

    def end(
        self,
        answer: Mapping[str, str],
        *,
        key: str = "good",
        browser: str = "browser",
        now: datetime = NOW,
        by: Account = ANONYMOUS,
    ) -> Entered | None:
        return end_visit(
            self.house,
            logins=self.logins,
            key=key,
            answer=answer,
            browser=browser,
            network="",
            device="",
            now=now,
            by=by,
        )

    def whole(self, **options: Any) -> Entered | None:
        return self.end(self.good.visited(self.begin()), **options)

    def n_sessions(self) -> int:
        with self.house.reading() as work:
            return sum(len(work.sessions.of_account(holder.id)) for holder in work.accounts.all())


@pytest.fixture
def sqlite_house(migrated_sqlite: Path, tmp_path: Path) -> Iterator[House]:
    """Give an installation for what does not depend on the product of the database."""
    file = tmp_path / "house.sqlite3"
    shutil.copyfile(migrated_sqlite, file)
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    yield house
    house.close()


@pytest.fixture
def visits(sqlite_house: House) -> Iterator[Visits]:
    with forging(now=NOW) as good, forging(now=NOW) as other:
        good.told["affiliation"] = other.told["affiliation"] = "employee"
        providers = [good.provider("good", people=(STAFF,)), other.provider("other", people=(STAFF,))]
        yield Visits(sqlite_house, good, other, SchoolLogins.of(providers, address=ADDRESS))


Change = Callable[[Forger], None]
