"""The commands that look after an installation: migrate, doctor, serve, worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from typer.testing import CliRunner, Result

from cli import doctor, migrate, serve, worker
from services.linking.model import load_linker
from services.unit_of_work import House, Mode
from tests.mail_server import LETTERHEAD, Postbox, free_port

SECRET = "k" * 32


def run(command: str) -> Result:
    """Run a command line."""
    from typer import Typer

    app = Typer()
    for module in (doctor, migrate, serve, worker):
        module.register(app)
    return CliRunner().invoke(app, command.split())


NO_MAIL = (
    "LET OP  Er gaat geen mail uit. Inloggen met een mail en uitnodigen per mail gaan dus niet, en mensen lezen hun "
    "berichten alleen hier. Een link toon je met: plekwijzer account login-link of invitation-link. Mail instellen: "
    "zet PLEKWIJZER_SMTP_URL, PLEKWIJZER_MAIL_FROM en PLEKWIJZER_PUBLIC_URL."
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the settings at a SQLite file that is not there yet."""
    url = f"sqlite:///{tmp_path}/plekwijzer.sqlite3"
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", url)
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", SECRET)
    return url


def set_mode(url: str, mode: Mode) -> None:
    house = House.open(url)
    house.migrate()
    with house.writing() as work:
        work.installation.claim(mode)
    house.close()


def test_migrate_makes_the_tables_and_may_run_again(database: str) -> None:
    results = [run("migrate") for _ in range(2)]

    assert [(result.exit_code, result.output) for result in results] == [(0, "De database is bij.\n")] * 2


def test_migrate_check_passes_when_migrations_make_the_tables(database: str) -> None:
    assert run("migrate --check").exit_code == 0


def test_migrate_check_says_what_differs(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(House, "migration_differences", lambda: ("add_table news",))

    result = run("migrate --check")

    assert (result.exit_code, result.output) == (1, "Verschil: add_table news\n")


def test_migrate_of_a_database_that_does_not_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:1/none")

    result = run("migrate")

    assert result.exit_code == 1
    assert result.output.startswith("De database kan niet bijgewerkt worden")
    assert "geheim" not in result.output


def set_mail(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setenv("PLEKWIJZER_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("PLEKWIJZER_MAIL_FROM", LETTERHEAD.sender)
    monkeypatch.setenv("PLEKWIJZER_PUBLIC_URL", LETTERHEAD.public_url)


def test_doctor_finds_all_well(database: str, monkeypatch: pytest.MonkeyPatch, postbox: Postbox) -> None:
    run("migrate")
    set_mail(monkeypatch, postbox.port)

    result = run("doctor")

    assert (result.exit_code, [line.split()[0] for line in result.output.splitlines()]) == (0, ["goed"] * 5)
    assert postbox.received == []


def test_doctor_says_that_the_mail_server_is_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate")
    set_mail(monkeypatch, free_port())

    result = run("doctor")

    assert (result.exit_code, result.output.splitlines()[-1]) == (
        1,
        "FOUT  De mailserver antwoordt niet, of kent ons niet. Klopt PLEKWIJZER_SMTP_URL?",
    )


def test_doctor_says_that_the_linker_cannot_be_used(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate")
    monkeypatch.setenv("PLEKWIJZER_LINKER", "weg.model")

    result = run("doctor")

    assert (result.exit_code, result.output.splitlines()[1]) == (
        1,
        "FOUT  PLEKWIJZER_LINKER is niet te gebruiken. weg.model: dit model kan niet worden gelezen; kijk of de naam "
        "klopt.",
    )


def test_doctor_says_what_is_wrong_and_how_to_mend_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "kort")
    monkeypatch.setenv("PLEKWIJZER_BROKER_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("PLEKWIJZER_PROT", "8001")

    result = run("doctor")

    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "FOUT  PLEKWIJZER_PROT is geen instelling. Is er een tikfout?",
            "FOUT  De database is niet bij. Draai: plekwijzer migrate",
            "FOUT  PLEKWIJZER_SECRET_KEY is korter dan 32 tekens.",
            "FOUT  De wachtrij voor achtergrondwerk antwoordt niet. Klopt PLEKWIJZER_BROKER_URL?",
            NO_MAIL,
        ],
    )


def test_doctor_finds_an_installation_without_mail_well_and_says_what_does_not_work(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "k" * 32)
    monkeypatch.delenv("PLEKWIJZER_SMTP_URL", raising=False)
    run("migrate")

    result = run("doctor")

    assert (result.exit_code, result.output.splitlines()[-1]) == (0, NO_MAIL)


@pytest.mark.parametrize("command", ["doctor", "migrate", "serve", "worker"])
def test_setting_that_cannot_be_is_named_without_its_value(
    database: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PLEKWIJZER_PORT", "geheim")

    result = run(command)

    assert result.exit_code == 1
    assert "Deze instellingen kloppen niet: PLEKWIJZER_PORT." in result.output
    assert "geheim" not in result.output


def test_serve_starts_the_web_server_and_claims_the_database_for_live_use(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: calls.append((app, options["host"], options["port"])))
    run("migrate")

    result = run("serve --port 8123")

    house = House.open(database)
    with house.reading() as work:
        mode = work.installation.mode
    house.close()
    assert result.exit_code == 0
    assert (calls, mode) == ([("api.main:create_app", "127.0.0.1", 8123)], Mode.LIVE)


@pytest.fixture
def linker_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Point the setting to a file that is not there yet; what this process has open is opened anew before and after."""
    path = tmp_path / "woorden.model"
    monkeypatch.setenv("PLEKWIJZER_LINKER", str(path))
    load_linker.cache_clear()
    yield path
    load_linker.cache_clear()


@pytest.mark.parametrize(("content", "is_wrong"), [
    (None, "dit model kan niet worden gelezen; kijk of de naam klopt"),
    (b"kok\tbakker\n" * 100, "dit is geen heel model van plekwijzer train-linker; maak het opnieuw"),
])  # fmt: skip
def test_serve_refuses_a_setting_that_names_no_linker(
    database: str, linker_file: Path, content: bytes | None, is_wrong: str
) -> None:
    run("migrate")
    if content is not None:
        linker_file.write_bytes(content)
    says = f"PLEKWIJZER_LINKER (woorden.model): {is_wrong}, of laat de instelling leeg.\n"

    result = run("serve")

    assert (result.exit_code, result.output) == (1, says)
    house = House.open(database)
    with house.reading() as work:
        assert work.installation.mode is None
    house.close()


def test_serve_refuses_a_database_of_the_demo(database: str) -> None:
    set_mode(database, Mode.DEMO)

    result = run("serve")

    assert result.exit_code == 1
    assert "Deze database hoort bij de demo" in result.output


def test_serve_refuses_a_database_without_tables(database: str) -> None:
    result = run("serve")

    assert (result.exit_code, result.output) == (1, "De database is niet bij. Draai eerst: plekwijzer migrate\n")


def test_worker_refuses_when_the_web_process_has_its_own(database: str) -> None:
    result = run("worker")

    assert result.exit_code == 1
    assert "PLEKWIJZER_BROKER_URL" in result.output


def test_worker_refuses_a_database_without_tables(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_BROKER_URL", "redis://127.0.0.1:1/0")

    result = run("worker")

    assert result.exit_code == 1
    assert "database" in result.output
