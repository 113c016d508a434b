"""Beginning: one tap, a helper who proposes, and every reason why it cannot be."""

from dataclasses import replace

import pytest

from career.answer_clock import Side
from career.application_rules import ApplicationState, StepKind
from career.errors import InvalidValueError
from employer_toolkit.placement import PlacementState
from services.applications import ContactRefusedError, propose_student, show_interest
from services.errors import ForbiddenError, NotFoundError
from services.messages import MessageKind
from tests.contacts import MakeWorld, World, through_to_accepted


def test_one_tap_gives_the_company_the_turn_and_tells_it(world: World) -> None:
    application = world.interest()

    assert (application.state, application.turn) == (ApplicationState.INTEREST, Side.EMPLOYER)
    assert world.place().open_contacts == 1
    assert world.told("employer") == [MessageKind.APPLICATION_YOUR_TURN]
    assert world.told("other employer") == world.told("student 0") == []


def test_second_tap_gives_the_same_application(world: World) -> None:
    first = world.interest()

    assert world.interest() == first
    assert world.place().open_contacts == 1


def test_student_who_taps_on_a_card_that_was_shown_says_to_be_interested(world: World) -> None:
    shown = world.propose()
    assert (shown.state, world.told("student 0")) == (ApplicationState.SHOWN, [MessageKind.APPLICATION_MOVED])

    tapped = world.interest()

    assert (tapped.id, tapped.state, tapped.student_wants) == (shown.id, ApplicationState.INTEREST, True)


def test_helper_tells_the_wish_of_a_student_with_a_reason(world: World) -> None:
    told = world.propose("teacher", is_wish=True)

    assert (told.student_wants, told.history[0].by.on_behalf_of) == (True, Side.STUDENT)
    assert world.told("student 0") == [MessageKind.APPLICATION_MOVED]


@pytest.mark.parametrize("by", ["employer", "student 1", "parent"])
def test_whoever_does_not_help_proposes_nobody(world: World, by: str) -> None:
    with pytest.raises(ForbiddenError):
        world.propose(by)


def test_teacher_of_another_class_finds_nobody(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.propose("other teacher")


def test_proposing_needs_a_reason(world: World) -> None:
    with pytest.raises(InvalidValueError), world.house.writing() as work:
        propose_student(
            work,
            by=world.accounts["jobhunter"],
            student_id=world.students[0].id,
            placement_id=world.places[0].id,
            is_wish=False,
            reason=" ",
            now=world.now,
        )
    assert world.place().open_contacts == 0


def test_rule_that_refuses_the_pair_is_told(world: World) -> None:
    with world.house.writing() as work:
        work.placements.save(replace(world.places[0], hazards=frozenset({"gevaarlijke_stoffen"}), dutch_level_min="c1"))
        work.students.save(replace(world.students[0], seeks=frozenset({"bpv_bol"})))

    with pytest.raises(ContactRefusedError) as refused:
        world.interest()

    assert refused.value.text
    assert world.place().open_contacts == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": PlacementState.CLOSED}, "nu niet open"),
        ({"state": PlacementState.PAUSED}, "nu niet open"),
        ({"seats_taken": 1}, "vol"),
        ({"open_contacts": 3}, "genoeg gesprekken"),
    ],
)
def test_place_that_takes_nobody_says_why(world: World, changes: dict[str, object], words: str) -> None:
    with world.house.writing() as work:
        work.placements.save(replace(world.places[0], **changes))  # type: ignore[arg-type]

    with pytest.raises(ContactRefusedError, match=words):
        world.interest()


def test_draft_is_not_there(world: World) -> None:
    with world.house.writing() as work:
        work.placements.save(replace(world.places[0], state=PlacementState.DRAFT))

    with pytest.raises(NotFoundError):
        world.interest()


def test_student_has_only_so_many_contacts_and_a_silent_company_does_not_count(made: MakeWorld) -> None:
    world = made(n_places=7)
    for place in range(5):
        world.interest(place=place)

    with pytest.raises(ContactRefusedError, match="5 contacten"):
        world.interest(place=5)
    world.let_time_pass(days=8)

    assert world.interest(place=5).is_open


def test_company_that_said_no_is_not_asked_again(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.END, end_code="employer_filled")

    with pytest.raises(ContactRefusedError, match="al geantwoord"):
        world.interest()


def test_student_who_stopped_may_begin_again(world: World) -> None:
    world.step("student 0", world.interest(), StepKind.END, end_code="student_later")

    assert (world.interest().number, world.place().open_contacts) == (2, 1)


def test_interest_of_somebody_under_sixteen_waits_for_a_parent(made: MakeWorld) -> None:
    world = made(young=True)

    application = world.interest()

    assert (application.state, application.turn) == (ApplicationState.ASKING_PARENT, Side.PARENT)
    assert (world.told("parent"), world.told("employer")) == ([MessageKind.PARENT_ASKED], [])
    with pytest.raises(NotFoundError):
        world.step("employer", application, StepKind.INVITE)
    world.step("parent", application, StepKind.CONSENT)
    assert world.again(application).turn is Side.EMPLOYER
    assert world.told("employer") == [MessageKind.APPLICATION_YOUR_TURN]


def test_parent_who_says_no_ends_it_and_the_company_never_hears(made: MakeWorld) -> None:
    world = made(young=True)
    application = world.interest()

    world.step("parent", application, StepKind.END, end_code="parent_talk")

    assert world.told("employer") == []
    assert world.told("student 0") == [MessageKind.APPLICATION_CLOSED_KINDLY]
    assert world.place().open_contacts == 0


def test_employer_cannot_tap(world: World) -> None:
    with pytest.raises(ForbiddenError), world.house.writing() as work:
        show_interest(work, by=world.accounts["employer"], placement_id=world.places[0].id, now=world.now)


def test_placed_student_who_taps_again_gets_the_place(world: World) -> None:
    application = through_to_accepted(world, world.interest())
    world.step("teacher", application, StepKind.PLACE)

    assert world.interest().state is ApplicationState.PLACED
