"""The competency catalogue, kept and given back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import delete, func, select

from career.competency import Catalogue, Competency, CompetencyKind, Relation
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import add_rows, chunks, put_rows
from storage.schema.competencies import competencies, names, relations


class CatalogueStore:
    """The competencies, their other names and their relations of one transaction."""

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
        self._transaction.has_changed_catalogue = True
        return n_written

    def other_names(self) -> dict[str, tuple[str, ...]]:
        """Give the other names of each competency that has any, in the order in which they were kept."""
        held: dict[str, list[str]] = {}
        query = select(names.c.competency_id, names.c.text).order_by(names.c.competency_id, names.c.position)
        for row in self._transaction.read(query):
            held.setdefault(row.competency_id, []).append(row.text)
        return {competency_id: tuple(texts) for competency_id, texts in held.items()}

    def has_other_names(self, kind: CompetencyKind) -> bool:
        """Say whether any competency of a kind has another name."""
        query = select(names.c.text).join(competencies).where(competencies.c.kind == kind.value).limit(1)
        return self._transaction.read(query).first() is not None

    def replace_other_names(self, given: Mapping[str, Sequence[str]]) -> int:
        """Keep these other names of competencies instead of those they had; give the number of names.

        Raises
        ------
        ConflictError
            A competency is not there.
        """
        for chunk in chunks(given):
            self._transaction.change(delete(names).where(names.c.competency_id.in_(chunk)))
        rows = [
            {"competency_id": competency_id, "position": position, "text": text}
            for competency_id, texts in given.items()
            for position, text in enumerate(texts)
        ]
        add_rows(self._transaction, names, rows)
        self._transaction.has_changed_catalogue = True
        return len(rows)

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
