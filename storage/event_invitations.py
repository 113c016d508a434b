"""Invitations for events, kept and given back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from events.inviting import EventInvitation
from events.registration import Party
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.employers import employers
from storage.schema.events import event_invitations
from storage.schema.students import students

TABLE_OF = {Party.STUDENT: students, Party.EMPLOYER: employers}
COLUMN_OF = {Party.STUDENT: event_invitations.c.student_id, Party.EMPLOYER: event_invitations.c.employer_id}


class EventInvitationStore:
    """The invitations for events of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, party: Party, who: Iterable[UUID]) -> None:
        """Keep others from inviting these students or employers until the commit.

        Always in the same order, so that two that invite at the same time never wait for one another.
        """
        table = TABLE_OF[party]
        for chunk in chunks(sorted(who)):
            held = select(table.c.id).where(table.c.id.in_(chunk)).order_by(table.c.id)
            self._transaction.read(self._transaction.locked(held)).all()

    def counts_since(self, party: Party, who: Collection[UUID], *, since: datetime) -> dict[UUID, int]:
        """Count the invitations of each of these students or employers after a moment; who got none is left out."""
        column, found = COLUMN_OF[party], dict[UUID, int]()
        for chunk in chunks(who):
            asked = (
                select(column.label("who"), func.count().label("n"))
                .where(column.in_(chunk), event_invitations.c.invited_at > since)
                .group_by(column)
            )
            found.update({row.who: int(row.n) for row in self._transaction.read(asked)})
        return found

    def of_events(self, event_ids: Iterable[UUID]) -> tuple[EventInvitation, ...]:
        """Give every invitation for these events."""
        found: list[EventInvitation] = []
        for chunk in chunks(event_ids):
            asked = select(event_invitations).where(event_invitations.c.event_id.in_(chunk))
            rows = self._transaction.read(asked.order_by(event_invitations.c.invited_at, event_invitations.c.id))
            found.extend(map(_invitation, rows))
        return tuple(found)

    def of(self, party: Party, who: Collection[UUID]) -> tuple[EventInvitation, ...]:
        """Give every invitation of these students or employers, oldest first."""
        asked = select(event_invitations).where(COLUMN_OF[party].in_(who))
        rows = self._transaction.read(asked.order_by(event_invitations.c.invited_at, event_invitations.c.id))
        return tuple(map(_invitation, rows))

    def add_all(self, made: Iterable[EventInvitation]) -> None:
        """Keep new invitations; a second one for the same event raises ``ConflictError``."""
        for chunk in chunks(made):
            add_rows(self._transaction, event_invitations, list(map(_row, chunk)))

    def save(self, invitation: EventInvitation) -> None:
        """Keep an invitation that changed."""
        put_rows(self._transaction, event_invitations, [_row(invitation)])


def _row(made: EventInvitation) -> dict[str, Any]:
    return {
        "id": made.id,
        "event_id": made.event_id,
        "student_id": made.who if made.party is Party.STUDENT else None,
        "employer_id": made.who if made.party is Party.EMPLOYER else None,
        "because_of": [str(one) for one in made.because_of],
        "n_candidates": made.n_candidates,
        "invited_at": made.invited_at,
        "declined_at": made.declined_at,
    }


def _invitation(row: Row[Any]) -> EventInvitation:
    is_student = row.student_id is not None
    return EventInvitation(
        id=row.id,
        event_id=row.event_id,
        party=Party.STUDENT if is_student else Party.EMPLOYER,
        who=row.student_id if is_student else row.employer_id,
        because_of=tuple(map(UUID, row.because_of)),
        n_candidates=row.n_candidates,
        invited_at=row.invited_at,
        declined_at=row.declined_at,
    )
