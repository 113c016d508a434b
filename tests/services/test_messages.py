"""Telling somebody: in the inbox at once, by mail as that person wishes, and never more than was asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.errors import InvalidAccountError
from accounts.holder import AccountHolder
from accounts.message import MailPace, MailState, MailWishes
from accounts.role import Role
from events.meeting import MeetingKind
from services.errors import ForbiddenError, NotFoundError
from services.meetings import plan_meeting
from services.messages import (
    GONE,
    MessageKind,
    count_unread,
    inbox,
    keep_mail_wishes,
    mail_settings,
    read_all_messages,
    read_message,
    tell,
    try_address_again,
)
from services.permissions import ANONYMOUS, Account
from services.reference.message_texts import load_message_texts
from services.unit_of_work import ConflictError, House
from tests.career.test_application import begun as begun_application
from tests.databases import queries_counted
from tests.factories import make_employer, make_placement, make_site, make_student

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
AT_FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)
ME, OTHER, ABOUT = UUID(int=1), UUID(int=2), UUID(int=9)
NOOR = Account.of(Role.STUDENT, id=ME, name="Noor")
TURN, MOVED = MessageKind.APPLICATION_YOUR_TURN, MessageKind.APPLICATION_MOVED


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """Give an installation with two accounts, where it is always the same moment."""
    house = House.open(migrated_url, clock=lambda: NOW)
    with house.writing() as work:
        for account_id in (ME, OTHER):
            email = f"{account_id.int}@school.example"
            work.accounts.save(AccountHolder(id=account_id, name="Noor", email=email, made_at=NOW))
    yield house
    house.close()


def wish(house: House, **wishes: object) -> None:
    with house.writing() as work:
        work.messages.save_wishes(MailWishes(account_id=ME, **wishes))  # type: ignore[arg-type]


def told(house: House, *kinds: MessageKind, to: UUID = ME) -> list[UUID]:
    """Tell of these, a minute apart, and give the ids of the messages."""
    with house.writing() as work:
        for n, kind in enumerate(kinds):
            tell(work, to=to, kind=kind, about=ABOUT, now=NOW + timedelta(minutes=n))
        return [message.id for message in reversed(work.messages.of_account(to, limit=50))]


def promised(house: House) -> list[tuple[str, datetime]]:
    with house.writing() as work:
        found = work.outbox.claim(now=NOW + timedelta(days=30), until=NOW + timedelta(days=31), limit=50)
    with house.reading() as work:
        due = {message.id: message.mail_due_at for message in work.messages.of_account(ME, limit=50)}
    return [(deferred.task, due[UUID(deferred.arguments["message_id"])] or NOW) for deferred in found]


def plan(house: House) -> None:
    with house.writing() as work:
        plan_meeting(
            work,
            organiser=OTHER,
            attendees=[ME],
            kind=MeetingKind.CONVERSATION,
            starts_at=NOW + timedelta(days=7),
            ends_at=NOW + timedelta(days=7, hours=1),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("kind", "wishes", "state", "due_at"),
    [
        (TURN, {}, MailState.APART, NOW),
        (MOVED, {}, MailState.DIGEST, AT_FOUR),
        (MOVED, {"hour": 8}, MailState.DIGEST, datetime(2026, 11, 25, 7, tzinfo=UTC)),
        (TURN, {"answers": MailPace.WEEKLY, "weekday": 5}, MailState.DIGEST, datetime(2026, 11, 27, 15, tzinfo=UTC)),
        (TURN, {"answers": MailPace.OFF}, MailState.NONE, None),
    ],
    ids=["answer at once", "news at four", "hour of one's own", "weekly", "no mail"],
)
def test_mail_is_promised_as_the_person_wishes(
    house: House, kind: MessageKind, wishes: dict[str, object], state: MailState, due_at: datetime | None
) -> None:
    wish(house, **wishes)
    (message_id,) = told(house, kind)

    with house.reading() as work:
        message = work.messages.get(message_id)
    assert message is not None
    assert (message.mail_state, message.mail_due_at, message.about_id) == (state, due_at, ABOUT)
    assert promised(house) == ([] if due_at is None else [("worker.mail_message", due_at)])


def test_digest_is_not_due_before_its_hour(house: House) -> None:
    told(house, MOVED)

    with house.reading() as work:
        assert not work.outbox.has_due(now=AT_FOUR - timedelta(seconds=1))
        assert work.outbox.has_due(now=AT_FOUR)


def test_nothing_is_told_of_an_act_that_was_not_kept(house: House) -> None:
    with pytest.raises(ConflictError):
        told(house, TURN, to=UUID(int=99))

    with house.reading() as work:
        assert (work.messages.count(UUID(int=99)), work.outbox.has_due(now=NOW)) == (0, False)


def applied(house: House, *application_ids: UUID) -> None:
    """Keep an application under each id, each at a place of its own company."""
    with house.writing() as work:
        for n, application_id in enumerate(application_ids):
            employer = make_employer(f"werkgever-{application_id}", name=f"Bakkerij {n}")
            site = make_site(employer.id, f"vestiging-{application_id}")
            place = make_placement(site.id, f"plek-{application_id}", title=f"Plek {n}")
            student = make_student(f"leerling-{application_id}")
            work.employers.add_all([employer], new_sites=[site])
            work.placements.add_all([place])
            work.students.add_all([student])
            begun = replace(begun_application(), id=application_id, student_id=student.id, placement_id=place.id)
            work.applications.add(begun)


def test_message_about_an_application_names_the_place_as_long_as_it_is_there(house: House) -> None:
    there, gone = uuid4(), uuid4()
    applied(house, there)
    with house.writing() as work:
        for about in (there, gone):
            tell(work, to=ME, kind=MOVED, about=about, now=NOW)
        tell(work, to=ME, kind=MessageKind.PARENT_ASKED, about=uuid4(), now=NOW)

    with house.reading() as work:
        found = {view.text: (view.place_text, bool(view.path)) for view in inbox(work, by=NOOR, limit=10).messages}

    texts = load_message_texts()
    assert found == {
        texts[MOVED].text: ("Plek 0, Bakkerij 0", True),
        GONE: ("", False),
        texts[MessageKind.PARENT_ASKED].text: ("", True),
    }


def test_inbox_shows_own_messages_newest_first_with_where_to_go_on(house: House) -> None:
    applied(house, ABOUT)
    told(house, TURN, MOVED)
    told(house, TURN, to=OTHER)

    with house.reading() as work:
        found = inbox(work, by=NOOR, limit=10)
    assert [(view.title, view.is_read) for view in found.messages] == [
        ("Er is een stap gezet", False),
        ("Jij bent aan de beurt", False),
    ]
    assert (found.n_messages, found.n_unread) == (2, 2)
    assert found.messages[0].path == f"/sollicitaties/{ABOUT}"


def test_opened_message_is_read_and_another_person_is_told_of_none(house: House) -> None:
    first, _ = told(house, TURN, MOVED)

    with house.writing() as work:
        view = read_message(work, by=NOOR, message_id=first, now=NOW)
        left = count_unread(work, by=NOOR)
        with pytest.raises(NotFoundError):
            read_message(work, by=Account.of(Role.EMPLOYER, id=OTHER), message_id=first, now=NOW)
        read_all_messages(work, by=NOOR, now=NOW)

        assert (view.is_read, left, count_unread(work, by=NOOR)) == (True, 1, 0)


def test_who_has_not_entered_reads_nothing(house: House) -> None:
    with house.writing() as work:
        with pytest.raises(ForbiddenError):
            inbox(work, by=ANONYMOUS, limit=10)
        with pytest.raises(NotFoundError):
            read_message(work, by=NOOR, message_id=uuid4(), now=NOW)


def test_list_of_many_asks_the_database_as_often_as_a_list_of_one(house: House) -> None:
    plan(house)
    these = [uuid4() for _ in range(3)]
    applied(house, *these)
    with house.writing() as work:
        tell(work, to=ME, kind=TURN, about=these[0], now=NOW)
    with house.reading() as work, queries_counted() as for_one:
        inbox(work, by=NOOR, limit=10)
    with house.writing() as work:
        for about, kind in zip(these, (TURN, MOVED, MessageKind.APPLICATION_PLACED), strict=True):
            tell(work, to=ME, kind=kind, about=about, now=NOW)
    for _ in range(2):
        plan(house)

    with house.reading() as work, queries_counted() as for_many:
        inbox(work, by=NOOR, limit=10)

    assert len(for_many) == len(for_one) > 3


def test_wishes_are_kept_and_an_hour_that_is_none_is_refused(house: House) -> None:
    with house.writing() as work:
        keep_mail_wishes(work, by=NOOR, answers=MailPace.DAILY, news=MailPace.OFF, hour=7, weekday=3)
        kept = mail_settings(work, by=NOOR)
        with pytest.raises(InvalidAccountError) as caught:
            keep_mail_wishes(work, by=NOOR, answers=MailPace.DAILY, news=MailPace.OFF, hour=24, weekday=0)

    assert kept.wishes == MailWishes(account_id=ME, answers=MailPace.DAILY, news=MailPace.OFF, hour=7, weekday=3)
    assert (kept.address, kept.is_refused) == ("1@school.example", False)
    assert list(caught.value.faults) == ["hour", "weekday"]


def test_refused_address_is_told_until_it_is_tried_again_or_another_is_given(house: House) -> None:
    with house.writing() as work:
        work.messages.note_refused(ME, address="1@school.example")
        refused = mail_settings(work, by=NOOR)
        again = try_address_again(work, by=NOOR)
        work.messages.note_refused(ME, address="oud@school.example")
        other = mail_settings(work, by=NOOR)

    assert [found.is_refused for found in (refused, again, other)] == [True, False, False]
