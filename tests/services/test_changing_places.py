"""Changing a posted place: the market follows, who is in contact hears it, and an agreement stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from accounts.role import Role
from career.application_rules import StepKind
from employer_toolkit.draft import DraftStep, PlacementForm
from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidPlacementError, PlacementStateError
from employer_toolkit.placement import Allowance, PayPeriod, Placement, PlacementState, WorkDay
from services.changing_places import AGREED, change_faults, changed_placement
from services.drafts import begin_change, begin_copy, own_drafts, post_draft, save_step
from services.messages import MessageKind
from services.posting import form_of
from services.unit_of_work import House
from tests.contacts import World, make_world, through_to_accepted
from tests.demo_doors import NOW, Doors

OTHER_DAYS = tuple(WorkDay(weekday=day, starts=time(9), ends=time(15)) for day in (1, 2, 4))


@pytest.fixture
def world(migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    file = tmp_path / "contacts.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    made = make_world(f"sqlite:///{file}", n_students=3, n_places=2, seats=2)
    yield made
    made.house.close()


def change(world: World, step: DraftStep, **changes: Any) -> Placement:
    """Let the employer change the first place in one step."""
    by = world.accounts["employer"]
    with world.house.writing() as work:
        draft = begin_change(work, by=by, placement_id=world.places[0].id, now=world.now)
        form = replace(draft.form, **changes)
        draft = save_step(work, by=by, draft_id=draft.id, step=step, form=form, seen=draft.version, now=world.now)
    with world.house.writing() as work:
        return post_draft(work, by=by, draft_id=draft.id, now=world.now)


def test_other_days_are_kept_told_to_who_is_in_contact_and_counted_again(world: World) -> None:
    world.interest(0)
    world.interest(1, place=1)
    before = {who: world.told(who) for who in ("student 0", "student 1", "student 2", "employer")}
    with world.house.reading() as work:
        revision = work.installation.market_revision

    changed = change(world, DraftStep.DAYS, schedule=OTHER_DAYS)

    assert world.place() == changed == replace(world.place(), schedule=OTHER_DAYS)
    told = {who: world.told(who)[len(kinds) :] for who, kinds in before.items()}
    assert told == {
        "student 0": [MessageKind.PLACEMENT_CHANGED],
        "student 1": [],
        "student 2": [],
        "employer": [],
    }
    with world.house.reading() as work:
        assert work.installation.market_revision > revision
        assert work.drafts.of_placement(changed.id) is None


def test_other_words_are_kept_and_told_to_nobody(world: World) -> None:
    world.interest(0)
    before = world.told("student 0")

    changed = change(world, DraftStep.MORE, title="Hulp in de werkplaats")

    assert changed.title == "Hulp in de werkplaats"
    assert world.told("student 0") == before


AGREED_CHANGES: list[tuple[DraftStep, dict[str, Any], str]] = [
    (DraftStep.DAYS, {"schedule": OTHER_DAYS}, "schedule"),
    (DraftStep.DAYS, {"starts_on": date(2027, 3, 1)}, "starts_on"),
    (DraftStep.MORE, {"allowance": Allowance(amount_eur=1, per=PayPeriod.MONTH)}, "allowance"),
]


@pytest.mark.parametrize(("step", "changes", "field"), AGREED_CHANGES)
def test_what_somebody_said_yes_to_cannot_be_changed(
    world: World, step: DraftStep, changes: dict[str, Any], field: str
) -> None:
    through_to_accepted(world, world.interest(0))
    before = world.place()

    with pytest.raises(InvalidPlacementError) as refused:
        change(world, step, **changes)

    assert refused.value.faults == {field: AGREED}
    assert world.place() == before


def test_what_nobody_agreed_to_can_still_be_changed_and_a_copy_may_be_otherwise(world: World) -> None:
    through_to_accepted(world, world.interest(0))

    changed = change(world, DraftStep.MORE, description="Elke dag met een maatje.", seats=3)
    with world.house.writing() as work:
        copied = begin_copy(work, by=world.accounts["employer"], placement_id=changed.id, now=world.now)

    assert (changed.description, changed.seats) == ("Elke dag met een maatje.", 3)
    assert copied.copied_from == changed.id
    assert copied.form.starts_on is not None
    assert copied.form.starts_on > changed.starts_on


def test_fewer_seats_than_are_taken_is_a_fault(world: World) -> None:
    place = replace(world.place(), seats_taken=2)
    with world.house.reading() as work:
        faults = change_faults(work, placement=place, form=replace(form_of(place), seats=1))

    assert faults == {"seats": "Vul minstens 2 in: zoveel jongeren hebben hier al een plek"}


def test_task_of_an_agreement_may_be_added_and_none_taken_away(world: World) -> None:
    place = replace(world.place(), seats_taken=1, learned_ids=("doe:koken", "doe:bakken"))
    was = form_of(place)
    more = replace(was, learned_ids=(*was.learned_ids, "doe:kassa"))
    fewer = replace(was, learned_ids=was.learned_ids[1:])
    harder = replace(was, learned_ids=was.learned_ids[1:], needed_ids=was.learned_ids[:1])
    with world.house.reading() as work:
        told = [dict(change_faults(work, placement=place, form=form)) for form in (was, more, fewer, harder)]

    assert told == [{}, {}, {"tasks": AGREED}, {"tasks": AGREED}]


def test_closed_place_is_copied_but_not_changed(world: World) -> None:
    by, place = world.accounts["employer"], world.places[0]
    with world.house.writing() as work:
        work.placements.save(place.close())

    with world.house.writing() as work, pytest.raises(PlacementStateError):
        begin_change(work, by=by, placement_id=place.id, now=world.now)
    with world.house.writing() as work:
        assert begin_copy(work, by=by, placement_id=place.id, now=world.now).placement_id is None


def test_second_wish_to_change_goes_on_with_the_first(world: World) -> None:
    by, place = world.accounts["employer"], world.places[0]
    with world.house.writing() as work:
        first = begin_change(work, by=by, placement_id=place.id, now=world.now)
        second = begin_change(work, by=by, placement_id=place.id, now=world.now)
        lines = own_drafts(work, by=by, now=world.now)

    assert first == second
    assert [(line.id, line.is_change) for line in lines] == [(first.id, True)]


def test_paused_place_stays_paused_when_it_is_changed(world: World) -> None:
    with world.house.writing() as work:
        work.placements.save(replace(world.places[0], state=PlacementState.PAUSED))

    assert change(world, DraftStep.MORE, title="Hulp").state is PlacementState.PAUSED


def test_form_of_every_place_of_a_region_gives_that_place_again(doors: Doors, region: House) -> None:
    places = [replace(p, contact=Contact(name="Jo", role="baas", phone="1")) for p in doors.region.placements[:200:5]]
    with region.reading() as work:
        wrong = [
            place.title for place in places
            if changed_placement(work, placement=place, form=form_of(place), now=NOW) != place
        ]  # fmt: skip

    assert len(places) == 40
    assert wrong == []


def test_form_says_every_field_that_an_employer_fills_in(world: World) -> None:
    form = form_of(world.places[0])

    assert form != PlacementForm()
    assert world.accounts["employer"].role is Role.EMPLOYER
    with world.house.reading() as work:
        assert changed_placement(work, placement=world.places[0], form=form, now=world.now) == world.places[0]


def test_step_that_takes_a_seat_meanwhile_is_kept(world: World) -> None:
    application = through_to_accepted(world, world.interest(0))
    with world.house.writing() as work:
        draft = begin_change(work, by=world.accounts["employer"], placement_id=world.places[0].id, now=world.now)
    world.step("teacher", application, StepKind.PLACE)
    with world.house.writing() as work:
        post_draft(work, by=world.accounts["employer"], draft_id=draft.id, now=world.now)

    assert world.place().seats_taken == 1
