"""Encounters come back as they went in; talks and applications of who met are found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from events.encounter import Encounter, FollowUp, Interest, KnownFrom
from services.unit_of_work import ConflictError, House
from tests.factories import make_employer, make_event, make_student

EVENT, STUDENT, EMPLOYER = make_event(), make_student(), make_employer()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPOKEN = Encounter(
    id=UUID(int=1),
    event_id=EVENT.id,
    student_id=STUDENT.id,
    employer_id=EMPLOYER.id,
    known_from=KnownFrom.STUDENT,
    student_says=Interest.YES,
    employer_says=Interest.YES,
    matched_at=NOON,
)


@pytest.fixture
def kept(house: House) -> House:
    with house.writing() as work:
        work.events.save(EVENT)
        work.students.add_all([STUDENT])
        work.employers.add_all([EMPLOYER])
        work.encounters.save(SPOKEN)
    return house


def test_encounters_come_back(kept: House) -> None:
    with kept.reading() as work:
        assert work.encounters.of_events([EVENT.id]) == (SPOKEN,)
        assert work.encounters.of_events([uuid4()]) == ()


def test_two_have_one_encounter_at_an_event(kept: House) -> None:
    with pytest.raises(ConflictError), kept.writing() as work:
        work.encounters.save(replace(SPOKEN, id=UUID(int=2)))


def test_wanted_are_those_of_whom_both_still_say_yes(kept: House) -> None:
    with kept.writing() as work:
        assert work.encounters.wanted_since(NOON) == (SPOKEN,)
        assert work.encounters.wanted_since(NOON + timedelta(seconds=1)) == ()
        work.encounters.save(replace(SPOKEN, employer_says=Interest.NO))
        assert work.encounters.wanted_since(NOON) == ()


def test_follow_up_comes_back(kept: House) -> None:
    done = FollowUp(event_id=EVENT.id, asked_at=NOON, reminded_at=None, closed_at=NOON + timedelta(days=7))
    with kept.writing() as work:
        assert work.encounters.follow_up(EVENT.id) is None
        work.encounters.save_follow_up(FollowUp(event_id=EVENT.id))
        work.encounters.save_follow_up(done)
    with kept.reading() as work:
        assert work.encounters.follow_up(EVENT.id) == done
