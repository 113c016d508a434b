"""Which application may be opened on which database."""

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
