"""A real mail server for tests: it keeps what it is given, and refuses what it is told to refuse."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from services.mail_server import MailServer
from services.mailing import Letterhead
from worker.mailer import Mailer

LETTERHEAD = Letterhead(sender="berichten@plekwijzer.example", public_url="https://plekwijzer.example")
USER, PASSWORD = "plek", "ge@heim"


@dataclass
class Postbox:
    """What a mail server was given.

    Attributes
    ----------
    at_address : dict of str to str
        Answer of the server per address, in place of taking it.
    at_data : list of str
        Answers of the server after a whole mail, in place of taking it; each is given once.
    """

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    at_address: dict[str, str] = field(default_factory=dict)
    at_data: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.at_address:
            return self.at_address[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: smtp.SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data:
            return self.at_data.pop(0)
        raw = envelope.original_content or b""
        self.raw.append(raw)
        self.received.append(message_from_bytes(raw, policy=SMTP_POLICY))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was received."""
        return [mail["Message-ID"] for mail in self.received]

    def server(self, **changes: Any) -> MailServer:
        """Give the way to this server."""
        return MailServer(**{"host": "127.0.0.1", "port": self.port, **changes})

    def mailer(self, *, trust: ssl.SSLContext | None = None, **changes: Any) -> Mailer:
        """Give a mailer that hands over to this server."""
        return Mailer(server=self.server(**changes), letterhead=LETTERHEAD, trust=trust or ssl.create_default_context())


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def mail_server(**options: Any) -> Iterator[Postbox]:
    """Run a mail server on a free port of this machine."""
    postbox = Postbox(free_port())
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **options)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a mail server that takes everything."""
    with mail_server() as postbox:
        yield postbox


def knows_us(_server: smtp.SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
    """Let in who gives our name and password."""
    is_ours = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_ours, handled=False)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for ``localhost``; give the server's side, and that of a client that believes it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "localhost.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(file)
    return ours, ssl.create_default_context(cafile=str(file))
