"""What the agenda shows of the events that are kept."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events.event import Audience, Event, EventKind, EventState, Role, Venue
from services.errors import NotFoundError
from services.events import EventFilters, event, month, upcoming
from services.permissions import ANONYMOUS
from services.unit_of_work import House

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def made(number: int, *, starts_at: datetime, **changes: object) -> Event:
    values: dict[str, object] = {
        "id": UUID(int=number),
        "reference": f"E{number}",
        "kind": EventKind.WORKSHOP,
        "title": f"Bijeenkomst {number}",
        "summary": "Kom langs.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "venue": Venue(name="De Hal", municipality="Zwolle"),
        "organiser": "School",
        "changed_at": NOW - timedelta(days=1),
        "state": EventState.PUBLISHED,
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def keep(house: House, events: Iterable[Event]) -> None:
    with house.writing() as work:
        work.events.add_all(events)


def test_upcoming_has_what_is_still_going_on_and_not_what_is_over(house: House) -> None:
    keep(
        house,
        [
            made(1, starts_at=NOW - timedelta(hours=3)),
            made(2, starts_at=NOW - timedelta(hours=1)),
            made(3, starts_at=NOW + timedelta(days=1)),
            made(4, starts_at=NOW + timedelta(days=2), state=EventState.DRAFT),
            made(5, starts_at=NOW + timedelta(days=3), state=EventState.CANCELLED),
        ],
    )

    with house.reading() as work:
        shown = upcoming(work, by=ANONYMOUS, now=NOW)

    assert [one.id.int for one in shown] == [2, 3, 5]


def test_upcoming_comes_in_pages(house: House) -> None:
    keep(house, [made(n, starts_at=NOW + timedelta(days=n)) for n in range(1, 6)])

    with house.reading() as work:
        shown = upcoming(work, by=ANONYMOUS, now=NOW, limit=2, skip=2)

    assert [one.id.int for one in shown] == [3, 4]


def test_month_runs_from_midnight_to_midnight_in_the_netherlands(house: House) -> None:
    keep(
        house,
        [
            made(1, starts_at=datetime(2026, 11, 30, 22, 59, tzinfo=UTC)),
            made(2, starts_at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC)),
            made(3, starts_at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC)),
            made(4, starts_at=datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        ],
    )

    with house.reading() as work:
        december = month(work, by=ANONYMOUS, year=2026, month=12)

    assert [one.id.int for one in december.events] == [2, 3]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (EventFilters(kind=EventKind.SPEED_DATE), [2]),
        (EventFilters(municipality="Deventer"), [3]),
        (EventFilters(role=Role.PARENT), [1, 2, 3]),
        (EventFilters(role=Role.STUDENT), [1, 2, 3, 4]),
    ],
)
def test_filter_leaves_what_fits_and_what_is_for_everybody(
    house: House, filters: EventFilters, expected: list[int]
) -> None:
    starts_at = datetime(2026, 12, 4, 9, tzinfo=UTC)
    keep(
        house,
        [
            made(1, starts_at=starts_at),
            made(2, starts_at=starts_at, kind=EventKind.SPEED_DATE),
            made(3, starts_at=starts_at, venue=Venue(name="Brug", municipality="Deventer")),
            made(4, starts_at=starts_at, audience=Audience(roles=frozenset({Role.STUDENT}))),
        ],
    )

    with house.reading() as work:
        shown = month(work, by=ANONYMOUS, year=2026, month=12, filters=filters)

    assert [one.id.int for one in shown.events] == expected
    assert shown.municipalities == ("Deventer", "Zwolle")


def test_draft_is_not_there_for_anybody(house: House) -> None:
    keep(house, [made(1, starts_at=NOW, state=EventState.DRAFT)])

    with house.reading() as work, pytest.raises(NotFoundError):
        event(work, by=ANONYMOUS, event_id=UUID(int=1))
