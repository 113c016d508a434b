"""How long it is to an event, reckoned on paper, and when nothing is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from career.student import Student, TravelMode
from events.event import Event, Venue
from services.event_trips import trip_text
from services.reference import load_reference
from tests.factories import make_student
from tests.services.test_events import made

AT = datetime(2026, 12, 3, 9, tzinfo=UTC)
HERE = (52.5, 6.1)
FIVE_KM_NORTH = Venue(name="De Hal", latitude=52.5 + 5 / 111.195, longitude=6.1)


def student(*modes: TravelMode, minutes: int = 60) -> Student:
    plain = make_student(born_on=date(2010, 1, 1))
    travel = replace(plain.travel, latitude=HERE[0], longitude=HERE[1], modes=frozenset(modes), max_minutes=minutes)
    return replace(plain, travel=travel)


def event(**changes: object) -> Event:
    return made(1, **{"starts_at": AT, "ends_at": AT + timedelta(hours=2), "venue": FIVE_KM_NORTH, **changes})


def told(one: Student, to: Event) -> str:
    return trip_text(one, to, reference=load_reference(AT.date()))


@pytest.mark.parametrize(
    ("modes", "text"),
    [
        ((TravelMode.BIKE,), "Je bent er in 28 minuten, met de fiets"),  # 2 + 5 x 1.3 / 15 x 60
        ((TravelMode.BIKE, TravelMode.WALK), "Je bent er in 28 minuten, met de fiets"),
        ((TravelMode.MOPED, TravelMode.BIKE), "Je bent er in 16 minuten, met de brommer of scooter"),
        ((TravelMode.CAR, TravelMode.BIKE), "Je bent er in 28 minuten, met de fiets"),  # sixteen: no car yet
        ((TravelMode.WALK,), ""),  # 75 minutes
    ],
)
def test_quickest_own_way_counts(modes: tuple[TravelMode, ...], text: str) -> None:
    assert told(student(*modes), event()) == text


def test_no_ride_home_is_no_way_to_go() -> None:
    late = datetime(2026, 12, 3, 20, tzinfo=UTC)
    evening = event(starts_at=late, ends_at=late + timedelta(hours=2, minutes=30))

    assert told(student(TravelMode.TRANSIT), evening) == ""
    assert told(student(TravelMode.TRANSIT), event()) != ""


def test_unknown_place_says_nothing() -> None:
    assert told(student(TravelMode.BIKE), event(venue=Venue(name="De Hal"))) == ""
