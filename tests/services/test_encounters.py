"""Looking back at an event: its clock, who is told, what each may, and that asking twice is asking once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.relation import Relation
from accounts.role import Role
from events.encounter import Interest
from events.errors import EncounterStateError
from events.event import EventState
from events.registration import Attendance, Party, Registration, RegistrationState
from services.encounter_views import look_back
from services.encounters import (
    FOLLOW_UP,
    CodeRefusedError,
    encounters_of,
    follow_up_event,
    has_look_back,
    look_back_of,
    note_code,
    note_company,
    note_pair,
    say_interest,
)
from services.errors import ForbiddenError, NotFoundError
from services.event_seats import note_attendance
from services.local_time import AMSTERDAM
from services.permissions import Account
from services.unit_of_work import House, UnitOfWork
from tests.factories import make_employer, make_event, make_holder, make_student

ENDS = datetime(2026, 12, 21, 16, tzinfo=AMSTERDAM)
"""Monday before Christmas: two of the five working days after it are holidays."""
NOW = ENDS + timedelta(hours=1)
ORGANISER = make_holder(name="Jet")
BY = Account.of(Role.JOBHUNTER, id=ORGANISER.id)
EVENT = make_event(organiser_id=ORGANISER.id, starts_at=ENDS - timedelta(hours=2), ends_at=ENDS)
STUDENT, COMPANY = make_student(), make_employer()
OWN = Account.of(Role.STUDENT, id=uuid4(), subject_id=STUDENT.id)
THEIRS = Account.of(Role.EMPLOYER, id=uuid4(), subject_id=COMPANY.id)


@pytest.fixture
def work(house: House) -> Iterator[UnitOfWork]:
    with house.writing() as work:
        work.accounts.save(ORGANISER)
        work.events.save(EVENT)
        work.students.add_all([STUDENT])
        work.employers.add_all([COMPANY])
        for party, who in ((Party.STUDENT, {"student_id": STUDENT.id}), (Party.EMPLOYER, {"employer_id": COMPANY.id})):
            tables = {"n_tables": 1} if party is Party.EMPLOYER else {}
            work.registrations.save(coming(party, **who, **tables))
        yield work


def coming(party: Party, **held: Any) -> Registration:
    return Registration(id=uuid4(), event_id=EVENT.id, party=party, made_at=NOW, state=RegistrationState.SEATED, **held)


def with_account(work: UnitOfWork, role: Role, **held: Any) -> UUID:
    holder = make_holder()
    work.accounts.save(holder)
    work.accounts.save_relation(Relation(id=uuid4(), account_id=holder.id, role=role, from_on=date(2026, 1, 1), **held))
    return holder.id


def told(work: UnitOfWork, account_id: UUID) -> list[MessageKind]:
    return [one.kind for one in work.messages.of_account(account_id, limit=20)][::-1]


def spoke(work: UnitOfWork, *, now: datetime = NOW) -> UUID:
    return note_company(work, by=OWN, event_id=EVENT.id, student_id=STUDENT.id, employer_id=COMPANY.id, now=now).id


def test_five_working_days_pass_over_weekend_and_holidays() -> None:
    times = look_back_of(EVENT)

    # 22, 23 and 24 December, not Christmas nor the weekend, 28 and 29 December.
    assert times.closes_at == datetime(2026, 12, 30, tzinfo=AMSTERDAM)
    assert times.remind_at == datetime(2026, 12, 24, 9, tzinfo=AMSTERDAM)
    assert (times.opens_at, times.asked_at) == (EVENT.starts_at, EVENT.ends_at)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime(2026, 12, 29, 23, 59, 59, tzinfo=AMSTERDAM), True),
        (datetime(2026, 12, 30, tzinfo=AMSTERDAM), False),
    ],
)
def test_fifth_working_day_is_the_last_one(work: UnitOfWork, now: datetime, is_open: bool) -> None:
    one = spoke(work)

    if is_open:
        say_interest(work, by=OWN, event_id=EVENT.id, encounter_id=one, interest=Interest.YES, now=now)
    else:
        with pytest.raises(EncounterStateError):
            say_interest(work, by=OWN, event_id=EVENT.id, encounter_id=one, interest=Interest.YES, now=now)
        with pytest.raises(EncounterStateError):
            spoke(work, now=now)
    view = look_back(work, by=OWN, event_id=EVENT.id, now=now)
    assert (view.is_open, view.last_day) == (is_open, date(2026, 12, 29))


def test_everybody_is_asked_reminded_and_told_once_however_often_the_task_runs(work: UnitOfWork) -> None:
    student = with_account(work, Role.STUDENT, student_id=STUDENT.id)
    company = with_account(work, Role.EMPLOYER, employer_id=COMPANY.id)
    times = look_back_of(EVENT)
    one = spoke(work)
    heard = []

    for now in (times.asked_at - timedelta(hours=1), times.asked_at, times.remind_at, times.closes_at):
        for _ in range(2):
            follow_up_event(work, event_id=EVENT.id, now=now)
        heard.append((told(work, student), told(work, company), told(work, ORGANISER.id)))
        if now == times.asked_at:
            say_interest(work, by=OWN, event_id=EVENT.id, encounter_id=one, interest=Interest.NO, now=NOW)

    asked, reminded = [MessageKind.EVENT_LOOK_BACK], [MessageKind.EVENT_LOOK_BACK_REMINDER]
    assert heard == [
        ([], [], []),
        (asked, asked, []),
        (asked, [*asked, *reminded], []),
        (asked, [*asked, *reminded], [MessageKind.EVENT_REPORT]),
    ]
    kept = work.encounters.follow_up(EVENT.id)
    assert kept is not None
    assert (kept.asked_at, kept.reminded_at, kept.closed_at) == (times.asked_at, times.remind_at, times.closes_at)


@pytest.mark.parametrize("changes", [{"state": EventState.CANCELLED}, {"imported_from": "Regio"}])
def test_what_did_not_take_place_here_is_not_looked_back_at(work: UnitOfWork, changes: dict[str, Any]) -> None:
    student = with_account(work, Role.STUDENT, student_id=STUDENT.id)
    event = replace(EVENT, **changes)
    work.events.save(event)

    follow_up_event(work, event_id=EVENT.id, now=NOW)

    assert not has_look_back(event)
    assert told(work, student) == []
    with pytest.raises(NotFoundError):
        look_back(work, by=OWN, event_id=EVENT.id, now=NOW)


def test_both_are_told_when_the_second_says_yes_and_not_again(work: UnitOfWork) -> None:
    student = with_account(work, Role.STUDENT, student_id=STUDENT.id)
    company = with_account(work, Role.EMPLOYER, employer_id=COMPANY.id)
    one = spoke(work)

    for by, interest in ((THEIRS, Interest.YES), (OWN, Interest.YES), (OWN, Interest.NO), (OWN, Interest.YES)):
        say_interest(work, by=by, event_id=EVENT.id, encounter_id=one, interest=interest, now=NOW)

    assert (told(work, student), told(work, company)) == ([MessageKind.EVENT_MATCHED], [MessageKind.EVENT_MATCHED])


def test_check_in_plans_the_follow_up_once(work: UnitOfWork) -> None:
    (first, *_) = work.registrations.of_event(EVENT.id)

    for attendance in (Attendance.CAME, Attendance.ABSENT):
        note_attendance(work, by=BY, event_id=EVENT.id, registration_id=first.id, attendance=attendance, now=NOW)

    later = NOW + timedelta(days=9)
    left = work.outbox.claim(now=later, until=later, limit=20)
    assert [one.task for one in left].count(FOLLOW_UP) == 1


def test_parent_looks_back_for_a_child_that_does_not_decide_alone(work: UnitOfWork) -> None:
    one = spoke(work)
    parent = replace(Account.of(Role.PARENT, id=uuid4(), subject_id=STUDENT.id), children=frozenset({STUDENT.id}))

    say_interest(work, by=parent, event_id=EVENT.id, encounter_id=one, interest=Interest.YES, now=NOW)

    (own,) = look_back(work, by=parent, event_id=EVENT.id, now=NOW).own
    assert (own.for_whom, [row.says for row in own.rows]) == (STUDENT.first_name, [Interest.YES])
    with pytest.raises(NotFoundError):
        look_back(work, by=replace(parent, children=frozenset()), event_id=EVENT.id, now=NOW)


def test_who_was_not_there_spoke_nobody(work: UnitOfWork) -> None:
    absent = make_student("ziek")
    work.students.add_all([absent])
    work.registrations.save(
        replace(coming(Party.STUDENT, student_id=absent.id), attendance=Attendance.ABSENT, noted_at=NOW)
    )

    for who in (absent.id, uuid4()):
        with pytest.raises(NotFoundError):
            note_pair(work, by=BY, event_id=EVENT.id, student_id=who, employer_id=COMPANY.id, now=NOW)
    with pytest.raises(NotFoundError):
        note_pair(work, by=BY, event_id=EVENT.id, student_id=STUDENT.id, employer_id=uuid4(), now=NOW)
    assert encounters_of(work, [EVENT.id]) == ()


def test_code_is_for_companies_that_came_alone(work: UnitOfWork) -> None:
    stranger = Account.of(Role.EMPLOYER, id=uuid4(), subject_id=uuid4())

    with pytest.raises(CodeRefusedError):
        note_code(work, by=THEIRS, event_id=EVENT.id, code="AAAAAA", now=NOW)
    with pytest.raises(NotFoundError):
        note_code(work, by=stranger, event_id=EVENT.id, code="AAAAAA", now=NOW)
    with pytest.raises(ForbiddenError):
        note_code(work, by=BY, event_id=EVENT.id, code="AAAAAA", now=NOW)


def test_before_the_event_there_is_nothing_to_look_back_at(work: UnitOfWork) -> None:
    early = EVENT.starts_at - timedelta(seconds=1)

    with pytest.raises(NotFoundError):
        look_back(work, by=OWN, event_id=EVENT.id, now=early)
    assert look_back(work, by=OWN, event_id=EVENT.id, now=EVENT.starts_at.astimezone(UTC)).is_open
