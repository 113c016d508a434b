"""Entering and leaving: a session is a row here and a secret in the browser, and can be ended from both sides."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from accounts.role import Role
from services.errors import NotFoundError
from services.local_time import local_day
from services.parents import seen_children
from services.permissions import ANONYMOUS, Account
from services.unit_of_work import UnitOfWork
from storage.sessions import KeptSession

SESSION_LASTS = timedelta(hours=10)
"""A school day with room to spare; after it people enter again."""
TOKEN_BYTES = 32


def begin_session(
    work: UnitOfWork, *, account_id: UUID, role: Role, now: datetime, device: str = "", provider: str = ""
) -> str:
    """Let somebody in whose identity was just proven, acting in one role, and give the secret for the browser.

    Parameters
    ----------
    device : str
        By which its holder knows the browser again.
    provider : str
        The school login it came by.

    Raises
    ------
    NotFoundError
        The account is not there or closed, or has no such role today.
    """
    if account_in_role(work, account_id=account_id, role=role, now=now) == ANONYMOUS:
        raise NotFoundError("not found")
    work.sessions.forget_expired(now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    work.sessions.add(
        KeptSession(
            token_sha256=hashed(token),
            account_id=account_id,
            role=role,
            made_at=now,
            expires_at=now + SESSION_LASTS,
            device=device,
            provider=provider,
        )
    )
    return token


def end_session(work: UnitOfWork, *, token: str) -> str:
    """Let this secret open nothing any more, and give the school login that the session came by, or nothing."""
    kept = work.sessions.get(hashed(token))
    work.sessions.end(hashed(token))
    return kept.provider if kept else ""


def account_of_session(work: UnitOfWork, *, token: str, now: datetime) -> Account:
    """Give who entered with this secret, as what holds today; ``ANONYMOUS`` when it opens nothing."""
    kept = work.sessions.get(hashed(token))
    if kept is None or kept.expires_at <= now:
        return ANONYMOUS
    return account_in_role(work, account_id=kept.account_id, role=kept.role, now=now)


def account_in_role(work: UnitOfWork, *, account_id: UUID, role: Role, now: datetime) -> Account:
    """Give an account acting in one of its roles, with every relation that holds today; else ``ANONYMOUS``."""
    holder = work.accounts.get(account_id)
    today = local_day(now)
    ties = tuple(
        relation.tie
        for relation in work.accounts.relations_of(account_id)
        if relation.role is role and relation.holds_on(today)
    )
    if holder is None or not holder.is_open or not ties:
        return ANONYMOUS
    children: frozenset[UUID] = frozenset()
    if role is Role.PARENT:
        # Whoever has a child of eighteen is still somebody, and tied to nobody.
        ties, children = seen_children(work, account_id=account_id, ties=ties, now=now)
    return Account(id=holder.id, role=role, name=holder.name, ties=ties, children=children)


def hashed(token: str) -> str:
    """Give what is kept of a secret; it has 256 random bits, so that one plain hash is enough."""
    return sha256(token.encode()).hexdigest()
