"""The feed: what repeats is told once, what differs is told beside it, and nothing is lost or made up."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from events.event import Event, EventKind, EventState, Session, Venue
from events.feed import feed_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SERIES = UUID(int=77)
SITE = "https://plekwijzer.example"
CHANGED = datetime(2027, 1, 4, 9, tzinfo=UTC)


def lesson(number: int, day: date, *, at: time = time(14), state: EventState = EventState.PUBLISHED) -> Event:
    begins = datetime.combine(day, at, AMSTERDAM)
    return Event(
        id=UUID(int=number + 1),
        reference=f"les-{number}",
        kind=EventKind.GUEST_LESSON,
        title="Gastles techniek",
        summary="Iemand uit het vak vertelt.",
        starts_at=begins.astimezone(UTC),
        ends_at=begins.astimezone(UTC) + timedelta(hours=2),
        venue=Venue(name="De Hal", municipality="Zwolle"),
        organiser="School",
        series_id=SERIES,
        revision=0 if state is EventState.PUBLISHED else 1,
        changed_at=CHANGED,
        state=state,
    )


def weekly(n_events: int, *, first: date = date(2027, 3, 9), every: int = 1) -> list[Event]:
    return [lesson(number, first + timedelta(weeks=every * number)) for number in range(n_events)]


def text_of(events: list[Event]) -> str:
    return feed_text(events, name="Agenda", site=SITE)


def entries(events: list[Event]) -> list[Calendar]:
    return list(Calendar.from_ical(text_of(events)).walk("VEVENT"))


def told(events: list[Event]) -> list[tuple[datetime, datetime, bool]]:
    """Unfold the feed by the rules of RFC 5545, apart from the code that wrote it."""
    found: dict[tuple[str, datetime | None], tuple[datetime, datetime, bool]] = {}
    for entry in sorted(entries(events), key=lambda entry: "RECURRENCE-ID" in entry):
        begins, ends = entry["DTSTART"].dt, entry["DTEND"].dt
        is_cancelled = entry["STATUS"] == "CANCELLED"
        if "RECURRENCE-ID" in entry:
            key = (str(entry["UID"]), entry["RECURRENCE-ID"].dt)
            assert key in found, "an exception to something that does not happen"
            found[key] = (begins, ends, is_cancelled)
        elif "RRULE" in entry:
            without = {at.dt for at in entry["EXDATE"].dts} if "EXDATE" in entry else set()
            for at in rrulestr(entry["RRULE"].to_ical().decode(), dtstart=begins.replace(tzinfo=None)):
                wall = at.replace(tzinfo=AMSTERDAM)
                if wall not in without:
                    found[str(entry["UID"]), wall] = (wall, wall + (ends - begins), is_cancelled)
        else:
            found[str(entry["UID"]), None] = (begins, ends, is_cancelled)
    return sorted((begins.astimezone(UTC), ends.astimezone(UTC), off) for begins, ends, off in found.values())


def meant(events: list[Event]) -> list[tuple[datetime, datetime, bool]]:
    return sorted((event.starts_at, event.ends_at, event.is_cancelled) for event in events)


def test_weekly_series_is_one_entry_across_both_clock_changes() -> None:
    events = weekly(36)

    (entry,) = entries(events)

    assert entry["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=36"
    assert told(events) == meant(events)


def test_every_other_week_is_told_as_such() -> None:
    (entry,) = entries(weekly(4, every=2))

    assert entry["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=4;INTERVAL=2"


def test_missing_moved_and_cancelled_ones_are_exceptions() -> None:
    events = weekly(6)
    moved = lesson(2, date(2027, 3, 25), at=time(10))
    cancelled = replace(events[4], state=EventState.CANCELLED, revision=1)
    events = [events[0], moved, events[3], cancelled, events[5]]

    master, *exceptions = entries(events)

    assert [at.dt for at in master["EXDATE"].dts] == [datetime(2027, 3, 16, 14, tzinfo=AMSTERDAM)]
    assert [(one["RECURRENCE-ID"].dt, str(one["STATUS"])) for one in exceptions] == [
        (datetime(2027, 3, 23, 14, tzinfo=AMSTERDAM), "CONFIRMED"),
        (datetime(2027, 4, 6, 14, tzinfo=AMSTERDAM), "CANCELLED"),
    ]
    assert told(events) == meant(events)


def test_change_of_one_of_a_series_raises_its_revision() -> None:
    before = weekly(4)
    after = [*before[:3], replace(before[3], title="Gastles zorg", revision=1, state=EventState.CHANGED)]

    assert [int(one["SEQUENCE"]) for one in entries(after)] == [5, 5]
    assert [int(one["SEQUENCE"]) for one in entries(before)] == [4]


def test_series_without_a_rule_is_told_event_by_event() -> None:
    days = [date(2027, 3, 9), date(2027, 3, 11), date(2027, 3, 20), date(2027, 4, 1)]
    events = [lesson(number, day) for number, day in enumerate(days)]

    assert [str(entry["UID"]) for entry in entries(events)] == [f"{event.id}@plekwijzer" for event in events]


def test_each_part_of_several_days_is_an_entry_with_a_lasting_uid() -> None:
    days = [datetime(2027, 4, day, 9, tzinfo=UTC) for day in (13, 14)]
    event = replace(
        lesson(1, date(2027, 4, 13)),
        series_id=None,
        starts_at=days[0],
        ends_at=days[1] + timedelta(hours=3),
        sessions=tuple(
            Session(title=f"Dag {n}", starts_at=at, ends_at=at + timedelta(hours=3), room="Zaal 2")
            for n, at in enumerate(days, start=1)
        ),
    )

    first, second = entries([event])

    assert [str(one["UID"]) for one in (first, second)] == [f"{event.id}-{n}@plekwijzer" for n in (1, 2)]
    assert str(second["SUMMARY"]) == "Gastles techniek: Dag 2"
    assert str(second["LOCATION"]) == "Zaal 2, De Hal, Zwolle"
    assert told([event]) == [(at, at + timedelta(hours=3), False) for at in days]


def test_order_of_events_does_not_change_the_text() -> None:
    events = weekly(5)

    assert text_of(events[::-1]) == text_of(events)


@given(
    weeks=st.sets(st.integers(0, 50), min_size=1, max_size=20),
    shifts=st.dictionaries(st.integers(0, 50), st.integers(-3, 3)),
    hours=st.dictionaries(st.integers(0, 50), st.integers(8, 20)),
    cancelled=st.sets(st.integers(0, 50)),
    every=st.integers(1, 3),
)
def test_feed_tells_exactly_the_events_there_are(
    weeks: set[int], shifts: dict[int, int], hours: dict[int, int], cancelled: set[int], every: int
) -> None:
    events = [
        lesson(
            week,
            date(2026, 9, 3) + timedelta(days=7 * every * week + shifts.get(week, 0)),
            at=time(hours.get(week, 14)),
            state=EventState.CANCELLED if week in cancelled else EventState.PUBLISHED,
        )
        for week in weeks
    ]

    assert told(events) == meant(events)
