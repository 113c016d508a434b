"""Which application may be opened on which database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.main import NotADemoError
from services.unit_of_work import House, Mode
from tests.demo_doors import opened


@pytest.mark.parametrize("mode", [Mode.LIVE, None])
def test_demo_doors_stay_shut_before_real_people(tmp_path: Path, mode: Mode | None) -> None:
    file = tmp_path / "echt.sqlite3"
    house = House.open(f"sqlite:///{file}")
    house.migrate()
    if mode is not None:
        with house.writing() as work:
            work.installation.claim(mode)
    house.close()

    with pytest.raises(NotADemoError), opened(file, demo=True):
        pass

    with opened(file, demo=False) as visitor:
        assert visitor.get("/").status_code == 200


def test_the_engine_is_compiled_before_the_first_request(tmp_path: Path) -> None:
    program = """
import asyncio
from api.main import create_app
from matching.search import search
from services.settings import Settings
from services.unit_of_work import House

settings = Settings(database_url="sqlite:///here.sqlite3")
house = House.open(settings.database_url)
house.migrate()
house.close()
app = create_app(settings)

async def start():
    before = len(search.signatures)
    async with app.router.lifespan_context(app):
        print(before, len(search.signatures))

asyncio.run(start())
"""
    home = Path(__file__).resolve().parents[2]

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["0", "1"], done.stderr
