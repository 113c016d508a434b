"""The company file: contacts per site, what a company wants per school year, and asked recognitions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from employer_toolkit.company_file import Appetite, HostingYear, SiteContact
from employer_toolkit.employer import Contact
from employer_toolkit.recognition import Checker, Verdict
from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.company_file import hosting_years, recognition_checks, site_contacts
from storage.schema.employers import employers


class CheckState(StrEnum):
    """How far a question about a recognition has come."""

    WAITING = "waiting"
    UNANSWERED = "unanswered"
    """The register could not be asked, or did not answer: a person looks."""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionCheck:
    """A question whether a site is recognised on a day, and our verdict once there is one; nothing else is kept.

    Parameters
    ----------
    verdict : Verdict or None
        ``None`` while nobody knows.
    """

    id: UUID
    site_id: UUID
    qualification_code: str
    asked_for: date
    asked_at: datetime
    state: CheckState = CheckState.WAITING
    verdict: Verdict | None = None


class CompanyFileStore:
    """The company files of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, employer_id: UUID) -> None:
        """Keep one company from other writers until the commit, so that its contacts and claims change one by one."""
        self._transaction.read(
            self._transaction.locked(select(employers.c.id).where(employers.c.id == employer_id))
        ).all()

    def contacts(self, employer_id: UUID) -> tuple[SiteContact, ...]:
        """Give whom a company names, the main one first."""
        asked = select(site_contacts).where(site_contacts.c.employer_id == employer_id)
        ordered = asked.order_by(site_contacts.c.is_main.desc(), site_contacts.c.name, site_contacts.c.id)
        return tuple(map(_contact, self._transaction.read(ordered)))

    def main_contacts(self, employer_ids: Iterable[UUID]) -> Mapping[UUID, SiteContact]:
        """Give the main contact of each of these companies that has one."""
        found = {}
        for chunk in chunks(employer_ids):
            asked = select(site_contacts).where(site_contacts.c.employer_id.in_(chunk), site_contacts.c.is_main)
            found.update({row.employer_id: _contact(row) for row in self._transaction.read(asked)})
        return found

    def put_contacts(self, employer_id: UUID, given: Iterable[SiteContact]) -> None:
        """Keep exactly these contacts of a company."""
        # Never two main ones at once, not even between two rows of one statement.
        ordered = sorted(given, key=lambda one: one.is_main)
        kept = [one.id for one in ordered]
        of_it = site_contacts.c.employer_id == employer_id
        self._transaction.change(delete(site_contacts).where(of_it, site_contacts.c.id.not_in(kept)))
        for one in ordered:
            put_rows(self._transaction, site_contacts, [_contact_row(one)])

    def years(self, employer_id: UUID) -> tuple[HostingYear, ...]:
        """Give what a company said of each school year, the latest first."""
        asked = select(hosting_years).where(hosting_years.c.employer_id == employer_id)
        return tuple(map(_year, self._transaction.read(asked.order_by(hosting_years.c.school_year.desc()))))

    def years_of_all(self, school_year: int) -> Mapping[UUID, HostingYear]:
        """Give what each company said of one school year; who said nothing is not there."""
        asked = select(hosting_years).where(hosting_years.c.school_year == school_year)
        return {row.employer_id: _year(row) for row in self._transaction.read(asked)}

    def save_year(self, given: HostingYear) -> None:
        """Keep what a company said of a school year."""
        row = {
            "employer_id": given.employer_id,
            "school_year": given.school_year,
            "appetite": given.appetite.value,
            "reason": given.reason,
            "until_on": given.until_on,
            "said_on": given.said_on,
        }
        put_rows(self._transaction, hosting_years, [row])

    def check(self, check_id: UUID) -> RecognitionCheck | None:
        """Give one question, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(recognition_checks).where(recognition_checks.c.id == check_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _check(row)

    def checks(self, site_ids: Iterable[UUID]) -> tuple[RecognitionCheck, ...]:
        """Give the questions about these sites, the newest first."""
        found = [
            _check(row)
            for chunk in chunks(site_ids)
            for row in self._transaction.read(select(recognition_checks).where(recognition_checks.c.site_id.in_(chunk)))
        ]
        return tuple(sorted(found, key=lambda one: (one.asked_at, str(one.id)), reverse=True))

    def save_check(self, given: RecognitionCheck) -> None:
        """Keep a question by its id, new or with its verdict."""
        said = given.verdict
        row = {
            "id": given.id,
            "site_id": given.site_id,
            "qualification_code": given.qualification_code,
            "asked_for": given.asked_for,
            "asked_at": given.asked_at,
            "state": given.state.value,
            "checked_on": said.checked_on if said else None,
            "checked_by": said.checked_by.value if said else None,
        }
        put_rows(self._transaction, recognition_checks, [row])


def _contact_row(given: SiteContact) -> dict[str, Any]:
    return {
        "id": given.id,
        "employer_id": given.employer_id,
        "site_id": given.site_id,
        "name": given.contact.name,
        "role": given.contact.role,
        "phone": given.contact.phone,
        "email": given.contact.email,
        "is_main": given.is_main,
    }


def _contact(row: Row[Any]) -> SiteContact:
    return SiteContact(
        id=row.id,
        employer_id=row.employer_id,
        site_id=row.site_id,
        contact=Contact(name=row.name, role=row.role, email=row.email, phone=row.phone),
        is_main=row.is_main,
    )


def _year(row: Row[Any]) -> HostingYear:
    return HostingYear(
        employer_id=row.employer_id,
        school_year=row.school_year,
        appetite=Appetite(row.appetite),
        said_on=row.said_on,
        reason=row.reason,
        until_on=row.until_on,
    )


def _check(row: Row[Any]) -> RecognitionCheck:
    state = CheckState(row.state)
    verdict = None
    if state in (CheckState.YES, CheckState.NO):
        verdict = Verdict(
            site_id=row.site_id,
            qualification_code=row.qualification_code,
            asked_for=row.asked_for,
            is_recognised=state is CheckState.YES,
            checked_on=row.checked_on,
            checked_by=Checker(row.checked_by),
        )
    return RecognitionCheck(
        id=row.id,
        site_id=row.site_id,
        qualification_code=row.qualification_code,
        asked_for=row.asked_for,
        asked_at=row.asked_at,
        state=state,
        verdict=verdict,
    )
