"""What an event is to one student: reasons, clashes, and that nobody else gets them."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from accounts.role import Role
from career.student import Student
from events.event import Audience, Event, Venue
from events.event import Role as AudienceRole
from events.registration import Party, Registration, RegistrationState
from services.agenda_for import ForStudent, agenda_for, fitting_first
from services.matches import matches_for_student
from services.permissions import ANONYMOUS, Account
from services.unit_of_work import House
from storage.postcodes import PostcodeArea
from tests.demo_doors import NOW as DEMO_NOW
from tests.demo_doors import Doors
from tests.factories import make_student
from tests.services.test_events import made

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)


def student(**changes: object) -> Student:
    plain = make_student()
    minutes = (0, 0, 0, 300, 0, 0, 0)
    return replace(
        plain,
        level=2,
        wishes=replace(plain.wishes, sectors=("zorg",)),
        availability=replace(plain.availability, school_minutes=minutes),
        **changes,
    )


def looked(house: House, one: Student, *events: Event, by: Account | None = None) -> Mapping[UUID, ForStudent]:
    with house.writing() as work:
        work.students.save(one)
        work.events.add_all(events)
    own = by or Account.of(Role.STUDENT, subject_id=one.id, id=UUID(int=900))
    with house.reading() as work:
        return agenda_for(work, by=own, events=events, now=NOW)


def test_wished_work_and_level_are_reasons(house: House) -> None:
    event = made(1, starts_at=THURSDAY, audience=Audience(levels=frozenset({2}), sectors=frozenset({"zorg"})))

    found = looked(house, student(), event)[event.id]

    assert found.reasons == ("Past bij wat je zoekt: werk in de zorg", "Voor jouw niveau")
    assert found.fits


@pytest.mark.parametrize(
    "audience",
    [
        Audience(levels=frozenset({4}), sectors=frozenset({"zorg"})),
        Audience(roles=frozenset({AudienceRole.EMPLOYER}), sectors=frozenset({"zorg"})),
        Audience(levels=frozenset({2}), sectors=frozenset({"bouw"})),
    ],
)
def test_what_is_for_others_or_of_other_work_comes_after(house: House, audience: Audience) -> None:
    event = made(1, starts_at=THURSDAY, audience=audience)

    own = looked(house, student(), event)

    assert fitting_first([event], own) == ((), (event,))


def test_school_day_is_said_on_that_weekday_only_and_not_in_a_holiday(house: House) -> None:
    events = [
        made(1, starts_at=THURSDAY),
        made(2, starts_at=THURSDAY + timedelta(days=1)),
        made(3, starts_at=datetime(2026, 12, 31, 9, tzinfo=UTC)),
    ]

    own = looked(house, student(), *events)

    assert [own[event.id].clashes for event in events] == [
        ("Dit is op een schooldag. Vraag of je vrij krijgt",),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("minutes", "state", "clashes"),
    [
        (119, RegistrationState.SEATED, True),
        (120, RegistrationState.SEATED, False),
        (0, RegistrationState.WITHDRAWN, False),
    ],
)
def test_other_registration_clashes_while_it_overlaps(
    house: House, minutes: int, state: RegistrationState, clashes: bool
) -> None:
    friday, one = THURSDAY + timedelta(days=1), student()
    event, other = made(1, starts_at=friday + timedelta(minutes=minutes)), made(2, starts_at=friday)
    with house.writing() as work:
        work.students.save(one)
        work.events.add_all([event, other])
        work.registrations.save(
            Registration(
                id=UUID(int=5), event_id=other.id, party=Party.STUDENT, student_id=one.id, made_at=NOW, state=state
            )
        )

    with house.reading() as work:
        by = Account.of(Role.STUDENT, subject_id=one.id, id=UUID(int=900))
        own = agenda_for(work, by=by, events=[event, other], now=NOW)

    assert bool(own[event.id].clashes) is clashes
    assert own[other.id].clashes == own[event.id].clashes or not own[other.id].clashes


def test_own_town_is_told_next_to_wished_work_and_never_alone(house: House) -> None:
    one, hall = student(), Venue(name="Hal", municipality="Zwolle")
    wished = made(1, starts_at=THURSDAY, venue=hall, audience=Audience(sectors=frozenset({"zorg"})))
    other = made(2, starts_at=THURSDAY, venue=hall)
    area = PostcodeArea(postcode4=one.travel.postcode4, latitude=52.5, longitude=6.1, municipality="Zwolle")
    with house.writing() as work:
        work.postcodes.upsert([area])

    own = looked(house, one, wished, other)

    assert own[wished.id].reasons == ("Past bij wat je zoekt: werk in de zorg", "In jouw gemeente: Zwolle")
    assert own[other.id].reasons == ()


def test_company_among_the_matches_that_comes_is_a_reason_and_another_is_not(
    planted_file: Path, doors: Doors, tmp_path: Path
) -> None:
    house = House.open(
        f"sqlite:///{shutil.copyfile(planted_file, tmp_path / 'region.sqlite3')}", clock=lambda: DEMO_NOW
    )
    one = doors.student()
    by = Account.of(Role.STUDENT, subject_id=one.id, id=UUID(int=900))
    with house.reading() as work:
        matched = {
            card.employer_name
            for card in matches_for_student(work, by=by, student_id=one.id, top=1_000, now=DEMO_NOW).cards
        }
    fitting = next(e for e in doors.region.employers if e.name in matched)
    strange = next(e for e in doors.region.employers if e.name not in matched)
    events = [made(n, starts_at=THURSDAY + timedelta(days=n), venue=Venue(name="Hal")) for n in (1, 2)]
    with house.writing() as work:
        work.events.add_all(events)
        for event, employer in zip(events, (fitting, strange), strict=True):
            work.registrations.save(
                Registration(
                    id=uuid5(event.id, "employer"),
                    event_id=event.id,
                    party=Party.EMPLOYER,
                    employer_id=employer.id,
                    made_at=DEMO_NOW,
                    state=RegistrationState.SEATED,
                    n_tables=1,
                )
            )

    with house.reading() as work:
        own = agenda_for(work, by=by, events=events, now=DEMO_NOW)
    house.close()

    assert [own[event.id].reasons for event in events] == [
        (f"Hier komt een bedrijf dat bij je past: {fitting.name}",),
        (),
    ]


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.TEACHER, Role.PARENT, Role.EMPLOYER, Role.COORDINATOR])
def test_nobody_else_gets_anything(house: House, role: Role) -> None:
    one, event = student(), made(1, starts_at=THURSDAY, audience=Audience(sectors=frozenset({"zorg"})))
    by = ANONYMOUS if role is Role.ANONYMOUS else Account.of(role, subject_id=one.id, id=UUID(int=901))

    assert looked(house, one, event, by=by) == {}


def test_paused_student_gets_nothing(house: House) -> None:
    one, event = student(), made(1, starts_at=THURSDAY, audience=Audience(sectors=frozenset({"zorg"})))
    with house.writing() as work:
        work.students.save(one)
        work.students.restrict(one.id, at=NOW)

    assert looked(house, one, event) == {}
