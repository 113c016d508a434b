"""Applications come back as they went in, one for a student at a place, and counts never pass what there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update

from career.answer_clock import AnswerClock, Side
from career.application import Application
from career.application_rules import Actor, ClosingCause
from employer_toolkit.placement import PlacementState
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.schema.applications import application_steps
from storage.schema.placements import placements
from tests.career.test_application import CLOCK, EMPLOYER, HELPER, NOW, STUDENT
from tests.databases import queries_counted
from tests.factories import make_employer, make_placement, make_site, make_student

COMPANY = make_employer()
SITE = make_site(COMPANY.id)
PLACES = tuple(make_placement(SITE.id, f"plek-{n}", seats=2, max_open_contacts=2) for n in range(2))
STUDENTS = tuple(make_student(f"leerling-{n}", school="De Wissel", group=f"{n}b") for n in range(4))


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """Give an installation with two places and four students."""
    house = House.open(migrated_url, clock=lambda: NOW)
    with house.writing() as work:
        work.employers.add_all([COMPANY], new_sites=[SITE])
        work.placements.add_all(PLACES)
        work.students.add_all(STUDENTS)
    yield house
    house.close()


def begun(student: int = 0, place: int = 0, *, number: int = 1, by: Actor = STUDENT, later: int = 0) -> Application:
    return Application.begin(
        id=uuid4(),
        student_id=STUDENTS[student].id,
        placement_id=PLACES[place].id,
        number=number,
        by=by,
        asks_parent=False,
        now=NOW + timedelta(minutes=later),
        clock=CLOCK,
    )


def long_one(clock: AnswerClock = CLOCK) -> Application:
    """Give one with something in every field."""
    asked = begun(by=HELPER).show_interest(EMPLOYER, now=NOW, clock=clock).show_interest(STUDENT, now=NOW, clock=clock)
    planned_at = NOW + timedelta(days=2)
    met = asked.invite(EMPLOYER, planned_at=planned_at, planned_where="Bij de deur", now=NOW, clock=clock)
    met = replace(met.agree(STUDENT, shares_email=True, now=NOW, clock=clock), meeting_id=UUID(int=5))
    assert met.term is not None
    late = met.hand_over(now=met.term.answer_by, clock=clock)
    assert late.term is not None
    return late.close(ClosingCause.NOBODY_ANSWERED, now=late.term.closes_at)


def add(house: House, *these: Application) -> None:
    with house.writing() as work:
        for one in these:
            work.applications.add(one)


@pytest.mark.parametrize("application", [begun(), long_one()], ids=["begun", "long"])
def test_application_kept_comes_back_the_same(house: House, application: Application) -> None:
    add(house, application)

    with house.reading() as work:
        assert work.applications.get(application.id) == application


def test_steps_are_added_and_never_written_again(house: House) -> None:
    first = begun()
    seen = first.see(EMPLOYER, now=NOW)
    add(house, first)

    with house.writing() as work:
        work.applications.save(seen)
        work.applications.save(seen)

    with house.reading() as work:
        assert work.applications.get(first.id) == seen


def test_student_has_one_application_at_a_place_until_it_has_ended(house: House) -> None:
    ended = begun().close(ClosingCause.SEATS_GONE, now=NOW)
    add(house, ended, begun(number=2, later=1))

    with pytest.raises(ConflictError):
        add(house, begun(number=3))

    with house.reading() as work:
        found = work.applications.between(STUDENTS[0].id, PLACES[0].id)
    assert [one.number for one in found] == [2, 1]


def test_number_is_the_next_of_the_place(house: House) -> None:
    add(house, begun(0), begun(1, number=2), begun(2, place=1))

    with house.writing() as work:
        numbers = [work.applications.next_number(place.id) for place in PLACES]

    assert numbers == [3, 2]


def test_open_ones_are_found_by_student_place_class_and_school(house: House) -> None:
    asked = begun(1, number=2)
    assert asked.term is not None
    waits_for_helper = asked.hand_over(now=asked.term.answer_by, clock=CLOCK)
    these = (begun(0), waits_for_helper, begun(2, place=1), begun(3, number=3).close(ClosingCause.SEATS_GONE, now=NOW))
    add(house, *these)

    with house.reading() as work:
        everyone = work.applications.open_of(limit=10)
        one_class = work.applications.open_of(groups={("De Wissel", "0b")}, limit=10)
        nobody = work.applications.open_of(groups=set(), limit=10)
        school = work.applications.open_of(schools={"De Wissel"}, limit=2)
        of_place = work.applications.open_of_placement(PLACES[0].id)
        of_student = work.applications.open_of_student(STUDENTS[3].id)

    assert [one.id for one in everyone][:1] == [waits_for_helper.id]
    assert {one.id for one in everyone} == {one.id for one in these[:3]}
    assert [one.id for one in one_class] == [these[0].id]
    assert (nobody, len(school), len(of_place), of_student) == ((), 2, 2, ())


def test_list_of_three_costs_as_many_queries_as_a_list_of_one(house: House) -> None:
    add(house, begun(0), begun(1, place=1), begun(2, place=1, number=2), begun(3, place=1, number=3))

    with house.reading() as work:
        with queries_counted() as for_one:
            work.applications.of_placements([PLACES[0].id])
        with queries_counted() as for_three:
            work.applications.of_placements([PLACES[1].id])

    assert len(for_one) == len(for_three) == 2


def test_contacts_are_counted_up_to_those_of_the_free_seats(house: House) -> None:
    with house.writing() as work:
        opened = [work.placements.open_contact(PLACES[0].id) for _ in range(5)]
        taken = work.placements.take_seat(PLACES[0].id)
        more = work.placements.open_contact(PLACES[0].id)
    assert (opened, taken, more) == ([True] * 4 + [False], True, False)

    with house.writing() as work:
        for _ in range(6):
            work.placements.close_contact(PLACES[0].id)
        seats = [work.placements.take_seat(PLACES[0].id) for _ in range(2)]
        place = work.placements.get(PLACES[0].id)
    assert place is not None
    assert (place.open_contacts, place.seats_taken, seats) == (0, 2, [True, False])


@pytest.mark.parametrize("state", [PlacementState.CLOSED, PlacementState.PAUSED, PlacementState.DRAFT])
def test_place_that_is_not_open_takes_no_contact(house: House, state: PlacementState) -> None:
    with house.writing() as work:
        work.placements.save(replace(PLACES[0], state=state))

    with house.writing() as work:
        assert not work.placements.open_contact(PLACES[0].id)


def test_database_keeps_a_step_of_a_person_from_having_no_name(house: House, migrated_url: str) -> None:
    one = begun()
    add(house, one)
    database = Database(migrated_url)
    row = {
        "application_id": one.id, "position": 1, "at": NOW, "kind": "end", "state": "ended", "turn": None,
        "side": Side.EMPLOYER.value, "account_id": None, "role": "employer", "on_behalf_of": None, "reason": "",
        "end_code": "employer_filled",
    }  # fmt: skip

    with pytest.raises(ConflictError), database.writing() as transaction:
        transaction.change(insert(application_steps), [row])
    with pytest.raises(ConflictError), database.writing() as transaction:
        transaction.change(update(placements).values(open_contacts=-1))
    database.close()
