"""From an empty installation to a teacher who enters: the command line, a mail, an invitation, another mail."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from queue import Queue
from socket import create_server

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from starlette.testclient import TestClient
from typer import Typer
from typer.testing import CliRunner

from api.main import create_app
from cli import account
from services.settings import read_settings
from services.unit_of_work import House
from tests.demo_doors import KEY, token_in
from tests.factories import make_student
from tests.services.people_who_enter import LETTERHEAD, path_in

ADMINISTRATOR, TEACHER = "robin@regio.example", "samira@dewissel.example"
LONGEST_WAIT_S = 60


class Postbox:
    """Keeps the mails of a real mail server until somebody takes them out."""

    def __init__(self) -> None:
        self.mails: Queue[EmailMessage] = Queue()

    async def handle_DATA(self, server: smtp.SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.put(message_from_bytes(envelope.original_content or b"", policy=SMTP))
        return "250 OK"

    def next(self) -> EmailMessage:
        return self.mails.get(timeout=LONGEST_WAIT_S)


@pytest.fixture
def postbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """Give an installation that mails to a server on this machine."""
    with create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    url = f"sqlite:///{tmp_path}/live.sqlite3"
    house = House.open(url)
    house.migrate()
    with house.writing() as work:
        work.students.save(make_student(school="De Wissel", group="3b"))
    house.close()
    for name, value in {
        "DATABASE_URL": url,
        "SECRET_KEY": KEY,
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_FROM": LETTERHEAD.sender,
        "PUBLIC_URL": LETTERHEAD.public_url,
        "QUEUE": "journey",
    }.items():
        monkeypatch.setenv(f"PLEKWIJZER_{name}", value)
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    yield postbox
    server.stop()


def run(command: list[str]) -> str:
    app = Typer()
    account.register(app)
    result = CliRunner().invoke(app, ["account", *command])
    assert result.exit_code == 0, result.output
    return result.output


def submit(client: TestClient, page: str, path: str, **fields: str) -> str:
    """Fill in the form of a page, and give where it leads."""
    csrf = token_in(client.get(page).text)
    answer = client.post(path, data={"csrf": csrf, **fields})
    assert answer.status_code in (200, 303), answer.text
    return answer.headers.get("location", answer.text)


def test_administrator_enters_by_a_mail_and_invites_a_teacher_who_enters(postbox: Postbox) -> None:
    run(["create-administrator", "--email", ADMINISTRATOR, "--name", "Robin Haverkamp"])

    with TestClient(create_app(read_settings()), follow_redirects=False) as client:
        mail = postbox.next()
        assert mail["To"] == ADMINISTRATOR
        link = path_in(mail)
        # A program that guards mail looks first; that uses nothing up.
        assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]
        assert submit(client, link, link) == "/uitnodigen"
        assert client.get(link).status_code == 404

        form = "/uitnodigen/teacher"
        sent = submit(client, form, form, email=TEACHER, school="De Wissel", klas="3b")
        assert sent == "/uitnodigen?gedaan=uitgenodigd"
        assert TEACHER in client.get("/uitnodigen").text

        client.cookies.clear()
        mail = postbox.next()
        assert mail["To"] == TEACHER
        invitation = path_in(mail)
        shown = client.get(invitation).text
        assert "Robin Haverkamp nodigt je uit, als docent van klas 3b bij De Wissel" in shown
        assert submit(client, invitation, invitation, naam="Samira de Vries") == "/klas"
        assert "Noor" in client.get("/klas").text

        client.cookies.clear()
        assert client.get("/klas").status_code == 401
        assert "Kijk in je mail" in submit(client, "/inloggen", "/inloggen", email=TEACHER.title())
        link = path_in(postbox.next())
        assert submit(client, link, link) == "/klas"

        assert f"{TEACHER}\tSamira de Vries\tteacher\topen" in run(["list"])
        run(["disable", "--email", TEACHER])
        assert client.get("/klas").status_code == 401
        assert f"{TEACHER}\tSamira de Vries\tteacher\tgesloten" in run(["list"])


def test_without_a_mail_server_the_link_is_printed_and_works_once(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLEKWIJZER_SMTP_URL")

    shown = run(["create-administrator", "--email", ADMINISTRATOR, "--name", "Robin Haverkamp"])

    link = shown.strip().rpartition(LETTERHEAD.public_url)[2]
    with TestClient(create_app(read_settings()), follow_redirects=False) as client:
        assert submit(client, link, link) == "/uitnodigen"
        run(["end-sessions", "--email", ADMINISTRATOR])
        assert client.get("/uitnodigen").status_code == 401
        assert client.get(link).status_code == 404
