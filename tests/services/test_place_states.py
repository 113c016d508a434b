"""An employer pauses, opens and closes an own place; whoever had a contact there hears it kindly."""

from collections.abc import Iterator

import pytest

from career.application_rules import ApplicationState, ClosingCause, Outcome, StepKind
from employer_toolkit.errors import PlacementStateError
from employer_toolkit.placement import PlacementState
from services.applications import ContactRefusedError
from services.errors import ForbiddenError, NotFoundError
from services.markets import current_market
from services.messages import MessageKind
from services.place_states import BeforeClosing, before_closing, change_place
from tests.contacts import World, make_world, through_to_accepted

CLOSED = MessageKind.APPLICATION_CLOSED_KINDLY


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    made = make_world(migrated_url)
    yield made
    made.house.close()


def change(world: World, to: PlacementState, by: str = "employer") -> None:
    with world.house.writing() as work:
        change_place(work, by=world.accounts[by], placement_id=world.places[0].id, to=to, now=world.now)


def in_lists(world: World) -> bool:
    with world.reading() as work:
        return world.places[0].id in {offer.placement.id for offer in current_market(work, now=world.now).live_places}


def test_closing_ends_each_open_contact_kindly_and_tells_the_students_but_not_who_closes(world: World) -> None:
    these = [world.interest(student) for student in (0, 1)]
    elsewhere = world.interest(2, place=1)

    change(world, PlacementState.CLOSED)
    change(world, PlacementState.CLOSED)

    assert world.place().state is PlacementState.CLOSED
    assert world.place().open_contacts == 0
    assert {(one.outcome, one.end_code) for one in map(world.again, these)} == {
        (Outcome.CLOSED_KINDLY, ClosingCause.PLACE_CLOSED)
    }
    assert world.again(elsewhere).is_open
    assert [world.told(f"student {n}") for n in (0, 1, 2)] == [[CLOSED], [CLOSED], []]
    assert CLOSED not in world.told("employer")
    assert not in_lists(world)


def test_yes_is_named_before_a_place_closes_and_stays(world: World) -> None:
    accepted = through_to_accepted(world, world.interest())
    world.interest(1)

    with world.reading() as work:
        told = before_closing(work, by=world.accounts["employer"], placement_id=world.places[0].id)
    change(world, PlacementState.CLOSED)

    assert told == BeforeClosing(
        title=world.places[0].title, state=PlacementState.OPEN, n_to_close=1, promised=(world.students[0].first_name,)
    )
    assert world.again(accepted).state is ApplicationState.ACCEPTED
    assert world.step("teacher", accepted, StepKind.PLACE).outcome is Outcome.PLACED


def test_contact_that_a_parent_did_not_agree_to_is_not_counted_but_closes(migrated_url: str) -> None:
    young = make_world(migrated_url, young=True)
    asking = young.interest()
    assert asking.state is ApplicationState.ASKING_PARENT

    with young.reading() as work:
        told = before_closing(work, by=young.accounts["employer"], placement_id=young.places[0].id)
    change(young, PlacementState.CLOSED)

    assert told.n_to_close == 0
    assert young.again(asking).end_code == ClosingCause.PLACE_CLOSED
    young.house.close()


def test_pause_keeps_contacts_and_takes_no_new_ones_until_it_opens_again(world: World) -> None:
    going = world.interest()

    change(world, PlacementState.PAUSED)

    assert world.again(going).is_open
    assert not in_lists(world)
    with pytest.raises(ContactRefusedError):
        world.interest(1)
    change(world, PlacementState.OPEN)
    assert in_lists(world)
    assert world.interest(1).is_open


@pytest.mark.parametrize("to", [PlacementState.OPEN, PlacementState.PAUSED])
def test_closed_place_stays_closed(world: World, to: PlacementState) -> None:
    change(world, PlacementState.CLOSED)

    with pytest.raises(PlacementStateError):
        change(world, to)


def test_nobody_but_the_employer_changes_a_place(world: World) -> None:
    for by, refusal in (
        ("other employer", NotFoundError),
        ("jobhunter", ForbiddenError),
        ("student 0", ForbiddenError),
    ):
        with pytest.raises(refusal):
            change(world, PlacementState.CLOSED, by)

    assert world.place().state is PlacementState.OPEN
