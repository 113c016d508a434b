"""Placements come back from the database as they went in, and never have more taken than there is."""

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import uuid4

import pytest
from sqlalchemy import update

from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, Placement, PlacementState, Requirement, Task, WorkDay
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.placements import CandidateCount
from storage.rows import Written
from storage.schema.placements import placements
from tests.databases import queries_counted
from tests.factories import make_employer, make_placement, make_site

EMPLOYER = make_employer()
SITE = make_site(EMPLOYER.id)
BARE = make_placement(SITE.id, "plek-kaal", ends_on=None)
FULL = make_placement(
    SITE.id,
    "plek-vol",
    description="Elke ochtend brood bakken.",
    qualification_codes=("25170", "25168"),
    level_min=1,
    level_max=2,
    tasks=(Task(text="deeg maken", competency_ids=("wp:1", "doe:koken")), Task(text="vegen")),
    requirements=(Requirement(competency_id="gedrag:24105", level=3, importance=1, is_trainable=True),),
    learned_ids=("wp:2", "wp:1"),
    conditions_offered=frozenset({"vaste_begeleider"}),
    conditions_refused=frozenset({"rustige_plek"}),
    hazards=frozenset({"machines"}),
    is_expert_supervised=True,
    schedule=(WorkDay(weekday=6, starts=time(6, 45), ends=time(12), break_minutes=15),),
    days_min=1,
    prerequisites=frozenset({"vog"}),
    dutch_level_min="a2",
    seats=3,
    seats_taken=2,
    allowance=Allowance(amount_eur=0.0, per=PayPeriod.HOUR, covers_travel=True),
    contact=Contact(name="Jo", role="leermeester", email="jo@example.nl"),
    max_open_contacts=5,
    open_contacts=1,
    state=PlacementState.PAUSED,
)


def keep(house: House, *places: Placement) -> None:
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE])
        work.placements.add_all(places)


@pytest.mark.parametrize("placement", [FULL, BARE], ids=["full", "bare"])
def test_placement_kept_comes_back_the_same(house: House, placement: Placement) -> None:
    keep(house)

    with house.writing() as work:
        work.placements.save(placement)

    with house.reading() as work:
        assert work.placements.get(placement.id) == work.placements.by_reference(placement.reference) == placement


def test_placements_are_found_by_state_and_employer(house: House) -> None:
    keep(house, FULL, BARE)

    with house.reading() as work:
        assert work.placements.all() == (BARE, FULL)
        assert work.placements.all_open() == (BARE,)
        assert work.placements.of_employer(EMPLOYER.id) == (BARE, FULL)
        assert work.placements.of_employer(uuid4()) == ()
        assert work.placements.some([FULL.id, uuid4()]) == (FULL,)
        assert work.placements.count() == 2
        assert work.placements.get(uuid4()) is None


def test_open_placements_are_found_at_sites_and_employers(house: House) -> None:
    other = make_site(EMPLOYER.id, "vestiging-2")
    elsewhere = make_placement(other.id, "plek-elders")
    keep(house, FULL, BARE)
    with house.writing() as work:
        work.employers.save_site(other)
        work.placements.save(elsewhere)

    with house.reading() as work:
        assert work.placements.open_ids_at(site_ids=[SITE.id, uuid4()], employer_ids=[]) == {BARE.id}
        assert work.placements.open_ids_at(site_ids=[], employer_ids=[EMPLOYER.id]) == {BARE.id, elsewhere.id}
        assert work.placements.open_ids_at(site_ids=[], employer_ids=[]) == frozenset()


def test_placements_upserted_twice_are_there_once_with_their_first_id_and_counts(house: House) -> None:
    keep(house, FULL)
    again = replace(FULL, id=uuid4(), title="Bakken", seats_taken=0, open_contacts=3)

    with house.writing() as work:
        written = work.placements.upsert([again, BARE])

    assert written == Written(n_new=1, n_replaced=1)
    with house.reading() as work:
        counts = {"seats_taken": FULL.seats_taken, "open_contacts": FULL.open_contacts}
        assert work.placements.all() == (BARE, replace(again, id=FULL.id, **counts))


@pytest.mark.parametrize("n_asked", [1, 3])
def test_placements_cost_as_many_queries_for_three_as_for_one(house: House, n_asked: int) -> None:
    places = [replace(FULL, id=uuid4(), reference=f"plek-{n}") for n in range(3)]
    keep(house, *places)

    with house.reading() as work:
        work.placements.count()
        with queries_counted() as queries:
            found = work.placements.some([placement.id for placement in places[:n_asked]])

    assert (len(found), len(queries)) == (n_asked, 1)


@pytest.mark.parametrize("n_taken", [-1, 4])
def test_database_refuses_seats_taken_that_are_not_there(house: House, migrated_url: str, n_taken: int) -> None:
    keep(house, FULL)
    database = Database(migrated_url)

    with pytest.raises(ConflictError), database.writing() as transaction:
        transaction.change(update(placements).values(seats_taken=n_taken))

    database.close()


def test_candidate_count_is_replaced_and_leaves_the_market_alone(house: House) -> None:
    keep(house, FULL, BARE)
    first = CandidateCount(placement_id=FULL.id, n_candidates=3, counted_at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    second = CandidateCount(placement_id=FULL.id, n_candidates=0, counted_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    with house.reading() as work:
        revision = work.installation.market_revision

    for count in (first, second):
        with house.writing() as work:
            work.placements.save_candidate_count(count)

    with house.reading() as work:
        assert work.placements.candidate_counts([FULL.id, BARE.id]) == {FULL.id: second}
        assert work.installation.market_revision == revision
