"""Posting a placement: the form, what is not right about it yet, and the act itself."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from career.competency import Catalogue, CompetencyKind, Level
from career.student import LanguageLevel
from employer_toolkit.draft import PlacementForm, Sentence
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement, PlacementType, Requirement, Task
from services.competencies import current_catalogue
from services.errors import ServiceError, found
from services.ids import stable_id
from services.linking.confirming import Choice, keep_beside
from services.linking.phrases import phrase_fault
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.placements import PlaceView, place_view
from services.reference import Reference, load_lists, load_reference
from services.reviews import look_at_posted
from services.unit_of_work import UnitOfWork

MAX_DESCRIPTION = 1500
TASK_KINDS = (CompetencyKind.ACTIVITY, CompetencyKind.SKILL)
"""What own words may lead to at every place, besides the tasks of the programme or sector."""


class AlreadyPostedError(ServiceError):
    """Another placement was posted with the same key."""


def task_choices(*, qualification_code: str, sector: str) -> tuple[str, ...]:
    """Give the catalogue ids of the tasks to pick from: the programme's work processes, or all work of the sector."""
    lists = load_lists()
    if qualification_code in lists.qualifications:
        return lists.qualifications[qualification_code].work_process_ids
    return tuple(code for code, sectors in lists.sectors_of.items() if sector in sectors)


def posting_faults(
    work: UnitOfWork, *, by: Account, form: PlacementForm, now: datetime, like: Placement | None = None
) -> dict[str, str]:
    """Say everything that is not right yet about a form: per field one Dutch sentence; empty when it can be posted.

    Parameters
    ----------
    like : Placement or None
        The place that the form changes or copies: its tasks may stay, and a first day that is past does too.
    """
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    today = local_day(now)
    reference, catalogue = load_reference(today), current_catalogue(work)
    theirs = {site.id for site in work.employers.sites(employer_id) if site.closed_on is None}
    faults = _form_faults(form, theirs=theirs, today=today, reference=reference, catalogue=catalogue, like=like)
    return faults or _domain_faults(form, reference=reference, catalogue=catalogue)


def preview_placement(work: UnitOfWork, *, placement: Placement, now: datetime) -> PlaceView:
    """Show how a placement will look to its employer, before anything is kept."""
    site = found(work.employers.site(placement.site_id))
    employer = found(work.employers.get(site.employer_id))
    view = place_view(
        placement,
        site=site,
        employer=employer,
        catalogue=current_catalogue(work),
        reference=load_reference(local_day(now)),
    )
    contact = placement.contact
    return replace(view, contact_text="" if contact is None else ", ".join(filter(None, (contact.name, contact.email))))


def described_placement(work: UnitOfWork, *, by: Account, form: PlacementForm, now: datetime) -> Placement:
    """Give the placement that a form describes, before anything is kept; raises as ``post_placement``."""
    faults = posting_faults(work, by=by, form=form, now=now)
    if faults:
        raise InvalidPlacementError("placement", faults)
    return new_placement(work, form=form, employer_id=found(by.subject_id), key="beschreven", now=now)


def post_placement(
    work: UnitOfWork, *, by: Account, form: PlacementForm, key: str, now: datetime, like: Placement | None = None
) -> Placement:
    """Post a placement, and have it counted in the background how many students fit.

    Parameters
    ----------
    key : str
        Made once for each form: posting the same form twice gives the same placement, not a second one.
    like : Placement or None
        The place that this one was copied from, if any.

    Raises
    ------
    InvalidPlacementError
        With every fault of the form.
    AlreadyPostedError
        The key was used for a placement with other content.
    """
    faults = posting_faults(work, by=by, form=form, now=now, like=like)
    if faults:
        raise InvalidPlacementError("placement", faults)
    posted = new_placement(work, form=form, employer_id=found(by.subject_id), key=key, now=now).post()
    kept = work.placements.get(posted.id)
    if kept is None:
        work.placements.save(posted)
        work.defer("worker.rescore_placement", placement_id=posted.id)
        keep_beside(work, by=by, choices=tuple(map(_choice, form.sentences)), now=now)
        return look_at_posted(work, placement=posted, now=now)
    # What happened to the placement since must not make a repeated request look like another one.
    as_now = replace(posted, state=kept.state, seats_taken=kept.seats_taken, open_contacts=kept.open_contacts)
    if as_now != kept:
        raise AlreadyPostedError(f"the key {key!r} belongs to another placement")
    return kept


def _choice(one: Sentence) -> Choice:
    return Choice(
        text=one.text,
        confirmed_ids=one.taken_ids,
        corrected_ids=one.found_ids,
        rejected_ids=one.refused_ids,
        suggested_ids=one.suggested_ids,
        version=one.version,
    )


def new_placement(work: UnitOfWork, *, form: PlacementForm, employer_id: UUID, key: str, now: datetime) -> Placement:
    """Give the placement of a form without faults, as it would be kept under a key; nothing is kept."""
    reference_key = f"eigen-{placed_id(employer_id, key)}"
    rules = load_reference(local_day(now))
    return placement_from(
        form, placed_id(employer_id, key), reference_key, reference=rules, catalogue=current_catalogue(work)
    )


def placed_id(employer_id: UUID, key: str) -> UUID:
    """Give the id of the placement that an employer posts with a key."""
    return stable_id("placement", str(employer_id), key)


def form_of(placement: Placement) -> PlacementForm:
    """Give the form with which a placement could have been posted."""
    needed = tuple(asked.competency_id for asked in placement.requirements)
    shown = (code for task in placement.tasks for code in task.competency_ids)
    learned = (code for code in (*placement.learned_ids, *shown) if code not in needed)
    return PlacementForm(
        site_id=placement.site_id,
        type=placement.type.value,
        title=placement.title,
        description=placement.description,
        qualification_code=next(iter(placement.qualification_codes), ""),
        sector=placement.sector,
        learned_ids=tuple(dict.fromkeys(learned)),
        needed_ids=needed,
        schedule=placement.schedule,
        days_min=placement.days_min,
        hours_min=placement.hours_min,
        hours_max=placement.hours_max,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        conditions_offered=placement.conditions_offered,
        conditions_refused=placement.conditions_refused,
        hazards=placement.hazards,
        is_expert_supervised=placement.is_expert_supervised,
        prerequisites=placement.prerequisites,
        dutch_level_min=placement.dutch_level_min or "",
        seats=placement.seats,
        allowance=placement.allowance,
        contact=placement.contact,
    )


def placement_from(
    form: PlacementForm, placement_id: UUID, reference_key: str, *, reference: Reference, catalogue: Catalogue
) -> Placement:
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
        tasks=tuple(Task(text=catalogue[code].plain_label, competency_ids=(code,)) for code in chosen),
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


def _form_faults(
    form: PlacementForm,
    *,
    theirs: set[UUID],
    today: date,
    reference: Reference,
    catalogue: Catalogue,
    like: Placement | None,
) -> dict[str, str]:
    rule = reference.placement_types.get(form.type)
    is_bound = rule is not None and rule.is_qualification_bound
    # What follows from another fault is not told as one of its own.
    is_timed = all(day.minutes > 0 and day.break_minutes >= 0 for day in form.schedule)
    week_minutes = sum(day.minutes for day in form.schedule) if is_timed else 0
    days, hours = len(form.schedule), form.hours_min or 0
    chosen = {*form.learned_ids, *form.needed_ids}
    offered = {*task_choices(qualification_code=form.qualification_code, sector=form.sector)}
    had = {*form_of(like).task_ids} if like else set()
    words_fault = next(filter(None, (phrase_fault(one.text) for one in form.sentences)), "")
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
        "own_words": (not words_fault, words_fault),
        "tasks": (
            (bool(chosen) or (like is not None and not had))
            and (not offered or all(may_be_task(code, offered=offered | had, catalogue=catalogue) for code in chosen)),
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
            form.starts_on is not None and (form.starts_on >= today or (like and form.starts_on == like.starts_on)),
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
        "hazards": ((form.hazards or frozenset()) <= reference.hazards.keys(), "Kies gevaren uit de lijst"),
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


def may_be_task(code: str, *, offered: Collection[str], catalogue: Catalogue) -> bool:
    """Say whether a competency can be a task: one of those offered, or everyday work and skills anywhere."""
    return code in offered or (code in catalogue and catalogue[code].kind in TASK_KINDS)


def _domain_faults(form: PlacementForm, *, reference: Reference, catalogue: Catalogue) -> dict[str, str]:
    """Ask the placement itself, so that no rule of it can be passed over by this form."""
    try:
        placement_from(form, UUID(int=0), "voorbeeld", reference=reference, catalogue=catalogue)
    except InvalidPlacementError as error:
        return error.faults
    return {}


def _hours_fault(week_minutes: int) -> str:
    if not week_minutes:
        return "Vul het aantal uren per week in: 1 tot en met 60"
    return f"Vul 1 tot en met {max(week_minutes // 60, 1)} uur in: langer zijn de gekozen dagen samen niet"
