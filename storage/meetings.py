"""Meetings of a few people, kept and given back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from events.meeting import Meeting, MeetingKind
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.meetings import meeting_attendees, meetings


class MeetingStore:
    """The meetings of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, meeting_id: UUID) -> Meeting | None:
        """Give one meeting, kept from other writers when this transaction writes; none when nobody is left in it."""
        self._transaction.read(self._transaction.locked(select(meetings.c.id).where(meetings.c.id == meeting_id)))
        return self.some([meeting_id]).get(meeting_id)

    def some(self, meeting_ids: Iterable[UUID]) -> dict[UUID, Meeting]:
        """Give these meetings by id, kept from nobody; those that are not there are left out."""
        found: dict[UUID, Meeting] = {}
        for chunk in chunks(meeting_ids):
            attendees: dict[UUID, set[UUID]] = defaultdict(set)
            asked = select(meeting_attendees).where(meeting_attendees.c.meeting_id.in_(chunk))
            for row in self._transaction.read(asked):
                attendees[row.meeting_id].add(row.account_id)
            for row in self._transaction.read(select(meetings).where(meetings.c.id.in_(chunk))):
                if attendees[row.id]:
                    found[row.id] = _meeting(row, frozenset(attendees[row.id]))
        return found

    def of_attendee(self, account_id: UUID, *, since: datetime) -> tuple[Meeting, ...]:
        """Give the meetings that an account is asked for and that end from a moment on, earliest first."""
        asked = (
            select(meetings.c.id)
            .join(meeting_attendees, meeting_attendees.c.meeting_id == meetings.c.id)
            .where(meeting_attendees.c.account_id == account_id, meetings.c.ends_at >= since)
        )
        found = self.some(row.id for row in self._transaction.read(asked).all())
        return tuple(sorted(found.values(), key=lambda meeting: (meeting.starts_at, meeting.id)))

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
