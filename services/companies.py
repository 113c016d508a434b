"""Companies for those who look for places: a list to search, and the file of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from employer_toolkit.company_file import Appetite, HostingYear, SiteContact
from employer_toolkit.placement import PlacementState
from services.company_file import CompanyFile, file_of, school_years
from services.competencies import current_catalogue
from services.contact_log import Log, log_of
from services.local_time import local_day
from services.paging import Paging
from services.permissions import Account, Act, require
from services.placements import PlaceView, place_view
from services.quick_answers import quick_employers
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

PAGE_SIZE = 20


class Called(StrEnum):
    """Which companies are wanted by who spoke them."""

    ANY = ""
    NEVER = "never"
    FREE = "free"
    """Nobody says to call it today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFilters:
    """Which companies are wanted; an empty field means all.

    Parameters
    ----------
    text : str
        Part of the name, whatever the case.
    sector : str
        A place of the company is in it.
    appetite : str
        What it said of this school year; ``unknown`` for who said nothing.
    """

    text: str = ""
    municipality: str = ""
    sector: str = ""
    appetite: str = ""
    called: Called = Called.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """One company in the list."""

    employer_id: UUID
    name: str
    municipalities: tuple[str, ...]
    sectors: tuple[str, ...]
    n_open: int
    year: HostingYear | None
    last_on: date | None
    next_on: date | None
    caller: str
    is_quick: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPage:
    """One page of companies, and what can be chosen in the filters."""

    companies: tuple[CompanyCard, ...]
    n_total: int
    paging: Paging
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyView:
    """The file of one company for who may call it, with the log and the places that are open."""

    file: CompanyFile
    main_contact: SiteContact | None
    log: Log
    places: tuple[PlaceView, ...]
    is_quick: bool


def companies(work: UnitOfWork, *, by: Account, filters: CompanyFilters, page: int = 1, now: datetime) -> CompanyPage:
    """List the companies of the region: those who look for somebody first, then by name.

    Parameters
    ----------
    page : int
        1 for the first; a page beyond the last gives the last.
    """
    require(by, Act.SEE_COMPANIES, None)
    today = local_day(now)
    reference = load_reference(today)
    years = work.company_files.years_of_all(school_years(reference, today)[0])
    latest, claims = work.contact_log.latest(), work.contact_log.claims(now=now)
    sites = [site for site in work.employers.sites() if site.closed_on is None]
    employer_of = {site.id: site.employer_id for site in sites}
    towns: dict[UUID, set[str]] = {}
    for site in sites:
        towns.setdefault(site.employer_id, set()).add(site.municipality)
    sectors: dict[UUID, set[str]] = {}
    n_open: Counter[UUID] = Counter()
    for site_id, sector, is_open in work.placements.sectors():
        if site_id in employer_of:
            sectors.setdefault(employer_of[site_id], set()).add(sector)
            n_open[employer_of[site_id]] += is_open
    text = filters.text.casefold().strip()

    def is_wanted(employer_id: UUID, name: str) -> bool:
        said = years.get(employer_id)
        return (
            text in name.casefold()
            and (not filters.municipality or filters.municipality in towns.get(employer_id, ()))
            and (not filters.sector or filters.sector in sectors.get(employer_id, ()))
            and filters.appetite in ("", said.appetite.value if said else "unknown")
            and not (filters.called is Called.NEVER and employer_id in latest)
            and not (filters.called is Called.FREE and employer_id in claims)
        )

    order = {Appetite.LOOKING: 0, Appetite.INTERESTED: 1, None: 2, Appetite.NOT_NOW: 3}

    def wish(employer_id: UUID) -> int:
        said = years.get(employer_id)
        return order[said.appetite if said else None]

    kept = sorted(
        (one for one in work.employers.all() if is_wanted(one.id, one.name)),
        key=lambda one: (wish(one.id), one.name.casefold(), one.reference),
    )
    paging = Paging.of(len(kept), size=PAGE_SIZE, asked=page)
    shown = paging.cut(kept)
    quick = quick_employers(work, employer_ids=[one.id for one in shown], now=now)
    callers = work.accounts.names({claims[one.id].account_id for one in shown if one.id in claims})
    return CompanyPage(
        companies=tuple(
            CompanyCard(
                employer_id=one.id,
                name=one.name,
                municipalities=tuple(sorted(towns.get(one.id, set()) - {""})),
                sectors=tuple(
                    held.label for code, held in reference.sectors.items() if code in sectors.get(one.id, ())
                ),
                n_open=n_open[one.id],
                year=years.get(one.id),
                last_on=local_day(latest[one.id].at) if one.id in latest else None,
                next_on=latest[one.id].next_on if one.id in latest else None,
                caller=callers.get(claims[one.id].account_id, "") if one.id in claims else "",
                is_quick=one.id in quick,
            )
            for one in shown
        ),
        n_total=len(kept),
        paging=paging,
        municipalities=tuple(sorted({town for held in towns.values() for town in held} - {""})),
    )


def company(work: UnitOfWork, *, by: Account, employer_id: UUID, now: datetime) -> CompanyView:
    """Give the file of one company, with the log and its open places.

    Raises
    ------
    NotFoundError
        There is none.
    """
    require(by, Act.SEE_COMPANIES, None)
    file = file_of(work, employer_id=employer_id, now=now)
    reference, catalogue = load_reference(local_day(now)), current_catalogue(work)
    sites = {one.site.id: one.site for one in file.sites}
    return CompanyView(
        file=file,
        main_contact=next((one for one in file.contacts if one.is_main), None),
        log=log_of(work, by=by, employer_id=employer_id, now=now),
        places=tuple(
            place_view(p, site=sites[p.site_id], employer=file.employer, catalogue=catalogue, reference=reference)
            for p in work.placements.of_employer(employer_id)
            if p.state is PlacementState.OPEN and p.site_id in sites
        ),
        is_quick=bool(quick_employers(work, employer_ids=[employer_id], now=now)),
    )
