"""The calendar file: the same every time, right in both seasons, and honest about what is off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from events.event import Event, EventKind, EventState, Venue
from events.ical import calendar_text

STAMP = datetime(2026, 11, 22, 8, tzinfo=UTC)
EVENT = Event(
    id=UUID(int=5),
    reference="E1",
    kind=EventKind.WORKSHOP,
    title="Speeddate; zorg, welzijn",
    summary="Kom langs.\nNeem je telefoon mee.",
    starts_at=datetime(2027, 1, 20, 9, tzinfo=UTC),
    ends_at=datetime(2027, 1, 20, 11, tzinfo=UTC),
    venue=Venue(name="De Hal", address="Plein 1", municipality="Zwolle", latitude=52.5, longitude=6.1),
    organiser="School",
    changed_at=STAMP,
    state=EventState.PUBLISHED,
)


def entry_of(event: Event) -> Calendar:
    (entry,) = Calendar.from_ical(calendar_text([event])).walk("VEVENT")
    return entry


def test_same_event_gives_the_same_text() -> None:
    assert calendar_text([EVENT]) == calendar_text([EVENT])


def test_order_of_events_does_not_matter() -> None:
    later = replace(EVENT, id=UUID(int=6), reference="E2", starts_at=EVENT.starts_at + timedelta(hours=1))

    assert calendar_text([later, EVENT]) == calendar_text([EVENT, later])


def test_calendar_itself_has_no_uid() -> None:
    text = calendar_text([EVENT])

    assert text.count("UID:") == 1
    assert f"UID:{EVENT.id}@plekwijzer" in text


@pytest.mark.parametrize(
    ("starts_at", "on_the_wall"),
    [
        (datetime(2027, 1, 20, 9, tzinfo=UTC), "20270120T100000"),
        (datetime(2027, 7, 20, 9, tzinfo=UTC), "20270720T110000"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "20270328T015900"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "20270328T030000"),
        (datetime(2027, 10, 31, 1, 0, tzinfo=UTC), "20271031T020000"),
    ],
)
def test_time_is_that_of_the_clock_on_the_wall(starts_at: datetime, on_the_wall: str) -> None:
    text = calendar_text([replace(EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))])

    assert f"DTSTART;TZID=Europe/Amsterdam:{on_the_wall}" in text


def test_zone_rules_in_the_file_are_those_of_the_zone_database() -> None:
    """Read as a program would that knows no zones: only the VTIMEZONE in the file."""
    text = calendar_text([EVENT])
    known = ZoneInfo("Europe/Amsterdam")
    written = tzical(StringIO(text)).get("Europe/Amsterdam")

    turns = [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]
    for turn in turns:
        for minutes in (-1, 0, 30, 24 * 60):
            moment = turn + timedelta(minutes=minutes)
            assert moment.astimezone(written).utcoffset() == moment.astimezone(known).utcoffset(), moment


@pytest.mark.parametrize(
    ("state", "status", "revision", "title"),
    [
        (EventState.PUBLISHED, "CONFIRMED", 0, "Speeddate; zorg, welzijn"),
        (EventState.CHANGED, "CONFIRMED", 3, "Speeddate; zorg, welzijn"),
        (EventState.CANCELLED, "CANCELLED", 4, "Gaat niet door: Speeddate; zorg, welzijn"),
    ],
)
def test_later_revision_wins_over_an_earlier_one(state: EventState, status: str, revision: int, title: str) -> None:
    entry = entry_of(replace(EVENT, state=state, revision=revision))

    assert (entry["STATUS"], entry["SEQUENCE"], str(entry["SUMMARY"])) == (status, revision, title)


def test_text_cannot_add_lines_of_its_own() -> None:
    text = calendar_text([replace(EVENT, title="Dag\r\nATTENDEE:mailto:x@example.org")])

    assert "\r\nATTENDEE" not in text


def test_lines_end_in_crlf_and_are_folded() -> None:
    text = calendar_text([replace(EVENT, summary="lang " * 80)])

    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_place_is_told_in_full() -> None:
    assert str(entry_of(EVENT)["LOCATION"]) == "De Hal, Plein 1, Zwolle"
