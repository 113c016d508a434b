"""What the agenda shows of the events that are kept."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from events.event import Access, Audience, Event, EventKind, EventState, Role, Session, Venue
from services.errors import NotFoundError
from services.events import EventFilters, days, event, month, upcoming
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
            made(1, starts_at=datetime(2026, 11, 30, 21, 0, tzinfo=UTC)),
            made(2, starts_at=datetime(2026, 11, 30, 21, 1, tzinfo=UTC)),
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
        (EventFilters(role=Role.PARENT), [1, 2, 3, 5, 6]),
        (EventFilters(role=Role.STUDENT), [1, 2, 3, 4, 5, 6]),
        (EventFilters(level=2), [1, 2, 3, 5, 6]),
        (EventFilters(level=0), [1, 2, 3, 4, 5, 6]),
        (EventFilters(sector="bouw"), [1, 2, 3, 5, 6]),
        (EventFilters(sector="zorg", level=0), [1, 2, 3, 4, 5, 6]),
        (EventFilters(school_type="mbo"), [1, 2, 3, 5, 6]),
        (EventFilters(language="ar"), [5]),
        (EventFilters(access=Access.QUIET), [5]),
        (EventFilters(is_online=True), [6]),
        (EventFilters(is_online=False), [1, 2, 3, 4, 5]),
        (EventFilters(has_seats=True), [1, 2, 3, 4]),
        (EventFilters(words="LANGS  6"), [6]),
        (EventFilters(words="HAL tweede"), [2]),
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
            made(2, starts_at=starts_at, kind=EventKind.SPEED_DATE, title="De tweede", organiser="De Hal"),
            made(3, starts_at=starts_at, venue=Venue(name="Brug", municipality="Deventer")),
            made(
                4,
                starts_at=starts_at,
                audience=Audience(
                    roles=frozenset({Role.STUDENT}),
                    levels=frozenset({0, 1}),
                    sectors=frozenset({"zorg"}),
                    school_types=frozenset({"vmbo"}),
                ),
            ),
            made(
                5,
                starts_at=starts_at,
                languages=frozenset({"nl", "ar"}),
                access=frozenset({Access.QUIET}),
                seats=1,
                seats_taken=1,
            ),
            made(
                6,
                starts_at=starts_at,
                venue=Venue(name="Thuis", online_url="https://voorbeeld.nl"),
                state=EventState.CANCELLED,
            ),
        ],
    )

    with house.reading() as work:
        shown = month(work, by=ANONYMOUS, year=2026, month=12, filters=filters)

    assert [one.id.int for one in shown.events] == expected
    assert shown.municipalities == ("Deventer", "Zwolle")


def test_event_of_several_days_is_in_both_weeks_it_touches(house: House) -> None:
    keep(
        house, [made(1, starts_at=datetime(2026, 12, 5, 9, tzinfo=UTC), ends_at=datetime(2026, 12, 7, 15, tzinfo=UTC))]
    )

    with house.reading() as work:
        shown = [
            bool(days(work, by=ANONYMOUS, first=first, last=first + timedelta(days=6)).events)
            for first in (date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14))
        ]

    assert shown == [False, True, True, False]


def test_event_is_not_in_a_stretch_between_its_parts(house: House) -> None:
    first, last = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 15, 9, tzinfo=UTC)
    parts = tuple(Session(title="Deel", starts_at=at, ends_at=at + timedelta(hours=2)) for at in (first, last))
    keep(house, [made(1, starts_at=first, ends_at=last + timedelta(hours=2), sessions=parts)])

    with house.reading() as work:
        between = days(work, by=ANONYMOUS, first=date(2026, 12, 7), last=date(2026, 12, 13))

    assert between.events == ()


def test_draft_is_not_there_for_anybody(house: House) -> None:
    keep(house, [made(1, starts_at=NOW, state=EventState.DRAFT)])

    with house.reading() as work, pytest.raises(NotFoundError):
        event(work, by=ANONYMOUS, event_id=UUID(int=1))
