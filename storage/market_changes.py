"""What changed in the market, revision by revision: enough to follow from, and never more than a bounded number."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, select

from storage.database import Transaction
from storage.rows import add_rows
from storage.schema.market_changes import market_changes

MOST_NAMED = 1_000
"""One act that changes more than so many people, places, sites and employers counts as a change of everything."""
MOST_KEPT = 5_000
"""Rows kept, newest first and whole revisions only; a process that is further behind reads everything again."""


class ChangeKind(StrEnum):
    """What changed."""

    STUDENT = "student"
    PLACEMENT = "placement"
    SITE = "site"
    """The site itself, or one of its recognitions."""
    EMPLOYER = "employer"
    EVERYTHING = "everything"
    """The catalogue, the qualifications, or more than is worth naming."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketChanges:
    """What changed since a revision, each once; whoever is named may also be new, or gone."""

    students: frozenset[UUID] = frozenset()
    placements: frozenset[UUID] = frozenset()
    sites: frozenset[UUID] = frozenset()
    employers: frozenset[UUID] = frozenset()


def note_change(transaction: Transaction, kind: ChangeKind, ids: Iterable[UUID] = ()) -> None:
    """Remember until the end of the transaction what it changes in the market; no ids stands for everything."""
    noted = transaction.market_changes
    if kind is not ChangeKind.EVERYTHING and (ChangeKind.EVERYTHING.value, None) not in noted:
        noted.update((kind.value, subject_id) for subject_id in ids)
    if kind is ChangeKind.EVERYTHING or len(noted) > MOST_NAMED:
        noted.clear()
        noted.add((ChangeKind.EVERYTHING.value, None))


class MarketChangeStore:
    """The log of changes of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def write(self, *, revision: int) -> None:
        """Write what this transaction noted under its revision, and forget the oldest revisions beyond the bound."""
        noted = sorted(self._transaction.market_changes, key=lambda change: (change[0], str(change[1])))
        rows = [
            {"revision": revision, "position": position, "kind": kind, "subject_id": subject_id}
            for position, (kind, subject_id) in enumerate(noted)
        ]
        add_rows(self._transaction, market_changes, rows)
        first_beyond = select(market_changes.c.revision).order_by(market_changes.c.revision.desc()).offset(MOST_KEPT)
        beyond = self._transaction.read(first_beyond.limit(1)).scalar_one_or_none()
        if beyond is not None:
            self._transaction.change(delete(market_changes).where(market_changes.c.revision <= beyond))

    def since(self, revision: int, *, until: int) -> MarketChanges | None:
        """Give what changed after one revision up to and including another.

        ``None`` when the log cannot tell: it does not reach back that far, lacks a revision (as an older version of
        the product leaves it), or everything changed.
        """
        if revision > until:
            return None
        log = market_changes.c
        asked = select(log.revision, log.kind, log.subject_id).where(log.revision > revision, log.revision <= until)
        rows = self._transaction.read(asked).all()
        if len({row.revision for row in rows}) != until - revision:
            return None
        found: dict[ChangeKind, set[UUID]] = {kind: set() for kind in ChangeKind}
        for row in rows:
            found[ChangeKind(row.kind)].add(row.subject_id)
        if found[ChangeKind.EVERYTHING]:
            return None
        return MarketChanges(
            students=frozenset(found[ChangeKind.STUDENT]),
            placements=frozenset(found[ChangeKind.PLACEMENT]),
            sites=frozenset(found[ChangeKind.SITE]),
            employers=frozenset(found[ChangeKind.EMPLOYER]),
        )

    def count(self) -> int:
        """Count the rows of the log."""
        return int(self._transaction.read(select(func.count()).select_from(market_changes)).scalar_one())
