"""A mail reads the same in every program, follows nobody, and takes no lines of its own from what is given."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.mail_server import MailServer, UnmailableAddressError, mailable, read_mail_server
from services.mailing import Invitation, Part, write_mail
from tests.mail_server import LETTERHEAD

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TO = "noor@school.example"
KEY = UUID(int=5)
INVITATION = Invitation(text="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", method="REQUEST")


def make_mail(**changes: Any) -> EmailMessage:
    plain: dict[str, Any] = {
        "key": KEY,
        "to": TO,
        "subject": "Er is nieuws voor je op Plekwijzer",
        "title": "Er is een bericht voor je",
        "parts": [
            Part(text="Eén bericht."),
            Part(text="Kijk.", url="https://plekwijzer.example/berichten", label="Lees"),
        ],
        "written_at": AT,
        "settings_url": "https://plekwijzer.example/berichten/instellingen",
    }
    return write_mail(LETTERHEAD, **{**plain, **changes})


def read(mail: EmailMessage) -> EmailMessage:
    """Read it again from its bytes, as the receiver does."""
    found = message_from_bytes(mail.as_bytes(), policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def test_mail_says_the_same_as_text_and_as_a_page() -> None:
    mail = read(make_mail())

    parts = [part.get_content_type() for part in mail.walk()]
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert text is not None
    assert page is not None
    for said in ("Er is een bericht voor je", "Eén bericht.", "Kijk.", "https://plekwijzer.example/berichten"):
        assert said in text.get_content()
        assert said in page.get_content()


def test_head_of_a_mail_names_nobody_and_asks_for_no_answer() -> None:
    mail = read(make_mail())

    assert dict(mail.items()) == {
        "Message-ID": f"<{KEY}@plekwijzer.example>",
        "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
        "From": "Plekwijzer <berichten@plekwijzer.example>",
        "To": TO,
        "Subject": "Er is nieuws voor je op Plekwijzer",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://plekwijzer.example/berichten/instellingen>",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="={KEY.hex}="',
    }


def test_mail_without_settings_offers_none() -> None:
    mail = make_mail(settings_url="")

    assert "List-Unsubscribe" not in mail
    assert "minder mail" not in mail.as_string()


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.title = ""
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_data(self, data: str) -> None:
        self.title += data if self._open == "title" else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def page_of(mail: EmailMessage) -> Page:
    body = mail.get_body(("html",))
    assert body is not None
    return Page(body.get_content())


def test_page_of_a_mail_has_a_language_a_title_and_one_heading_and_loads_nothing() -> None:
    page = page_of(read(make_mail()))

    assert ("html", "lang", "nl") in page.attributes
    assert (page.title, page.tags.count("h1"), page.tags.count("main")) == ("Er is nieuws voor je op Plekwijzer", 1, 1)
    assert {"img", "script", "link", "iframe", "form"}.isdisjoint(page.tags)
    assert [value for _, name, value in page.attributes if name == "src"] == []


def test_addresses_in_a_mail_carry_nothing_that_follows_people() -> None:
    page = page_of(read(make_mail()))

    links = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    assert links == ["https://plekwijzer.example/berichten", "https://plekwijzer.example/berichten/instellingen"]


def test_invitation_is_a_part_that_says_its_method() -> None:
    mail = read(make_mail(invitation=INVITATION))

    *_, calendar = mail.iter_parts()
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert calendar.get_content() == INVITATION.text


def test_same_mail_written_twice_has_the_same_bytes() -> None:
    first, second = (make_mail(invitation=INVITATION).as_bytes() for _ in range(2))

    assert first == second


marked_up = st.text(st.sampled_from("<>&\"'/= abip!-"), max_size=40)


@given(title=marked_up, text=marked_up, label=marked_up)
@example(title="<img src=x>", text="</p><script>", label='"><b')
def test_what_is_said_stays_text_on_the_page(title: str, text: str, label: str) -> None:
    plain = page_of(make_mail(parts=[Part(text="x", url="https://a.example/", label="x")]))

    hostile = page_of(make_mail(title=title, parts=[Part(text=text, url="https://a.example/", label=label)]))

    assert hostile.tags == plain.tags


@given(st.text(max_size=40))
def test_address_that_is_not_exactly_one_is_refused_before_any_mail_is_made(given_to: str) -> None:
    try:
        address = mailable(given_to)
    except UnmailableAddressError:
        return
    assert read(make_mail(to=given_to))["To"] == address
    assert address.isascii()
    assert address.count("@") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "noor@school.example\r\nBcc: ander@elders.example",
        "noor@school.example\nSubject: iets",
        "noor@school.example, ander@elders.example",
        "noor@school.example> RCPT TO:<ander@elders.example",
        "Noor <noor@school.example>",
        '"a\r\nb"@school.example',
        "noor",
        "",
    ],
)
def test_hostile_address_makes_no_mail_and_is_not_repeated(hostile: str) -> None:
    with pytest.raises(UnmailableAddressError) as caught:
        make_mail(to=hostile)

    assert not hostile or hostile not in str(caught.value)


@pytest.mark.parametrize("place", ["subject", "settings_url"])
def test_head_takes_no_second_line(place: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        make_mail(**{place: "https://a.example/\r\nBcc: ander@elders.example"})


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer(host="mail.example", port=587)),
        ("smtp://a%40b:c%2Fd@mail.example:25", MailServer(host="mail.example", port=25, user="a@b", password="c/d")),
        ("smtps://mail.example", MailServer(host="mail.example", port=465, is_encrypted_at_once=True)),
        ("smtp://[::1]:2525", MailServer(host="::1", port=2525)),
    ],
)
def test_address_of_a_mail_server_is_read(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a.example/x", "smtp://a:b"])
def test_address_that_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"smtp|[Pp]ort"):
        read_mail_server(url)


@pytest.mark.parametrize(
    ("host", "is_this_machine"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("mail.example", False), ("10.0.0.1", False)],
)
def test_only_this_machine_may_be_spoken_to_in_the_clear(host: str, is_this_machine: bool) -> None:
    assert MailServer(host=host, port=25).is_this_machine is is_this_machine
