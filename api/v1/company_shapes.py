"""What goes in and out as JSON about an employer's own company file."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from api.v1.shapes import Code, ShapeIn, ShapeOut
from employer_toolkit.company_file import Appetite, HostingYear
from employer_toolkit.recognition import Checker, RecognitionStatus
from services.company_file import OwnCompany


class SiteOut(ShapeOut):
    """One open site."""

    id: UUID
    name: str
    postcode4: str
    municipality: str
    n_places: int


class ContactPersonOut(ShapeOut):
    """Somebody who can be asked for; schools call the main one first."""

    id: UUID
    site_id: UUID
    name: str
    role: str
    phone: str
    email: str
    is_main: bool


class RecognitionOut(ShapeOut):
    """For which qualification a site may train, as far as we know; ``valid_until`` is the first day it does not."""

    site_id: UUID
    qualification_code: str
    status: RecognitionStatus
    valid_from: date
    valid_until: date | None
    checked_on: date
    checked_by: Checker


class SchoolYearIn(ShapeIn):
    """What a company wants; ``reason`` and ``until_on`` only with ``not_now``."""

    appetite: Appetite
    reason: Code = ""
    until_on: Annotated[date | None, Field(description="Ask again from that day on.")] = None


class SchoolYearOut(ShapeOut):
    """What a company said it wants in the school year that begins in this calendar year."""

    school_year: int
    appetite: Appetite
    reason: str
    until_on: date | None

    @classmethod
    def of(cls, said: HostingYear) -> Self:
        """Copy what the service gives."""
        return cls(school_year=said.school_year, appetite=said.appetite, reason=said.reason, until_on=said.until_on)


class CompanyOut(ShapeOut):
    """All that a company keeps of itself, and how often it answered in time."""

    id: UUID
    name: str
    sites: list[SiteOut]
    contacts: list[ContactPersonOut]
    recognitions: list[RecognitionOut]
    school_years: list[SchoolYearOut]
    n_asked: int
    n_answered_in_time: int
    has_badge: bool

    @classmethod
    def of(cls, own: OwnCompany) -> Self:
        """Copy what the service gives."""
        file, counted = own.file, own.answers.counted
        return cls(
            id=file.employer.id,
            name=file.employer.name,
            sites=[
                SiteOut(
                    id=one.site.id,
                    name=one.site.name,
                    postcode4=one.site.postcode4,
                    municipality=one.site.municipality,
                    n_places=one.n_places,
                )
                for one in file.sites
            ],
            contacts=[
                ContactPersonOut(
                    id=one.id,
                    site_id=one.site_id,
                    name=one.contact.name,
                    role=one.contact.role,
                    phone=one.contact.phone,
                    email=one.contact.email,
                    is_main=one.is_main,
                )
                for one in file.contacts
            ],
            recognitions=[RecognitionOut.model_validate(one.recognition) for one in file.recognitions],
            school_years=[SchoolYearOut.of(one.said) for one in file.years if one.said],
            n_asked=counted.n_asked,
            n_answered_in_time=counted.n_in_time,
            has_badge=own.answers.has_badge,
        )
