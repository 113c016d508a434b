"""An employer keeps the own company file: sites, contacts, recognitions and what it wants per school year."""

import re
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from employer_toolkit.company_file import (
    LONGEST_NAME,
    Appetite,
    HostingYear,
    SiteContact,
    with_contact,
    without_contact,
)
from employer_toolkit.employer import Contact, Employer, Site
from employer_toolkit.errors import InvalidCompanyError
from employer_toolkit.placement import PlacementState
from employer_toolkit.recognition import Checker, Recognition, RecognitionStatus
from services.company_file import school_years
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.recognition_check.checking import count_again, have_checked
from services.reference import Choice, load_reference
from services.unit_of_work import UnitOfWork


def rename_company(work: UnitOfWork, *, by: Account, name: str) -> Employer:
    """Change what the company is called.

    Raises
    ------
    InvalidCompanyError
        It is no name.
    """
    employer = _own(work, by)
    renamed = replace(employer, name=_named(name, "name"))
    work.employers.save(renamed)
    return renamed


def keep_site(work: UnitOfWork, *, by: Account, site_id: UUID | None, name: str, postcode: str) -> Site:
    """Keep a new or changed site; where it lies follows from its postcode, and the places there follow that.

    Parameters
    ----------
    site_id : UUID or None
        ``None`` for a new one.
    postcode : str
        Four digits, with or without letters after them.

    Raises
    ------
    NotFoundError
        It is not a site of this company, or it is closed.
    InvalidCompanyError
        A field holds what it cannot hold.
    """
    employer = _own(work, by)
    held = None if site_id is None else _own_site(work, employer, site_id)
    faults: dict[str, str] = {}
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        faults["name"] = "Vul in hoe deze vestiging heet"
    typed = re.fullmatch(r"([1-9]\d{3})\s*(?:[A-Za-z]{2})?", postcode.strip(), re.ASCII)
    area = work.postcodes.get(typed[1]) if typed else None
    if typed is None:
        faults["postcode"] = "Vul een postcode in, zoals 8011 of 8011 PW"
    elif area is None:
        faults["postcode"] = "Deze postcode kennen wij niet. Kijk of er een typefout in zit"
    if faults or area is None:
        raise InvalidCompanyError("site", faults)
    new_id = uuid4()
    kept = replace(
        held
        or Site(
            id=new_id,
            employer_id=employer.id,
            reference=f"{employer.reference}/{new_id}",
            name="",
            postcode4="",
            municipality="",
        ),
        name=name.strip(),
        postcode4=area.postcode4,
        municipality=area.municipality,
        latitude=area.latitude,
        longitude=area.longitude,
    )
    if held is not None and held.postcode4 == kept.postcode4:
        # A more exact place than the middle of the area stays.
        kept = replace(kept, municipality=held.municipality, latitude=held.latitude, longitude=held.longitude)
    work.employers.save_site(kept)
    count_again(work, site_id=kept.id)
    return kept


def close_site(work: UnitOfWork, *, by: Account, site_id: UUID, now: datetime) -> Site:
    """Close a site with every place there; what was open at those closes kindly in the background.

    Raises
    ------
    NotFoundError
        It is not a site of this company, or it is closed already.
    """
    employer = _own(work, by)
    closed = _own_site(work, employer, site_id).close(local_day(now))
    there = [p.id for p in work.placements.of_employer(employer.id) if p.site_id == site_id]
    work.placements.hold(there)
    for placement in work.placements.some(there):
        if placement.state is not PlacementState.CLOSED:
            work.placements.save(placement.close())
            work.defer("worker.place_closed", placement_id=placement.id)
    work.employers.save_site(closed)
    return closed


def keep_contact(
    work: UnitOfWork, *, by: Account, contact_id: UUID | None, site_id: UUID | None, contact: Contact, is_main: bool
) -> SiteContact:
    """Keep somebody who can be asked for, new or changed; one of a company is the main one.

    Raises
    ------
    NotFoundError
        There is no such contact at this company.
    InvalidCompanyError
        A field holds what it cannot hold.
    """
    employer = _own(work, by)
    held = work.company_files.contacts(employer.id)
    if contact_id is not None and contact_id not in {one.id for one in held}:
        raise NotFoundError("not found")
    sites = {site.id for site in work.employers.sites(employer.id) if site.closed_on is None}
    try:
        given = SiteContact(
            id=contact_id or uuid4(),
            employer_id=employer.id,
            site_id=site_id or employer.id,
            contact=contact,
            is_main=is_main,
        )
    except InvalidCompanyError as error:
        faults = error.faults if site_id in sites else {"site_id": "Kies een vestiging", **error.faults}
        raise InvalidCompanyError("contact", faults) from None
    if site_id not in sites:
        raise InvalidCompanyError("contact", {"site_id": "Kies een vestiging"})
    work.company_files.put_contacts(employer.id, with_contact(held, given))
    return given


def remove_contact(work: UnitOfWork, *, by: Account, contact_id: UUID) -> None:
    """Take away somebody who can be asked for.

    Raises
    ------
    NotFoundError
        There is no such contact at this company.
    InvalidCompanyError
        It is the main one, and there are others.
    """
    employer = _own(work, by)
    held = work.company_files.contacts(employer.id)
    if contact_id not in {one.id for one in held}:
        raise NotFoundError("not found")
    work.company_files.put_contacts(employer.id, without_contact(held, contact_id))


def say_appetite(
    work: UnitOfWork,
    *,
    by: Account,
    school_year: int,
    appetite: Appetite,
    reason: str = "",
    until_on: date | None = None,
    now: datetime,
) -> HostingYear:
    """Keep what a company wants in this school year or the next.

    Raises
    ------
    InvalidCompanyError
        It is another school year, or the reason does not fit.
    """
    employer = _own(work, by)
    today = local_day(now)
    reference = load_reference(today)
    if school_year not in school_years(reference, today):
        raise InvalidCompanyError("school year", {"school_year": "Kies dit schooljaar of het volgende"})
    if reason and reason not in reference.company_choices[Choice.NO_REASON]:
        raise InvalidCompanyError("school year", {"reason": "Kies een reden uit de lijst"})
    said = HostingYear(
        employer_id=employer.id,
        school_year=school_year,
        appetite=appetite,
        said_on=today,
        reason=reason,
        until_on=until_on,
    )
    work.company_files.save_year(said)
    return said


def claim_recognition(
    work: UnitOfWork,
    *,
    by: Account,
    site_id: UUID | None,
    qualification_code: str,
    is_requested: bool,
    valid_from: date | None,
    valid_until: date | None,
    now: datetime,
) -> Recognition:
    """Keep that a site is recognised, or asked to be; it opens nothing until somebody else looked it up.

    Raises
    ------
    InvalidCompanyError
        A field holds what it cannot hold.
    """
    employer = _own(work, by)
    today = local_day(now)
    sites = {site.id for site in work.employers.sites(employer.id) if site.closed_on is None}
    begins = today if is_requested else valid_from
    faults: dict[str, str] = {}
    if site_id not in sites:
        faults["site_id"] = "Kies een vestiging"
    if qualification_code not in load_reference(today).qualifications:
        faults["qualification_code"] = "Kies een opleiding"
    if begins is None:
        faults["valid_from"] = "Vul in sinds wanneer de erkenning geldt"
    elif valid_until is not None and valid_until <= begins:
        faults["valid_until"] = "Kies een dag na de eerste dag"
    if faults or site_id is None or begins is None:
        raise InvalidCompanyError("recognition", faults)
    for one in work.employers.recognitions(site_id):
        is_same = (one.qualification_code, one.valid_from) == (qualification_code, begins)
        if is_same and one.status not in (RecognitionStatus.CLAIMED, RecognitionStatus.REQUESTED):
            text = "Deze erkenning staat er al, en iemand anders keek haar na"
            raise InvalidCompanyError("recognition", {"qualification_code": text})
    said = Recognition(
        site_id=site_id,
        qualification_code=qualification_code,
        status=RecognitionStatus.REQUESTED if is_requested else RecognitionStatus.CLAIMED,
        valid_from=begins,
        valid_until=None if is_requested else valid_until,
        checked_on=today,
        checked_by=Checker.EMPLOYER,
    )
    work.employers.save_recognition(said)
    count_again(work, site_id=site_id)
    if not is_requested:
        have_checked(
            work, site_id=site_id, qualification_code=qualification_code, asked_for=max(begins, today), now=now
        )
    return said


def _own(work: UnitOfWork, by: Account) -> Employer:
    employer_id = found(by.subject_id)
    require(by, Act.KEEP_COMPANY, employer_id)
    work.company_files.hold(employer_id)
    return found(work.employers.get(employer_id))


def _own_site(work: UnitOfWork, employer: Employer, site_id: UUID) -> Site:
    site = found(work.employers.site(site_id))
    if site.employer_id != employer.id or site.closed_on is not None:
        raise NotFoundError("not found")
    return site


def _named(name: str, what: str) -> str:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        fault = f"Vul een naam in van hoogstens {LONGEST_NAME} tekens"
        raise InvalidCompanyError("company", {what: fault})
    return name.strip()
