"""The commands about accounts, and what `serve` says when nobody keeps them yet."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from typer import Typer
from typer.testing import CliRunner, Result

from accounts.errors import LinkRefusedError
from accounts.role import Role
from cli import account, serve
from services.errors import found
from services.invitations import Wanted, invitation_of, invite
from services.sessions import account_in_role
from services.unit_of_work import House, Mode

NO_ADMINISTRATOR = "Er is nog geen beheerder. Maak er een met: plekwijzer account create-administrator\n"
CREATE = "account create-administrator --email robin@regio.example --name Robin"


def run(command: str) -> Result:
    app = Typer()
    account.register(app)
    serve.register(app)
    return CliRunner().invoke(app, command.split())


@pytest.fixture
def database(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = tmp_path / "live.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "k" * 32)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **options: STARTED.append(options))
    STARTED.clear()
    return f"sqlite:///{file}"


STARTED: list[dict[str, object]] = []


def test_serve_says_how_to_make_an_administrator_until_there_is_one(database: str) -> None:
    before = run("serve")
    made = run(CREATE)
    after = run("serve")

    assert (before.exit_code, before.output) == (0, NO_ADMINISTRATOR)
    assert made.exit_code == 0
    assert (after.exit_code, after.output) == (0, "")


def test_same_administrator_twice_is_one_account_and_another_link(database: str) -> None:
    first, second = run(CREATE), run(CREATE)

    assert first.output.startswith("Het account is gemaakt.")
    assert second.output.startswith("Dit account was er al, en is nu ook beheerder.")
    assert first.stdout.startswith("http://127.0.0.1:8000/inloggen/link/")
    assert first.stdout != second.stdout
    assert run("account list").output == "robin@regio.example\tRobin\tadministrator\topen\n"


def test_closed_account_does_not_become_administrator(database: str) -> None:
    run(CREATE)
    assert run("account disable --email robin@regio.example").exit_code == 0

    assert run(CREATE).exit_code == 2


@pytest.mark.parametrize(
    "command",
    [
        "account create-administrator --email robin --name Robin",
        f"account create-administrator --email robin@regio.example --name {'x' * 121}",
        "account disable --email nobody@regio.example",
        "account end-sessions --email nobody",
    ],
)
def test_command_that_cannot_be_done_changes_nothing(database: str, command: str) -> None:
    assert run(command).exit_code == 2
    assert run("account list").output == ""


def test_accounts_of_a_demo_are_left_alone(database: str) -> None:
    house = House.open(database)
    with house.writing() as work:
        work.installation.claim(Mode.DEMO)
    house.close()

    result = run(CREATE)

    assert result.exit_code == 2
    assert "hoort bij de demo" in result.output


def test_database_without_tables_is_told(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite3")

    result = run(CREATE)

    assert (result.exit_code, result.output) == (1, "De database is niet bij. Draai eerst: plekwijzer migrate\n")


def test_web_server_in_front_is_believed_only_by_setting(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("serve")
    monkeypatch.setenv("PLEKWIJZER_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8")
    run("serve")

    asked = [(options["proxy_headers"], options["forwarded_allow_ips"]) for options in STARTED]
    assert asked == [(False, ""), (True, "127.0.0.1,10.0.0.0/8")]


def test_serve_refuses_a_file_of_school_logins_that_cannot_be_right(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text('[wissel]\nname = "De Wissel"\n', encoding="utf-8")
    monkeypatch.setenv("PLEKWIJZER_OIDC", str(file))
    monkeypatch.setenv("PLEKWIJZER_PUBLIC_URL", "https://plekwijzer.example")

    result = run("serve")

    assert result.exit_code == 1
    assert result.output.startswith("PLEKWIJZER_OIDC is niet te gebruiken:\n")
    assert "wissel.issuer: Field required" in result.output
    assert STARTED == []


def test_school_logins_need_the_address_where_people_come_back(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEKWIJZER_OIDC", str(tmp_path / "oidc.toml"))

    result = run("serve")

    assert (result.exit_code, result.output) == (1, "Deze instellingen kloppen niet: PLEKWIJZER_PUBLIC_URL.\n")


def test_login_link_of_an_open_account_is_printed_and_of_no_other(database: str) -> None:
    run(CREATE)

    printed, unknown = run("account login-link --email robin@regio.example"), run("account login-link --email x@y.nl")
    run("account disable --email robin@regio.example")
    closed = run("account login-link --email robin@regio.example")

    assert (printed.exit_code, printed.stdout.startswith("http://127.0.0.1:8000/inloggen/link/")) == (0, True)
    assert [(one.exit_code, one.output) for one in (unknown, closed)] == [
        (2, "Dit adres heeft geen open account.\n")
    ] * 2


def test_invitation_link_opens_the_invitation_and_an_earlier_one_no_more(database: str) -> None:
    run(CREATE)
    now = datetime.now(UTC)
    house = House.open(database)
    with house.writing() as work:
        robin = found(work.accounts.by_email("robin@regio.example"))
        by = account_in_role(work, account_id=robin.id, role=Role.ADMINISTRATOR, now=now)
        invite(work, by=by, wanted=Wanted(email="ada@regio.example", role=Role.JOBHUNTER), now=now)

    first, second = (run("account invitation-link --email ada@regio.example") for _ in range(2))
    nobody = run("account invitation-link --email x@y.nl")

    assert (nobody.exit_code, nobody.output) == (2, "Voor dit adres staat geen uitnodiging open.\n")
    with house.reading() as work:
        token = second.stdout.strip().rpartition("/")[2]
        assert invitation_of(work, token=token, now=now).email == "ada@regio.example"
        with pytest.raises(LinkRefusedError):
            invitation_of(work, token=first.stdout.strip().rpartition("/")[2], now=now)
    house.close()
