"""The mail about messages: what it tells, what it leaves out, and that each message is in one mail only."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from icalendar import Calendar

from accounts.message import MailPace, MailState, MailWishes
from accounts.role import Role
from events.event import Event, Session
from events.meeting import Meeting, MeetingKind
from events.own_feed import OwnEvent, own_feed_text
from events.plan import plan_of
from events.registration import Registration
from services.event_planning import cancel, change, mark
from services.event_seats import register_self, withdraw
from services.mail_server import UnmailableAddressError
from services.mailing import Posting
from services.meetings import cancel_meeting, move_meeting, plan_meeting
from services.message_mails import note_message_mail, write_message_mail
from services.messages import MessageKind, read_message, tell
from services.permissions import Account
from services.unit_of_work import House
from tests.factories import make_event, make_holder
from tests.mail_server import LETTERHEAD, Postbox

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
AT_FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)
STARTS = datetime(2026, 12, 1, 9, tzinfo=UTC)
ME, OTHER, ABOUT = UUID(int=1), UUID(int=2), UUID(int=9)
NOOR = Account.of(Role.STUDENT, id=ME, name="Noor")
TURN, MOVED, PLACED = (
    MessageKind.APPLICATION_YOUR_TURN,
    MessageKind.APPLICATION_MOVED,
    MessageKind.APPLICATION_PLACED,
)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """Give an installation with two accounts, where it is always the same moment."""
    house = House.open(migrated_url, clock=lambda: NOW)
    with house.writing() as work:
        for account_id in (ME, OTHER):
            work.accounts.save(make_holder(id=account_id, email=f"{account_id.int}@school.example"))
    yield house
    house.close()


def told(house: House, *kinds: MessageKind, to: UUID = ME, minute: int = 0) -> list[UUID]:
    """Tell of these, a minute apart from one minute on, and give the ids of the messages."""
    with house.writing() as work:
        for n, kind in enumerate(kinds, start=minute):
            tell(work, to=to, kind=kind, about=ABOUT, now=NOW + timedelta(minutes=n))
        return [message.id for message in reversed(work.messages.of_account(to, limit=len(kinds)))]


def wish(house: House, **wishes: object) -> None:
    with house.writing() as work:
        work.messages.save_wishes(MailWishes(account_id=ME, **wishes))  # type: ignore[arg-type]


def write(house: House, message_id: UUID, now: datetime = AT_FOUR) -> EmailMessage | None:
    with house.writing() as work:
        return write_message_mail(work, message_id=message_id, letterhead=LETTERHEAD, now=now)


def note(house: House, message_id: UUID, posting: Posting = Posting.SENT) -> None:
    with house.writing() as work:
        note_message_mail(work, message_id=message_id, posting=posting)


def states(house: House, to: UUID = ME) -> list[MailState]:
    with house.reading() as work:
        return [message.mail_state for message in reversed(work.messages.of_account(to, limit=50))]


def text_of(mail: EmailMessage | None) -> str:
    body = mail.get_body(("plain",)) if mail is not None else None
    assert body is not None
    return str(body.get_content())


def test_message_apart_is_mailed_by_itself_with_a_way_to_it(house: House) -> None:
    (message_id,) = told(house, TURN)
    told(house, MOVED, minute=5)

    mail = write(house, message_id, NOW)
    note(house, message_id)

    assert mail is not None
    assert (mail["To"], mail["Message-ID"]) == ("1@school.example", f"<{message_id}@plekwijzer.example>")
    assert "Iemand wacht op een antwoord van jou." in text_of(mail)
    assert f"https://plekwijzer.example/berichten/{message_id}" in text_of(mail)
    assert states(house) == [MailState.SENT, MailState.DIGEST]


def test_digest_tells_of_all_that_is_due_once(house: House) -> None:
    first, second, third = told(house, MOVED, PLACED, MOVED)
    told(house, MOVED, to=OTHER)

    mails = [write(house, message_id) for message_id in (second, first, third)]
    for message_id in (second, first, third):
        note(house, message_id)

    assert [mail is not None for mail in mails] == [True, False, False]
    assert "Er zijn 3 berichten voor je" in text_of(mails[0])
    assert text_of(mails[0]).count("Er is iets veranderd.") == 1
    assert (states(house), states(house, OTHER)) == ([MailState.SENT] * 3, [MailState.DIGEST])


def test_digest_waits_for_what_is_not_due(house: House) -> None:
    (now_due,) = told(house, MOVED)
    wish(house, hour=20)
    told(house, PLACED, minute=5)

    mail = write(house, now_due)
    note(house, now_due)

    assert "Er is een bericht voor je" in text_of(mail)
    assert states(house) == [MailState.SENT, MailState.DIGEST]


def test_second_try_writes_the_same_mail_also_when_it_was_read_since(house: House) -> None:
    first, second = told(house, MOVED, PLACED)
    before = write(house, first)
    with house.writing() as work:
        read_message(work, by=NOOR, message_id=second, now=NOW)
    told(house, MOVED, minute=5)

    after = write(house, first)

    assert before is not None
    assert after is not None
    assert before.as_bytes() == after.as_bytes()


def test_digest_of_what_was_read_already_is_not_sent(house: House) -> None:
    (message_id,) = told(house, MOVED)
    with house.writing() as work:
        read_message(work, by=NOOR, message_id=message_id, now=NOW)

    mail = write(house, message_id)
    note(house, message_id, Posting.NONE)

    assert (mail, states(house)) == (None, [MailState.NONE])


def test_mail_that_was_switched_off_meanwhile_is_not_sent(house: House) -> None:
    apart, digest = told(house, TURN, MOVED)
    wish(house, answers=MailPace.OFF, news=MailPace.OFF)

    mails = [write(house, message_id) for message_id in (apart, digest)]

    assert (mails, states(house)) == ([None, None], [MailState.NONE] * 2)


@pytest.mark.parametrize("changes", [{"email": None}, {"closed_at": NOW}], ids=["no address", "closed"])
def test_account_without_a_way_to_mail_gets_none(house: House, changes: dict[str, object]) -> None:
    (message_id,) = told(house, TURN)
    with house.writing() as work:
        holder = work.accounts.get(ME)
        assert holder is not None
        work.accounts.save(replace(holder, **changes))  # type: ignore[arg-type]

    mail = write(house, message_id)
    note(house, message_id, Posting.NONE)

    assert (mail, states(house)) == (None, [MailState.NONE])


def test_refused_address_gets_no_more_mail_until_the_account_has_another(house: House) -> None:
    first, second, third = told(house, TURN, TURN, TURN)
    write(house, first)
    note(house, first, Posting.REFUSED)

    blocked = write(house, second)
    note(house, second, Posting.NONE)
    with house.writing() as work:
        work.accounts.save(make_holder(id=ME, email="nieuw@school.example"))
    again = write(house, third)

    assert blocked is None
    assert again is not None
    assert again["To"] == "nieuw@school.example"
    assert states(house) == [MailState.REFUSED, MailState.NONE, MailState.APART]


def test_address_that_is_none_makes_no_mail(house: House) -> None:
    (message_id,) = told(house, TURN)
    with house.writing() as work:
        work.accounts.save(make_holder(id=ME, email="a@b.example\r\nbcc: x@y.example"))

    with pytest.raises(UnmailableAddressError):
        write(house, message_id)


def test_without_a_mail_server_a_message_waits_for_none(house: House) -> None:
    message_ids = told(house, TURN, MOVED)

    for message_id in message_ids:
        note(house, message_id, Posting.NONE)

    assert states(house) == [MailState.NONE] * 2


def plan(house: House, *attendees: UUID) -> Meeting:
    with house.writing() as work:
        return plan_meeting(
            work,
            organiser=OTHER,
            attendees=attendees,
            kind=MeetingKind.TRIAL_DAY,
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=6),
            place="Bakkerij De Halm, Kerkstraat 1",
            now=NOW,
        )


def newest(house: House, to: UUID = ME) -> UUID:
    with house.reading() as work:
        (message,) = work.messages.of_account(to, limit=1)
    return message.id


def calendar_of(mail: EmailMessage | None) -> Calendar:
    assert mail is not None
    *_, part = mail.iter_parts()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    assert str(calendar["METHOD"]) == part.get_param("method")
    return calendar


def test_meeting_is_mailed_at_once_as_an_invitation_of_ones_own(house: House) -> None:
    wish(house, answers=MailPace.WEEKLY)
    meeting = plan(house, ME, OTHER)

    mails = [write(house, newest(house, account_id), NOW) for account_id in (ME, OTHER)]

    for number, mail in enumerate(mails, start=1):
        calendar = calendar_of(mail)
        (entry,) = calendar.walk("VEVENT")
        assert (str(calendar["METHOD"]), str(entry["UID"])) == ("REQUEST", f"{meeting.id}@plekwijzer")
        assert entry["ATTENDEE"] == f"mailto:{number}@school.example"
        assert mail is not None
        assert f"{3 - number}@school.example" not in mail.as_string()
        assert "Halm" not in mail.as_string()


def test_moved_and_cancelled_meeting_replace_and_withdraw_the_invitation(house: House) -> None:
    meeting = plan(house, ME)
    first = newest(house)
    with house.writing() as work:
        move_meeting(
            work,
            meeting_id=meeting.id,
            starts_at=STARTS + timedelta(days=1),
            ends_at=STARTS + timedelta(days=1, hours=6),
            place="",
            now=NOW + timedelta(hours=1),
        )
    moved = calendar_of(write(house, newest(house)))
    with house.writing() as work:
        cancel_meeting(work, meeting_id=meeting.id, now=NOW + timedelta(hours=2))
    cancelled = calendar_of(write(house, newest(house)))

    told = [(str(c["METHOD"]), int(c.walk("VEVENT")[0]["SEQUENCE"])) for c in (moved, cancelled)]
    assert told == [("REQUEST", 1), ("CANCEL", 2)]
    assert write(house, first) is None  # an invitation to what does not take place any more


def test_invitation_that_was_read_in_the_inbox_still_goes_to_the_calendar(house: House) -> None:
    plan(house, ME)
    with house.writing() as work:
        view = read_message(work, by=NOOR, message_id=newest(house), now=NOW)

    assert view.meeting is not None
    assert view.meeting.place == "Bakkerij De Halm, Kerkstraat 1"
    assert write(house, view.id) is not None


TEACHER = Account.of(Role.TEACHER, id=ME)
COORDINATOR = Account.of(Role.COORDINATOR, id=OTHER)


def go_to(house: House, event: Event) -> Registration:
    with house.writing() as work:
        return register_self(work, by=TEACHER, event_id=event.id, now=NOW)


def keep_event(house: House, **changes: object) -> Event:
    event = make_event(**changes)
    with house.writing() as work:
        work.events.save(event)
    return event


def entry_in(mail: EmailMessage | None) -> tuple[str, str, int, str]:
    calendar = calendar_of(mail)
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"])


def test_seat_change_and_cancellation_reach_the_calendar_as_the_entry_of_the_own_feed(
    house: House, postbox: Postbox
) -> None:
    event = keep_event(house)
    go_to(house, event)
    seated = write(house, newest(house))
    again = write(house, newest(house))
    with house.writing() as work:
        plan = replace(plan_of(event), begins=time(11), ends=time(13))
        change(work, by=COORDINATOR, event_id=event.id, plan=plan, seen=mark(event), now=NOW + timedelta(hours=1))
    changed = write(house, newest(house))
    with house.writing() as work:
        cancel(work, by=COORDINATOR, event_id=event.id, reason="De zaal is dicht", now=NOW + timedelta(hours=2))
    cancelled = write(house, newest(house))

    assert [postbox.mailer().post(one) for one in (seated, changed, cancelled) if one is not None] == [Posting.SENT] * 3
    seated, changed, cancelled = postbox.received
    uid = f"{event.id}@plekwijzer"
    assert again is not None
    assert again.as_bytes() == postbox.raw[0]
    assert [entry_in(one) for one in (seated, changed, cancelled)] == [
        ("REQUEST", uid, 0, "CONFIRMED"),
        ("REQUEST", uid, 1, "CONFIRMED"),
        ("CANCEL", uid, 2, "CANCELLED"),
    ]
    assert own_feed_text([OwnEvent(event=event, is_sure=True)], [], site="").count(f"UID:{uid}") == 1


def test_who_withdraws_and_comes_back_has_it_in_the_calendar_again(house: House) -> None:
    event = keep_event(house)
    made = go_to(house, event)
    with house.writing() as work:
        withdraw(work, by=TEACHER, event_id=event.id, registration_id=made.id, now=NOW + timedelta(hours=1))
    withdrawn = write(house, newest(house))
    with house.writing() as work:
        register_self(work, by=TEACHER, event_id=event.id, now=NOW + timedelta(hours=2))
    back = write(house, newest(house))

    assert [entry_in(one)[0] for one in (withdrawn, back)] == ["CANCEL", "REQUEST"]
    stamps = [calendar_of(one).walk("VEVENT")[0]["DTSTAMP"].dt for one in (withdrawn, back)]
    assert stamps == sorted(set(stamps))
    with house.reading() as work:
        assert work.messages.count_unread(ME) == 0  # one did it oneself


def test_who_waits_reads_of_a_change_without_an_entry_for_the_calendar(house: House) -> None:
    event = keep_event(house, seats=1)
    with house.writing() as work:
        register_self(work, by=Account.of(Role.TEACHER, id=OTHER), event_id=event.id, now=NOW)
    go_to(house, event)
    with house.writing() as work:
        full = work.events.get(event.id)
        assert full is not None
        plan = replace(plan_of(full), begins=time(11), ends=time(13))
        change(work, by=COORDINATOR, event_id=event.id, plan=plan, seen=mark(full), now=NOW)

    mails = [write(house, newest(house, one)) for one in (ME, OTHER)]

    kinds = [[part.get_content_type() for part in mail.iter_parts()] for mail in mails if mail is not None]
    assert kinds == [["text/plain", "text/html"], ["text/plain", "text/html", "text/calendar"]]


def test_event_of_several_days_is_mailed_without_an_entry(house: House) -> None:
    begins = datetime(2027, 1, 13, 9, tzinfo=UTC)
    parts = tuple(
        Session(title=f"dag {n}", starts_at=at, ends_at=at + timedelta(hours=2))
        for n, at in enumerate((begins, begins + timedelta(days=1)), start=1)
    )
    event = keep_event(house, starts_at=begins, ends_at=parts[-1].ends_at, sessions=parts)

    go_to(house, event)
    mail = write(house, newest(house))

    assert mail is not None
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
