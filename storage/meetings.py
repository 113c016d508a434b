"""Meetings of a few people, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from events.meeting import Meeting, MeetingKind
from storage.database import Transaction
from storage.rows import add_rows, put_rows
from storage.schema.meetings import meeting_attendees, meetings


class MeetingStore:
    """The meetings of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, meeting_id: UUID) -> Meeting | None:
        """Give one meeting, kept from other writers when this transaction writes; none when nobody is left in it."""
        query = self._transaction.locked(select(meetings).where(meetings.c.id == meeting_id))
        row = self._transaction.read(query).one_or_none()
        asked = select(meeting_attendees.c.account_id).where(meeting_attendees.c.meeting_id == meeting_id)
        attendees = frozenset(self._transaction.read(asked).scalars())
        return _meeting(row, attendees) if row is not None and attendees else None

    def save(self, meeting: Meeting) -> None:
        """Keep a meeting, new or changed."""
        put_rows(self._transaction, meetings, [_row(meeting)])
        of_meeting = meeting_attendees.c.meeting_id == meeting.id
        self._transaction.change(delete(meeting_attendees).where(of_meeting))
        asked = [{"meeting_id": meeting.id, "account_id": account_id} for account_id in sorted(meeting.attendee_ids)]
        add_rows(self._transaction, meeting_attendees, asked)


def _row(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "kind": meeting.kind.value,
        "organiser_id": meeting.organiser_id,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "revision": meeting.revision,
        "changed_at": meeting.changed_at,
        "is_cancelled": meeting.is_cancelled,
    }


def _meeting(row: Row[Any], attendee_ids: frozenset[UUID]) -> Meeting:
    return Meeting(
        id=row.id,
        kind=MeetingKind(row.kind),
        organiser_id=row.organiser_id,
        attendee_ids=attendee_ids,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        revision=row.revision,
        changed_at=row.changed_at,
        is_cancelled=row.is_cancelled,
    )
