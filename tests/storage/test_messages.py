"""Messages and wishes come back as they went in, in the order and number that was asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.holder import AccountHolder
from accounts.message import MailPace, MailState, MailWishes, Message, MessageKind
from services.unit_of_work import House
from storage.errors import ConflictError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=6)
ME, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def peopled(house: House) -> House:
    """Give an installation with two accounts."""
    with house.writing() as work:
        for account_id in (ME, OTHER):
            email = f"{account_id.int}@school.example"
            work.accounts.save(AccountHolder(id=account_id, name="Noor", email=email, made_at=NOW))
    return house


def make_message(**changes: object) -> Message:
    plain: dict[str, object] = {
        "id": uuid4(),
        "account_id": ME,
        "kind": MessageKind.APPLICATION_YOUR_TURN,
        "about_id": UUID(int=9),
        "made_at": NOW,
    }
    return Message(**{**plain, **changes})  # type: ignore[arg-type]


def waiting(**changes: object) -> Message:
    return make_message(**{"mail_state": MailState.DIGEST, "mail_due_at": LATER, **changes})


def add(house: House, *messages: Message) -> None:
    with house.writing() as work:
        for message in messages:
            work.messages.add(message)


def test_message_kept_comes_back_the_same(peopled: House) -> None:
    full = make_message(read_at=LATER, mail_state=MailState.APART, mail_due_at=NOW, mail_id=UUID(int=8), about_id=None)
    add(peopled, full)

    with peopled.reading() as work:
        assert work.messages.get(full.id) == full
        assert work.messages.get(UUID(int=99)) is None


def test_message_to_nobody_is_refused(house: House) -> None:
    with pytest.raises(ConflictError):
        add(house, make_message())


def test_messages_of_an_account_come_newest_first_by_the_page(peopled: House) -> None:
    mine = [make_message(made_at=NOW + timedelta(minutes=n)) for n in range(5)]
    add(peopled, *mine, make_message(account_id=OTHER))

    with peopled.reading() as work:
        assert work.messages.of_account(ME, limit=2) == (mine[4], mine[3])
        assert work.messages.of_account(ME, limit=2, skip=4) == (mine[0],)
        assert (work.messages.count(ME), work.messages.count(OTHER)) == (5, 1)


def test_read_messages_stay_read_at_the_first_moment(peopled: House) -> None:
    one, two, other = make_message(), make_message(), make_message(account_id=OTHER)
    add(peopled, one, two, other)

    with peopled.writing() as work:
        work.messages.mark_read(ME, message_id=one.id, now=NOW)
        work.messages.mark_read(ME, message_id=other.id, now=NOW)
        before = work.messages.count_unread(ME)
        work.messages.mark_read(ME, message_id=None, now=LATER)

    with peopled.reading() as work:
        kept = [work.messages.get(message.id) for message in (one, two, other)]
        assert [message and message.read_at for message in kept] == [NOW, LATER, None]
        assert (before, work.messages.count_unread(ME)) == (1, 0)


def test_digest_holds_what_is_due_and_in_no_other_mail(peopled: House) -> None:
    due = [waiting(made_at=NOW + timedelta(minutes=n)) for n in range(2)]
    others = [
        waiting(mail_due_at=LATER + timedelta(minutes=1)),
        waiting(mail_id=UUID(int=8)),
        waiting(mail_state=MailState.APART),
        waiting(mail_state=MailState.SENT),
        waiting(account_id=OTHER),
    ]
    add(peopled, *others, *reversed(due))

    with peopled.writing() as work:
        assert work.messages.due_for_digest(ME, now=LATER) == tuple(due)


def test_mail_holds_its_messages_until_it_is_noted(peopled: House) -> None:
    messages = [waiting(made_at=NOW + timedelta(minutes=n)) for n in range(3)]
    mail_id = messages[0].id
    add(peopled, *messages)

    with peopled.writing() as work:
        work.messages.put_in_mail([message.id for message in messages[:2]], mail_id=mail_id)
        held = work.messages.in_mail(mail_id)
        work.messages.set_mail_state([messages[0].id], MailState.SENT)
        left = work.messages.in_mail(mail_id)

    assert held == tuple(replace(message, mail_id=mail_id) for message in messages[:2])
    assert [message.id for message in left] == [messages[1].id]


def test_who_never_said_has_the_defaults_and_what_was_said_comes_back(peopled: House) -> None:
    said = MailWishes(
        account_id=ME, answers=MailPace.WEEKLY, news=MailPace.OFF, hour=7, weekday=5, refused_address="a@b.example"
    )
    with peopled.writing() as work:
        before = work.messages.wishes(ME)
        work.messages.save_wishes(replace(said, hour=9))
        work.messages.save_wishes(said)

    with peopled.reading() as work:
        assert before == MailWishes(account_id=ME)
        assert work.messages.wishes(ME) == said


def test_refused_address_is_kept_beside_the_wishes(peopled: House) -> None:
    with peopled.writing() as work:
        work.messages.save_wishes(MailWishes(account_id=ME, hour=7))
        work.messages.note_refused(ME, address="1@school.example")

    with peopled.reading() as work:
        assert work.messages.wishes(ME) == MailWishes(account_id=ME, hour=7, refused_address="1@school.example")
