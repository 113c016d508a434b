"""The catalogue that comes with the product: work processes, behaviours, activities and qualifications."""

from datetime import datetime

from services.imports.keeping import ImportDone
from services.reference import Lists
from services.unit_of_work import UnitOfWork
from storage.imports import Import

SOURCE = "catalogue"


def import_catalogue(work: UnitOfWork, *, lists: Lists, now: datetime) -> ImportDone:
    """Take over the shipped catalogue and its qualifications, unless this version is there already."""
    version = lists.catalogue.version
    last = work.imports.latest(SOURCE)
    if last is not None and last.version == version:
        return ImportDone(source=SOURCE, version=last.version, n_rows=last.n_rows, is_unchanged=True)
    n_rows = work.catalogue.upsert(lists.catalogue.competencies.values(), lists.catalogue.relations)
    n_rows += work.qualifications.upsert(lists.qualifications.values())
    # The version is a fingerprint of the files it was read from.
    work.imports.add(Import(source=SOURCE, version=version, fetched_at=now, sha256=version, n_rows=n_rows))
    return ImportDone(source=SOURCE, version=version, n_rows=n_rows, is_unchanged=False)
