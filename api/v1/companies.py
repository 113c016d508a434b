"""Calls about an employer's own company file."""

from typing import Annotated

from fastapi import Path

from api.dependencies import By, Now, Reading, Writing
from api.doors import allow, guarded_router
from api.v1.company_shapes import CompanyOut, SchoolYearIn, SchoolYearOut
from services.company_file import own_company
from services.company_keeping import say_appetite
from services.permissions import Act

router = guarded_router()

SchoolYear = Annotated[int, Path(ge=2000, le=2200, description="Calendar year in which the school year begins.")]


@router.get("/company", tags=["company"], summary="Give the own company file")
@allow(Act.SEE_COMPANY)
def get_company(work: Reading, by: By, now: Now) -> CompanyOut:
    """For an employer. Sites that are closed and recognitions that are over are left out."""
    return CompanyOut.of(own_company(work, by=by, now=now))


@router.put("/company/school-years/{school_year}", tags=["company"], summary="Say what is wanted in a school year")
@allow(Act.KEEP_COMPANY)
def put_school_year(work: Writing, by: By, now: Now, school_year: SchoolYear, asked: SchoolYearIn) -> SchoolYearOut:
    """This school year or the next; in place of what was said before."""
    said = say_appetite(
        work,
        by=by,
        school_year=school_year,
        appetite=asked.appetite,
        reason=asked.reason,
        until_on=asked.until_on,
        now=now,
    )
    return SchoolYearOut.of(said)
