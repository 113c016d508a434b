"""What people said about phrases and competencies, kept, counted and followed from one revision to the next."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from career.link import Link, ReviewState, Speaker, Verdict
from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.links import links

MOST_FORGOTTEN = 500
"""Links of which one act forgets the words; the next act goes on."""


class LinkStore:
    """The links of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, link_id: UUID) -> Link | None:
        """Give one link, kept from other writers when this transaction writes."""
        row = self._transaction.read(self._transaction.locked(select(links).where(links.c.id == link_id))).one_or_none()
        return None if row is None else _link(row)

    def some(self, link_ids: Iterable[UUID]) -> dict[UUID, Link]:
        """Give these links by id, kept from other writers; unknown ids are left out."""
        held: dict[UUID, Link] = {}
        for chunk in chunks(link_ids):
            query = self._transaction.locked(select(links).where(links.c.id.in_(chunk)).order_by(links.c.id))
            held.update((row.id, _link(row)) for row in self._transaction.read(query))
        return held

    def save_all(self, given: Iterable[Link]) -> None:
        """Keep links by id, new or changed."""
        for chunk in chunks(given):
            put_rows(self._transaction, links, list(map(_row, chunk)))
            self._transaction.changed_links.update(link.id for link in chunk)

    def since(self, revision: int) -> tuple[Link, ...]:
        """Give what changed after a revision, in the order in which it was said."""
        query = select(links).where(links.c.revision > revision).order_by(links.c.made_at, links.c.id)
        return tuple(map(_link, self._transaction.read(query)))

    def open_alike(self, link: Link) -> tuple[Link, ...]:
        """Give the open links that say the same as this one, itself among them."""
        same = (
            links.c.state == ReviewState.OPEN.value,
            links.c.phrase == link.phrase,
            links.c.verdict == link.verdict.value,
            links.c.competency_id.is_(None)
            if link.competency_id is None
            else links.c.competency_id == link.competency_id,
        )
        query = select(links).where(*same).order_by(links.c.made_at, links.c.id)
        return tuple(map(_link, self._transaction.read(self._transaction.locked(query))))

    def open_groups(self, verdict: Verdict, *, limit: int, skip: int = 0) -> tuple[tuple[Link, ...], ...]:
        """Give the open links of one verdict, those that say the same together, oldest first."""
        is_open = (links.c.state == ReviewState.OPEN.value, links.c.verdict == verdict.value)
        about = (links.c.phrase, links.c.competency_id)
        first = func.min(links.c.made_at)
        groups = select(*about).where(*is_open).group_by(*about).order_by(first, *about).limit(limit).offset(skip)
        found = {(row.phrase, row.competency_id): list[Link]() for row in self._transaction.read(groups)}
        phrases = sorted({phrase for phrase, _ in found})
        query = select(links).where(*is_open, links.c.phrase.in_(phrases)).order_by(links.c.made_at, links.c.id)
        for row in self._transaction.read(query):
            if (row.phrase, row.competency_id) in found:
                found[row.phrase, row.competency_id].append(_link(row))
        return tuple(map(tuple, found.values()))

    def count_open_groups(self) -> Mapping[Verdict, int]:
        """Count per verdict the groups that wait for a review."""
        is_open = links.c.state == ReviewState.OPEN.value
        groups = select(links.c.verdict, links.c.phrase, links.c.competency_id).where(is_open).distinct().subquery()
        counted = select(groups.c.verdict, func.count().label("n")).group_by(groups.c.verdict)
        return dict.fromkeys(Verdict, 0) | {Verdict(row.verdict): int(row.n) for row in self._transaction.read(counted)}

    def accepted(self) -> tuple[Link, ...]:
        """Give every accepted link that names a competency, in the order in which they were said."""
        is_wanted = (links.c.state == ReviewState.ACCEPTED.value, links.c.verdict != Verdict.REJECTED.value)
        query = select(links).where(*is_wanted).order_by(links.c.made_at, links.c.id)
        return tuple(map(_link, self._transaction.read(query)))

    def count_said(self, speaker: Speaker, *, employer_id: UUID | None, since: datetime) -> int:
        """Count what one employer, or everybody of another role together, said from a moment on."""
        is_theirs = (links.c.speaker == speaker.value, links.c.made_at >= since)
        query = select(func.count()).select_from(links).where(*is_theirs)
        if employer_id is not None:
            query = query.where(links.c.employer_id == employer_id)
        return int(self._transaction.read(query).scalar_one())

    def unreviewed(self, *, before: datetime) -> tuple[Link, ...]:
        """Give the oldest links that were said before a moment and that nobody has reviewed, a bounded number."""
        is_old = (links.c.state == ReviewState.OPEN.value, links.c.made_at < before)
        query = select(links).where(*is_old).order_by(links.c.made_at, links.c.id).limit(MOST_FORGOTTEN)
        return tuple(map(_link, self._transaction.read(self._transaction.locked(query))))

    def count_unreviewed(self, *, before: datetime) -> int:
        """Count what was said before a moment and nobody has reviewed."""
        is_old = (links.c.state == ReviewState.OPEN.value, links.c.made_at < before)
        return int(self._transaction.read(select(func.count()).select_from(links).where(*is_old)).scalar_one())

    def stamp(self, *, revision: int) -> None:
        """Write under which revision the links of this transaction changed."""
        for chunk in chunks(sorted(self._transaction.changed_links)):
            self._transaction.change(update(links).where(links.c.id.in_(chunk)).values(revision=revision))


def _row(link: Link) -> dict[str, Any]:
    return {
        "id": link.id,
        "revision": 0,
        "text": link.text,
        "phrase": link.phrase,
        "competency_id": link.competency_id,
        "verdict": link.verdict.value,
        "suggested_ids": list(link.suggested_ids),
        "speaker": link.speaker.value,
        "employer_id": link.employer_id,
        "model_version": link.model_version,
        "made_at": link.made_at,
        "state": link.state.value,
        "reviewed_at": link.reviewed_at,
    }


def _link(row: Row[Any]) -> Link:
    suggested: Sequence[str] = row.suggested_ids
    return Link(
        id=row.id,
        text=row.text,
        competency_id=row.competency_id,
        verdict=Verdict(row.verdict),
        suggested_ids=tuple(suggested),
        speaker=Speaker(row.speaker),
        employer_id=row.employer_id,
        model_version=row.model_version,
        made_at=row.made_at,
        state=ReviewState(row.state),
        reviewed_at=row.reviewed_at,
    )
