"""The invitation to a meeting: read again by others, newest revision first, and nobody's name in it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar import Event as Entry

from events.invitation import invitation_text, meeting_text
from events.meeting import Meeting, MeetingKind
from tests.events.test_meeting import HOUR, LATER, STARTS, make_meeting

FROM, TO, URL = "berichten@plekwijzer.example", "noor@school.example", "https://plekwijzer.example/berichten"


def text_of(meeting: Meeting, attendee: str = TO) -> str:
    return invitation_text(meeting, organiser=FROM, attendee=attendee, details_url=URL)


def entry_of(meeting: Meeting, attendee: str = TO) -> tuple[str, Entry]:
    calendar = Calendar.from_ical(text_of(meeting, attendee))
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), entry


@pytest.mark.parametrize(
    ("kind", "title"), [(MeetingKind.CONVERSATION, "Gesprek"), (MeetingKind.TRIAL_DAY, "Meeloopdag")]
)
def test_planned_meeting_is_a_request_to_one_attendee(kind: MeetingKind, title: str) -> None:
    meeting = make_meeting(kind=kind)

    method, entry = entry_of(meeting)

    assert (method, str(entry["SUMMARY"]), entry["STATUS"]) == ("REQUEST", title, "CONFIRMED")
    assert (entry["ORGANIZER"], entry["ATTENDEE"]) == (f"mailto:{FROM}", f"mailto:{TO}")
    assert dict(entry["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)


def test_moved_and_cancelled_meeting_keep_the_uid_and_raise_the_sequence() -> None:
    planned = make_meeting()
    moved = planned.moved(starts_at=STARTS + HOUR, ends_at=STARTS + 2 * HOUR, place="", now=LATER)
    found = [entry_of(meeting) for meeting in (planned, moved, moved.cancelled(now=LATER))]

    assert {str(entry["UID"]) for _, entry in found} == {f"{planned.id}@plekwijzer"}
    assert [(method, int(entry["SEQUENCE"]), str(entry["STATUS"])) for method, entry in found] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]


def test_same_revision_gives_the_same_bytes() -> None:
    assert text_of(make_meeting()) == text_of(make_meeting())


def test_file_to_take_over_by_hand_is_the_same_meeting_without_people() -> None:
    (entry,) = Calendar.from_ical(meeting_text(make_meeting(revision=2), details_url=URL)).walk("VEVENT")
    _, invited = entry_of(make_meeting(revision=2))

    assert "METHOD:PUBLISH" in meeting_text(make_meeting(), details_url=URL)
    assert set(invited) - set(entry) == {"ORGANIZER", "ATTENDEE"}
    assert {name: entry[name] for name in ("UID", "SEQUENCE")} == {name: invited[name] for name in ("UID", "SEQUENCE")}


def test_place_is_left_to_the_page_behind_the_door() -> None:
    assert "Kerkstraat" not in text_of(make_meeting()).replace("\r\n ", "")


def test_times_are_those_of_amsterdam_by_the_rules_in_the_file() -> None:
    """Read as a program would that knows no zones: only the VTIMEZONE in the file."""
    for turn in (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)):
        for hours in (-1, 0, 1):
            starts_at = turn + hours * HOUR
            text = text_of(make_meeting(starts_at=starts_at, ends_at=starts_at + HOUR))
            zone = tzical(StringIO(text)).get("Europe/Amsterdam")
            (line,) = [line for line in text.split("\r\n") if line.startswith("DTSTART;TZID=Europe/Amsterdam:")]
            wall = datetime.strptime(line.rpartition(":")[2], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone is the question

            assert wall - starts_at.astimezone(zone).replace(tzinfo=None) == timedelta(0)


@given(attendee=st.text(st.characters(exclude_characters="\r\n"), min_size=1, max_size=60), url=st.text(max_size=120))
def test_nothing_given_can_add_a_line_of_its_own(attendee: str, url: str) -> None:
    text = invitation_text(make_meeting(), organiser=FROM, attendee=attendee, details_url=url)

    assert "\n" not in text.replace("\r\n", "")
    assert properties(text) == properties(text_of(make_meeting()))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_address_of_two_lines_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        text_of(make_meeting(), f"a@b.example{end}ATTENDEE:mailto:x@y.example")


def properties(text: str) -> list[str]:
    """Name the property of every line."""
    lines = text.replace("\r\n ", "").split("\r\n")
    return [line.partition(":")[0].partition(";")[0] for line in lines]
