"""The catalogue of this installation: what comes along, and what was imported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from types import MappingProxyType

from career.competency import Catalogue, Competency, CompetencyKind
from services.reference import load_lists
from services.unit_of_work import UnitOfWork

_following = Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Installed:
    """The catalogue of one revision, ready to be looked into.

    Parameters
    ----------
    ids_of : mapping of CompetencyKind to frozenset of str
    imported_ids : frozenset of str
        What came from a list elsewhere, so with its address there. What an older version brought along is not counted.
    entry_of : mapping of str to str
        Which entry is meant by a name that words were linked to: its own id, or one of its addresses elsewhere. An
        imported entry of the same kind and with the same name as one that comes along leads to that one, because
        nobody can choose between two with the same name.
    """

    revision: int
    catalogue: Catalogue
    ids_of: Mapping[CompetencyKind, frozenset[str]]
    imported_ids: frozenset[str]
    entry_of: Mapping[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue, *, own: Catalogue, revision: int) -> "Installed":
        """Look at a catalogue.

        Parameters
        ----------
        own : Catalogue
            The part that comes along.
        """
        everything = catalogue.competencies.values()
        return cls(
            revision=revision,
            catalogue=catalogue,
            ids_of={kind: frozenset(one.id for one in everything if one.kind is kind) for kind in CompetencyKind},
            imported_ids=frozenset(one.id for one in everything if one.links and one.id not in own),
            entry_of=MappingProxyType(_entries(catalogue, own)),
        )

    def ids_of_kinds(self, kinds: Collection[CompetencyKind] | None) -> frozenset[str]:
        """Give the ids of these kinds; ``None`` means every kind."""
        return _ids_of_kinds(self, frozenset(CompetencyKind if kinds is None else kinds))


def installed(work: UnitOfWork) -> Installed:
    """Give the catalogue as it stands, or a later one that this process has already.

    It is kept and follows the database: one number is asked per act, and everything is read anew when that grew.
    """
    revision = work.installation.catalogue_revision
    kept: Installed | None = work.kept_words.get("catalogue")
    if kept is None or kept.revision < revision:
        with _following:
            kept = work.kept_words.get("catalogue")  # another thread may have been here
            if kept is None or kept.revision < revision:
                own = load_lists().catalogue
                kept = Installed.of(joined_catalogue(work, own), own=own, revision=revision)
                work.kept_words["catalogue"] = kept
    return kept


def current_catalogue(work: UnitOfWork) -> Catalogue:
    """Give every competency that this installation knows; see ``installed``."""
    return installed(work).catalogue


def joined_catalogue(work: UnitOfWork, own: Catalogue) -> Catalogue:
    """Read what was imported and join it with what comes along, which says last what it knows."""
    imported = work.catalogue.load()
    return Catalogue.of(
        f"{own.version}/{imported.version}",
        {**imported.competencies, **own.competencies}.values(),
        {(r.from_id, r.to_id): r for r in (*imported.relations, *own.relations)}.values(),
    )


@lru_cache(maxsize=32)
def _ids_of_kinds(held: Installed, kinds: frozenset[CompetencyKind]) -> frozenset[str]:
    """Put the ids together once: of thousands it takes as long as looking a text up, and each set is hashed anew."""
    return frozenset().union(*(held.ids_of[kind] for kind in kinds))


def _entries(catalogue: Catalogue, own: Catalogue) -> dict[str, str]:
    named: dict[tuple[CompetencyKind, str], str] = {}
    for one in own.competencies.values():
        for label in (one.label, one.plain_label):
            named.setdefault(_name(one, label), one.id)
    entries: dict[str, str] = {}
    for one in catalogue.competencies.values():
        entry = one.id if one.id in own else named.get(_name(one, one.label), one.id)
        entries[one.id] = entry
        for address in one.links:
            entries.setdefault(address, entry)
    return entries


def _name(one: Competency, label: str) -> tuple[CompetencyKind, str]:
    return one.kind, " ".join(label.casefold().split())
