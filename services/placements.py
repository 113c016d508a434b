"""Placements as people see them: showing one, listing open ones, posting one, counting who fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID

from career.competency import CompetencyKind, Level
from career.student import LanguageLevel
from employer_toolkit.employer import Contact, Employer, Site
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import (
    Allowance,
    Placement,
    PlacementState,
    PlacementType,
    Requirement,
    Task,
    WorkDay,
)
from services.errors import NotFoundError, ServiceError, found
from services.features import Offer
from services.ids import stable_id
from services.local_time import local_day
from services.markets import current_market
from services.matches import count_fitting
from services.permissions import Account, Act, Role, require
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import allowance_text, day_text, days_text, hours_text, period_text
from storage.placements import CandidateCount

PAGE_SIZE = 20
FEWEST_TOLD = 10
"""Smaller numbers of students are told as "fewer than" this (suppression of small cells, k = 10)."""
MAX_DESCRIPTION = 1500


class AlreadyPostedError(ServiceError):
    """Another placement was posted with the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One placement in words.

    Parameters
    ----------
    week : mapping of int to str
        ISO weekday to when the work begins and ends, such as ``("9", "16.30")``.
    learned, needed : tuple of str
        What is learned there, and what a student must be able to do at the start.
    offered, refused : tuple of str
        Conditions the site says yes or no to.
    contact_text : str
        Only filled for the employer itself.
    is_counted : bool
        Somebody counted how many students fit; only told to the employer itself.
    n_candidates : int or None
        That number; ``None`` below ``FEWEST_TOLD``, because a small number may point at somebody.
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
    page: int
    n_pages: int
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerHome:
    """An employer's own sites and placements, newest start first."""

    employer_name: str
    sites: tuple[Site, ...]
    placements: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementForm:
    """What an employer fills in to post a placement; ``None`` or empty where nothing readable was given.

    Parameters
    ----------
    learned_ids, needed_ids : tuple of str
        Catalogue ids of the tasks, by whether the student learns them here or must be able to do them in part.
    ends_on : date or None
        First day no longer part of the placement.
    """

    site_id: UUID | None
    type: str
    title: str
    description: str = ""
    qualification_code: str = ""
    sector: str = ""
    learned_ids: tuple[str, ...] = ()
    needed_ids: tuple[str, ...] = ()
    schedule: tuple[WorkDay, ...] = ()
    days_min: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    conditions_offered: frozenset[str] = field(default_factory=frozenset)
    conditions_refused: frozenset[str] = field(default_factory=frozenset)
    hazards: frozenset[str] = field(default_factory=frozenset)
    is_expert_supervised: bool = False
    prerequisites: frozenset[str] = field(default_factory=frozenset)
    dutch_level_min: str = ""
    seats: int | None = None
    allowance: Allowance | None = None
    contact: Contact | None = None


def place(work: UnitOfWork, *, by: Account, placement_id: UUID) -> PlaceView:
    """Show one placement: an open one to everybody who may look, any of their own to an employer.

    Raises
    ------
    NotFoundError
        There is none, or it is not for this account.
    """
    require(by, Act.SEE_PLACEMENT, placement_id)
    placement = found(work.placements.get(placement_id))
    site = found(work.employers.site(placement.site_id))
    is_own = by.role is Role.EMPLOYER and site.employer_id == by.subject_id
    if not is_own and (by.role is Role.EMPLOYER or placement.state is not PlacementState.OPEN):
        raise NotFoundError("not found")
    employer = found(work.employers.get(site.employer_id))
    view = place_view(placement, site=site, employer=employer, reference=load_reference())
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
    is_told = counted.n_candidates >= FEWEST_TOLD
    return replace(view, is_counted=True, n_candidates=counted.n_candidates if is_told else None)


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
    every = current_market(work, now=now).offers
    text = wanted.text.casefold().strip()

    def is_wanted(offer: Offer) -> bool:
        said = f"{offer.placement.title} {offer.employer.name}".casefold()
        return (
            text in said
            and wanted.municipality in ("", offer.site.municipality)
            and wanted.sector in ("", offer.placement.sector)
        )

    kept = sorted(filter(is_wanted, every), key=lambda o: (o.placement.title.casefold(), o.placement.reference))
    n_pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(page, 1), n_pages)
    shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    reference = load_reference()
    return PlacementPage(
        placements=tuple(
            place_view(offer.placement, site=offer.site, employer=offer.employer, reference=reference)
            for offer in shown
        ),
        n_total=len(kept),
        page=page,
        n_pages=n_pages,
        municipalities=tuple(sorted({offer.site.municipality for offer in every} - {""})),
    )


def my_placements(work: UnitOfWork, *, by: Account) -> EmployerHome:
    """Give an employer's own placements, in whatever state, with how many students fit."""
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    employer = found(work.employers.get(employer_id))
    sites = {site.id: site for site in work.employers.sites(employer_id)}
    placements = sorted(work.placements.of_employer(employer_id), key=lambda p: (p.starts_on, p.title), reverse=True)
    counts = work.placements.candidate_counts([placement.id for placement in placements])
    views = (
        _with_count(
            place_view(p, site=sites[p.site_id], employer=employer, reference=load_reference()), counts.get(p.id)
        )
        for p in placements
    )
    return EmployerHome(employer_name=employer.name, sites=tuple(sites.values()), placements=tuple(views))


def task_choices(*, qualification_code: str, sector: str) -> tuple[str, ...]:
    """Give the catalogue ids of the tasks to pick from: the programme's work processes, or the sector's activities."""
    reference = load_reference()
    if qualification_code in reference.qualifications:
        return reference.qualifications[qualification_code].work_process_ids
    activities = (code for code, sectors in reference.sectors_of.items() if sector in sectors)
    return tuple(code for code in activities if reference.catalogue[code].kind is CompetencyKind.ACTIVITY)


def posting_faults(work: UnitOfWork, *, by: Account, form: PlacementForm, now: datetime) -> dict[str, str]:
    """Say everything that is not right yet about a form: per field one Dutch sentence; empty when it can be posted."""
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    reference = load_reference()
    theirs = {site.id for site in work.employers.sites(employer_id)}
    today = local_day(now)
    return _form_faults(form, theirs=theirs, today=today, reference=reference) or _domain_faults(form, reference)


def preview_placement(work: UnitOfWork, *, by: Account, form: PlacementForm, now: datetime) -> PlaceView:
    """Show how a placement will look, before anything is kept; raises as ``post_placement``."""
    placement = _drafted(work, by=by, form=form, key="voorbeeld", now=now)
    site = found(work.employers.site(placement.site_id))
    employer = found(work.employers.get(site.employer_id))
    view = place_view(placement, site=site, employer=employer, reference=load_reference())
    contact = placement.contact
    return replace(view, contact_text="" if contact is None else ", ".join(filter(None, (contact.name, contact.email))))


def post_placement(work: UnitOfWork, *, by: Account, form: PlacementForm, key: str, now: datetime) -> Placement:
    """Post a placement, and have it counted in the background how many students fit.

    Parameters
    ----------
    key : str
        Made once for each form: posting the same form twice gives the same placement, not a second one.

    Raises
    ------
    InvalidPlacementError
        With every fault of the form.
    AlreadyPostedError
        The key was used for a placement with other content.
    """
    posted = _drafted(work, by=by, form=form, key=key, now=now).post()
    kept = work.placements.get(posted.id)
    if kept is None:
        work.placements.save(posted)
        work.defer("worker.rescore_placement", placement_id=posted.id)
        return posted
    # What happened to the placement since must not make a repeated request look like another one.
    as_now = replace(posted, state=kept.state, seats_taken=kept.seats_taken, open_contacts=kept.open_contacts)
    if as_now != kept:
        raise AlreadyPostedError(f"the key {key!r} belongs to another placement")
    return kept


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
    n_fitting = market.candidates_for(None, top=1).n_feasible
    for offer, n_candidates in zip(market.offers, n_fitting, strict=True):
        work.placements.save_candidate_count(
            CandidateCount(placement_id=offer.placement.id, n_candidates=int(n_candidates), counted_at=now)
        )


def place_view(placement: Placement, *, site: Site, employer: Employer, reference: Reference) -> PlaceView:
    """Put one placement into words, without who to call."""
    names = reference.catalogue
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
        learned=tuple(names[code].plain_label for code in placement.learned_ids if code in names),
        needed=tuple(names[r.competency_id].plain_label for r in placement.requirements if r.competency_id in names),
        offered=_labels(placement.conditions_offered, {c: v.place_label for c, v in reference.conditions.items()}),
        refused=_labels(placement.conditions_refused, {c: v.place_label for c, v in reference.conditions.items()}),
        hazards=_labels(placement.hazards, {c: v.label for c, v in reference.hazards.items()}),
        is_expert_supervised=placement.is_expert_supervised,
        prerequisites=_labels(placement.prerequisites, {c: v.label for c, v in reference.prerequisites.items()}),
    )


def _drafted(work: UnitOfWork, *, by: Account, form: PlacementForm, key: str, now: datetime) -> Placement:
    faults = posting_faults(work, by=by, form=form, now=now)
    if faults:
        raise InvalidPlacementError("placement", faults)
    reference_key = f"eigen-{stable_id('placement', str(by.subject_id), key)}"
    return _placement(form, stable_id("placement", str(by.subject_id), key), reference_key, load_reference())


def _placement(form: PlacementForm, placement_id: UUID, reference_key: str, reference: Reference) -> Placement:
    """Build the domain value of a form in which everything is filled that must be."""
    rule = reference.placement_types[form.type]
    qualification = reference.qualifications.get(form.qualification_code) if rule.is_qualification_bound else None
    chosen = form.learned_ids + form.needed_ids
    needed = tuple(
        Requirement(competency_id=code, level=int(Level.PARTLY), is_trainable=True) for code in form.needed_ids
    )
    return Placement(
        id=placement_id,
        reference=reference_key,
        site_id=found(form.site_id),
        type=PlacementType(form.type),
        title=form.title.strip(),
        description=form.description.strip(),
        sector=form.sector if qualification is None else qualification.sector,
        qualification_codes=() if qualification is None else (qualification.code,),
        tasks=tuple(Task(text=reference.catalogue[code].plain_label, competency_ids=(code,)) for code in chosen),
        requirements=needed,
        learned_ids=form.learned_ids,
        conditions_offered=form.conditions_offered,
        conditions_refused=form.conditions_refused,
        hazards=form.hazards,
        is_expert_supervised=form.is_expert_supervised,
        schedule=form.schedule,
        days_min=form.days_min or 0,
        hours_min=form.hours_min or 0,
        hours_max=form.hours_max or 0,
        starts_on=found(form.starts_on),
        ends_on=form.ends_on,
        prerequisites=form.prerequisites,
        dutch_level_min=form.dutch_level_min or None,
        seats=form.seats or 0,
        allowance=form.allowance,
        contact=form.contact,
    )


def _form_faults(form: PlacementForm, *, theirs: set[UUID], today: date, reference: Reference) -> dict[str, str]:
    rule = reference.placement_types.get(form.type)
    is_bound = rule is not None and rule.is_qualification_bound
    # What follows from another fault is not told as one of its own.
    is_timed = all(day.minutes > 0 and day.break_minutes >= 0 for day in form.schedule)
    week_minutes = sum(day.minutes for day in form.schedule) if is_timed else 0
    days, hours = len(form.schedule), form.hours_min or 0
    chosen = {*form.learned_ids, *form.needed_ids}
    offered = {*task_choices(qualification_code=form.qualification_code, sector=form.sector)}
    checks = {
        "site_id": (form.site_id in theirs, "Kies een vestiging"),
        "type": (rule is not None, "Kies wat voor plek het is"),
        "qualification_code": (
            not is_bound or form.qualification_code in reference.qualifications,
            "Kies voor welke opleiding deze plek is",
        ),
        "sector": (is_bound or form.sector in reference.sectors, "Kies een sector"),
        "title": (0 < len(form.title.strip()) <= 120, "Geef de plek een naam van hoogstens 120 tekens"),
        "description": (
            len(form.description) <= MAX_DESCRIPTION,
            f"Houd de beschrijving op hoogstens {MAX_DESCRIPTION} tekens",
        ),
        "tasks": (
            bool(chosen) and (not offered or chosen <= offered),
            "Kies minstens één taak",
        ),
        "schedule": (
            days > 0 and len({day.weekday for day in form.schedule}) == days,
            "Kies minstens één werkdag, met een begintijd en een eindtijd",
        ),
        "working_hours": (
            is_timed,
            "Kies een eindtijd na de begintijd, met een pauze die daar in past",
        ),
        "days_min": (
            form.days_min is not None and 1 <= form.days_min <= max(days, 1),
            f"Vul minstens 1 en hoogstens {max(days, 1)} in: meer werkdagen zijn er niet gekozen",
        ),
        "hours_min": (
            form.hours_min is not None and 1 <= hours <= 60 and (not week_minutes or hours * 60 <= week_minutes),
            _hours_fault(week_minutes),
        ),
        "hours_max": (
            form.hours_max is not None and max(hours, 1) <= form.hours_max <= 60,
            "Vul hoogstens 60 uur in, en niet minder dan het minste aantal uren",
        ),
        "starts_on": (
            form.starts_on is not None and form.starts_on >= today,
            "Kies een eerste dag die nog moet komen",
        ),
        "ends_on": (
            (form.ends_on is not None or not is_bound)
            and (form.ends_on is None or form.starts_on is None or form.starts_on < form.ends_on),
            "Kies een laatste dag na de eerste dag: die komt in de overeenkomst met de school",
        ),
        "seats": (form.seats is not None and 1 <= form.seats <= 500, "Vul in voor hoeveel jongeren: 1 tot en met 500"),
        "conditions": (
            form.conditions_offered | form.conditions_refused <= reference.conditions.keys()
            and not form.conditions_offered & form.conditions_refused,
            "Kies per voorwaarde ja, nee of weet niet",
        ),
        "hazards": (form.hazards <= reference.hazards.keys(), "Kies gevaren uit de lijst"),
        "prerequisites": (
            form.prerequisites <= reference.prerequisites.keys(),
            "Kies uit de lijst wat vooraf nodig is",
        ),
        "dutch_level_min": (
            form.dutch_level_min in ("", *LanguageLevel),
            "Kies een niveau Nederlands uit de lijst",
        ),
        "allowance": (
            form.allowance is None or 0 <= form.allowance.amount_eur <= 10_000,
            "Vul een bedrag in van 0 tot en met 10.000 euro",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}


def _domain_faults(form: PlacementForm, reference: Reference) -> dict[str, str]:
    """Ask the placement itself, so that no rule of it can be passed over by this form."""
    try:
        _placement(form, UUID(int=0), "voorbeeld", reference)
    except InvalidPlacementError as error:
        return error.faults
    return {}


def _hours_fault(week_minutes: int) -> str:
    if not week_minutes:
        return "Vul het aantal uren per week in: 1 tot en met 60"
    return f"Vul 1 tot en met {max(week_minutes // 60, 1)} uur in: langer zijn de gekozen dagen samen niet"


def _labels(codes: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    chosen = set(codes)
    return tuple(label for code, label in labels.items() if code in chosen)


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else str(moment.hour)
