"""Invitations, kept and given back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select

from accounts.invitation import Invitation
from accounts.role import Role
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.logins import invitations


class InvitationStore:
    """The invitations of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, invitation_id: UUID) -> Invitation | None:
        """Give one invitation, kept from other writers when this transaction writes."""
        return self._one(invitations.c.id == invitation_id)

    def by_token(self, token_sha256: str) -> Invitation | None:
        """Give the invitation whose secret hashes to this; kept as above."""
        return self._one(invitations.c.token_sha256 == token_sha256)

    def made_by(self, account_id: UUID, *, since: datetime) -> tuple[Invitation, ...]:
        """Give what an account invited since a moment, newest first."""
        return self._all(invitations.c.invited_by == account_id, invitations.c.made_at >= since)

    def of_address(self, email: str) -> tuple[Invitation, ...]:
        """Give every invitation of an address, newest first."""
        return self._all(invitations.c.email == email)

    def parents_to_confirm(self, student_ids: Sequence[UUID]) -> tuple[Invitation, ...]:
        """Give the parents of these students who accepted and of whom nobody said yet that they are."""
        return self._all(
            invitations.c.student_id.in_(student_ids),
            invitations.c.role == Role.PARENT.value,
            invitations.c.accepted_at.is_not(None),
            invitations.c.confirmed_by.is_(None),
            invitations.c.revoked_at.is_(None),
        )

    def save(self, invitation: Invitation) -> None:
        """Keep an invitation, new or changed."""
        put_rows(self._transaction, invitations, [_row(invitation)])

    def _one(self, condition: ColumnElement[bool]) -> Invitation | None:
        row = self._transaction.read(self._transaction.locked(select(invitations).where(condition))).one_or_none()
        return None if row is None else _invitation(row)

    def _all(self, *conditions: ColumnElement[bool]) -> tuple[Invitation, ...]:
        asked = select(invitations).where(*conditions).order_by(invitations.c.made_at.desc(), invitations.c.id)
        return tuple(map(_invitation, self._transaction.read(asked)))


def _row(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role.value,
        "student_id": invitation.student_id,
        "employer_id": invitation.employer_id,
        "school": invitation.school,
        "group_name": invitation.group,
        "invited_by": invitation.invited_by,
        "made_at": invitation.made_at,
        "token_sha256": invitation.token_sha256,
        "accepted_at": invitation.accepted_at,
        "account_id": invitation.account_id,
        "confirmed_by": invitation.confirmed_by,
        "revoked_at": invitation.revoked_at,
    }


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        email=row.email,
        role=Role(row.role),
        student_id=row.student_id,
        employer_id=row.employer_id,
        school=row.school,
        group=row.group_name,
        invited_by=row.invited_by,
        made_at=row.made_at,
        token_sha256=row.token_sha256,
        accepted_at=row.accepted_at,
        account_id=row.account_id,
        confirmed_by=row.confirmed_by,
        revoked_at=row.revoked_at,
    )
