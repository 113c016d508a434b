"""The company file (bedrijfsdossier) as people see it: sites, contacts, recognitions and school years."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from employer_toolkit.company_file import HostingYear, SiteContact, school_year_of
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import PlacementState
from employer_toolkit.recognition import Recognition, RecognitionStatus
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.quick_answers import OwnAnswers, own_answers
from services.reference import Choice, Reference, load_reference
from services.school_calendar import working_day_after
from services.unit_of_work import UnitOfWork
from storage.company_file import CheckState, RecognitionCheck

N_SCHOOL_YEARS = 2
"""A company says something of this school year and of the next."""


__all__ = [
    "CheckState",
    "CompanyFile",
    "OwnCompany",
    "RecognitionFile",
    "SiteFile",
    "Warn",
    "YearFile",
    "file_of",
    "own_company",
    "school_years",
]


class Warn(StrEnum):
    """What asks attention at a recognition."""

    NONE = "none"
    ENDS_SOON = "ends_soon"
    TO_CHECK = "to_check"
    """Nobody has looked it up, or long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """One open site and how many places there are not closed."""

    site: Site
    n_places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionFile:
    """One recognition in words.

    Parameters
    ----------
    decision_by : date or None
        Until then there is a decision about what was asked for.
    asked : RecognitionCheck or None
        The newest question to the register about it.
    """

    site: Site
    qualification: str
    recognition: Recognition
    warning: Warn
    decision_by: date | None
    asked: RecognitionCheck | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFile:
    """What a company said of one school year; ``said`` is ``None`` while it said nothing."""

    school_year: int
    said: HostingYear | None
    reason_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFile:
    """All that a company keeps of itself."""

    employer: Employer
    sites: tuple[SiteFile, ...]
    contacts: tuple[SiteContact, ...]
    recognitions: tuple[RecognitionFile, ...]
    years: tuple[YearFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCompany:
    """The file as the company itself sees it."""

    file: CompanyFile
    answers: OwnAnswers


def own_company(work: UnitOfWork, *, by: Account, now: datetime) -> OwnCompany:
    """Give an employer the own file."""
    employer_id = found(by.subject_id)
    require(by, Act.SEE_COMPANY, employer_id)
    return OwnCompany(
        file=file_of(work, employer_id=employer_id, now=now),
        answers=own_answers(work, employer_id=employer_id, now=now),
    )


def file_of(work: UnitOfWork, *, employer_id: UUID, now: datetime) -> CompanyFile:
    """Put one file together; whoever asks has asked permission.

    Raises
    ------
    NotFoundError
        There is no such company.
    """
    employer = found(work.employers.get(employer_id))
    today = local_day(now)
    reference = load_reference(today)
    sites = {site.id: site for site in work.employers.sites(employer_id) if site.closed_on is None}
    placed = [p.site_id for p in work.placements.of_employer(employer_id) if p.state is not PlacementState.CLOSED]
    return CompanyFile(
        employer=employer,
        sites=tuple(SiteFile(site=site, n_places=placed.count(site.id)) for site in sites.values()),
        contacts=work.company_files.contacts(employer_id),
        recognitions=_recognitions(work, sites, reference=reference, today=today),
        years=_years(work, employer_id, reference=reference, today=today),
    )


def school_years(reference: Reference, today: date) -> tuple[int, ...]:
    """Give the school years of which a company can say something."""
    first = school_year_of(today, begins_month=reference.company.school_year_begins_month)
    return tuple(range(first, first + N_SCHOOL_YEARS))


def _recognitions(
    work: UnitOfWork, sites: dict[UUID, Site], *, reference: Reference, today: date
) -> tuple[RecognitionFile, ...]:
    asked: dict[tuple[UUID, str], RecognitionCheck] = {}
    for check in work.company_files.checks(sites):
        asked.setdefault((check.site_id, check.qualification_code), check)
    held = [one for one in work.employers.some_recognitions(sites) if (one.valid_until or date.max) > today]
    return tuple(
        RecognitionFile(
            site=sites[one.site_id],
            qualification=reference.qualifications[one.qualification_code].name
            if one.qualification_code in reference.qualifications
            else one.qualification_code,
            recognition=one,
            warning=_warning(one, reference=reference, today=today),
            decision_by=working_day_after(one.valid_from, reference.company.recognition_decision_days)
            if one.status is RecognitionStatus.REQUESTED
            else None,
            asked=asked.get((one.site_id, one.qualification_code)),
        )
        for one in sorted(held, key=lambda one: (sites[one.site_id].name, one.qualification_code, one.valid_from))
    )


def _warning(held: Recognition, *, reference: Reference, today: date) -> Warn:
    rules = reference.company
    if held.status is RecognitionStatus.CLAIMED:
        return Warn.TO_CHECK
    if held.status is not RecognitionStatus.ACTIVE:
        return Warn.NONE
    if held.valid_until is not None and held.valid_until - today <= timedelta(days=rules.recognition_warning_days):
        return Warn.ENDS_SOON
    is_stale = today - held.checked_on > timedelta(days=rules.recognition_stale_days)
    return Warn.TO_CHECK if is_stale else Warn.NONE


def _years(work: UnitOfWork, employer_id: UUID, *, reference: Reference, today: date) -> tuple[YearFile, ...]:
    said = {one.school_year: one for one in work.company_files.years(employer_id)}
    reasons = reference.company_choices[Choice.NO_REASON]
    return tuple(
        YearFile(
            school_year=year,
            said=said.get(year),
            reason_text=reasons.get(said[year].reason, "") if year in said else "",
        )
        for year in school_years(reference, today)
    )
