"""Registrations come back as they went in, in the order of the queue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from events.registration import Attendance, Party, Registration, RegistrationState
from services.unit_of_work import ConflictError, House
from tests.factories import make_employer, make_event, make_student

EVENT, STUDENT, OTHER, EMPLOYER = make_event(), make_student("een"), make_student("twee"), make_employer()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEATED = Registration(
    id=UUID(int=1),
    event_id=EVENT.id,
    party=Party.STUDENT,
    student_id=STUDENT.id,
    made_by=uuid4(),
    made_at=NOON,
    state=RegistrationState.SEATED,
    attendance=Attendance.CAME,
    noted_at=NOON + timedelta(days=1),
    is_for_dossier=True,
)
WAITING = Registration(
    id=UUID(int=2),
    event_id=EVENT.id,
    party=Party.STUDENT,
    student_id=OTHER.id,
    made_at=NOON - timedelta(hours=1),
    state=RegistrationState.WAITING,
)
COMPANY = Registration(
    id=UUID(int=3),
    event_id=EVENT.id,
    party=Party.EMPLOYER,
    employer_id=EMPLOYER.id,
    made_at=NOON - timedelta(hours=2),
    state=RegistrationState.SEATED,
    n_tables=2,
)


@pytest.fixture
def kept(house: House) -> House:
    with house.writing() as work:
        work.events.save(EVENT)
        work.students.add_all([STUDENT, OTHER])
        work.employers.add_all([EMPLOYER])
        for made in (SEATED, WAITING, COMPANY):
            work.registrations.save(made)
    return house


def test_registrations_come_back_in_the_order_of_the_queue(kept: House) -> None:
    with kept.reading() as work:
        assert work.registrations.of_event(EVENT.id) == (COMPANY, WAITING, SEATED)
        assert work.registrations.get(SEATED.id) == SEATED
        assert work.registrations.find(EVENT.id, Party.STUDENT, STUDENT.id) == SEATED
        assert work.registrations.find(EVENT.id, Party.PERSON, STUDENT.id) is None
        assert work.registrations.of(Party.STUDENT, [OTHER.id, STUDENT.id]) == (WAITING, SEATED)
        assert work.registrations.of(Party.EMPLOYER, [EMPLOYER.id]) == (COMPANY,)
        assert work.registrations.first_waiting(EVENT.id) == WAITING


def test_offered_seats_are_unanswered_from_the_moment_on_which_the_time_is_over(kept: House) -> None:
    offered = replace(WAITING, state=RegistrationState.OFFERED, answer_by=NOON)
    with kept.writing() as work:
        work.registrations.save(offered)

    with kept.reading() as work:
        assert work.registrations.unanswered(now=NOON - timedelta(seconds=1)) == ()
        assert work.registrations.unanswered(now=NOON) == (offered,)
        assert work.registrations.first_waiting(EVENT.id) is None


def test_nobody_registers_twice_for_one_event(kept: House) -> None:
    with pytest.raises(ConflictError), kept.writing() as work:
        work.registrations.save(replace(SEATED, id=uuid4()))
