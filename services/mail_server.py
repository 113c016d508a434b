"""The mail server of an installation, as its address says, and which addresses mail can be sent to."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from services.errors import ServiceError

PORTS = {"smtp": 587, "smtps": 465}
"""Ports on which a mail server takes mail from its own users (RFC 8314, 3.3 and RFC 6409, 3.1)."""


class UnmailableAddressError(ServiceError):
    """No mail can be sent to this address; the address itself is not repeated."""

    def __init__(self) -> None:
        super().__init__("no mail can be sent to this address")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over.

    Parameters
    ----------
    is_encrypted_at_once : bool
        Whether the connection begins with TLS (``smtps``); otherwise it asks for it (STARTTLS).
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted_at_once: bool = False

    @property
    def is_this_machine(self) -> bool:
        """Whether mail does not leave this machine on the way, so that it may go in the clear."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_mail_server(url: str) -> MailServer:
    """Read an address such as ``smtp://user:password@mail.example:587``.

    Raises
    ------
    ValueError
        It is no such address.

    Examples
    --------
    >>> read_mail_server("smtps://plek:ge%40heim@mail.example")
    MailServer(host='mail.example', port=465, user='plek', is_encrypted_at_once=True)
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("give smtp://user:password@host:port, or smtps:// for TLS from the start")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted_at_once=parts.scheme == "smtps",
    )


def mailable(address: str) -> str:
    """Give an address as every mail server takes it: one address, in ASCII.

    Raises
    ------
    UnmailableAddressError
        No mail can be sent to it.

    Examples
    --------
    >>> mailable("noor@café.example")
    'noor@xn--caf-dma.example'
    """
    try:
        found = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        found = None
    if found is None:
        raise UnmailableAddressError
    return found
