"""Events come back from the database as they went in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import update

from events.event import Access, Audience, Change, Event, EventKind, EventState, Revision, Role, Session, Venue
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.schema.events import events
from tests.factories import make_event

BARE = make_event()
FULL = make_event(
    "bijeenkomst-vol",
    kind=EventKind.OPEN_DAY,
    starts_at=datetime(2027, 3, 28, 2, 30, tzinfo=timezone(timedelta(hours=2))),
    venue=Venue(
        name="Stadhuis",
        address="Grote Kerkplein 15",
        municipality="Zwolle",
        latitude=52.51,
        longitude=6.09,
        online_url="https://example.nl/dag",
    ),
    ends_at=datetime(2027, 3, 28, 9, tzinfo=UTC),
    audience=Audience(
        roles=frozenset({Role.PARENT, Role.JUNIOR_TRAINER}),
        levels=frozenset({0, 2}),
        sectors=frozenset({"zorg"}),
        school_types=frozenset({"pro", "vmbo"}),
    ),
    access=frozenset({Access.QUIET}),
    languages=frozenset({"nl", "ar"}),
    seats=20,
    seats_taken=20,
    register_until=datetime(2027, 3, 27, 12, tzinfo=UTC),
    sessions=(
        Session(
            title="Rondleiding",
            starts_at=datetime(2027, 3, 28, 1, tzinfo=UTC),
            ends_at=datetime(2027, 3, 28, 2, tzinfo=UTC),
            room="Hal",
        ),
    ),
    organiser_id=uuid4(),
    series_id=uuid4(),
    imported_from="Gemeente",
    revision=2,
    state=EventState.CHANGED,
)


@pytest.mark.parametrize("event", [FULL, BARE], ids=["full", "bare"])
def test_event_kept_comes_back_the_same(house: House, event: Event) -> None:
    with house.writing() as work:
        work.events.save(event)

    with house.reading() as work:
        assert work.events.get(event.id) == event
        assert work.events.get(uuid4()) is None


def test_events_between_two_moments_begin_from_the_first_and_before_the_second(house: House) -> None:
    with house.writing() as work:
        work.events.add_all([FULL, BARE])

    with house.reading() as work:
        assert work.events.count() == 2
        assert work.events.between(BARE.starts_at, FULL.starts_at) == (BARE,)
        assert work.events.between(BARE.starts_at, FULL.ends_at) == (BARE, FULL)


def test_event_saved_again_is_changed(house: House) -> None:
    moved = replace(BARE, state=EventState.CANCELLED)
    with house.writing() as work:
        work.events.save(BARE)

    with house.writing() as work:
        work.events.save(moved)

    with house.reading() as work:
        assert work.events.get(BARE.id) == moved


@pytest.mark.parametrize("n_taken", [-1, 21])
def test_database_refuses_seats_taken_that_are_not_there(house: House, migrated_url: str, n_taken: int) -> None:
    with house.writing() as work:
        work.events.save(FULL)
    database = Database(migrated_url)

    with pytest.raises(ConflictError), database.writing() as transaction:
        transaction.change(update(events).values(seats_taken=n_taken))

    database.close()


def test_seat_is_taken_only_while_there_is_one(house: House) -> None:
    full = replace(BARE, seats=2, seats_taken=1)
    with house.writing() as work:
        work.events.save(full)

        assert [work.events.take_seat(full.id) for _ in range(3)] == [True, False, False]

        work.events.give_back_seat(full.id)
        assert work.events.take_seat(full.id)


def test_saving_an_event_leaves_the_seats_that_others_took(house: House) -> None:
    with house.writing() as work:
        work.events.save(replace(BARE, seats=5))
    with house.writing() as work:
        work.events.take_seat(BARE.id)
        work.events.save(replace(BARE, seats=9, seats_taken=4))

    with house.reading() as work:
        assert work.events.get(BARE.id) == replace(BARE, seats=9, seats_taken=1)


def test_what_changed_is_kept_per_revision(house: House) -> None:
    told = [
        Revision(number=n, changed_at=BARE.starts_at, changes=(Change(name="title", before=f"{n}", after=f"{n + 1}"),))
        for n in (1, 2)
    ]
    with house.writing() as work:
        work.events.save(BARE)
        for revision in reversed(told):
            work.events.add_revision(BARE.id, revision)

    with house.reading() as work:
        assert work.events.revisions(BARE.id) == tuple(told)
        assert work.events.revisions(uuid4()) == ()


def test_events_of_one_series_or_organiser_are_found(house: House) -> None:
    with house.writing() as work:
        work.events.add_all([FULL, BARE])

    with house.reading() as work:
        assert work.events.of_series(FULL.series_id or uuid4()) == (FULL,)
        assert work.events.of_organiser(FULL.organiser_id or uuid4()) == (FULL,)
