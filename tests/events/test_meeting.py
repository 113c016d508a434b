"""A meeting is moved and cancelled in revisions, and refuses what cannot be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events.errors import InvalidMeetingError, MeetingStateError
from events.meeting import LONGEST_PLACE, Meeting, MeetingKind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
STARTS = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_meeting(**fields: object) -> Meeting:
    given: dict[str, object] = {
        "id": UUID(int=7),
        "kind": MeetingKind.CONVERSATION,
        "organiser_id": UUID(int=1),
        "attendee_ids": frozenset({UUID(int=2)}),
        "starts_at": STARTS,
        "ends_at": STARTS + HOUR,
        "place": "Kerkstraat 1, Zwolle",
        "changed_at": NOW,
    }
    return Meeting(**{**given, **fields})  # type: ignore[arg-type]


def test_moved_meeting_is_the_next_revision_at_the_new_time_and_place() -> None:
    moved = make_meeting().moved(starts_at=STARTS + HOUR, ends_at=STARTS + 2 * HOUR, place="Markt 2", now=LATER)

    assert moved == make_meeting(
        starts_at=STARTS + HOUR, ends_at=STARTS + 2 * HOUR, place="Markt 2", revision=1, changed_at=LATER
    )


def test_cancelled_meeting_is_the_next_revision_at_the_old_time() -> None:
    assert make_meeting(revision=3).cancelled(now=LATER) == make_meeting(
        revision=4, changed_at=LATER, is_cancelled=True
    )


def test_cancelled_meeting_is_not_moved_and_not_cancelled_again() -> None:
    cancelled = make_meeting().cancelled(now=LATER)

    with pytest.raises(MeetingStateError):
        cancelled.cancelled(now=LATER)
    with pytest.raises(MeetingStateError):
        cancelled.moved(starts_at=STARTS, ends_at=STARTS + HOUR, place="", now=LATER)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"attendee_ids": frozenset()}, ["attendee_ids"]),
        ({"ends_at": STARTS}, ["ends_at"]),
        ({"starts_at": STARTS.replace(tzinfo=None)}, ["ends_at"]),
        ({"place": "x" * (LONGEST_PLACE + 1)}, ["place"]),
        ({"attendee_ids": frozenset(), "ends_at": NOW}, ["attendee_ids", "ends_at"]),
    ],
    ids=["nobody", "no time", "no zone", "long place", "two faults"],
)
def test_meeting_that_cannot_be_is_refused_with_every_fault(wrong: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(InvalidMeetingError) as caught:
        make_meeting(**wrong)

    assert list(caught.value.faults) == fields
