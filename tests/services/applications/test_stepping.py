"""Steps: who may take them, what is kept with them, and what closes kindly beside them."""

from datetime import timedelta
from typing import Any

import pytest

from career.answer_clock import Side
from career.application_rules import ApplicationState, ApplicationStepError, ClosingCause, Outcome, StepKind
from career.errors import InvalidValueError
from services.applications import ContactRefusedError
from services.applications.stepping import note_seen
from services.errors import NotFoundError
from services.messages import MessageKind
from tests.contacts import MakeWorld, World, planned, through_to_accepted


def test_placing_takes_the_seat_and_closes_the_others_kindly(made: MakeWorld) -> None:
    world = made(n_places=2)
    chosen, elsewhere = world.interest(0, place=0), world.interest(0, place=1)
    other = world.interest(1, place=0)
    accepted = through_to_accepted(world, chosen)

    world.step("teacher", accepted, StepKind.PLACE)

    place, second = world.place(0), world.place(1)
    assert (place.seats_taken, place.open_contacts, second.open_contacts) == (1, 0, 0)
    assert world.again(elsewhere).end_code == ClosingCause.PLACED_ELSEWHERE
    assert world.again(other).end_code == ClosingCause.SEATS_GONE
    assert {world.again(one).outcome for one in (elsewhere, other)} == {Outcome.CLOSED_KINDLY}
    assert world.told("student 1")[-1] == MessageKind.APPLICATION_CLOSED_KINDLY
    assert {MessageKind.APPLICATION_PLACED, MessageKind.APPLICATION_CLOSED_KINDLY} <= set(world.told("student 0"))


def test_others_stay_while_a_seat_is_left(made: MakeWorld) -> None:
    world = made(seats=2)
    other = world.interest(1)

    world.step("teacher", through_to_accepted(world, world.interest(0)), StepKind.PLACE)

    assert world.again(other).is_open
    assert (world.place().seats_taken, world.place().open_contacts) == (1, 1)


def test_nobody_is_placed_on_a_seat_that_is_gone(world: World) -> None:
    accepted = through_to_accepted(world, world.interest())
    with world.house.writing() as work:
        assert work.placements.take_seat(world.places[0].id)

    with pytest.raises(ContactRefusedError):
        world.step("teacher", accepted, StepKind.PLACE)

    assert world.again(accepted).state is ApplicationState.ACCEPTED


@pytest.mark.parametrize(
    ("by", "kind", "asked"),
    [
        ("employer", StepKind.END, {"end_code": "employer_filled"}),
        ("student 0", StepKind.END, {"end_code": "student_own"}),
        ("teacher", StepKind.END, {"end_code": "helper_mistake"}),
        (
            "jobhunter",
            StepKind.END,
            {"end_code": "employer_filled", "on_behalf_of": Side.EMPLOYER, "reason": "Zei het aan de telefoon"},
        ),
    ],
)
def test_every_end_frees_the_contact_once(world: World, by: str, kind: StepKind, asked: dict[str, Any]) -> None:
    application = world.interest()
    world.interest(1)

    world.step(by, application, kind, **asked)

    assert world.place().open_contacts == 1
    with pytest.raises(ApplicationStepError):
        world.step(by, application, kind, **asked)
    world.let_time_pass(days=3)
    assert world.place().open_contacts == 1


@pytest.mark.parametrize("code", ["", "employer_filled", "anders", "nobody_answered"])
def test_student_ends_with_a_reason_of_the_own_list(world: World, code: str) -> None:
    with pytest.raises(InvalidValueError):
        world.step("student 0", world.interest(), StepKind.END, end_code=code)


@pytest.mark.parametrize("by", ["student 1", "other employer", "other teacher"])
def test_strangers_find_no_application(world: World, by: str) -> None:
    application = world.interest()

    with pytest.raises(NotFoundError):
        world.step(by, application, StepKind.END, end_code="student_own")


@pytest.mark.parametrize("by", ["teacher", "coordinator", "jobhunter"])
def test_helpers_act_for_a_company_with_a_reason(world: World, by: str) -> None:
    application = world.interest()
    call = {"on_behalf_of": Side.EMPLOYER, **planned(world)}

    with pytest.raises(InvalidValueError):
        world.step(by, application, StepKind.INVITE, **call)
    invited = world.step(by, application, StepKind.INVITE, reason="Bo belde terug", **call)

    assert (invited.state, invited.history[-1].by.side) == (ApplicationState.INVITED, Side.HELPER)
    assert MessageKind.APPLICATION_MOVED in world.told("employer")


def test_trial_day_needs_a_day(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE)
    world.step("student 0", application, StepKind.AGREE)

    with pytest.raises(InvalidValueError):
        world.step("employer", application, StepKind.PLAN_TRIAL_DAY)


def test_meeting_stands_in_calendars_and_goes_when_it_ends_before(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE, **planned(world))
    met = world.step("student 0", application, StepKind.AGREE)
    assert met.meeting_id is not None
    with world.house.reading() as work:
        meeting = work.meetings.get(met.meeting_id)
    assert meeting is not None
    assert meeting.attendee_ids == {world.accounts["student 0"].id, world.accounts["employer"].id}

    world.step("student 0", application, StepKind.END, end_code="student_later")

    with world.house.reading() as work:
        cancelled = work.meetings.get(met.meeting_id)
    assert cancelled is not None
    assert cancelled.is_cancelled
    assert MessageKind.MEETING_CANCELLED in world.told("employer")


def test_card_is_noted_as_read_once_and_gives_no_more_time(world: World) -> None:
    application = world.interest()
    world.clock.now += timedelta(days=2)

    for _ in range(2):
        with world.house.writing() as work:
            note_seen(work, by=world.accounts["employer"], application_id=application.id, now=world.now)

    seen = world.again(application)
    assert (seen.state, seen.term, len(seen.history)) == (ApplicationState.SEEN, application.term, 2)


def test_company_interested_first_is_answered_by_the_student(world: World) -> None:
    shown = world.propose()
    world.step("employer", shown, StepKind.SHOW_INTEREST)
    assert world.told("student 0")[-1] == MessageKind.APPLICATION_YOUR_TURN

    mutual = world.step("student 0", shown, StepKind.SHOW_INTEREST)

    assert (mutual.state, mutual.turn, mutual.is_mutual) == (ApplicationState.SEEN, Side.EMPLOYER, True)
