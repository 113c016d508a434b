"""A link by mail lets in once, in time, and only as it was sent last."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.errors import LinkRefusedError
from accounts.login_link import LINK_LASTS, LoginLink

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINK = LoginLink(id=UUID(int=1), email="noor@dewissel.example", asked_at=NOW)
SENT = LINK.sent(account_id=UUID(int=2), token_sha256="hash", now=NOW)


@pytest.mark.parametrize(("after_s", "is_usable"), [(-1, False), (0, True), (899, True), (900, False)])
def test_link_works_for_a_quarter_of_an_hour(after_s: int, is_usable: bool) -> None:
    assert SENT.is_usable(NOW + timedelta(seconds=after_s)) is is_usable


def test_link_that_was_sent_no_longer_holds_the_address() -> None:
    assert SENT.email == ""


def test_link_that_was_not_sent_lets_nobody_in() -> None:
    with pytest.raises(LinkRefusedError):
        LINK.used(now=NOW)


class Link(RuleBasedStateMachine):
    """Whatever is done in whatever order: the link is used once at most, within a quarter of an hour of sending."""

    @initialize()
    def ask(self) -> None:
        self.link, self.now = LINK, NOW
        self.sent_at: datetime | None = None
        self.n_uses = 0

    @rule(seconds=st.integers(0, 1200))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(token=st.text(min_size=1, max_size=3))
    def send(self, token: str) -> None:
        if self.n_uses:
            with pytest.raises(LinkRefusedError):
                self.link.sent(account_id=UUID(int=2), token_sha256=token, now=self.now)
            return
        self.link, self.sent_at = self.link.sent(account_id=UUID(int=2), token_sha256=token, now=self.now), self.now

    @rule()
    def use(self) -> None:
        in_time = self.sent_at is not None and self.now - self.sent_at < LINK_LASTS
        if in_time and not self.n_uses:
            self.link = self.link.used(now=self.now)
            self.n_uses += 1
            return
        with pytest.raises(LinkRefusedError):
            self.link.used(now=self.now)

    @invariant()
    def is_used_once_at_most(self) -> None:
        assert self.n_uses <= 1
        assert (self.link.used_at is not None) == (self.n_uses == 1)


TestLink = Link.TestCase
