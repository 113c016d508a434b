"""Events come back from the database as they went in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import update

from events.event import Access, Audience, Event, EventKind, EventState, Role, Venue
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
        roles=frozenset({Role.PARENT, Role.JUNIOR_TRAINER}), levels=frozenset({0, 2}), sectors=frozenset({"zorg"})
    ),
    access=frozenset({Access.QUIET}),
    languages=frozenset({"nl", "ar"}),
    seats=20,
    seats_taken=20,
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
