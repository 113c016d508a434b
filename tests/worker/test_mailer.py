"""Mails are handed to a real server: encrypted on the way, and every refusal taken for what it means."""

from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from services.mail_server import MailServer
from services.mailing import Letterhead, Part, Posting, write_mail
from services.settings import Settings
from tests.mail_server import LETTERHEAD, PASSWORD, USER, Postbox, certificate, free_port, knows_us, mail_server
from tests.services.test_mailing import AT, TO, make_mail
from worker.mailer import Mailer, MailNotTakenError


def test_mail_arrives_with_its_one_recipient(postbox: Postbox) -> None:
    mail = make_mail()

    posting = postbox.mailer().post(mail)

    assert posting is Posting.SENT
    assert postbox.recipients == [[TO]]
    assert postbox.received[0]["Message-ID"] == mail["Message-ID"]
    assert postbox.raw == [mail.as_bytes()]


@pytest.mark.parametrize(
    ("answer", "posting"),
    [
        ("550 5.1.1 no such user", Posting.REFUSED),
        ("550 no such user", Posting.REFUSED),
        ("552 5.2.2 mailbox full", Posting.REFUSED),
    ],
)
def test_address_that_takes_no_mail_is_told(postbox: Postbox, answer: str, posting: Posting) -> None:
    postbox.at_address[TO] = answer

    assert postbox.mailer().post(make_mail()) is posting
    assert postbox.received == []


@pytest.mark.parametrize(
    "answer",
    ["450 4.2.0 try again", "451 greylisted", "550 5.7.1 relay access denied", "530 authentication required"],
)
def test_refusal_for_now_or_because_of_us_is_tried_again(postbox: Postbox, answer: str) -> None:
    postbox.at_address[TO] = answer

    with pytest.raises(MailNotTakenError) as caught:
        postbox.mailer().post(make_mail())

    assert caught.value.reason == answer[:3]


@pytest.mark.parametrize("answer", ["451 later", "554 5.6.0 not like this"])
def test_refusal_of_the_mail_itself_is_not_held_against_the_address(postbox: Postbox, answer: str) -> None:
    postbox.at_data.append(answer)

    with pytest.raises(MailNotTakenError, match=answer[:3]):
        postbox.mailer().post(make_mail())


def test_what_went_wrong_never_names_the_address(postbox: Postbox) -> None:
    postbox.at_address[TO] = f"450 {TO} is busy"

    with pytest.raises(MailNotTakenError) as caught:
        postbox.mailer().post(make_mail())

    assert TO not in f"{caught.value!r} {caught.value}"
    assert caught.value.__suppress_context__


def test_server_that_is_away_is_tried_again() -> None:
    away = Postbox(free_port()).mailer()

    with pytest.raises(MailNotTakenError, match="ConnectionRefusedError"):
        away.post(make_mail())
    assert not away.answers()


def test_mail_goes_encrypted_to_a_server_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``localhost`` counts as elsewhere here, so that its certificate can be looked at."""
    monkeypatch.setattr(MailServer, "is_this_machine", property(lambda _: False))
    ours, trust = certificate(tmp_path)
    options = {"tls_context": ours, "require_starttls": True, "authenticator": knows_us, "auth_required": True}
    with mail_server(**options) as postbox:
        mailer = postbox.mailer(host="localhost", user=USER, password=PASSWORD, trust=trust)

        assert (mailer.answers(), mailer.post(make_mail())) == (True, Posting.SENT)


def test_certificate_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailServer, "is_this_machine", property(lambda _: False))
    ours, _ = certificate(tmp_path)
    with mail_server(tls_context=ours) as postbox:
        with pytest.raises(MailNotTakenError, match="SSLCertVerificationError"):
            postbox.mailer(host="localhost").post(make_mail())

        assert postbox.received == []


def test_server_elsewhere_without_encryption_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailServer, "is_this_machine", property(lambda _: False))
    with mail_server() as postbox:
        with pytest.raises(MailNotTakenError, match="SMTPNotSupportedError"):
            postbox.mailer(host="localhost", user=USER, password=PASSWORD).post(make_mail())

        assert postbox.received == []


def test_connection_that_begins_encrypted_works(tmp_path: Path) -> None:
    ours, trust = certificate(tmp_path)
    with mail_server(ssl_context=ours, server_hostname="localhost") as postbox:
        mailer = postbox.mailer(host="localhost", is_encrypted_at_once=True, trust=trust)

        assert mailer.post(make_mail()) is Posting.SENT


def test_wrong_password_is_ours_to_mend() -> None:
    with mail_server(authenticator=knows_us, auth_require_tls=False) as postbox:
        mailer = postbox.mailer(user=USER, password="fout")

        with pytest.raises(MailNotTakenError, match="535"):
            mailer.post(make_mail())
        assert not mailer.answers()


def test_mailer_is_made_from_the_settings() -> None:
    settings = Settings(
        smtp_url=SecretStr("smtp://127.0.0.1:2525"),
        mail_from="berichten@plekwijzer.example",
        public_url="https://plekwijzer.example/",
    )

    mailer = Mailer.of(settings)

    assert mailer is not None
    assert (mailer.server, mailer.letterhead) == (MailServer(host="127.0.0.1", port=2525), LETTERHEAD)
    assert Mailer.of(Settings()) is None


def test_mail_to_an_address_with_foreign_signs_arrives_in_ascii(postbox: Postbox) -> None:
    letterhead = Letterhead(sender="berichten@plekwijzer.example", public_url="https://plekwijzer.example")
    mail = write_mail(
        letterhead,
        key=uuid4(),
        to="noor@café.example",
        subject="Nieuws",
        title="Hoi",
        parts=[Part(text="Kijk.")],
        written_at=AT,
    )

    postbox.mailer().post(mail)

    assert postbox.recipients == [["noor@xn--caf-dma.example"]]
