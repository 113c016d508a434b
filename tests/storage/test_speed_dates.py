"""A schedule comes back as it went in, and a database holds nobody in two places."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from events.speed_dates import Talk, Worth
from events.timetable import KeptSchedule, Stay, Timetable
from services.unit_of_work import ConflictError, House
from tests.factories import make_employer, make_event, make_student

EVENT, STUDENT, OTHER, EMPLOYER = make_event(), make_student(), make_student("leerling-2"), make_employer()


def make_kept(event_id: UUID, student_id: UUID, employer_id: UUID) -> KeptSchedule:
    moment = datetime(2027, 1, 13, 9, tzinfo=UTC)
    worth = Worth(shares=(1, 0), n_wishes=0, percents=80, minus_waits=-1)
    return KeptSchedule(
        event_id=event_id,
        revision=1,
        timetable=Timetable(starts_at=moment, n_rounds=2, talk_minutes=10, break_after=1, break_minutes=5),
        talks=(Talk(round=1, employer_id=employer_id, table=0, student_id=student_id),),
        stays=(Stay(who=student_id, from_round=1, until_round=2),),
        worth=worth,
        bound=replace(worth, percents=81, minus_waits=0),
        made_at=moment,
    )


KEPT = make_kept(EVENT.id, STUDENT.id, EMPLOYER.id)


@pytest.fixture
def filled(house: House) -> House:
    with house.writing() as work:
        work.events.save(EVENT)
        work.students.save(STUDENT)
        work.students.save(OTHER)
        work.employers.save(EMPLOYER)
    return house


def test_schedule_comes_back_as_it_went_in(filled: House) -> None:
    with filled.writing() as work:
        work.speed_dates.save(KEPT)

    with filled.reading() as work:
        assert work.speed_dates.get(EVENT.id) == KEPT
        assert work.speed_dates.get(UUID(int=1)) is None


def test_new_schedule_takes_the_place_of_the_old_one(filled: House) -> None:
    new = replace(KEPT, revision=2, talks=(replace(KEPT.talks[0], round=0, student_id=OTHER.id),), stays=())
    with filled.writing() as work:
        work.speed_dates.save(KEPT)
    with filled.writing() as work:
        work.speed_dates.save(new)

    with filled.reading() as work:
        assert work.speed_dates.get(EVENT.id) == new


@pytest.mark.parametrize(
    "other",
    [replace(KEPT.talks[0], round=0), replace(KEPT.talks[0], student_id=OTHER.id)],
    ids=["the same two twice", "one table for two"],
)
def test_talks_that_cannot_be_are_refused(filled: House, other: Talk) -> None:
    with pytest.raises(ConflictError), filled.writing() as work:
        work.speed_dates.save(replace(KEPT, talks=(*KEPT.talks, other)))
