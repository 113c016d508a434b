import socket
from pathlib import Path

import pytest
import typer
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from cli import demo
from services.demo import planting
from services.demo.region import Region, generate
from services.linking.model import load_linker
from services.settings import Settings
from services.unit_of_work import House, Mode


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and a region that is made in no time."""

    def small(**given: object) -> Region:
        return generate(**{**given, "n_students": 12, "n_employers": 6, "n_placements": 9, "n_events": 4})  # type: ignore[arg-type]

    monkeypatch.setattr(planting, "generate", small)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was served instead of being served: import string and port."""
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: found.append((app, options["port"])))
    return found


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    demo.register(app)
    return CliRunner().invoke(app, ["demo", *arguments])


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def test_demo_plants_a_region_and_serves_it(folder: Path, served: list[tuple[str, int]]):
    port = free_port()

    result = run("--port", str(port))

    assert result.exit_code == 0
    assert f"Open http://127.0.0.1:{port}" in result.stderr
    assert served == [("api.main:create_demo_app", port)]
    assert [file.name for file in folder.glob("*.sqlite3")] == ["plekwijzer-demo.sqlite3"]


def test_demo_for_the_second_time_keeps_the_region(folder: Path, served: list[tuple[str, int]]):
    run("--port", str(free_port()))

    result = run("--port", str(free_port()))

    assert "Wij maken" not in result.stderr
    assert len(served) == 2


def test_demo_with_a_setting_that_names_no_linker_says_so_and_makes_nothing(
    folder: Path, served: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PLEKWIJZER_LINKER", "weg/woorden.model")
    load_linker.cache_clear()

    result = run("--port", str(free_port()))

    assert (result.exit_code, result.stderr) == (
        1,
        "PLEKWIJZER_LINKER (woorden.model): dit model kan niet worden gelezen; kijk of de naam klopt, of laat de"
        " instelling leeg.\n",
    )
    assert (served, list(folder.glob("*.sqlite3"))) == ([], [])


def test_demo_on_a_port_that_is_taken_says_so_and_makes_nothing(folder: Path, served: list[tuple[str, int]]):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]

        result = run("--port", str(port))

    assert result.exit_code == 2
    assert f"Poort {port} is al in gebruik." in result.stderr
    assert served == []
    assert list(folder.iterdir()) == []


def test_demo_in_a_live_database_is_refused_with_the_way_out(
    folder: Path, served: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
):
    house = House.open("sqlite:///live.sqlite3")
    house.migrate()
    with house.writing() as work:
        work.installation.claim(Mode.LIVE)
    house.close()
    monkeypatch.setenv("PLEKWIJZER_DEMO_DATABASE_URL", "sqlite:///live.sqlite3")

    result = run("--port", str(free_port()))

    assert result.exit_code == 2
    assert "echte installatie" in result.stderr
    assert "PLEKWIJZER_DEMO_DATABASE_URL" in result.stderr
    assert served == []


def test_demo_does_its_own_background_work_whatever_the_live_broker_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PLEKWIJZER_BROKER_URL", "redis://127.0.0.1:1/0")

    assert not Settings().has_own_worker
    assert Settings().for_demo().has_own_worker


def test_demo_pages_come_from_the_demo_database_whatever_the_live_one_is(
    folder: Path, served: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
):
    from api.main import create_demo_app

    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", "sqlite:///live.sqlite3")
    run("--port", str(free_port()))

    with TestClient(create_demo_app()) as client:
        page = client.get("/")

    assert page.status_code == 200
    assert "oefenregio" in page.text
    assert not (folder / "live.sqlite3").exists()
