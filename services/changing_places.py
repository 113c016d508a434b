"""Changing a posted place: what may change, what was agreed with somebody and stays, and who hears of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.answer_clock import Side
from career.application_rules import PROMISED, ApplicationState
from employer_toolkit.draft import PlacementForm
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement
from services.applications.telling import accounts_of
from services.competencies import current_catalogue
from services.errors import found
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.permissions import Account, Act, require
from services.posting import form_of, placement_from
from services.reference import load_reference
from services.reviews import look_at_posted
from services.unit_of_work import UnitOfWork

AGREED_STATES = PROMISED | {ApplicationState.PLACED}
"""Somebody said yes to the place as it was then."""
AGREED_FIELDS = (
    "site_id",
    "type",
    "qualification_code",
    "schedule",
    "days_min",
    "hours_min",
    "hours_max",
    "starts_on",
    "ends_on",
    "allowance",
)
"""What stands in an agreement; the tasks do too, and may only grow."""
TOLD_FIELDS = ("site_id", "schedule", "days_min", "hours_min", "hours_max", "starts_on", "ends_on")
"""Where and when: whoever is in contact about the place hears of a change in it."""
AGREED = "Iemand zei al ja tegen deze plek, met deze afspraak. Maak een kopie van de plek als het anders wordt"
FULL = "Vul minstens {n} in: zoveel jongeren hebben hier al een plek"
SIDES = (Side.STUDENT, Side.HELPER)


def change_faults(work: UnitOfWork, *, placement: Placement, form: PlacementForm) -> Mapping[str, str]:
    """Say per field what cannot be changed any more: seats that are taken, and what somebody agreed to."""
    faults = {}
    if form.seats is not None and form.seats < placement.seats_taken:
        faults["seats"] = FULL.format(n=placement.seats_taken)
    if is_agreed(work, placement):
        was = form_of(placement)
        faults |= {name: AGREED for name in AGREED_FIELDS if getattr(was, name) != getattr(form, name)}
        if not {*was.task_ids} <= {*form.task_ids} or not {*form.needed_ids} <= {*was.needed_ids}:
            faults["tasks"] = AGREED
    return MappingProxyType(faults)


def is_agreed(work: UnitOfWork, placement: Placement) -> bool:
    """Say whether somebody has this place, or said yes to it."""
    return placement.seats_taken > 0 or any(
        one.state in AGREED_STATES for one in work.applications.of_placements([placement.id])
    )


def changed_placement(work: UnitOfWork, *, placement: Placement, form: PlacementForm, now: datetime) -> Placement:
    """Give a posted place with the answers of a form; what a form does not ask stays as it was."""
    made = placement_from(
        form,
        placement.id,
        placement.reference,
        reference=load_reference(local_day(now)),
        catalogue=current_catalogue(work),
    )
    was = form_of(placement)
    is_same_kind = (form.type, form.qualification_code) == (was.type, was.qualification_code)
    asked = {one.competency_id: one for one in placement.requirements}
    worded = {task.competency_ids: task for task in placement.tasks}
    contact = made.contact
    if contact is not None and placement.contact is not None and contact.name == placement.contact.name:
        contact = replace(contact, role=placement.contact.role, phone=placement.contact.phone)
    return replace(
        made,
        state=placement.state,
        seats_taken=placement.seats_taken,
        open_contacts=placement.open_contacts,
        max_open_contacts=placement.max_open_contacts,
        level_min=placement.level_min,
        level_max=placement.level_max,
        sector=placement.sector if is_same_kind and made.qualification_codes else made.sector,
        qualification_codes=placement.qualification_codes if is_same_kind else made.qualification_codes,
        tasks=placement.tasks
        if {*form.task_ids} == {*was.task_ids}
        else tuple(worded.get(task.competency_ids, task) for task in made.tasks),
        learned_ids=placement.learned_ids
        if (form.learned_ids, form.needed_ids) == (was.learned_ids, was.needed_ids)
        else made.learned_ids,
        requirements=tuple(asked.get(one.competency_id, one) for one in made.requirements),
        contact=contact,
    )


def keep_change(
    work: UnitOfWork, *, by: Account, placement: Placement, form: PlacementForm, now: datetime
) -> Placement:
    """Keep the changes to a posted place, have it counted again, and tell who is in contact about it.

    Raises
    ------
    InvalidPlacementError
        Something cannot be changed any more.
    PlacementStateError
        The place was closed in the meantime.
    """
    site = found(work.employers.site(placement.site_id))
    require(by, Act.POST_PLACEMENT, site.employer_id)
    placement.post()
    faults = change_faults(work, placement=placement, form=form)
    if faults:
        raise InvalidPlacementError("placement", faults)
    changed = changed_placement(work, placement=placement, form=form, now=now)
    if changed == placement:
        return placement
    work.placements.save(changed)
    work.defer("worker.rescore_placement", placement_id=changed.id)
    if any(getattr(changed, name) != getattr(placement, name) for name in TOLD_FIELDS):
        _tell(work, by=by, placement_id=changed.id, now=now)
    return look_at_posted(work, placement=changed, now=now)


def _tell(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> None:
    """Tell each student in contact about the place, and who helps, each once for each contact."""
    for application in work.applications.open_of_placement(placement_id):
        accounts = [one for side in SIDES for one in accounts_of(work, application, side, now=now)]
        for account_id in dict.fromkeys(accounts):
            if account_id != by.id:
                tell(work, to=account_id, kind=MessageKind.PLACEMENT_CHANGED, about=application.id, now=now)
