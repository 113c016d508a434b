"""What comes first for a parent and for a teacher, and what they may not read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from accounts.relation import Tie
from accounts.role import Role
from events.event import Audience, Event
from events.event import Role as AudienceRole
from events.registration import Party, Registration, RegistrationState
from services.agenda_for import ForStudent
from services.agenda_for_readers import agenda_for_reader
from services.permissions import ANONYMOUS, Account
from services.unit_of_work import House
from tests.factories import make_student
from tests.services.test_events import made

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)
PLAIN = make_student()
WISHES = replace(PLAIN.wishes, sectors=("zorg",))
NAMES = ("Ali", "Bo", "Cem", "Dewi", "Esra")
GROUP = tuple(
    make_student(
        f"leerling-{n}", first_name=name, school="De Wissel", group="3b", wishes=WISHES if n < 2 else PLAIN.wishes
    )
    for n, name in enumerate(NAMES)
)
CARE = made(1, starts_at=THURSDAY, audience=Audience(sectors=frozenset({"zorg"})))
EVENING = made(2, starts_at=THURSDAY, audience=Audience(roles=frozenset({AudienceRole.PARENT})))
PLAIN_ONE = made(3, starts_at=THURSDAY)
EVENTS = (CARE, EVENING, PLAIN_ONE)
PARENT = Account(role=Role.PARENT, id=UUID(int=901), ties=(Tie(subject_id=GROUP[0].id),))
TEACHER = Account.of(Role.TEACHER, id=UUID(int=902), school="De Wissel", group="3b")


@pytest.fixture(autouse=True)
def _region(house: House) -> None:
    with house.writing() as work:
        work.students.add_all(GROUP)
        work.events.add_all(EVENTS)


def registers(house: House, event: Event, *students: int) -> None:
    with house.writing() as work:
        for n in students:
            work.registrations.save(
                Registration(
                    id=uuid4(),
                    event_id=event.id,
                    party=Party.STUDENT,
                    student_id=GROUP[n].id,
                    made_at=NOW,
                    state=RegistrationState.SEATED,
                )
            )


def read(house: House, by: Account) -> Mapping[UUID, ForStudent]:
    with house.reading() as work:
        return agenda_for_reader(work, by=by, events=EVENTS, now=NOW)


def reasons(house: House, by: Account) -> Sequence[tuple[str, ...]]:
    found = read(house, by)
    return [found[event.id].reasons for event in EVENTS]


def test_parent_who_sees_places_reads_what_the_child_seeks(house: House) -> None:
    registers(house, PLAIN_ONE, 0, 1)
    sees_places = replace(PARENT, children=frozenset({GROUP[0].id}))

    assert reasons(house, sees_places) == [
        ("Past bij wat Ali zoekt: werk in de zorg",),
        ("Voor ouders",),
        ("Ali is aangemeld",),
    ]


def test_parent_of_an_older_child_reads_no_wishes(house: House) -> None:
    assert reasons(house, PARENT) == [(), ("Voor ouders",), ()]


def test_parent_to_whom_nothing_is_shown_reads_nothing_of_the_child(house: House) -> None:
    registers(house, PLAIN_ONE, 0)

    assert reasons(house, replace(PARENT, ties=())) == [(), ("Voor ouders",), ()]


def test_teacher_reads_who_is_registered_and_how_many_seek_it(house: House) -> None:
    registers(house, PLAIN_ONE, 0, 1, 2, 3)

    assert reasons(house, TEACHER) == [
        ("Past bij wat 2 van je 5 leerlingen zoeken",),
        (),
        ("Aangemeld uit je klas: Ali, Bo, Cem en nog 1",),
    ]
    assert [read(house, TEACHER)[event.id].fits for event in EVENTS] == [True, False, True]


def test_who_is_named_to_a_teacher_is_noted_and_nobody_else(house: House) -> None:
    registers(house, PLAIN_ONE, 3)
    teacher = replace(TEACHER, trail=type(TEACHER.trail)())

    read(house, teacher)

    assert {one.subject_id for one in teacher.trail.take() if one.is_about_another} == {GROUP[3].id}


@pytest.mark.parametrize("by", [ANONYMOUS, Account.of(Role.EMPLOYER, id=UUID(int=903)), Account.of(Role.JOBHUNTER)])
def test_others_read_nothing(house: House, by: Account) -> None:
    registers(house, PLAIN_ONE, 0)

    assert read(house, by) == {}
