"""Accounts seen from the command line: the first administrator, a list, and putting somebody out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from accounts.holder import AccountHolder
from accounts.relation import Relation
from accounts.role import Role
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.login import make_link, roles_of
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account in a list."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAdministrator:
    """An account that keeps accounts, and whether it is a new one."""

    account_id: UUID
    is_new: bool


def create_administrator(work: UnitOfWork, *, email: str, name: str, now: datetime) -> MadeAdministrator:
    """Make somebody an administrator, with a new account when the address has none; whoever runs it has the database.

    Raises
    ------
    InvalidAccountError
        The name or address cannot be right.
    NotFoundError
        The account with this address is closed.
    """
    kept = work.accounts.by_email(email)
    holder = kept or AccountHolder(id=uuid4(), name=name, email=email, made_at=now)
    if not holder.is_open:
        raise NotFoundError("not found")
    if kept is None:
        work.accounts.save(holder)
    if Role.ADMINISTRATOR not in roles_of(work, holder.id, now=now):
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=holder.id, role=Role.ADMINISTRATOR, from_on=local_day(now))
        )
    work.note(act="create_administrator", by=None, subject_id=holder.id)
    return MadeAdministrator(account_id=holder.id, is_new=kept is None)


def has_administrator(work: UnitOfWork, *, now: datetime) -> bool:
    """Say whether anybody keeps the accounts today."""
    return bool(work.accounts.related(Role.ADMINISTRATOR, day=local_day(now)))


def list_accounts(work: UnitOfWork, *, now: datetime) -> tuple[AccountLine, ...]:
    """Give all accounts, by name."""
    return tuple(
        AccountLine(
            id=holder.id,
            name=holder.name,
            email=holder.email or "",
            roles=roles_of(work, holder.id, now=now),
            is_open=holder.is_open,
        )
        for holder in work.accounts.all()
    )


def login_link(work: UnitOfWork, *, email: str, now: datetime) -> str:
    """Give the path of a link with which somebody enters once; for whoever has the database at hand.

    Raises
    ------
    NotFoundError
        Nobody has this address, or the account is closed.
    """
    holder = found(work.accounts.by_email(email))
    if not holder.is_open:
        raise NotFoundError("not found")
    work.note(act="print_login_link", by=None, subject_id=holder.id)
    return make_link(work, account_id=holder.id, now=now)


def disable_account(work: UnitOfWork, *, email: str, now: datetime) -> int:
    """Close an account at once, and give in how many browsers it was open.

    Raises
    ------
    NotFoundError
        Nobody has this address.
    """
    holder = found(work.accounts.by_email(email))
    work.accounts.save(holder.closed(now=now))
    work.note(act="disable_account", by=None, subject_id=holder.id)
    return work.sessions.end_all(holder.id)


def end_sessions(work: UnitOfWork, *, email: str) -> int:
    """Put somebody out of every browser, and give how many that were; raises as ``disable_account``."""
    return work.sessions.end_all(found(work.accounts.by_email(email)).id)
