"""The clock at work: reminders, the turn that goes to a helper, a kind end; each once, however often a task comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from career.answer_clock import Side, local_day
from career.application_rules import ApplicationState, ClosingCause, Outcome, StepKind
from career.school import Region, SchoolSettings
from services.applications import answer_is_due
from services.messages import MessageKind
from tests.contacts import SCHOOL, World, planned, through_to_accepted


def look(world: World, application_id: object) -> None:
    with world.house.writing() as work:
        answer_is_due(work, application_id=application_id, now=world.now)  # type: ignore[arg-type]


def test_silent_company_is_reminded_then_the_school_helps_then_it_closes_kindly(world: World) -> None:
    application = world.interest()

    world.let_time_pass(days=4)
    assert world.told("employer") == [MessageKind.APPLICATION_YOUR_TURN, MessageKind.APPLICATION_REMINDER]
    world.let_time_pass(days=4)
    late = world.again(application)
    assert (late.turn, late.counts_for_student) == (Side.HELPER, False)
    assert world.told("teacher") == [MessageKind.APPLICATION_HELP_NEEDED]
    assert world.told("student 0") == [MessageKind.APPLICATION_MOVED]
    world.let_time_pass(days=8)

    closed = world.again(application)
    assert (closed.outcome, closed.end_code) == (Outcome.CLOSED_KINDLY, ClosingCause.NOBODY_ANSWERED)
    assert local_day(closed.history[-1].at) - local_day(application.began_at) == timedelta(days=15)
    assert world.place().open_contacts == 0
    assert world.told("student 0")[-1] == MessageKind.APPLICATION_CLOSED_KINDLY


def test_silent_student_gets_help_and_still_has_the_contact(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE, **planned(world))

    world.let_time_pass(days=8)

    late = world.again(application)
    assert (late.state, late.turn, late.counts_for_student) == (ApplicationState.INVITED, Side.HELPER, True)
    assert world.told("teacher") == [MessageKind.APPLICATION_HELP_NEEDED]


def test_jobhunter_who_proposed_is_the_one_who_is_asked_to_help(world: World) -> None:
    world.propose("jobhunter", is_wish=True)

    world.let_time_pass(days=8)

    assert MessageKind.APPLICATION_HELP_NEEDED in world.told("jobhunter")
    assert world.told("teacher") == []


def test_helper_who_calls_gives_the_company_another_term_that_ends_no_later(world: World) -> None:
    application = world.interest()
    world.let_time_pass(days=8)

    world.step("teacher", application, StepKind.ASK_AGAIN)
    world.let_time_pass(days=8)

    assert world.again(application).end_code == ClosingCause.NOBODY_ANSWERED


def test_answer_in_time_leaves_the_old_tasks_with_nothing_to_do(world: World) -> None:
    application = world.interest()
    world.let_time_pass(days=2)
    invited = world.step("employer", application, StepKind.INVITE, **planned(world))

    world.clock.now += timedelta(days=1, hours=22)
    look(world, application.id)

    assert world.again(application) == invited


def test_task_that_comes_twice_does_it_once(world: World) -> None:
    application = world.interest()
    assert application.term is not None
    assert application.term.remind_at is not None
    for moment in (application.term.remind_at, application.term.answer_by, application.term.closes_at):
        world.clock.now = moment
        look(world, application.id)
        look(world, application.id)

    kinds = [step.kind for step in world.again(application).history]
    assert kinds == [StepKind.SHOW_INTEREST, StepKind.REMIND, StepKind.HAND_OVER, StepKind.CLOSE]
    assert world.place().open_contacts == 0


@pytest.mark.parametrize("moment", ["remind_at", "answer_by", "closes_at"])
def test_nothing_is_due_a_second_before(world: World, moment: str) -> None:
    application = world.interest()
    moments = ["remind_at", "answer_by", "closes_at"]
    for earlier in moments[: moments.index(moment)]:
        world.clock.now = getattr(application.term, earlier)
        look(world, application.id)
    world.clock.now = getattr(application.term, moment) - timedelta(seconds=2)
    look(world, application.id)  # a helper who got the turn is reminded as well
    before = world.again(application)

    world.clock.now += timedelta(seconds=1)
    look(world, application.id)
    assert world.again(application) == before
    world.clock.now += timedelta(seconds=1)
    look(world, application.id)
    assert len(world.again(application).history) == len(before.history) + 1


def test_task_after_a_long_sleep_closes_at_once(world: World) -> None:
    application = world.interest()

    world.clock.now += timedelta(days=40)
    look(world, application.id)

    assert [step.kind for step in world.again(application).history][1:] == [StepKind.CLOSE]


def test_task_of_an_application_that_is_gone_or_over_does_nothing(world: World) -> None:
    application = through_to_accepted(world, world.interest())
    placed = world.step("teacher", application, StepKind.PLACE)
    world.clock.now += timedelta(days=40)

    look(world, application.id)
    look(world, world.students[0].id)

    assert world.again(application) == placed


def test_place_that_closed_closes_its_applications(world: World) -> None:
    application = world.interest()
    with world.house.writing() as work:
        work.placements.save(replace(world.place(), open_contacts=1).close())

    world.let_time_pass(days=4)

    assert world.again(application).end_code == ClosingCause.PLACE_CLOSED


def test_school_holidays_of_the_region_give_students_time_and_companies_none(world: World) -> None:
    world.clock.now = datetime(2027, 2, 15, 12, tzinfo=UTC)  # a Monday; the north is free from the 20th
    with world.house.writing() as work:
        work.schools.save(SchoolSettings(school=SCHOOL, holiday_region=Region.NOORD))
    first, second = world.interest(0, place=0), world.interest(0, place=1)
    invited = world.step("employer", first, StepKind.INVITE)

    assert invited.term is not None
    assert second.term is not None
    assert local_day(second.term.answer_by) == date(2027, 2, 23)
    assert local_day(invited.term.answer_by) == date(2027, 3, 2)
