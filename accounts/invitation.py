"""An invitation: somebody asks somebody else in, by an address, for one role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from accounts.errors import LinkRefusedError
from accounts.role import Role

INVITATION_LASTS = timedelta(hours=72)

EVERYBODY = frozenset(Role) - {Role.ANONYMOUS}
INVITES: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: EVERYBODY,
        # Who keeps the accounts is chosen by who keeps them, not by the region.
        Role.COORDINATOR: EVERYBODY - {Role.ADMINISTRATOR},
        Role.PLACEMENT_COORDINATOR: frozenset({Role.STUDENT, Role.PARENT}),
        Role.TEACHER: frozenset({Role.STUDENT, Role.PARENT}),
        Role.EMPLOYER: frozenset({Role.TRAINER}),
    }
)
"""Who invites whom; with whom they must have to do is asked by the act."""
AT_SCHOOL = frozenset({Role.TEACHER, Role.PLACEMENT_COORDINATOR})
"""Who knows of a parent that it is one."""


class InvitationState(StrEnum):
    """How far an invitation has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    TO_CONFIRM = "to_confirm"
    """A parent accepted, and the school or the student has not said yet that it is one."""
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody is asked to be something here.

    Parameters
    ----------
    email : str
        The only address that it is for, in lower case.
    role, student_id, employer_id, school, group
        What the invited person will be, and to whom.
    invited_by : UUID
        The account that invited.
    account_id : UUID or None
        Who accepted it.
    confirmed_by : UUID or None
        Who said that this is a parent of the student; only asked of parents.
    token_sha256 : str or None
        What the secret in the mail hashes to; ``None`` until the mail is made.
    """

    id: UUID
    email: str
    role: Role
    invited_by: UUID
    made_at: datetime
    student_id: UUID | None = None
    employer_id: UUID | None = None
    school: str = ""
    group: str = ""
    token_sha256: str | None = None
    accepted_at: datetime | None = None
    account_id: UUID | None = None
    confirmed_by: UUID | None = None
    revoked_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        """From when it cannot be accepted."""
        return self.made_at + INVITATION_LASTS

    @property
    def is_confirmed(self) -> bool:
        """Whether accepting it is enough."""
        return self.role is not Role.PARENT or self.confirmed_by is not None

    def state(self, now: datetime) -> InvitationState:
        """Say how far it has come."""
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED if self.is_confirmed else InvitationState.TO_CONFIRM
        return InvitationState.OPEN if self.made_at <= now < self.expires_at else InvitationState.EXPIRED

    def sent(self, *, token_sha256: str, now: datetime) -> "Invitation":
        """Give the invitation as it is in the mail; an older mail opens nothing after that."""
        self._need(InvitationState.OPEN, now=now)
        return replace(self, token_sha256=token_sha256)

    def accepted(self, *, email: str, account_id: UUID, now: datetime) -> "Invitation":
        """Give the invitation as somebody with this address has accepted it.

        Raises
        ------
        LinkRefusedError
            It is not open, or for another address.
        """
        self._need(InvitationState.OPEN, now=now)
        if self.token_sha256 is None or email != self.email:
            raise LinkRefusedError("for another address")
        return replace(self, accepted_at=now, account_id=account_id)

    def confirmed(self, *, by: UUID, now: datetime) -> "Invitation":
        """Give the invitation of a parent as the school or the student has confirmed it; raises as ``accepted``."""
        self._need(InvitationState.TO_CONFIRM, now=now)
        return replace(self, confirmed_by=by)

    def revoked(self, *, now: datetime) -> "Invitation":
        """Give the invitation as it was taken back, or as a parent who accepted was turned down; raises as above."""
        self._need(InvitationState.OPEN, InvitationState.TO_CONFIRM, now=now)
        return replace(self, revoked_at=now)

    def _need(self, *states: InvitationState, now: datetime) -> None:
        if (state := self.state(now)) not in states:
            raise LinkRefusedError(state)
