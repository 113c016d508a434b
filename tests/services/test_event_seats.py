"""Acts about seats at events: who may do what for whom, what is refused with which words, and who hears of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.relation import Relation
from accounts.role import Role
from career.dossier import EntryKind, Sharing
from career.student import SchoolType
from events.event import Audience, EventState
from events.event import Role as Invited
from events.registration import Attendance, Party, RegistrationState
from services.dossier import remove_entry
from services.errors import ForbiddenError, NotFoundError
from services.event_seat_views import seats_here
from services.event_seats import (
    SeatRefusedError,
    accept_seat,
    attendees,
    choose_dossier,
    my_registrations,
    note_attendance,
    register_company,
    register_self,
    register_students,
    registration_to_check_in,
    withdraw,
)
from services.event_telling import tell_registered
from services.organisers import organised_event
from services.peers import my_peers
from services.permissions import Account
from services.unit_of_work import House, UnitOfWork
from tests.databases import queries_counted
from tests.factories import make_employer, make_event, make_holder, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORGANISER = Account.of(Role.JOBHUNTER, id=uuid4())
EVENT = make_event(seats=2, organiser_id=ORGANISER.id)
STUDENTS = tuple(
    make_student(f"leerling-{n}", first_name=name, school="De Wissel", group="3b")
    for n, name in enumerate(("Noor", "Ali", "Bo"))
)
TEACHER = Account.of(Role.TEACHER, id=uuid4(), school="De Wissel", group="3b")
IDS = [student.id for student in STUDENTS]


@pytest.fixture
def work(house: House) -> Iterator[UnitOfWork]:
    with house.writing() as work:
        work.events.save(EVENT)
        work.students.add_all(STUDENTS)
        yield work


def student(number: int) -> Account:
    return Account.of(Role.STUDENT, subject_id=IDS[number])


def with_account(work: UnitOfWork, role: Role, **held: Any) -> UUID:
    holder = make_holder()
    work.accounts.save(holder)
    work.accounts.save_relation(Relation(id=uuid4(), account_id=holder.id, role=role, from_on=date(2026, 1, 1), **held))
    return holder.id


def test_group_gets_seats_in_the_order_given_and_the_rest_waits(work: UnitOfWork) -> None:
    order = [IDS[2], IDS[0], IDS[1]]

    made = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=order, now=NOW)

    assert [(one.who, one.state.value) for one in made] == list(
        zip(order, ("seated", "seated", "waiting"), strict=True)
    )
    again = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=order, now=NOW)
    assert again == made


def test_teacher_of_another_class_registers_nobody(work: UnitOfWork) -> None:
    other = Account.of(Role.TEACHER, id=uuid4(), school="De Wissel", group="4a")

    with pytest.raises(NotFoundError):
        register_students(work, by=other, event_id=EVENT.id, student_ids=IDS, now=NOW)

    assert work.registrations.of_event(EVENT.id) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": EventState.CANCELLED}, "gaat niet door"),
        ({"imported_from": "Regio"}, "bij de organisator"),
        ({"register_until": NOW}, "kan niet meer"),
        ({"audience": Audience(roles=frozenset({Invited.PARENT}))}, "andere mensen"),
        ({"audience": Audience(levels=frozenset({4}))}, "andere mensen"),
        ({"audience": Audience(school_types=frozenset({"vso"}))}, "andere mensen"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(work: UnitOfWork, changes: dict[str, Any], told: str) -> None:
    work.events.save(replace(EVENT, **changes))

    with pytest.raises(SeatRefusedError, match=told):
        register_students(work, by=student(0), event_id=EVENT.id, student_ids=IDS[:1], now=NOW)


def test_whoever_leaves_makes_room_for_the_first_who_waits_and_hears_it(work: UnitOfWork) -> None:
    heard_by = with_account(work, Role.STUDENT, student_id=IDS[2])
    made = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS, now=NOW)

    withdraw(work, by=student(0), event_id=EVENT.id, registration_id=made[0].id, now=NOW)

    asked = work.registrations.find(EVENT.id, Party.STUDENT, IDS[2])
    assert asked is not None
    assert (asked.state, asked.answer_by) == (RegistrationState.OFFERED, NOW + timedelta(hours=48))
    told = [one.kind for one in work.messages.of_account(heard_by, limit=9)]
    assert set(told) == {MessageKind.EVENT_WAITING, MessageKind.EVENT_SEAT_OFFERED}
    with pytest.raises(SeatRefusedError, match="niet meer vrij"):
        accept_seat(work, by=student(2), event_id=EVENT.id, registration_id=asked.id, now=NOW + timedelta(hours=48))
    yes = accept_seat(work, by=student(2), event_id=EVENT.id, registration_id=asked.id, now=NOW)
    assert (yes.state, yes.answer_by) == (RegistrationState.SEATED, None)


def test_shortly_before_the_end_the_first_who_waits_sits_at_once(work: UnitOfWork) -> None:
    made = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS, now=NOW)

    late = EVENT.starts_at - timedelta(hours=24)
    withdraw(work, by=TEACHER, event_id=EVENT.id, registration_id=made[0].id, now=late)

    kept = work.registrations.get(made[2].id)
    assert kept == replace(made[2], state=RegistrationState.SEATED)


def test_nobody_answers_or_leaves_for_another(work: UnitOfWork) -> None:
    made = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS, now=NOW)

    with pytest.raises(NotFoundError):
        withdraw(work, by=student(1), event_id=EVENT.id, registration_id=made[0].id, now=NOW)


def test_person_comes_to_what_is_for_the_role(work: UnitOfWork) -> None:
    parent = Account.of(Role.PARENT, id=with_account(work, Role.PARENT, student_id=IDS[0]), subject_id=IDS[0])
    evening = replace(EVENT, audience=Audience(roles=frozenset({Invited.PARENT})))
    work.events.save(evening)

    made = register_self(work, by=parent, event_id=EVENT.id, now=NOW)

    assert (made.party, made.who, made.state) == (Party.PERSON, parent.id, RegistrationState.SEATED)
    with pytest.raises(SeatRefusedError, match="andere mensen"):
        register_self(work, by=TEACHER, event_id=EVENT.id, now=NOW)


def test_company_comes_with_tables_and_takes_no_seat(work: UnitOfWork) -> None:
    employer = make_employer()
    work.employers.add_all([employer], new_sites=[])
    by = Account.of(Role.EMPLOYER, id=uuid4(), subject_id=employer.id)

    made = register_company(work, by=by, event_id=EVENT.id, n_tables=2, now=NOW)

    kept = work.events.get(EVENT.id)
    assert kept is not None
    assert (made.n_tables, made.state, kept.seats_taken) == (2, RegistrationState.SEATED, 0)
    assert [(one.name, one.group) for one in attendees(work, by=ORGANISER, event_id=EVENT.id)] == [(employer.name, "")]


def test_organiser_and_coordinator_manage_an_event_and_nobody_else(work: UnitOfWork) -> None:
    for by in (ORGANISER, Account.of(Role.COORDINATOR, id=uuid4())):
        assert organised_event(work, by=by, event_id=EVENT.id).id == EVENT.id

    with pytest.raises(NotFoundError):
        organised_event(work, by=TEACHER, event_id=EVENT.id)
    with pytest.raises(ForbiddenError):
        organised_event(work, by=student(0), event_id=EVENT.id)


def test_check_in_is_for_the_organiser_from_the_day_itself(work: UnitOfWork) -> None:
    (made,) = register_students(work, by=student(0), event_id=EVENT.id, student_ids=IDS[:1], now=NOW)
    note: dict[str, Any] = {"event_id": EVENT.id, "registration_id": made.id, "attendance": Attendance.CAME}

    with pytest.raises(SeatRefusedError, match="dag zelf"):
        note_attendance(work, by=ORGANISER, now=NOW, **note)
    with pytest.raises(NotFoundError):
        note_attendance(work, by=TEACHER, now=EVENT.starts_at, **note)

    came = note_attendance(work, by=ORGANISER, now=EVENT.starts_at, **note)
    assert registration_to_check_in(work, by=ORGANISER, registration_id=made.id) == came
    assert came == replace(made, attendance=Attendance.CAME, noted_at=EVENT.starts_at)
    assert [(one.name, one.group) for one in attendees(work, by=ORGANISER, event_id=EVENT.id)] == [
        ("Noor", "De Wissel 3b")
    ]


def test_employer_who_organises_sees_first_names_alone_and_each_is_noted(work: UnitOfWork) -> None:
    by = Account.of(Role.EMPLOYER, id=uuid4(), subject_id=uuid4())
    work.events.save(replace(EVENT, organiser_id=by.id))
    register_students(work, by=student(0), event_id=EVENT.id, student_ids=IDS[:1], now=NOW)

    told = attendees(work, by=by, event_id=EVENT.id)

    assert [(one.name, one.group) for one in told] == [("Noor", "")]
    assert IDS[0] in {one.subject_id for one in by.trail.take() if one.is_about_another}


def test_student_alone_says_whether_it_may_be_in_the_dossier(work: UnitOfWork) -> None:
    (made,) = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS[:1], now=NOW)

    with pytest.raises(NotFoundError):
        choose_dossier(work, by=TEACHER, event_id=EVENT.id, registration_id=made.id, is_wanted=True, now=NOW)
    choose_dossier(work, by=student(0), event_id=EVENT.id, registration_id=made.id, is_wanted=True, now=NOW)

    (mine,) = my_registrations(work, by=student(0), now=NOW)
    assert mine.registration == replace(made, is_for_dossier=True)
    assert (mine.place, mine.may_choose_dossier) == (0, True)


@pytest.mark.parametrize("says_yes_first", [True, False])
def test_entry_is_begun_once_when_the_student_was_there_and_agreed(work: UnitOfWork, *, says_yes_first: bool) -> None:
    (made,) = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS[:1], now=NOW)
    later, asked = EVENT.starts_at + timedelta(hours=1), {"event_id": EVENT.id, "registration_id": made.id}

    def agree() -> None:
        choose_dossier(work, by=student(0), is_wanted=True, now=later, **asked)

    def come() -> None:
        note_attendance(work, by=ORGANISER, attendance=Attendance.CAME, now=later, **asked)

    first, second = (agree, come) if says_yes_first else (come, agree)
    first()
    assert work.dossier.of_student(IDS[0]) == ()
    for act in (second, first):
        act()

    (begun,) = work.dossier.of_student(IDS[0])
    assert (begun.kind, begun.title, begun.event_id) == (EntryKind.EVENT, EVENT.title, EVENT.id)
    assert begun.sharing is Sharing.PRIVATE
    remove_entry(work, by=student(0), entry_id=begun.id)
    for act in (agree, come):
        act()
    assert work.dossier.of_student(IDS[0]) == ()


def test_everybody_who_comes_or_waits_hears_of_a_change_once(work: UnitOfWork) -> None:
    accounts = [with_account(work, Role.STUDENT, student_id=one) for one in IDS]
    made = register_students(work, by=TEACHER, event_id=EVENT.id, student_ids=IDS, now=NOW)
    withdraw(work, by=TEACHER, event_id=EVENT.id, registration_id=made[1].id, now=NOW)

    tell_registered(work, events=[EVENT], kind=MessageKind.EVENT_CHANGED, now=NOW)

    n_told = [
        [one.kind for one in work.messages.of_account(account, limit=9)].count(MessageKind.EVENT_CHANGED)
        for account in accounts
    ]
    assert n_told == [1, 0, 1]


def test_places_in_the_queue_of_three_events_cost_as_many_queries_as_of_one(work: UnitOfWork) -> None:
    done, ahead = [], student(0)
    for n in range(4):
        event = make_event(f"vol-{n}", seats=1, organiser_id=ORGANISER.id)
        work.events.save(event)
        for minute, one in enumerate((1, 2, 0)):
            at = NOW + timedelta(minutes=minute)
            register_students(work, by=student(one), event_id=event.id, student_ids=[IDS[one]], now=at)
        if n in (0, 3):
            with queries_counted() as statements:
                mine = my_registrations(work, by=ahead, now=NOW)
            done.append((len(statements), [one.place for one in mine]))

    assert done == [(done[0][0], [2]), (done[0][0], [2] * 4)]


LOOK_AROUND = make_event(
    "beroependag",
    organiser_id=ORGANISER.id,
    audience=Audience(
        roles=frozenset({Invited.STUDENT, Invited.JUNIOR_TRAINER}), school_types=frozenset({"vmbo", "pro"})
    ),
)


def test_student_of_the_mbo_comes_to_help_where_younger_ones_look_around(work: UnitOfWork) -> None:
    work.events.save(LOOK_AROUND)
    younger = make_student(
        "jonger", first_name="Kai", school_type=SchoolType.VMBO, qualification_code=None, level=None, route=None
    )
    work.students.add_all([younger])

    register_students(work, by=student(0), event_id=LOOK_AROUND.id, student_ids=[IDS[0]], now=NOW)
    by = Account.of(Role.STUDENT, subject_id=younger.id)
    register_students(work, by=by, event_id=LOOK_AROUND.id, student_ids=[younger.id], now=NOW)

    assert [one.helps for one in seats_here(work, by=student(1), event=LOOK_AROUND, now=NOW).rows] == [True]
    assert [one.helps for one in seats_here(work, by=by, event=LOOK_AROUND, now=NOW).rows] == [False]
    people = attendees(work, by=ORGANISER, event_id=LOOK_AROUND.id)
    assert {one.name: one.helps for one in people} == {"Kai": False, "Noor": True}


@pytest.mark.parametrize(
    "audience",
    [
        Audience(roles=frozenset({Invited.JUNIOR_TRAINER}), school_types=frozenset({"vmbo"})),
        Audience(roles=frozenset({Invited.STUDENT}), school_types=frozenset({"vmbo"})),
    ],
)
def test_student_of_the_mbo_does_not_help_where_nobody_asked_for_it(work: UnitOfWork, audience: Audience) -> None:
    event = replace(LOOK_AROUND, audience=audience)
    work.events.save(event)

    assert seats_here(work, by=student(0), event=event, now=NOW).rows == ()
    with pytest.raises(SeatRefusedError):
        register_students(work, by=student(0), event_id=event.id, student_ids=[IDS[0]], now=NOW)


def test_days_to_help_stand_on_the_page_of_peers_of_a_student_of_the_mbo(work: UnitOfWork) -> None:
    soon = replace(LOOK_AROUND, starts_at=NOW + timedelta(days=20), ends_at=NOW + timedelta(days=20, hours=2))
    far = NOW + timedelta(days=90)
    later = replace(soon, id=uuid4(), reference="later", starts_at=far, ends_at=far + timedelta(hours=2))
    for event in (soon, later):
        work.events.save(event)

    assert [one.id for one in my_peers(work, by=student(0), now=NOW).days] == [soon.id]
