"""A yes that nobody arranges: it rings at one after the other, and only a person ends it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from career.answer_clock import Side, local_day
from career.application import Application
from career.application_rules import (
    LADDER,
    ApplicationState,
    ApplicationStepError,
    ClosingCause,
    Outcome,
    Rung,
    StepKind,
)
from services.applications import answer_is_due
from services.applications.answering import place_is_closed
from services.applications.helper_side import follow_ups
from services.applications.student_side import my_contact
from services.messages import MessageKind
from tests.contacts import World, through_to_accepted

OVERDUE = MessageKind.APPLICATION_OVERDUE


@pytest.fixture
def accepted(world: World) -> Application:
    return through_to_accepted(world, world.interest())


def rung_after(world: World, application: Application, *, n: int) -> Application:
    """Let time pass until it was left lying so many times."""
    for _ in range(60 * 24):
        now = world.again(application)
        if sum(step.kind is StepKind.NEXT_HELPER for step in now.history) >= n:
            return now
        world.let_time_pass(hours=1)
    raise AssertionError("nobody was asked")


def test_school_is_reminded_and_then_the_jobhunter_and_then_the_coordinator_has_the_turn(
    world: World, accepted: Application
) -> None:
    rungs = [accepted.rung]
    heard = {who: world.told(who).count(OVERDUE) for who in ("teacher", "jobhunter", "coordinator")}
    assert set(heard.values()) == {0}

    told = []
    for n in (1, 2, 3):
        late = rung_after(world, accepted, n=n)
        rungs.append(late.rung)
        told.append([world.told(who).count(OVERDUE) for who in ("teacher", "jobhunter", "coordinator")])
        assert (late.state, late.turn, late.is_open) == (ApplicationState.LEFT_LYING, Side.HELPER, True)

    assert rungs == [*LADDER, Rung.COORDINATOR]
    assert told == [[1, 1, 0], [2, 2, 1], [3, 3, 2]]
    assert world.told("teacher").count(MessageKind.APPLICATION_REMINDER) >= 1
    assert world.told("student 0")[-3:] == [MessageKind.APPLICATION_MOVED] * 3


def test_yes_never_ends_by_silence_and_each_wait_is_shorter_than_the_most(world: World, accepted: Application) -> None:
    world.let_time_pass(days=70)

    late = world.again(accepted)
    assert late.is_open
    assert world.place().open_contacts == 1
    waits = [step.at for step in late.history if step.kind in (StepKind.ACCEPT, StepKind.NEXT_HELPER)]
    assert len(waits) > 8
    assert all(local_day(b) - local_day(a) <= timedelta(days=15) for a, b in pairwise(waits))
    placed = world.step("coordinator", accepted, StepKind.PLACE)
    assert (placed.outcome, world.place().open_contacts, world.place().seats_taken) == (Outcome.PLACED, 0, 1)


def test_person_can_end_a_yes_that_was_left_lying(world: World, accepted: Application) -> None:
    late = rung_after(world, accepted, n=1)

    ended = world.step("student 0", late, StepKind.END, end_code="student_other_place")

    assert ended.outcome is Outcome.WITHDRAWN


def test_task_that_comes_twice_or_much_too_late_asks_the_next_helper_once(world: World, accepted: Application) -> None:
    world.clock.now += timedelta(days=40)

    for _ in range(2):
        with world.house.writing() as work:
            answer_is_due(work, application_id=accepted.id, now=world.now)

    kinds = [step.kind for step in world.again(accepted).history]
    assert kinds.count(StepKind.NEXT_HELPER) == 1
    assert StepKind.CLOSE not in kinds


def test_yes_stays_when_the_place_closes(world: World, accepted: Application) -> None:
    other = world.interest(1)
    with world.house.writing() as work:
        work.placements.save(world.place().close())
        place_is_closed(work, placement_id=world.places[0].id, now=world.now)
    late = rung_after(world, accepted, n=1)

    assert late.is_open
    assert world.again(other).end_code == ClosingCause.PLACE_CLOSED
    assert world.place().open_contacts == 1
    with pytest.raises(ApplicationStepError):
        late.close(ClosingCause.PLACE_CLOSED, now=world.now)


def test_what_was_left_lying_stands_on_top_of_every_list_and_says_whose_turn_it_is(
    world: World, accepted: Application
) -> None:
    world.clock.now += timedelta(days=1)
    rung_after(world, accepted, n=1)
    for student in (1, 2):
        world.interest(student, place=1)
    world.let_time_pass(days=3)

    seen = {}
    for who in ("teacher", "jobhunter", "coordinator"):
        with world.reading() as work:
            first, *others = follow_ups(work, by=world.accounts[who], now=world.now)
        assert first.application_id == accepted.id
        assert [row.overdue_text for row in others] == ["", ""]
        seen[who] = (first.overdue_text, first.turn_text, first.is_my_turn)
    since = "Te laat: de jongere zei ja op 23 november 2026"
    assert seen == {
        "teacher": (since, "Wacht op de jobhunter", False),
        "jobhunter": (since, "Wacht op jou", True),
        "coordinator": (since, "Wacht op de jobhunter", False),
    }


def test_student_reads_that_the_yes_stays_and_who_has_the_turn(world: World, accepted: Application) -> None:
    rung_after(world, accepted, n=2)

    with world.reading() as work:
        contact, lines = my_contact(work, by=world.accounts["student 0"], application_id=accepted.id, now=world.now)

    assert (contact.is_overdue, contact.state_text, contact.turn_text) == (
        True,
        "Je hebt ja gezegd, het is nog niet geregeld",
        "De stagecoördinator is aan de beurt",
    )
    assert (lines[0].who, lines[0].what) == ("Plekwijzer", "gaf het door, omdat het bleef liggen")
