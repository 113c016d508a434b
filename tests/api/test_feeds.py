"""The feeds behind their doors: unchanged is told as unchanged, and a secret address opens what is one's own today."""

import logging
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from icalendar import Calendar

from accounts.role import Role
from events.event import EventState
from events.meeting import Meeting, MeetingKind
from events.registration import Party, Registration, RegistrationState
from services.attempts import Attempt, limit_of
from services.errors import NotFoundError, found
from services.feeds import private_feed
from services.local_time import local_day
from services.reference import load_reference
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors, Visitor
from tests.factories import make_event

SECRET = re.compile(r"/kalender/([\w-]{43})\.ics")
OWN_EVENT = make_event(
    reference="eigen",
    title="Speeddate bij De Hal",
    starts_at=NOW + timedelta(days=3),
    ends_at=NOW + timedelta(days=3, hours=2),
    state=EventState.PUBLISHED,
)


def house_of(doors: Doors) -> House:
    house: House = doors.client.app_state["house"]
    return house


def register(doors: Doors, **who: object) -> None:
    with house_of(doors).writing() as work:
        if work.events.get(OWN_EVENT.id) is None:
            work.events.add_all([OWN_EVENT])
        work.registrations.save(
            Registration(
                id=uuid4(),
                event_id=OWN_EVENT.id,
                made_at=NOW,
                **{"party": Party.STUDENT, "state": RegistrationState.SEATED, **who},  # type: ignore[arg-type]
            )
        )


def link_of(visitor: Visitor) -> str:
    """Make an agenda link and give its path, as its page shows it once."""
    shown = visitor.post_form("/account/agenda-link", {}).text
    return found(SECRET.search(shown)).group()


def titles(text: str) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(text).walk("VEVENT")]


def test_unchanged_region_feed_is_not_sent_twice(own_doors: Doors) -> None:
    first = own_doors.visitor().get("/agenda.ics")
    again = own_doors.visitor().get("/agenda.ics", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, first.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert first.headers["cache-control"] == "public, max-age=900"
    assert "last-modified" in first.headers
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_changed_event_changes_the_etag(own_doors: Doors) -> None:
    before = own_doors.visitor().get("/agenda.ics").headers["etag"]

    with house_of(own_doors).writing() as work:
        event = next(one for one in work.events.between(NOW, NOW + timedelta(days=90)) if one.state == "published")
        work.events.save(replace(event, state=EventState.CANCELLED, revision=1, changed_at=NOW))
    after = own_doors.visitor().get("/agenda.ics", headers={"If-None-Match": before})

    assert after.status_code == 200
    assert f"Gaat niet door: {event.title}" in titles(after.text)


def test_region_feed_follows_its_filters_and_holds_no_draft(doors: Doors) -> None:
    everything = titles(doors.visitor().get("/agenda.ics").text)
    some = titles(doors.visitor().get("/agenda.ics", params={"soort": "speed_date"}).text)

    assert 0 < len(some) < len(everything)
    assert doors.region.events[-1].title not in everything or len(everything) < len(doors.region.events)
    assert doors.visitor().get("/agenda.ics", params={"soort": "feest"}).status_code == 400


def test_private_feed_holds_ones_own_and_names_nobody(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    register(own_doors, student_id=own_doors.student().id)
    with house_of(own_doors).writing() as work:
        account_id = found(own_doors.account(Role.STUDENT).id)
        work.meetings.save(
            Meeting(
                id=uuid4(),
                kind=MeetingKind.CONVERSATION,
                organiser_id=account_id,
                attendee_ids=frozenset({account_id}),
                starts_at=NOW + timedelta(days=1),
                ends_at=NOW + timedelta(days=1, hours=1),
                place="Bij mevrouw De Vries",
                changed_at=NOW,
            )
        )

    answer = own_doors.client.get(link_of(student))

    assert (answer.status_code, titles(answer.text)) == (200, ["Speeddate bij De Hal", "Gesprek"])
    assert "Vries" not in answer.text
    assert own_doors.student().first_name not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


def test_unchanged_private_feed_has_an_unchanged_etag(own_doors: Doors) -> None:
    register(own_doors, student_id=own_doors.student().id)
    path = link_of(own_doors.somebody(Role.STUDENT))

    first = own_doors.client.get(path)
    again = own_doors.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.headers["etag"]) == (304, first.headers["etag"])


def test_seat_that_is_waited_for_is_not_sure_and_a_withdrawn_one_is_gone(own_doors: Doors) -> None:
    student, other = own_doors.student(), own_doors.other_student()
    register(own_doors, student_id=student.id, state=RegistrationState.WAITING)
    path = link_of(own_doors.somebody(Role.STUDENT))

    waiting = own_doors.client.get(path).text
    with house_of(own_doors).writing() as work:
        held = found(work.registrations.find(OWN_EVENT.id, Party.STUDENT, student.id))
        work.registrations.save(replace(held, state=RegistrationState.WITHDRAWN))
    register(own_doors, student_id=other.id)

    assert titles(waiting) == ["Nog niet zeker: Speeddate bij De Hal"]
    assert titles(own_doors.client.get(path).text) == []


def test_new_link_ends_the_old_one_and_stopping_ends_both(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    old, new = link_of(student), link_of(student)

    before = [own_doors.client.get(path).status_code for path in (old, new)]
    student.post_form("/account/agenda-link/stop", {})

    assert before == [404, 200]
    assert own_doors.client.get(new).status_code == 404


def test_page_shows_the_address_once_and_the_last_use(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    path = link_of(student)

    before = student.get("/account/agenda-link").text
    own_doors.client.get(path)
    after = student.get("/account/agenda-link").text

    assert path not in before
    assert "nog niet" in before
    assert "24 november 2026" in after


def test_secret_is_kept_as_a_hash_only(own_doors: Doors, tmp_path: Path) -> None:
    secret = found(SECRET.search(link_of(own_doors.somebody(Role.STUDENT)))).group(1)
    own_doors.client.get(f"/kalender/{secret}.ics")

    assert not [file for file in tmp_path.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]


@pytest.mark.parametrize("status", [200, 404])
def test_no_line_of_a_log_holds_the_secret(
    own_doors: Doors, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    path = link_of(own_doors.somebody(Role.STUDENT))
    log = logging.getLogger("uvicorn.access")
    asked = ("127.0.0.1:4000", "GET", path, "1.1", status)

    with caplog.at_level(logging.DEBUG):
        record = log.makeRecord(log.name, logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', asked, None)
        log.handle(record)
        own_doors.client.get(path)
        monkeypatch.setattr("api.pages.feeds.private_feed", _fail)
        own_doors.client.get(path)

    ours = [line for line in caplog.records if line.name.split(".")[0] not in ("httpx2", "httpcore2", "httpx")]
    assert record.getMessage() == f'127.0.0.1:4000 - "GET /kalender/*** HTTP/1.1" {status}'
    assert any(line.name == "api.errors" for line in ours), "the failure was logged"
    assert not [line for line in ours if path in line.getMessage()]


def test_closed_account_or_ended_relation_closes_the_feed(own_doors: Doors) -> None:
    paths = {role: link_of(own_doors.somebody(role)) for role in (Role.STUDENT, Role.TEACHER)}
    before = {role: own_doors.client.get(path).status_code for role, path in paths.items()}

    with house_of(own_doors).writing() as work:
        holder = found(work.accounts.get(found(own_doors.account(Role.STUDENT).id)))
        work.accounts.save(replace(holder, closed_at=NOW))
        for relation in work.accounts.relations_of(found(own_doors.account(Role.TEACHER).id)):
            work.accounts.end_relation(relation.id, on=NOW.date())
    gone = [own_doors.client.get(path) for path in (*paths.values(), f"/kalender/{'x' * 43}.ics")]

    assert set(before.values()) == {200}
    assert {(answer.status_code, answer.text) for answer in gone} == {(404, gone[0].text)}


def test_parent_loses_the_child_at_eighteen_and_keeps_what_is_own(own_doors: Doors) -> None:
    child = own_doors.student()
    path = link_of(own_doors.somebody(Role.PARENT))
    register(own_doors, student_id=child.id)

    def seen(age: int) -> list[str]:
        born_on = local_day(NOW).replace(year=local_day(NOW).year - age)
        with house_of(own_doors).writing() as work:
            work.students.save(replace(found(work.students.get(child.id)), born_on=born_on))
        return titles(own_doors.client.get(path).text)

    assert seen(17) == ["Speeddate bij De Hal"]
    assert seen(18) == []


def test_feed_ends_by_itself_after_its_term(own_doors: Doors) -> None:
    secret = found(SECRET.search(link_of(own_doors.somebody(Role.TEACHER)))).group(1)
    lasts = timedelta(days=load_reference(NOW.date()).calendar.feed_days)

    def fetch(now: datetime) -> str:
        return private_feed(house_of(own_doors), token=secret, network="192.0.2.1", site="", now=now)

    assert fetch(NOW + lasts - timedelta(seconds=1)).startswith("BEGIN:VCALENDAR")
    with pytest.raises(NotFoundError):
        fetch(NOW + lasts)


def test_guessing_is_stopped_and_a_link_that_works_goes_on(own_doors: Doors) -> None:
    path = link_of(own_doors.somebody(Role.STUDENT))
    bound = found(limit_of(Attempt.FEED, "network", now=NOW))

    answers = [own_doors.client.get(f"/kalender/{number:043}.ics").status_code for number in range(bound.count + 1)]

    assert answers == [404] * bound.count + [429]
    assert own_doors.client.get(path).status_code == 200


def _fail(*_: object, **__: object) -> str:
    raise RuntimeError("on purpose")
