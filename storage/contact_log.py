"""Who spoke a company and who says to call it, kept and given back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select

from employer_toolkit.contact_log import CallClaim, ContactEntry, ContactWay
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.contact_log import call_claims, contact_entries


class ContactLogStore:
    """The contact log of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, entry: ContactEntry) -> None:
        """Keep a new line."""
        self.add_all([entry])

    def add_all(self, entries: Iterable[ContactEntry]) -> None:
        """Keep new lines."""
        for chunk in chunks(entries):
            add_rows(self._transaction, contact_entries, list(map(_entry_row, chunk)))

    def of_employer(self, employer_id: UUID, *, limit: int) -> tuple[ContactEntry, ...]:
        """Give the log of a company, newest first, at most ``limit`` lines."""
        asked = select(contact_entries).where(contact_entries.c.employer_id == employer_id)
        newest = asked.order_by(contact_entries.c.at.desc(), contact_entries.c.id).limit(limit)
        return tuple(map(_entry, self._transaction.read(newest)))

    def latest(self) -> Mapping[UUID, ContactEntry]:
        """Give the newest line of each company that has one."""
        last = (
            select(contact_entries.c.employer_id, func.max(contact_entries.c.at).label("at"))
            .group_by(contact_entries.c.employer_id)
            .subquery()
        )
        is_last = (contact_entries.c.employer_id == last.c.employer_id) & (contact_entries.c.at == last.c.at)
        asked = select(contact_entries).join(last, is_last).order_by(contact_entries.c.id.desc())
        return {row.employer_id: _entry(row) for row in self._transaction.read(asked)}

    def claim_of(self, employer_id: UUID) -> CallClaim | None:
        """Give who says to call a company, also when that holds no longer."""
        asked = select(call_claims).where(call_claims.c.employer_id == employer_id)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _claim(row)

    def claims(self, *, now: datetime) -> Mapping[UUID, CallClaim]:
        """Give every claim that holds, by company."""
        asked = select(call_claims).where(call_claims.c.ends_at > now)
        return {row.employer_id: _claim(row) for row in self._transaction.read(asked)}

    def save_claim(self, claim: CallClaim) -> None:
        """Keep who says to call a company; whoever said so before is forgotten."""
        row = {
            "employer_id": claim.employer_id,
            "account_id": claim.account_id,
            "made_at": claim.made_at,
            "ends_at": claim.ends_at,
        }
        put_rows(self._transaction, call_claims, [row])

    def remove_claim(self, employer_id: UUID, *, account_id: UUID) -> None:
        """Let a company go that this account said to call."""
        mine = (call_claims.c.employer_id == employer_id, call_claims.c.account_id == account_id)
        self._transaction.change(delete(call_claims).where(*mine))


def _entry_row(entry: ContactEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "employer_id": entry.employer_id,
        "account_id": entry.account_id,
        "at": entry.at,
        "way": entry.way.value,
        "about": entry.about,
        "outcome": entry.outcome,
        "words": entry.words,
        "next_on": entry.next_on,
    }


def _entry(row: Row[Any]) -> ContactEntry:
    return ContactEntry(
        id=row.id,
        employer_id=row.employer_id,
        account_id=row.account_id,
        at=row.at,
        way=ContactWay(row.way),
        about=row.about,
        outcome=row.outcome,
        words=row.words,
        next_on=row.next_on,
    )


def _claim(row: Row[Any]) -> CallClaim:
    return CallClaim(employer_id=row.employer_id, account_id=row.account_id, made_at=row.made_at, ends_at=row.ends_at)
