"""Drafts of places: beginning one, answering it step by step, leaving it and posting it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from employer_toolkit.draft import ASKED, FIELDS_OF, Draft, DraftStep, PlacementForm, with_answers
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement
from services.changing_places import change_faults, changed_placement, keep_change
from services.competencies import current_catalogue
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.posting import (
    form_of,
    may_be_task,
    new_placement,
    placed_id,
    post_placement,
    posting_faults,
    task_choices,
)
from services.posting_defaults import completed, next_school_year, usual_title
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

STEP_OF_FAULT: Mapping[str, DraftStep] = MappingProxyType(
    {
        **{name: step for step in (*ASKED, DraftStep.MORE) for name in FIELDS_OF[step]},
        "tasks": DraftStep.WORK,
        "own_words": DraftStep.WORK,
        "requirements": DraftStep.WORK,
        "working_hours": DraftStep.DAYS,
        "hours": DraftStep.DAYS,
        "conditions": DraftStep.HELPS,
        "levels": DraftStep.WHERE,
        "seats_taken": DraftStep.MORE,
        "max_open_contacts": DraftStep.MORE,
    }
)
"""In which step each fault of a form is mended."""


COUNTED = ("days_min", "hours_min", "hours_max")
"""What follows from the days when nobody says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A place that is not finished, in a list.

    Parameters
    ----------
    title : str
        What it is called so far; may be empty.
    is_change : bool
        It changes a posted place.
    """

    id: UUID
    title: str
    changed_at: datetime
    is_change: bool


def begin_draft(work: UnitOfWork, *, by: Account, form: PlacementForm, now: datetime) -> Draft:
    """Begin a place with the answers to the first step.

    Raises
    ------
    InvalidPlacementError
        With every fault of this step.
    """
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    draft = Draft(id=uuid4(), employer_id=employer_id, made_by=by.id, changed_at=now)
    return _answered(work, by=by, draft=draft, step=DraftStep.WHERE, form=form, seen=0, now=now)


def own_draft(work: UnitOfWork, *, by: Account, draft_id: UUID) -> Draft:
    """Give a draft of one's own company.

    Raises
    ------
    NotFoundError
        There is none, or it is another company's.
    """
    draft = work.drafts.get(draft_id)
    require(by, Act.POST_PLACEMENT, None if draft is None else draft.employer_id)
    return found(draft)


def own_drafts(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[DraftLine, ...]:
    """List what is not finished at one's own company, the one that changed last first."""
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    reference = load_reference(local_day(now))
    return tuple(
        DraftLine(
            id=draft.id,
            title=draft.form.title or usual_title(draft.form, reference=reference),
            changed_at=draft.changed_at,
            is_change=draft.placement_id is not None,
        )
        for draft in work.drafts.of_employer(employer_id)
    )


def save_step(
    work: UnitOfWork, *, by: Account, draft_id: UUID, step: DraftStep, form: PlacementForm, seen: int, now: datetime
) -> Draft:
    """Keep the answers to one step of a draft.

    Parameters
    ----------
    form : PlacementForm
        Holds the answers to this step; the rest of it does not matter.
    seen : int
        The version of the draft that was shown with the questions.

    Raises
    ------
    InvalidPlacementError
        With every fault of this step; nothing is kept.
    DraftChangedError
        The step was answered otherwise since.
    """
    draft = own_draft(work, by=by, draft_id=draft_id)
    return _answered(work, by=by, draft=draft, step=step, form=form, seen=seen, now=now)


def throw_away(work: UnitOfWork, *, by: Account, draft_id: UUID) -> None:
    """Throw a draft away; a posted place that it would have changed stays as it is."""
    work.drafts.remove(own_draft(work, by=by, draft_id=draft_id).id)


def begin_copy(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Draft:
    """Begin a place that is like one of the own ones, also a closed one, in the next school year."""
    placement = own_place(work, by=by, placement_id=placement_id)
    form, today = form_of(placement), local_day(now)
    starts_on, ends_on = next_school_year(placement.starts_on, placement.ends_on, today=today)
    draft = Draft(
        id=uuid4(),
        employer_id=found(by.subject_id),
        made_by=by.id,
        changed_at=now,
        form=replace(form, starts_on=starts_on, ends_on=ends_on),
        version=1,
        saved=dict.fromkeys((*ASKED, DraftStep.MORE), 1),
        copied_from=placement.id,
    )
    work.drafts.save(draft)
    return draft


def begin_change(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Draft:
    """Begin to change a posted place, or go on with the changes that somebody began.

    Raises
    ------
    PlacementStateError
        It is closed: then it can only be copied.
    """
    placement = own_place(work, by=by, placement_id=placement_id)
    begun = work.drafts.of_placement(placement.id)
    if begun is not None:
        return begun
    placement.post()
    draft = Draft(
        id=uuid4(),
        employer_id=found(by.subject_id),
        made_by=by.id,
        changed_at=now,
        form=form_of(placement),
        version=1,
        saved=dict.fromkeys((*ASKED, DraftStep.MORE), 1),
        placement_id=placement.id,
    )
    work.drafts.save(draft)
    return draft


def own_place(work: UnitOfWork, *, by: Account, placement_id: UUID) -> Placement:
    """Give a place of one's own company, in whatever state."""
    placement = work.placements.get(placement_id)
    site = None if placement is None else work.employers.site(placement.site_id)
    require(by, Act.POST_PLACEMENT, None if site is None else site.employer_id)
    return found(placement)


def draft_faults(work: UnitOfWork, *, by: Account, draft: Draft, now: datetime) -> dict[str, str]:
    """Say everything that is not right yet about a draft, with what it gets by itself filled in."""
    form = completed_form(draft, now=now)
    like = _like(work, draft)
    faults = posting_faults(work, by=by, form=form, now=now, like=like)
    if "schedule" in faults:
        # What is counted from the days is no fault of its own while there are none.
        faults = {name: text for name, text in faults.items() if name not in COUNTED or getattr(draft.form, name)}
    if draft.placement_id is not None and not faults and like is not None:
        return dict(change_faults(work, placement=like, form=form))
    return faults


def step_faults(
    work: UnitOfWork, *, by: Account, draft: Draft, step: DraftStep, form: PlacementForm, now: datetime
) -> dict[str, str]:
    """Say everything that is not right about these answers to one step of a draft."""
    tried = replace(draft, form=with_answers(draft.form, step, form))
    told = draft_faults(work, by=by, draft=tried, now=now)
    return {name: text for name, text in told.items() if STEP_OF_FAULT[name] is step}


def programme_tasks(draft: Draft) -> tuple[str, ...]:
    """Give the work processes of the programme of a draft; none where it is for no programme."""
    return task_choices(qualification_code=draft.form.qualification_code, sector="")


def completed_form(draft: Draft, *, now: datetime) -> PlacementForm:
    """Give the form of a draft with everything filled in that is usual."""
    today = local_day(now)
    return completed(draft.form, today=today, reference=load_reference(today))


def plain_form(draft: Draft, *, now: datetime) -> PlacementForm:
    """Give what a draft would say if its own name and period had not been said.

    Of a place that was posted before nothing is: what it says stays, also when the usual period moves on.
    """
    if draft.placement_id is not None or draft.copied_from is not None:
        return PlacementForm()
    return completed_form(replace(draft, form=replace(draft.form, title="", starts_on=None, ends_on=None)), now=now)


def placement_of(work: UnitOfWork, *, by: Account, draft: Draft, now: datetime) -> Placement | None:
    """Give the place that a draft would become now, which is not kept; ``None`` while too little is known for one.

    A draft that changes a posted place gives that place, changed.
    """
    if draft_faults(work, by=by, draft=draft, now=now):
        return None
    form = completed_form(draft, now=now)
    like = _like(work, draft)
    if draft.placement_id is not None:
        return changed_placement(work, placement=found(like), form=form, now=now)
    return new_placement(work, form=form, employer_id=draft.employer_id, key=str(draft.id), now=now)


def posted_from(work: UnitOfWork, *, by: Account, draft_id: UUID) -> Placement | None:
    """Give the place that was posted from a draft which is gone since; ``None`` when there is none."""
    employer_id = found(by.subject_id)
    require(by, Act.POST_PLACEMENT, employer_id)
    return work.placements.get(placed_id(employer_id, str(draft_id)))


def post_draft(work: UnitOfWork, *, by: Account, draft_id: UUID, now: datetime) -> Placement:
    """Post the place of a draft, or keep the changes to a posted one; the draft is gone after it.

    Doing it twice gives the same place.

    Raises
    ------
    InvalidPlacementError
        With everything that is not right yet.
    NotFoundError
        There is no such draft, and none was posted.
    """
    draft = work.drafts.get(draft_id)
    if draft is None:
        return found(posted_from(work, by=by, draft_id=draft_id))
    require(by, Act.POST_PLACEMENT, draft.employer_id)
    faults = draft_faults(work, by=by, draft=draft, now=now)
    if faults:
        raise InvalidPlacementError("placement", faults)
    form, like = completed_form(draft, now=now), _like(work, draft)
    if draft.placement_id is not None:
        placement = keep_change(work, by=by, placement=found(like), form=form, now=now)
    else:
        placement = post_placement(work, by=by, form=form, key=str(draft.id), now=now, like=like)
    work.drafts.remove(draft.id)
    return placement


def _like(work: UnitOfWork, draft: Draft) -> Placement | None:
    """Give the place that a draft changes, or was copied from while that is still there."""
    like_id = draft.placement_id or draft.copied_from
    return None if like_id is None else work.placements.get(like_id)


def _answered(
    work: UnitOfWork, *, by: Account, draft: Draft, step: DraftStep, form: PlacementForm, seen: int, now: datetime
) -> Draft:
    if step is DraftStep.WHERE:
        form = _fitting_where(form, now=now)
    faults = step_faults(work, by=by, draft=draft, step=step, form=form, now=now)
    if faults:
        raise InvalidPlacementError("draft", faults)
    after = draft.with_step(step, form, seen=seen, now=now)
    if step is DraftStep.WHERE:
        after = _with_fitting_tasks(work, after)
    work.drafts.save(after)
    return after


def _fitting_where(form: PlacementForm, *, now: datetime) -> PlacementForm:
    """Leave out the programme where the type asks a sector, and the sector where it asks a programme."""
    rule = load_reference(local_day(now)).placement_types.get(form.type)
    if rule is None:
        return form
    return replace(form, sector="") if rule.is_qualification_bound else replace(form, qualification_code="")


def _with_fitting_tasks(work: UnitOfWork, draft: Draft) -> Draft:
    """Leave out tasks of another programme or sector than the one that is chosen now, and have the work asked again."""
    form, like = draft.form, _like(work, draft)
    fitting = {*task_choices(qualification_code=form.qualification_code, sector=form.sector)}
    fitting |= {*form_of(like).task_ids} if like else set()
    catalogue = current_catalogue(work)
    kept = {code: may_be_task(code, offered=fitting, catalogue=catalogue) for code in form.task_ids}
    if all(kept.values()):
        return draft
    left = replace(
        form,
        learned_ids=tuple(code for code in form.learned_ids if kept[code]),
        needed_ids=tuple(code for code in form.needed_ids if kept[code]),
    )
    return replace(draft, form=left).without_step(DraftStep.WORK)
