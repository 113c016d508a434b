"""Meetings (afspraken): planning, moving and cancelling them, and inviting whoever is asked to come."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from accounts.message import MessageKind
from events.meeting import Meeting, MeetingKind
from services.errors import found
from services.messages import tell
from services.unit_of_work import UnitOfWork


def plan_meeting(
    work: UnitOfWork,
    *,
    organiser: UUID,
    attendees: Collection[UUID],
    kind: MeetingKind,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    now: datetime,
) -> Meeting:
    """Plan a meeting and tell everybody who is asked to come, with an invitation for their calendar.

    Acts call it in their own unit of work, after they asked permission.

    Parameters
    ----------
    organiser, attendees : UUID
        Accounts; the organiser is told only when among the attendees.

    Raises
    ------
    InvalidMeetingError
        It ends before it begins, or asks nobody.
    """
    meeting = Meeting(
        id=uuid4(),
        kind=kind,
        organiser_id=organiser,
        attendee_ids=frozenset(attendees),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        changed_at=now,
    )
    return _kept_and_told(work, meeting, MessageKind.MEETING_PLANNED)


def move_meeting(
    work: UnitOfWork, *, meeting_id: UUID, starts_at: datetime, ends_at: datetime, place: str, now: datetime
) -> Meeting:
    """Move a meeting in time or place, and tell everybody; calendars replace what they hold.

    Raises
    ------
    NotFoundError
        There is no such meeting.
    MeetingStateError
        It was cancelled.
    InvalidMeetingError
        It cannot be then.
    """
    meeting = found(work.meetings.get(meeting_id))
    moved = meeting.moved(starts_at=starts_at, ends_at=ends_at, place=place, now=now)
    return _kept_and_told(work, moved, MessageKind.MEETING_PLANNED)


def cancel_meeting(work: UnitOfWork, *, meeting_id: UUID, now: datetime) -> Meeting:
    """Cancel a meeting and tell everybody; calendars take it away.

    Raises
    ------
    NotFoundError
        There is no such meeting.
    MeetingStateError
        It was cancelled before.
    """
    cancelled = found(work.meetings.get(meeting_id)).cancelled(now=now)
    return _kept_and_told(work, cancelled, MessageKind.MEETING_CANCELLED)


def _kept_and_told(work: UnitOfWork, meeting: Meeting, kind: MessageKind) -> Meeting:
    work.meetings.save(meeting)
    for account_id in sorted(meeting.attendee_ids):
        tell(work, to=account_id, kind=kind, about=meeting.id, now=meeting.changed_at)
    return meeting
