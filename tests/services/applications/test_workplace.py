"""What a workplace trainer reads of those who have a place at the company, and what a parent reads of the course."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from accounts.holder import AccountHolder
from accounts.role import Role
from career.application import Application
from career.application_rules import StepKind
from services.conversations import SeenFromOutside
from services.errors import ForbiddenError, NotFoundError
from services.guided import WorkplaceStudent, workplace_students
from services.parents import CourseView, child
from services.permissions import Account
from storage.accounts import GuideContact
from tests.contacts import MakeWorld, World, planned, through_to_accepted
from tests.databases import queries_counted

HELPS = frozenset({"vaste_begeleider", "rustige_plek"})
"""The place has said to have the first; of the second nobody at the company hears."""


def trainer_of(world: World, who: str = "employer") -> Account:
    return Account.of(Role.TRAINER, id=UUID(int=300), name="Joke", subject_id=world.accounts[who].subject_id)


def placed(world: World, student: int = 0, place: int = 0) -> Application:
    return world.step("teacher", through_to_accepted(world, world.interest(student, place)), StepKind.PLACE)


def seen(world: World, by: Account) -> tuple[WorkplaceStudent, ...]:
    with world.reading() as work:
        return workplace_students(work, by=by, now=world.now)


def test_trainer_reads_what_guiding_asks_of_who_is_placed_and_nothing_else(world: World) -> None:
    application = placed(world)
    world.interest(1, place=1)
    with world.house.writing() as work:
        work.accounts.save(
            AccountHolder(id=UUID(int=103), name="Mo Mentor", email="mo@school.example", made_at=world.now)
        )
        work.students.save(replace(world.students[0], goal_ids=("doe:koken",), helps=HELPS))
    by = trainer_of(world)

    found = seen(world, by)

    assert found == (
        WorkplaceStudent(
            application_id=application.id,
            first_name="Noor",
            is_begun=False,
            title=world.places[0].title,
            days_text="1 of meer dagen: maandag, dinsdag of woensdag",
            hours_text="4 tot 24 uur per week",
            period_text="1 februari 2027 tot en met 30 juni 2027",
            goals=("eten koken",),
            helps=("vaste contactpersoon",),
            contacts=(GuideContact(name="Mo Mentor", email="mo@school.example"),),
            talks=SeenFromOutside(talks=(), agreements=()),
        ),
    )
    assert [one.subject_id for one in by.trail.take()][-1] == world.students[0].id


def test_school_answers_where_the_class_has_no_teacher_today(world: World) -> None:
    placed(world)
    with world.house.writing() as work:
        for relation in work.accounts.relations_of(UUID(int=103)):
            work.accounts.end_relation(relation.id, on=world.now.date())

    assert [one.name for one in seen(world, trainer_of(world))[0].contacts] == ["Ria"]


def test_trainer_of_another_company_and_other_roles_read_nobody(world: World) -> None:
    placed(world)

    assert seen(world, trainer_of(world, "other employer")) == ()
    with pytest.raises(ForbiddenError):
        seen(world, world.accounts["employer"])
    with pytest.raises(NotFoundError):
        seen(world, Account(role=Role.TRAINER, id=UUID(int=300)))


def test_who_has_paused_or_whose_place_is_over_is_not_shown(world: World) -> None:
    placed(world, 0, 0)
    placed(world, 1, 1)
    with world.house.writing() as work:
        work.students.restrict(world.students[0].id, at=world.now)
        work.placements.save(replace(world.place(1), starts_on=date(2025, 1, 1), ends_on=world.now.date()))

    assert seen(world, trainer_of(world)) == ()


def test_list_of_three_asks_the_database_as_often_as_a_list_of_one(made: MakeWorld) -> None:
    world = made(seats=3)
    placed(world, 0)
    seen(world, trainer_of(world))  # so that what is read once for all is there
    with world.reading() as work, queries_counted() as for_one:
        workplace_students(work, by=trainer_of(world), now=world.now)
    for student in (1, 2):
        placed(world, student)

    with world.reading() as work, queries_counted() as for_three:
        found = workplace_students(work, by=trainer_of(world), now=world.now)

    assert len(found) == 3
    assert len(for_three) == len(for_one) > 3


def parent_of(world: World, *, is_full: bool) -> Account:
    child_id = world.students[0].id
    return replace(world.accounts["parent"], children=frozenset({child_id} if is_full else ()))


def courses(world: World, *, is_full: bool) -> tuple[tuple[CourseView, ...], int]:
    with world.reading() as work:
        view = child(work, by=parent_of(world, is_full=is_full), student_id=world.students[0].id, now=world.now)
    return view.courses, view.n_asked


def test_parent_below_sixteen_reads_at_which_place_and_what_waits_for_a_yes(made: MakeWorld) -> None:
    world = made(young=True)
    world.interest()

    (course,), n_asked = courses(world, is_full=True)

    assert n_asked == 1
    assert (course.state_text, course.turn_text) == ("Er wordt toestemming gevraagd", "Jij bent aan de beurt")
    assert course.place_text.startswith(world.places[0].title)
    assert course.answer_text.startswith("tot en met maandag 30 november 2026")


def test_parent_who_sees_less_reads_how_far_it_is_and_when_but_not_where(made: MakeWorld) -> None:
    world = made()
    application = world.interest()
    world.step("employer", application, StepKind.INVITE, **planned(world))
    world.step("student 0", application, StepKind.AGREE)

    (course,), n_asked = courses(world, is_full=False)

    assert n_asked == 0
    assert course.place_text == ""
    assert (course.state_text, course.turn_text) == ("Er komt een kennismaking", "Het bedrijf is aan de beurt")
    assert course.planned_text.startswith("woensdag 25 november 2026")
    assert "ingang" not in course.planned_text
    assert courses(world, is_full=True)[0][0].planned_text.endswith("Bij de ingang")


def test_parent_reads_no_course_that_is_over_nor_of_who_paused(made: MakeWorld) -> None:
    world = made()
    world.step("student 0", world.interest(), StepKind.END, end_code="student_own")
    going = world.interest(0, place=1)
    assert len(courses(world, is_full=True)[0]) == 1

    with world.house.writing() as work:
        work.students.restrict(world.students[0].id, at=world.now + timedelta(seconds=1))

    assert going.is_open
    assert courses(world, is_full=True) == ((), 0)
