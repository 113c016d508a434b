"""A small region of its own for each test, one of its employers, and a form that can be posted."""

import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from accounts.role import Role
from employer_toolkit.draft import PlacementForm
from employer_toolkit.placement import WorkDay
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

DAYS = tuple(WorkDay(weekday=n, starts=time(9), ends=time(16, 30), break_minutes=30) for n in (1, 2))


@pytest.fixture
def region(planted_file: Path, tmp_path: Path) -> Iterator[House]:
    file = tmp_path / "region.sqlite3"
    shutil.copyfile(planted_file, file)
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    yield house
    house.close()


@pytest.fixture
def employer(doors: Doors) -> Account:
    return doors.account(Role.EMPLOYER)


@pytest.fixture
def form(doors: Doors) -> PlacementForm:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return PlacementForm(
        site_id=site.id,
        type="eerste_baan",
        title="Hulp in de winkel",
        sector="handel",
        learned_ids=("doe:klanten",),
        schedule=DAYS,
        days_min=1,
        hours_min=7,
        hours_max=14,
        starts_on=date(2027, 2, 1),
        seats=2,
    )
