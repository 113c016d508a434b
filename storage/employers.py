"""Employers, their sites and the recognitions of those sites, kept and given back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, func, select

from employer_toolkit.employer import Employer, Site
from employer_toolkit.recognition import Checker, Recognition, RecognitionStatus
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import Written, add_rows, chunks, ids_by_reference, put_rows
from storage.schema.employers import employers, recognitions, sites

NOTED_AS: Mapping[Table, tuple[ChangeKind, str]] = MappingProxyType(
    {
        employers: (ChangeKind.EMPLOYER, "id"),
        sites: (ChangeKind.SITE, "id"),
        recognitions: (ChangeKind.SITE, "site_id"),
    }
)
"""What of the market changed when a row of a table was written, and which column names it."""


class EmployerStore:
    """The employers, sites and recognitions of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, employer_id: UUID) -> Employer | None:
        """Give one employer."""
        return self._employer(employers.c.id == employer_id)

    def by_reference(self, reference: str) -> Employer | None:
        """Give the employer whom the source knows by this reference."""
        return self._employer(employers.c.reference == reference)

    def some(self, employer_ids: Iterable[UUID]) -> tuple[Employer, ...]:
        """Give these employers in the order of their reference; unknown ids are left out."""
        found = [
            _employer(row)
            for chunk in chunks(employer_ids)
            for row in self._transaction.read(select(employers).where(employers.c.id.in_(chunk)))
        ]
        return tuple(sorted(found, key=lambda employer: employer.reference))

    def all(self) -> tuple[Employer, ...]:
        """Give every employer in the order of their reference."""
        rows = self._transaction.read(select(employers).order_by(employers.c.reference))
        return tuple(map(_employer, rows))

    def count(self) -> int:
        """Count the employers."""
        return int(self._transaction.read(select(func.count()).select_from(employers)).scalar_one())

    def site(self, site_id: UUID) -> Site | None:
        """Give one site."""
        row = self._transaction.read(select(sites).where(sites.c.id == site_id)).one_or_none()
        return None if row is None else _site(row)

    def site_by_reference(self, reference: str) -> Site | None:
        """Give the site that the source knows by this reference."""
        row = self._transaction.read(select(sites).where(sites.c.reference == reference)).one_or_none()
        return None if row is None else _site(row)

    def sites(self, employer_id: UUID | None = None) -> tuple[Site, ...]:
        """Give the sites of one employer, or every site, in the order of their reference."""
        query = select(sites).order_by(sites.c.reference)
        if employer_id is not None:
            query = query.where(sites.c.employer_id == employer_id)
        return tuple(map(_site, self._transaction.read(query)))

    def some_sites(self, site_ids: Iterable[UUID]) -> tuple[Site, ...]:
        """Give these sites in the order of their reference; unknown ids are left out."""
        found = [
            _site(row)
            for chunk in chunks(site_ids)
            for row in self._transaction.read(select(sites).where(sites.c.id.in_(chunk)))
        ]
        return tuple(sorted(found, key=lambda site: site.reference))

    def some_recognitions(self, site_ids: Iterable[UUID]) -> tuple[Recognition, ...]:
        """Give the recognitions of these sites, each site's in the order of code and first day."""
        return tuple(
            _recognition(row)
            for chunk in chunks(site_ids)
            for row in self._transaction.read(
                select(recognitions)
                .where(recognitions.c.site_id.in_(chunk))
                .order_by(recognitions.c.site_id, recognitions.c.qualification_code, recognitions.c.valid_from)
            )
        )

    def recognitions(self, site_id: UUID | None = None) -> tuple[Recognition, ...]:
        """Give the recognitions of one site, or all, in the order of site, code and first day."""
        query = select(recognitions).order_by(
            recognitions.c.site_id, recognitions.c.qualification_code, recognitions.c.valid_from
        )
        if site_id is not None:
            query = query.where(recognitions.c.site_id == site_id)
        return tuple(map(_recognition, self._transaction.read(query)))

    def save(self, employer: Employer) -> None:
        """Keep an employer, new or changed."""
        self._put(employers, [_employer_row(employer)])

    def save_site(self, site: Site) -> None:
        """Keep a site, new or changed."""
        self._put(sites, [_site_row(site)])

    def save_recognition(self, recognition: Recognition) -> None:
        """Keep a recognition; one of the same site, code and first day is replaced."""
        self._put(recognitions, [_recognition_row(recognition)])

    def add_all(
        self,
        new_employers: Iterable[Employer],
        *,
        new_sites: Iterable[Site] = (),
        new_recognitions: Iterable[Recognition] = (),
    ) -> None:
        """Keep many new employers with sites and recognitions; what is there already raises ``ConflictError``."""
        for employer_chunk in chunks(new_employers):
            self._add(employers, list(map(_employer_row, employer_chunk)))
        for site_chunk in chunks(new_sites):
            self._add(sites, list(map(_site_row, site_chunk)))
        for recognition_chunk in chunks(new_recognitions):
            self._add(recognitions, list(map(_recognition_row, recognition_chunk)))

    def upsert(
        self,
        given_employers: Iterable[Employer],
        *,
        given_sites: Iterable[Site] = (),
        given_recognitions: Iterable[Recognition] = (),
    ) -> Written:
        """Keep employers and sites by reference, and recognitions by site, code and first day.

        What is there already keeps its id and gets the new content, but a site that was closed stays so. Sites and
        recognitions may name the ids given here: they follow to the kept ones.

        Returns
        -------
        Written
            Counted in employers.
        """
        written = Written()
        kept: dict[UUID, UUID] = {}
        for chunk in chunks(given_employers):
            ids = ids_by_reference(self._transaction, employers, [employer.reference for employer in chunk])
            kept.update((e.id, ids.get(e.reference, e.id)) for e in chunk)
            self._put(employers, [_employer_row(replace(e, id=kept[e.id])) for e in chunk])
            written += Written(n_new=len(chunk) - len(ids), n_replaced=len(ids))
        for site_chunk in chunks(given_sites):
            ids = ids_by_reference(self._transaction, sites, [site.reference for site in site_chunk])
            kept.update((site.id, ids.get(site.reference, site.id)) for site in site_chunk)
            self._put(
                sites,
                [
                    _site_row(replace(s, id=kept[s.id], employer_id=kept.get(s.employer_id, s.employer_id)))
                    for s in site_chunk
                ],
                keeping=("closed_on",),
            )
        for recognition_chunk in chunks(given_recognitions):
            self._put(
                recognitions,
                [_recognition_row(replace(r, site_id=kept.get(r.site_id, r.site_id))) for r in recognition_chunk],
            )
        return written

    def _add(self, table: Table, rows: list[Mapping[str, Any]]) -> None:
        add_rows(self._transaction, table, rows)
        self._note(table, rows)

    def _put(self, table: Table, rows: list[Mapping[str, Any]], *, keeping: tuple[str, ...] = ()) -> None:
        put_rows(self._transaction, table, rows, keeping=keeping)
        self._note(table, rows)

    def _note(self, table: Table, rows: list[Mapping[str, Any]]) -> None:
        kind, column = NOTED_AS[table]
        note_change(self._transaction, kind, (row[column] for row in rows))

    def _employer(self, condition: ColumnElement[bool]) -> Employer | None:
        row = self._transaction.read(select(employers).where(condition)).one_or_none()
        return None if row is None else _employer(row)


def _employer_row(employer: Employer) -> Mapping[str, Any]:
    return {"id": employer.id, "reference": employer.reference, "name": employer.name, "kvk": employer.kvk}


def _employer(row: Row[Any]) -> Employer:
    return Employer(id=row.id, reference=row.reference, name=row.name, kvk=row.kvk)


def _site_row(site: Site) -> Mapping[str, Any]:
    return {
        "id": site.id,
        "employer_id": site.employer_id,
        "reference": site.reference,
        "name": site.name,
        "postcode4": site.postcode4,
        "municipality": site.municipality,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "closed_on": site.closed_on,
    }


def _site(row: Row[Any]) -> Site:
    return Site(
        id=row.id,
        employer_id=row.employer_id,
        reference=row.reference,
        name=row.name,
        postcode4=row.postcode4,
        municipality=row.municipality,
        latitude=row.latitude,
        longitude=row.longitude,
        closed_on=row.closed_on,
    )


def _recognition_row(recognition: Recognition) -> Mapping[str, Any]:
    return {
        "site_id": recognition.site_id,
        "qualification_code": recognition.qualification_code,
        "valid_from": recognition.valid_from,
        "valid_until": recognition.valid_until,
        "status": recognition.status.value,
        "checked_on": recognition.checked_on,
        "checked_by": recognition.checked_by.value,
    }


def _recognition(row: Row[Any]) -> Recognition:
    return Recognition(
        site_id=row.site_id,
        qualification_code=row.qualification_code,
        status=RecognitionStatus(row.status),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        checked_on=row.checked_on,
        checked_by=Checker(row.checked_by),
    )
