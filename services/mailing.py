"""Mails: what is said becomes one that every program can show, with nothing in it that follows people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from html import escape
from uuid import UUID

from services.mail_server import mailable

NAME = "Plekwijzer"
STYLE = "margin:0 auto;max-width:36em;padding:1.5em;font:1.125em/1.5 system-ui,sans-serif"
HEAD = "font-size:1.5em;line-height:1.25"
FOOTER = "Deze mail is automatisch gemaakt. Antwoorden op deze mail leest niemand."


class Posting(StrEnum):
    """What came of a mail."""

    SENT = "sent"
    """The mail server has taken it."""
    REFUSED = "refused"
    """The address does not exist or takes no mail; trying again is of no use."""
    NONE = "none"
    """There was nothing to mail, or this installation mails nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What all mails of an installation have in common.

    Parameters
    ----------
    sender : str
        Address that mails come from.
    public_url : str
        Address of the first page, without a slash at the end.
    """

    sender: str
    public_url: str

    @property
    def domain(self) -> str:
        """What stands behind the @ of the sender."""
        return self.sender.rpartition("@")[2]

    def url(self, path: str) -> str:
        """Give the whole address of a page."""
        return f"{self.public_url}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph of a mail, with a link beneath it when ``url`` is filled."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The text of a calendar invitation, and its method: ``REQUEST`` or ``CANCEL``."""

    text: str
    method: str


def write_mail(
    letterhead: Letterhead,
    *,
    key: UUID,
    to: str,
    subject: str,
    title: str,
    parts: Sequence[Part],
    written_at: datetime,
    settings_url: str = "",
    invitation: Invitation | None = None,
) -> EmailMessage:
    """Write a mail as text, as a page, and as an invitation when there is one; the same input gives the same bytes.

    Parameters
    ----------
    key : UUID
        Makes the Message-ID: a mail that is sent again carries the same one, so that it can be seen to be the same.
    to : str
        Address as the person gave it.
    subject : str
        It is seen on locked telephones: no name, and nothing about the person.
    title : str
        Head of the page.
    settings_url : str
        Where the person can say to get no such mails; empty where that cannot be, as with a mail to log in.

    Raises
    ------
    UnmailableAddressError
        No mail can be sent to the address.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{key}@{letterhead.domain}>"
    mail["Date"] = written_at
    mail["From"] = Address(NAME, addr_spec=letterhead.sender)
    mail["To"] = Address(addr_spec=mailable(to))
    mail["Subject"] = subject
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday message has to answer
    if settings_url:
        mail["List-Unsubscribe"] = f"<{settings_url}>"
    # Not 8bit: the server may pass the mail on to one that does not take it.
    mail.set_content(_as_text(title, parts, settings_url), cte="quoted-printable")
    page = _as_page(subject, title, parts, settings_url)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    if invitation is not None:
        method = {"method": invitation.method}
        mail.add_alternative(invitation.text, subtype="calendar", params=method, cte="base64")
    mail.set_boundary(f"={key.hex}=")
    return mail


def _as_text(title: str, parts: Sequence[Part], settings_url: str) -> str:
    told = [f"{part.text}\n{part.label}: {part.url}" if part.url else part.text for part in parts]
    settings = [f"Wil je minder mail? Kies het hier: {settings_url}"] if settings_url else []
    return "\n\n".join([title, *told, "--", FOOTER, *settings]) + "\n"


def _as_page(subject: str, title: str, parts: Sequence[Part], settings_url: str) -> str:
    told = [f"<p>{escape(part.text)}{_link(part)}</p>" for part in parts]
    settings = f' <a href="{escape(settings_url)}">Wil je minder mail?</a>' if settings_url else ""
    return "\n".join(
        (
            '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(subject)}</title>\n</head>\n<body>",
            f'<main style="{STYLE}">\n<h1 style="{HEAD}">{escape(title)}</h1>',
            *told,
            f"<hr>\n<p>{FOOTER}{settings}</p>\n</main>\n</body>\n</html>\n",
        )
    )


def _link(part: Part) -> str:
    return f'<br>\n<a href="{escape(part.url)}">{escape(part.label)}</a>' if part.url else ""
