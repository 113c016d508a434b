"""A student who goes or pauses: what was kept busy is free again, and no company reads the card any more."""

from dataclasses import replace
from uuid import UUID

import pytest

from career.application_rules import ClosingCause, StepKind
from employer_toolkit.placement import PlacementState
from services.applications.answering import place_is_closed
from services.applications.employer_side import candidate, presented
from services.applications.helper_side import follow_ups
from services.errors import NotFoundError
from services.markets import current_market
from services.privacy.erasing import erase
from services.privacy.journal import replay_erasures
from storage.erasures import ErasedKind, Erasure
from tests.contacts import World, through_to_accepted


def test_erasing_a_student_frees_the_contacts_of_the_places(world: World) -> None:
    application = world.interest(0, place=0)
    world.interest(0, place=1)
    other = world.interest(1, place=0)

    with world.house.writing() as work:
        erase(work, by=world.accounts["student 0"], now=world.now)

    assert (world.place(0).open_contacts, world.place(1).open_contacts) == (1, 0)
    with world.reading() as work:
        assert work.applications.get(application.id) is None
    assert world.again(other).is_open
    world.let_time_pass(days=4)
    assert world.place(0).open_contacts == 1


def test_erasing_a_student_who_is_placed_frees_the_seat_and_the_market_follows(world: World) -> None:
    accepted = through_to_accepted(world, world.interest(0, place=0))
    world.step("teacher", accepted, StepKind.PLACE)
    open_elsewhere = world.interest(1, place=1)
    assert seats_in_market(world) == {world.places[0].id: 0, world.places[1].id: 1}

    with world.house.writing() as work:
        erase(work, by=world.accounts["student 0"], now=world.now)

    assert (world.place(0).seats_taken, world.place(0).open_contacts) == (0, 0)
    assert seats_in_market(world) == {world.places[0].id: 1, world.places[1].id: 1}
    assert world.again(open_elsewhere).is_open
    assert world.interest(2, place=0).is_open


def test_student_brought_back_by_an_old_backup_and_erased_again_frees_the_seat(world: World) -> None:
    accepted = through_to_accepted(world, world.interest())
    world.step("teacher", accepted, StepKind.PLACE)
    gone = Erasure(subject_id=world.students[0].id, kind=ErasedKind.STUDENT, erased_at=world.now)

    with world.house.writing() as work:
        assert replay_erasures(work, journal=[gone], now=world.now) == 1

    assert (world.place().seats_taken, world.place().open_contacts) == (0, 0)


def seats_in_market(world: World) -> dict[UUID, int]:
    with world.reading() as work:
        offers = current_market(work, now=world.now).offers
    return {offer.placement.id: offer.placement.seats_left for offer in offers}


def test_card_of_a_student_who_paused_is_in_no_list(world: World) -> None:
    application = world.interest()
    world.interest(1)
    with world.house.writing() as work:
        work.students.restrict(world.students[0].id, at=world.now)

    with world.reading() as work:
        (place,) = presented(work, by=world.accounts["employer"], now=world.now)
        rows = follow_ups(work, by=world.accounts["teacher"], now=world.now)
    assert [view.alias for view in place.candidates] == ["Kandidaat B"]
    assert [row.student_name for row in rows] == ["Daan"]
    with pytest.raises(NotFoundError), world.reading() as work:
        candidate(work, by=world.accounts["employer"], application_id=application.id, now=world.now)


@pytest.mark.parametrize("state", [PlacementState.CLOSED, PlacementState.OPEN])
def test_what_is_open_at_a_closed_place_closes_kindly(world: World, state: PlacementState) -> None:
    these = [world.interest(0), world.interest(1)]
    with world.house.writing() as work:
        work.placements.save(replace(world.place(), state=state))

    for _ in range(2):
        with world.house.writing() as work:
            place_is_closed(work, placement_id=world.places[0].id, now=world.now)

    is_closed = state is PlacementState.CLOSED
    assert {world.again(one).end_code for one in these} == {ClosingCause.PLACE_CLOSED if is_closed else ""}
    assert world.place().open_contacts == (0 if is_closed else 2)
