"""A series keeps the time on the clock on the wall, skips what it must, and hands over only what changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events.changes import differences
from events.event import Event, EventKind, Session, Venue
from events.ical import AMSTERDAM
from events.series import PLANNED, followed, local_day, occurrences, shifted

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
SAFE_TIMES = st.times(time(6), time(20)).map(lambda clock: clock.replace(microsecond=0))
WORDS: dict[str, Callable[[Any], str]] = dict.fromkeys(PLANNED, str)


def made(day: date, clock: time, **changes: object) -> Event:
    starts_at = datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)
    values: dict[str, object] = {
        "id": UUID(int=1),
        "reference": "E1",
        "kind": EventKind.WORKSHOP,
        "title": "Lassen",
        "summary": "Kom langs.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "venue": Venue(name="De Hal"),
        "organiser": "School",
        "register_until": starts_at - timedelta(days=2),
        "sessions": (Session(title="Uitleg", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)),),
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def wall(moment: datetime) -> time:
    return moment.astimezone(AMSTERDAM).time()


@given(
    first=DAYS,
    every_weeks=st.integers(1, 8),
    n_days=st.integers(-30, 400),
    n_times=st.none() | st.integers(1, 60),
    skips=st.sets(st.integers(0, 60)),
)
def test_series_is_on_its_weekday_in_order_and_never_on_a_day_that_is_skipped(
    first: date, every_weeks: int, n_days: int, n_times: int | None, skips: set[int]
) -> None:
    last = first + timedelta(days=n_days)
    skipped = {first + timedelta(weeks=n) for n in skips}

    days = occurrences(first, every_weeks=every_weeks, last=last, n_times=n_times, skipped=skipped)

    every = [day for n in range(60) if (day := first + timedelta(weeks=every_weeks * n)) <= last]
    assert list(days) == [day for day in every if day not in skipped][:n_times]


@given(day=DAYS, clock=SAFE_TIMES, n_days=st.integers(-400, 400))
def test_shifted_event_is_at_the_same_time_on_the_wall_and_back_is_the_same_event(
    day: date, clock: time, n_days: int
) -> None:
    event = made(day, clock)

    moved = shifted(event, n_days=n_days)

    assert local_day(moved.starts_at) == day + timedelta(days=n_days)
    assert [wall(moved.starts_at), wall(moved.ends_at)] == [wall(event.starts_at), wall(event.ends_at)]
    assert wall(moved.sessions[0].ends_at) == wall(event.sessions[0].ends_at)
    assert shifted(moved, n_days=-n_days) == event


def test_weekly_event_keeps_its_time_over_both_clock_changes() -> None:
    spring, autumn = made(date(2027, 3, 24), time(14)), made(date(2027, 10, 27), time(14))

    assert [e.starts_at.hour for e in (spring, shifted(spring, n_days=7))] == [13, 12]
    assert [e.starts_at.hour for e in (autumn, shifted(autumn, n_days=7))] == [12, 13]


@given(day=DAYS, clock=SAFE_TIMES, n_weeks=st.integers(-20, 20), later=st.integers(0, 3), new_clock=SAFE_TIMES)
def test_followed_event_gets_the_new_time_on_its_own_day_and_keeps_what_was_its_own(
    day: date, clock: time, n_weeks: int, later: int, new_clock: time
) -> None:
    before = made(day, clock, sessions=(), register_until=None)
    after = replace(made(day + timedelta(days=later), new_clock, sessions=(), register_until=None))
    other = replace(shifted(before, n_days=7 * n_weeks), id=UUID(int=2), title="Lassen met gast")

    got = followed(other, before=before, after=after)

    assert local_day(got.starts_at) == day + timedelta(days=7 * n_weeks + later)
    assert wall(got.starts_at) == new_clock
    assert (got.id, got.title) == (other.id, "Lassen met gast")
    assert followed(before, before=before, after=after) == after


@given(
    titles=st.tuples(st.sampled_from("ab"), st.sampled_from("ab")),
    seats=st.tuples(st.none() | st.integers(1, 3), st.none() | st.integers(1, 3)),
)
def test_differences_name_exactly_the_fields_that_differ_in_the_order_of_reading(
    titles: tuple[str, str], seats: tuple[int | None, int | None]
) -> None:
    before, after = (
        made(date(2027, 2, 1), time(9), title=title, seats=n) for title, n in zip(titles, seats, strict=True)
    )

    changes = differences(before, after, words=WORDS)

    pairs = (("title", *titles), ("seats", *seats))
    wanted = [(name, str(old), str(new)) for name, old, new in pairs if old != new]
    assert [(change.name, change.before, change.after) for change in changes] == wanted
