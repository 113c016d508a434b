"""Something happens: it stands in the inbox at once, and is mailed when and how the person wishes."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import pytest
from icalendar import Calendar
from pydantic import SecretStr

from accounts.role import Role
from events.meeting import MeetingKind
from services.demo.region import Region
from services.errors import found
from services.event_seats import is_for_student, register_students
from services.meetings import plan_meeting
from services.messages import MessageKind, tell
from services.unit_of_work import House
from storage.outbox import OutboxState
from tests.demo_doors import NOW, Doors, Visitor, opened
from tests.mail_server import LETTERHEAD, Postbox
from worker.handling import Handler
from worker.relay import Relay

ADDRESS = "noor@school.example"
AT_FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)


class Clock:
    """Says the moment that the test set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def mailing_doors(file: Path, region: Region, postbox: Postbox, clock: Clock, **others: str) -> Iterator[Doors]:
    settings = {
        "smtp_url": SecretStr(f"smtp://127.0.0.1:{postbox.port}"),
        "mail_from": LETTERHEAD.sender,
        "public_url": LETTERHEAD.public_url,
    }
    with opened(file, clock=clock, **settings, **others) as client:
        yield Doors(client, region)


@pytest.fixture
def file(planted_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(planted_file, tmp_path / "mailing.sqlite3"))


def enter(doors: Doors) -> Visitor:
    """Let the student in, who has an address."""
    visitor = doors.somebody(Role.STUDENT)
    house: House = doors.client.app_state["house"]
    with house.writing() as work:
        holder = found(work.accounts.get(found(doors.account(Role.STUDENT).id)))
        work.accounts.save(replace(holder, email=ADDRESS))
    return visitor


def happen(doors: Doors, kind: MessageKind) -> None:
    house: House = doors.client.app_state["house"]
    with house.writing() as work:
        tell(work, to=found(doors.account(Role.STUDENT).id), kind=kind, about=uuid4(), now=house.clock())


def work_what_is_due(doors: Doors, postbox: Postbox) -> int:
    """Do the background work that is due, as a worker would, and give the number of mails it made."""
    house: House = doors.client.app_state["house"]
    n_before = len(postbox.received)
    handler = Handler(house=house, lease=timedelta(minutes=5), max_attempts=3, mailer=postbox.mailer())

    def publish(_task: str, deferred_id: object) -> None:
        handler.handle(deferred_id)  # type: ignore[arg-type]

    Relay(house=house, publish=publish, lease=timedelta(minutes=5)).pass_on()
    return len(postbox.received) - n_before


def test_answer_that_is_waited_for_is_mailed_at_once_by_the_worker(
    file: Path, small_region: Region, postbox: Postbox
) -> None:
    with mailing_doors(file, small_region, postbox, Clock(), broker_url="memory://") as doors:
        student = enter(doors)
        happen(doors, MessageKind.APPLICATION_YOUR_TURN)
        wait_until_done(doors.client.app_state["house"])

        (mail,) = postbox.received
        link = re.search(r"https://plekwijzer\.example(/berichten/[0-9a-f-]{36})", body(mail))
        assert link is not None
        page = student.get(link[1])

    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Er is nieuws voor je op Plekwijzer")
    assert "Jij bent aan de beurt" in page.text


def test_news_waits_for_one_mail_at_four_and_nothing_is_mailed_twice(
    file: Path, small_region: Region, postbox: Postbox
) -> None:
    clock = Clock()
    with mailing_doors(file, small_region, postbox, clock) as doors:
        student = enter(doors)
        for kind in (MessageKind.APPLICATION_MOVED, MessageKind.APPLICATION_CLOSED_KINDLY):
            happen(doors, kind)

        shown = student.get("/berichten").text
        numbers = []
        for moment in (NOW, AT_FOUR - timedelta(seconds=1), AT_FOUR, AT_FOUR + timedelta(days=1)):
            clock.now = moment
            numbers.append(work_what_is_due(doors, postbox))

    assert "Je hebt 2 nieuwe berichten." in shown
    assert numbers == [0, 0, 1, 0]
    assert "Er zijn 2 berichten voor je" in body(postbox.received[0])


def test_person_who_wants_mail_once_a_week_gets_it_on_that_day(
    file: Path, small_region: Region, postbox: Postbox
) -> None:
    clock = Clock()
    with mailing_doors(file, small_region, postbox, clock) as doors:
        student = enter(doors)
        wishes = {"antwoord": "weekly", "nieuws": "off", "uur": "7", "dag": "5"}
        assert student.post_form("/berichten/instellingen", wishes).status_code == 303
        happen(doors, MessageKind.APPLICATION_YOUR_TURN)
        happen(doors, MessageKind.APPLICATION_MOVED)

        clock.now = datetime(2026, 11, 27, 5, 59, tzinfo=UTC)
        early = work_what_is_due(doors, postbox)
        clock.now = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
        on_time = work_what_is_due(doors, postbox)

    assert (early, on_time) == (0, 1)
    assert "Er is een bericht voor je" in body(postbox.received[0])


def test_meeting_stands_in_the_calendar_of_the_person(file: Path, small_region: Region, postbox: Postbox) -> None:
    with mailing_doors(file, small_region, postbox, Clock()) as doors:
        enter(doors)
        me = found(doors.account(Role.STUDENT).id)
        with doors.client.app_state["house"].writing() as work:
            plan_meeting(
                work,
                organiser=me,
                attendees=[me],
                kind=MeetingKind.TRIAL_DAY,
                starts_at=NOW + timedelta(days=7),
                ends_at=NOW + timedelta(days=7, hours=6),
                place="Bakkerij De Halm",
                now=NOW,
            )

        assert work_what_is_due(doors, postbox) == 1

    *_, part = postbox.received[0].iter_parts()
    (entry,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert (str(entry["SUMMARY"]), entry["DTSTART"].dt) == ("Meeloopdag", NOW + timedelta(days=7))


def test_no_mail_holds_anything_of_the_student(file: Path, small_region: Region, postbox: Postbox) -> None:
    canary = "Kanarievogel"
    with mailing_doors(file, small_region, postbox, Clock()) as doors:
        enter(doors)
        house: House = doors.client.app_state["house"]
        me = found(doors.account(Role.STUDENT).id)
        with house.writing() as work:
            holder = found(work.accounts.get(me))
            work.accounts.save(replace(holder, name=f"{canary} naam"))
            student = found(work.students.get(doors.student().id))
            work.students.save(replace(student, first_name=f"{canary} voornaam", school=f"{canary} school"))
            work.messages.save_wishes(replace(work.messages.wishes(me), news=work.messages.wishes(me).answers))
            open_ones = [one for one in small_region.events if one.takes_registrations(NOW) and one.seats_left != 0]
            goes_to, *_, stays_away = [one for one in open_ones if is_for_student(one, student)]
            register_students(
                work, by=doors.account(Role.STUDENT), event_id=goes_to.id, student_ids=[student.id], now=NOW
            )
            about = {
                MessageKind.EVENT_CHANGED: goes_to.id,
                MessageKind.EVENT_CANCELLED: next(one.id for one in small_region.events if one.is_cancelled),
                MessageKind.EVENT_WITHDRAWN: stays_away.id,
            }
            for kind in set(MessageKind) - {MessageKind.EVENT_SEATED}:  # that was told with the seat
                tell(work, to=me, kind=kind, about=about.get(kind, student.id), now=NOW)
            plan_meeting(
                work,
                organiser=me,
                attendees=[me],
                kind=MeetingKind.CONVERSATION,
                starts_at=NOW + timedelta(days=7),
                ends_at=NOW + timedelta(days=7, hours=1),
                place=f"{canary} plaats",
                now=NOW,
            )
        work_what_is_due(doors, postbox)

    told = [
        body(mail) + "".join(part.get_content() for part in list(mail.iter_parts())[1:]) for mail in postbox.received
    ]
    heads = ["\n".join(f"{name}: {value}" for name, value in mail.items()) for mail in postbox.received]
    assert len(told) == len(MessageKind) - 1  # of the two about a meeting that is none, and the one that is one
    assert [text for text in told + heads if canary in text] == []


def body(mail: object) -> str:
    part = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(part.get_content())


def wait_until_done(house: House) -> None:
    give_up_at = monotonic() + 30
    while True:
        with house.reading() as work:
            if not work.outbox.count(OutboxState.WAITING):
                return
        assert monotonic() < give_up_at, "the worker does nothing"
        sleep(0.02)
