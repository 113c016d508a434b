"""The catalogue that comes with the product: work processes, behaviours, activities and qualifications."""

from datetime import datetime

from services.imports.keeping import ImportDone
from services.reference import Reference
from services.unit_of_work import UnitOfWork
from storage.imports import Import

SOURCE = "catalogue"


def import_catalogue(work: UnitOfWork, *, reference: Reference, now: datetime) -> ImportDone:
    """Take over the shipped catalogue and its qualifications, unless this version is there already."""
    last = work.imports.latest(SOURCE)
    if last is not None and last.version == reference.version:
        return ImportDone(source=SOURCE, version=last.version, n_rows=last.n_rows, is_unchanged=True)
    n_rows = work.catalogue.upsert(reference.catalogue.competencies.values(), reference.catalogue.relations)
    n_rows += work.qualifications.upsert(reference.qualifications.values())
    # The version is a fingerprint of the files it was read from.
    work.imports.add(
        Import(source=SOURCE, version=reference.version, fetched_at=now, sha256=reference.version, n_rows=n_rows)
    )
    return ImportDone(source=SOURCE, version=reference.version, n_rows=n_rows, is_unchanged=False)
