"""An invitation is for one address, once, for three days, and can be taken back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.errors import LinkRefusedError
from accounts.invitation import INVITATION_LASTS, INVITES, Invitation, InvitationState
from accounts.role import Role

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EMAIL, OTHER = "noor@dewissel.example", "daan@dewissel.example"
INVITER, INVITED = UUID(int=1), UUID(int=2)


def invitation(role: Role = Role.JOBHUNTER, **changes: object) -> Invitation:
    made = Invitation(id=UUID(int=3), email=EMAIL, role=role, invited_by=INVITER, made_at=NOW, **changes)  # type: ignore[arg-type]
    return made.sent(token_sha256="hash", now=NOW)


@pytest.mark.parametrize(("after_s", "is_open"), [(0, True), (72 * 3600 - 1, True), (72 * 3600, False)])
def test_invitation_is_open_for_three_days(after_s: int, is_open: bool) -> None:
    state = invitation().state(NOW + timedelta(seconds=after_s))

    assert state is (InvitationState.OPEN if is_open else InvitationState.EXPIRED)


def test_invitation_whose_mail_was_not_made_cannot_be_accepted() -> None:
    made = Invitation(id=UUID(int=3), email=EMAIL, role=Role.JOBHUNTER, invited_by=INVITER, made_at=NOW)

    with pytest.raises(LinkRefusedError):
        made.accepted(email=EMAIL, account_id=INVITED, now=NOW)


def test_parent_waits_until_somebody_confirms() -> None:
    accepted = invitation(Role.PARENT).accepted(email=EMAIL, account_id=INVITED, now=NOW)

    assert accepted.state(NOW) is InvitationState.TO_CONFIRM
    assert accepted.confirmed(by=INVITER, now=NOW).state(NOW) is InvitationState.ACCEPTED


def test_parent_whom_the_school_invited_waits_for_nobody() -> None:
    accepted = invitation(Role.PARENT, confirmed_by=INVITER).accepted(email=EMAIL, account_id=INVITED, now=NOW)

    assert accepted.state(NOW) is InvitationState.ACCEPTED


def test_nobody_invites_for_what_reaches_farther_than_the_own_role() -> None:
    assert Role.ADMINISTRATOR not in INVITES[Role.COORDINATOR]
    assert INVITES[Role.TEACHER] == INVITES[Role.PLACEMENT_COORDINATOR] == {Role.STUDENT, Role.PARENT}
    assert INVITES[Role.EMPLOYER] == {Role.TRAINER}
    assert all(Role.ANONYMOUS not in invited for invited in INVITES.values())
    assert set(INVITES) == {
        Role.ADMINISTRATOR,
        Role.COORDINATOR,
        Role.PLACEMENT_COORDINATOR,
        Role.TEACHER,
        Role.EMPLOYER,
    }


class Course(RuleBasedStateMachine):
    """Whatever is done in whatever order: it is accepted once at most, by its own address, and never after an end."""

    @initialize(role=st.sampled_from([Role.JOBHUNTER, Role.PARENT]))
    def begin(self, role: Role) -> None:
        self.is_parent = role is Role.PARENT
        self.one, self.now, self.state = invitation(role), NOW, "open"

    @rule(hours=st.integers(0, 50))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        if self.state == "open" and self.now - NOW >= INVITATION_LASTS:
            self.state = "expired"

    @rule(email=st.sampled_from([EMAIL, OTHER, EMAIL.upper(), ""]))
    def accept(self, email: str) -> None:
        if self.state == "open" and email == EMAIL:
            self.one = self.one.accepted(email=email, account_id=INVITED, now=self.now)
            self.state = "to_confirm" if self.is_parent else "accepted"
            return
        with pytest.raises(LinkRefusedError):
            self.one.accepted(email=email, account_id=INVITED, now=self.now)

    @rule()
    def confirm(self) -> None:
        if self.state == "to_confirm":
            self.one, self.state = self.one.confirmed(by=INVITER, now=self.now), "accepted"
            return
        with pytest.raises(LinkRefusedError):
            self.one.confirmed(by=INVITER, now=self.now)

    @rule()
    def revoke(self) -> None:
        if self.state in ("open", "to_confirm"):
            self.one, self.state = self.one.revoked(now=self.now), "revoked"
            return
        with pytest.raises(LinkRefusedError):
            self.one.revoked(now=self.now)

    @invariant()
    def is_where_the_model_is(self) -> None:
        assert self.one.state(self.now) == self.state


TestCourse = Course.TestCase
