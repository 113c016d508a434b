"""Placements as people see them: showing one, listing open ones, posting one, counting who fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from accounts.role import Role
from career.competency import Catalogue
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import (
    Placement,
    PlacementState,
    PlacementType,
    WorkDay,
)
from services.competencies import current_catalogue
from services.errors import NotFoundError, found
from services.features import Offer
from services.local_time import local_day
from services.markets import current_market
from services.matches import count_fitting
from services.paging import Paging
from services.permissions import Account, Act, may, require
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import allowance_text, day_text, days_text, hours_text, period_text
from storage.placements import CandidateCount

PAGE_SIZE = 20
FEWEST_TOLD = 10
"""Smaller numbers of students are told as "fewer than" this (suppression of small cells, k = 10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One placement in words.

    Parameters
    ----------
    week : mapping of int to str
        ISO weekday to when the work begins and ends, such as ``("9", "16.30")``.
    schedule : tuple of WorkDay
        The same, to reckon with.
    learned, needed : tuple of str
        What is learned there, and what a student must be able to do at the start.
    offered, refused : tuple of str
        Conditions the site says yes or no to.
    contact_text : str
        Only filled for the employer itself.
    is_counted : bool
        Somebody counted how many students fit; only told to the employer itself.
    n_candidates : int or None
        That number in whole tens; ``None`` below ``FEWEST_TOLD``, because a small number may point at somebody, and so
        may the difference of two exact ones.
    """

    id: UUID
    title: str
    description: str
    employer_name: str
    site_name: str
    municipality: str
    sector: str
    type: PlacementType
    type_label: str
    state: PlacementState
    seats: int
    seats_left: int
    week: Mapping[int, tuple[str, str]]
    schedule: tuple[WorkDay, ...]
    days_text: str
    hours_text: str
    period_text: str
    starts_text: str
    allowance_text: str
    qualifications: tuple[str, ...]
    dutch_level: str
    tasks: tuple[str, ...]
    learned: tuple[str, ...]
    needed: tuple[str, ...]
    offered: tuple[str, ...]
    refused: tuple[str, ...]
    hazards: tuple[str, ...]
    is_expert_supervised: bool
    prerequisites: tuple[str, ...]
    contact_text: str = ""
    is_counted: bool = False
    n_candidates: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFilters:
    """Which open placements are wanted; an empty field means all.

    Parameters
    ----------
    text : str
        Part of the title or of the employer's name, whatever the case.
    """

    text: str = ""
    municipality: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementPage:
    """One page of open placements, and what can be chosen in the filters."""

    placements: tuple[PlaceView, ...]
    n_total: int
    paging: Paging
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerHome:
    """An employer's own open sites, and placements, newest start first."""

    employer_name: str
    sites: tuple[Site, ...]
    placements: tuple[PlaceView, ...]


def place(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> PlaceView:
    """Show one placement: an open one to everybody who may look, any of their own to an employer.

    Raises
    ------
    NotFoundError
        There is none, or it is not for this account.
    """
    if not may(by, Act.SEE_PLACEMENT):
        require(by, Act.SEE_PLACEMENT, placement_id)
    placement = found(work.placements.get(placement_id))
    site = found(work.employers.site(placement.site_id))
    require(by, Act.SEE_PLACEMENT, site.employer_id)
    is_own = by.role is Role.EMPLOYER
    if not is_own and placement.state is not PlacementState.OPEN:
        raise NotFoundError("not found")
    employer = found(work.employers.get(site.employer_id))
    view = place_view(
        placement,
        site=site,
        employer=employer,
        catalogue=current_catalogue(work),
        reference=load_reference(local_day(now)),
    )
    if not is_own:
        return view
    counted = work.placements.candidate_counts([placement_id]).get(placement_id)
    contact = placement.contact
    return replace(
        _with_count(view, counted),
        contact_text="" if contact is None else ", ".join(filter(None, (contact.name, contact.email, contact.phone))),
    )


def _with_count(view: PlaceView, counted: CandidateCount | None) -> PlaceView:
    if counted is None:
        return view
    return replace(view, is_counted=True, n_candidates=in_tens(counted.n_candidates))


def in_tens(n: int) -> int | None:
    """Give a number of students as an employer may read it: whole tens, and ``None`` below.

    Two exact numbers of nearly the same place would tell of the few between them.

    Examples
    --------
    >>> in_tens(9), in_tens(10), in_tens(37)
    (None, 10, 30)
    """
    return n // FEWEST_TOLD * FEWEST_TOLD or None


def open_placements(
    work: UnitOfWork, *, by: Account, filters: PlacementFilters | None = None, page: int = 1, now: datetime
) -> PlacementPage:
    """List the open placements that a jobhunter can search candidates for, by title.

    Parameters
    ----------
    page : int
        1 for the first; a page beyond the last gives the last.
    """
    require(by, Act.SEE_CANDIDATES, None)
    wanted = filters or PlacementFilters()
    every = current_market(work, now=now).live_places
    text = wanted.text.casefold().strip()

    def is_wanted(offer: Offer) -> bool:
        said = f"{offer.placement.title} {offer.employer.name}".casefold()
        return (
            text in said
            and wanted.municipality in ("", offer.site.municipality)
            and wanted.sector in ("", offer.placement.sector)
        )

    kept = sorted(filter(is_wanted, every), key=lambda o: (o.placement.title.casefold(), o.placement.reference))
    paging = Paging.of(len(kept), size=PAGE_SIZE, asked=page)
    shown = paging.cut(kept)
    reference, catalogue = load_reference(local_day(now)), current_catalogue(work)
    return PlacementPage(
        placements=tuple(
            place_view(
                offer.placement, site=offer.site, employer=offer.employer, catalogue=catalogue, reference=reference
            )
            for offer in shown
        ),
        n_total=len(kept),
        paging=paging,
        municipalities=tuple(sorted({offer.site.municipality for offer in every} - {""})),
    )


def my_placements(work: UnitOfWork, *, by: Account, now: datetime) -> EmployerHome:
    """Give an employer's own placements, in whatever state, with how many students fit."""
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    employer = found(work.employers.get(employer_id))
    sites = {site.id: site for site in work.employers.sites(employer_id)}
    placements = sorted(work.placements.of_employer(employer_id), key=lambda p: (p.starts_on, p.title), reverse=True)
    counts = work.placements.candidate_counts([placement.id for placement in placements])
    reference, catalogue = load_reference(local_day(now)), current_catalogue(work)
    views = (
        _with_count(
            place_view(p, site=sites[p.site_id], employer=employer, catalogue=catalogue, reference=reference),
            counts.get(p.id),
        )
        for p in placements
    )
    return EmployerHome(
        employer_name=employer.name,
        sites=tuple(site for site in sites.values() if site.closed_on is None),
        placements=tuple(views),
    )


def count_candidates(work: UnitOfWork, *, placement_id: UUID, now: datetime) -> None:
    """Count who fits a placement now and keep the number; nothing is kept of one that is not open any more."""
    n_candidates = count_fitting(work, placement_id=placement_id, now=now)
    if n_candidates is not None:
        work.placements.save_candidate_count(
            CandidateCount(placement_id=placement_id, n_candidates=n_candidates, counted_at=now)
        )


def count_all_candidates(work: UnitOfWork, *, now: datetime) -> None:
    """Count who fits each open placement, after many people or placements came in at once."""
    market = current_market(work, now=now)
    n_fitting = market.count_candidates()
    for offer, n_candidates in zip(market.live_places, n_fitting, strict=True):
        work.placements.save_candidate_count(
            CandidateCount(placement_id=offer.placement.id, n_candidates=int(n_candidates), counted_at=now)
        )


def place_view(
    placement: Placement, *, site: Site, employer: Employer, catalogue: Catalogue, reference: Reference
) -> PlaceView:
    """Put one placement into words, without who to call."""
    return PlaceView(
        id=placement.id,
        title=placement.title,
        description=placement.description,
        employer_name=employer.name,
        site_name=site.name,
        municipality=site.municipality,
        sector=placement.sector,
        type=placement.type,
        type_label=reference.placement_types[placement.type].label,
        state=placement.state,
        seats=placement.seats,
        seats_left=placement.seats_left,
        schedule=placement.schedule,
        week={day.weekday: (_clock(day.starts), _clock(day.ends)) for day in placement.schedule},
        days_text=days_text(placement),
        hours_text=hours_text(placement.hours_min, placement.hours_max),
        period_text=period_text(placement.starts_on, placement.ends_on),
        starts_text=day_text(placement.starts_on),
        allowance_text=allowance_text(placement.allowance),
        qualifications=tuple(
            f"{reference.qualifications[code].name} (niveau {reference.qualifications[code].level})"
            for code in placement.qualification_codes
            if code in reference.qualifications
        ),
        dutch_level=(placement.dutch_level_min or "").upper(),
        tasks=tuple(task.text for task in placement.tasks),
        learned=tuple(catalogue[code].plain_label for code in placement.learned_ids if code in catalogue),
        needed=tuple(
            catalogue[r.competency_id].plain_label for r in placement.requirements if r.competency_id in catalogue
        ),
        offered=_labels(placement.conditions_offered, {c: v.place_label for c, v in reference.conditions.items()}),
        refused=_labels(placement.conditions_refused, {c: v.place_label for c, v in reference.conditions.items()}),
        hazards=_labels(placement.hazards or (), {c: v.label for c, v in reference.hazards.items()}),
        is_expert_supervised=placement.is_expert_supervised,
        prerequisites=_labels(placement.prerequisites, {c: v.label for c, v in reference.prerequisites.items()}),
    )


def _labels(codes: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    chosen = set(codes)
    return tuple(label for code, label in labels.items() if code in chosen)


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else str(moment.hour)
