"""How people prove who they are, kept and given back: links, passwords, school accounts, visits to a provider."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, delete, select

from accounts.login_link import LoginLink
from storage.database import Transaction
from storage.rows import add_rows, put_rows
from storage.schema.accounts import accounts
from storage.schema.logins import identities, login_links, passwords, school_visits


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPassword:
    """What is kept of a password."""

    account_id: UUID
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A school account that is known to be somebody.

    Parameters
    ----------
    issuer, subject : str
        Together they name one person for good (OpenID Connect Core 1.0, section 2); an address never does.
    """

    id: UUID
    account_id: UUID
    provider: str
    issuer: str
    subject: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolVisit:
    """Somebody was sent to a provider and is expected back.

    Parameters
    ----------
    state_sha256, browser_sha256 : str
        What the secret that travels along, and the mark of the browser, hash to.
    account_id : UUID or None
        Whose account the school account will belong to; ``None`` to enter with one that belongs to somebody already.
    """

    state_sha256: str
    provider: str
    nonce: str
    code_verifier: str
    browser_sha256: str
    account_id: UUID | None
    begun_at: datetime


class LoginStore:
    """The proofs of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def link(self, link_id: UUID) -> LoginLink | None:
        """Give one link, kept from other writers when this transaction writes."""
        return self._link(login_links.c.id == link_id)

    def link_by_token(self, token_sha256: str) -> LoginLink | None:
        """Give the link whose secret hashes to this; kept as above."""
        return self._link(login_links.c.token_sha256 == token_sha256)

    def save_link(self, link: LoginLink) -> None:
        """Keep a link, new or changed."""
        put_rows(self._transaction, login_links, [_link_row(link)])

    def forget_link(self, link_id: UUID) -> None:
        """Forget a link."""
        self._transaction.change(delete(login_links).where(login_links.c.id == link_id))

    def forget_links_before(self, moment: datetime) -> None:
        """Forget the links that were asked for before a moment."""
        self._transaction.change(delete(login_links).where(login_links.c.asked_at < moment))

    def password_of(self, account_id: UUID) -> KeptPassword | None:
        """Give what is kept of the password of an account."""
        return self._password(passwords.c.account_id == account_id)

    def password_by_email(self, email: str) -> KeptPassword | None:
        """Give what is kept of the password of the open account with this address."""
        return self._password(accounts.c.email == email)

    def save_password(self, account_id: UUID, *, hash: str, now: datetime) -> None:  # noqa: A002 - the field's word
        """Keep a password in place of the one before."""
        put_rows(self._transaction, passwords, [{"account_id": account_id, "hash": hash, "changed_at": now}])

    def identity(self, *, issuer: str, subject: str) -> Identity | None:
        """Give whose school account this is."""
        asked = select(identities).where(identities.c.issuer == issuer, identities.c.subject == subject)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _identity(row)

    def identities_of(self, account_id: UUID) -> tuple[Identity, ...]:
        """Give the school accounts of an account."""
        asked = select(identities).where(identities.c.account_id == account_id).order_by(identities.c.linked_at)
        return tuple(map(_identity, self._transaction.read(asked)))

    def add_identity(self, *, account_id: UUID, provider: str, issuer: str, subject: str, now: datetime) -> None:
        """Keep that a school account is somebody's; one that is taken raises ``ConflictError``."""
        row = {"id": uuid4(), "account_id": account_id, "provider": provider}
        add_rows(self._transaction, identities, [{**row, "issuer": issuer, "subject": subject, "linked_at": now}])

    def forget_identity(self, identity_id: UUID, *, account_id: UUID) -> int:
        """Forget a school account of an account, and give how many that were."""
        of_it = (identities.c.id == identity_id, identities.c.account_id == account_id)
        return self._transaction.change(delete(identities).where(*of_it))

    def add_visit(self, visit: SchoolVisit) -> None:
        """Keep that somebody was sent to a provider."""
        row = {name: getattr(visit, name) for name in (column.name for column in school_visits.columns)}
        add_rows(self._transaction, school_visits, [row])

    def take_visit(self, state_sha256: str) -> SchoolVisit | None:
        """Give a visit and forget it: whoever asks second gets nothing."""
        gone = delete(school_visits).where(school_visits.c.state_sha256 == state_sha256).returning(school_visits)
        row = self._transaction.read(gone).one_or_none()
        return None if row is None else SchoolVisit(**row._mapping)

    def forget_visits_before(self, moment: datetime) -> None:
        """Forget the visits that were begun before a moment."""
        self._transaction.change(delete(school_visits).where(school_visits.c.begun_at < moment))

    def _link(self, condition: ColumnElement[bool]) -> LoginLink | None:
        row = self._transaction.read(self._transaction.locked(select(login_links).where(condition))).one_or_none()
        return None if row is None else LoginLink(**row._mapping)

    def _password(self, condition: ColumnElement[bool]) -> KeptPassword | None:
        asked = select(passwords.c.account_id, passwords.c.hash).join(accounts)
        row = self._transaction.read(asked.where(condition, accounts.c.closed_at.is_(None))).one_or_none()
        return None if row is None else KeptPassword(account_id=row.account_id, hash=row.hash)


def _link_row(link: LoginLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "email": link.email,
        "account_id": link.account_id,
        "token_sha256": link.token_sha256,
        "asked_at": link.asked_at,
        "sent_at": link.sent_at,
        "used_at": link.used_at,
    }


def _identity(row: Row[Any]) -> Identity:
    return Identity(
        id=row.id,
        account_id=row.account_id,
        provider=row.provider,
        issuer=row.issuer,
        subject=row.subject,
        linked_at=row.linked_at,
    )
