"""Laws of days: every event stands under exactly the days it touches, and a filter is an intersection."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events.event import Access, Audience, Event, EventKind, EventState, Role, Session, Venue
from services.event_days import by_day, days_of
from services.events import EventFilters
from services.local_time import AMSTERDAM, local_day
from tests.factories import make_event

START = datetime(2027, 3, 20, tzinfo=UTC)
"""Within reach of the night on which the clock goes forward."""
MINUTES = st.integers(0, 20 * 24 * 60)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event of up to some days, with or without parts."""
    starts_at = START + timedelta(minutes=draw(MINUTES))
    length = draw(st.integers(1, 6 * 24 * 60))
    moments = sorted(draw(st.sets(st.integers(0, length), max_size=4)))
    parts = tuple(
        Session(title="Deel", starts_at=starts_at + timedelta(minutes=a), ends_at=starts_at + timedelta(minutes=b))
        for a, b in zip(moments[::2], moments[1::2], strict=False)
    )
    return Event(
        id=UUID(int=draw(st.integers(1, 2**64))),
        reference="E",
        kind=draw(st.sampled_from(EventKind)),
        title=draw(st.sampled_from(["Open dag", "Kom langs"])),
        summary="",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=length),
        venue=Venue(name="De Hal", online_url=draw(st.sampled_from(["", "https://voorbeeld.nl"]))),
        organiser="School",
        audience=Audience(
            roles=draw(st.frozensets(st.sampled_from(Role), max_size=2)),
            levels=draw(st.frozensets(st.integers(0, 4), max_size=2)),
        ),
        access=draw(st.frozensets(st.sampled_from(Access))),
        seats=draw(st.sampled_from([None, 1])),
        sessions=parts,
        changed_at=START,
        state=EventState.PUBLISHED,
    )


@given(event=events())
def test_event_stands_under_exactly_the_days_that_it_touches(event: Event) -> None:
    spans = [(part.starts_at, part.ends_at) for part in event.sessions] or [(event.starts_at, event.ends_at)]
    around = [local_day(event.starts_at) + timedelta(days=n) for n in range(-1, 9)]

    touched = {
        day
        for day in around
        for start, end in spans
        if start < _midnight(day + timedelta(days=1)) and end > _midnight(day)
    }
    touched |= {local_day(event.starts_at), local_day(event.ends_at - timedelta(microseconds=1))}

    assert days_of(event) == tuple(sorted(touched))


def test_event_until_midnight_does_not_touch_the_next_day() -> None:
    event = make_event(
        starts_at=datetime(2027, 1, 12, 19, tzinfo=AMSTERDAM), ends_at=datetime(2027, 1, 13, tzinfo=AMSTERDAM)
    )

    assert days_of(event) == (date(2027, 1, 12),)


@given(kept=st.lists(events(), max_size=6))
def test_weeks_side_by_side_have_every_day_of_every_event_once(kept: list[Event]) -> None:
    mondays = [date(2027, 3, 15) + timedelta(weeks=n) for n in range(6)]

    laid = [
        (day, event)
        for monday in mondays
        for day, rows in by_day(kept, first=monday, last=monday + timedelta(days=6)).items()
        for event in rows
    ]

    assert len(laid) == sum(len(days_of(event)) for event in kept)
    assert all(day in days_of(event) for day, event in laid)


@given(
    event=events(),
    kind=st.none() | st.sampled_from(EventKind),
    role=st.none() | st.sampled_from(Role),
    level=st.none() | st.integers(0, 4),
    access=st.none() | st.sampled_from(Access),
    is_online=st.none() | st.booleans(),
    words=st.sampled_from(["", "open", "dag open", "school kom"]),
)
def test_filters_together_leave_what_each_of_them_leaves(
    event: Event,
    kind: EventKind | None,
    role: Role | None,
    level: int | None,
    access: Access | None,
    is_online: bool | None,
    words: str,
) -> None:
    together = EventFilters(kind=kind, role=role, level=level, access=access, is_online=is_online, words=words)
    alone = (
        EventFilters(kind=kind),
        EventFilters(role=role),
        EventFilters(level=level),
        EventFilters(access=access),
        EventFilters(is_online=is_online),
        EventFilters(words=words),
    )

    assert together.fits(event) == all(one.fits(event) for one in alone)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM).astimezone(UTC)
