"""The competency catalogue, kept and given back."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import func, select

from career.competency import Catalogue, Competency, CompetencyKind, Relation
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import chunks, put_rows
from storage.schema.competencies import competencies, relations


class CatalogueStore:
    """The competencies and their relations of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def load(self) -> Catalogue:
        """Give the whole catalogue; its version is a digest of what it holds."""
        held = self._competencies(None)
        rows = self._transaction.read(select(relations).order_by(relations.c.from_id, relations.c.to_id))
        related = [Relation(from_id=row.from_id, to_id=row.to_id, strength=row.strength) for row in rows]
        return Catalogue.of(_version(held, related), held, related)

    def ids(self) -> frozenset[str]:
        """Give the ids of all competencies."""
        return frozenset(self._transaction.read(select(competencies.c.id)).scalars())

    def of_kind(self, kind: CompetencyKind) -> tuple[Competency, ...]:
        """Give the competencies of one kind in the order of their id."""
        return tuple(self._competencies(kind))

    def count(self, kind: CompetencyKind | None = None) -> int:
        """Count the competencies, of one kind or all."""
        query = select(func.count()).select_from(competencies)
        if kind is not None:
            query = query.where(competencies.c.kind == kind.value)
        return int(self._transaction.read(query).scalar_one())

    def upsert(self, given: Iterable[Competency], given_relations: Iterable[Relation] = ()) -> int:
        """Keep competencies by id and relations by their two ends, new or changed; give the number of competencies.

        Raises
        ------
        ConflictError
            A relation names a competency that is not there.
        """
        n_written = 0
        for chunk in chunks(given):
            put_rows(
                self._transaction,
                competencies,
                [
                    {
                        "id": competency.id,
                        "kind": competency.kind.value,
                        "label": competency.label,
                        "plain_label": competency.plain_label,
                        "links": list(competency.links),
                    }
                    for competency in chunk
                ],
            )
            n_written += len(chunk)
        for relation_chunk in chunks(given_relations):
            put_rows(
                self._transaction,
                relations,
                [{"from_id": r.from_id, "to_id": r.to_id, "strength": r.strength} for r in relation_chunk],
            )
        note_change(self._transaction, ChangeKind.EVERYTHING)
        return n_written

    def _competencies(self, kind: CompetencyKind | None) -> list[Competency]:
        query = select(competencies).order_by(competencies.c.id)
        if kind is not None:
            query = query.where(competencies.c.kind == kind.value)
        return [
            Competency(
                id=row.id,
                kind=CompetencyKind(row.kind),
                label=row.label,
                plain_label=row.plain_label,
                links=tuple(row.links),
            )
            for row in self._transaction.read(query)
        ]


def _version(held: Sequence[Competency], related: Sequence[Relation]) -> str:
    digest = sha256()
    for competency in held:
        fields = (competency.id, competency.kind.value, competency.label, competency.plain_label, competency.links)
        digest.update(json.dumps(fields).encode())
    for relation in related:
        digest.update(json.dumps((relation.from_id, relation.to_id, relation.strength)).encode())
    return digest.hexdigest()[:12]
