"""Posting a place in short steps: each answer is kept, nothing is lost, and it can be left and taken up again."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.own_words import SURE, Answered, OwnWords, answered, groups
from api.pages.posting_fields import ANCHORS, FIELDS, Answers, Usual, known_faults, read_step, said_in, values_of
from api.pages.typed import read_id, read_whole, sentence
from api.rendering import FormView, page
from career.student import LanguageLevel
from employer_toolkit.draft import ASKED, Draft, DraftStep, PlacementForm, with_answers
from employer_toolkit.errors import DraftChangedError, InvalidPlacementError
from employer_toolkit.placement import Placement
from services import drafts
from services.advice import Advice, advice_for
from services.competencies import current_catalogue
from services.draft_checks import to_check
from services.draft_words import Difference, differences
from services.errors import NotFoundError, found
from services.linking.asking import questions
from services.local_time import local_day
from services.permissions import Account, Act
from services.posting import TASK_KINDS, preview_placement
from services.posting_choices import task_groups, where_choices
from services.posting_defaults import pattern_text
from services.reference import Reference, load_reference
from services.reference.posting import load_posting_lists
from services.schedules import kind_of_type
from services.unit_of_work import UnitOfWork
from services.wording import WEEKDAYS, day_text, period_text
from services.wording_lint import LookedOver, look_over, texts_of, told_by_fields

router = guarded_router()

SLUGS: Mapping[DraftStep, str] = MappingProxyType(
    {
        DraftStep.WHERE: "waar",
        DraftStep.WORK: "werk",
        DraftStep.DAYS: "dagen",
        DraftStep.HELPS: "helpt",
        DraftStep.MORE: "meer",
    }
)
"""What each step is called in an address."""
STEPS: Mapping[str, DraftStep] = MappingProxyType({slug: step for step, slug in SLUGS.items()})
LOOK = "kijk"
"""The last step, in which somebody looks and posts."""
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "waar": "Wat voor plek is het?",
        "werk": "Wat is het werk?",
        "dagen": "Welke dagen en uren?",
        "helpt": "Wat helpt bij jullie?",
        "meer": "Vul meer in",
        LOOK: "Klopt het zo?",
    }
)
NUMBERS: Mapping[str, int] = MappingProxyType(
    {slug: number for number, slug in enumerate((*(SLUGS[step] for step in ASKED), LOOK), start=1)}
)
FIELDS_ON: Mapping[DraftStep, frozenset[str]] = MappingProxyType(
    {
        step: frozenset(
            {FIELDS[name] for name, one in drafts.STEP_OF_FAULT.items() if one is step and name in FIELDS}
            | {"contact_mail" if step is DraftStep.MORE else "gevaren" if step is DraftStep.HELPS else "pauze"}
        )
        for step in DraftStep
    }
)
"""Which fields of the page each step has."""


@router.get("/werkgever/plek")
@allow(Act.POST_PLACEMENT)
def begin_posting(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Ask where and for whom; nothing is kept yet."""
    draft = _nothing(by, now)
    return _step_page(request, work, by, draft, DraftStep.WHERE, _shown(work, by, draft, now), now)


@router.post("/werkgever/plek")
@allow(Act.POST_PLACEMENT)
def begin(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Begin a place with where it is and for whom, and go on to the work."""
    draft = _nothing(by, now)
    answers = read_step(DraftStep.WHERE, form, _usual(draft, now))
    try:
        begun = drafts.begin_draft(work, by=by, form=answers.form, now=now)
    except InvalidPlacementError as error:
        view = _view(answers, DraftStep.WHERE, error.faults)
        return _step_page(request, work, by, draft, DraftStep.WHERE, view, now)
    return RedirectResponse(_address(begun), status_code=303)


@router.get("/werkgever/plek/{draft_id}")
@allow(Act.POST_PLACEMENT)
def show_draft(request: Request, work: Reading, by: By, now: Now, draft_id: UUID, stap: str = "") -> Response:
    """Show the step that is asked for, or the first that is not answered yet."""
    try:
        draft = drafts.own_draft(work, by=by, draft_id=draft_id)
    except NotFoundError:
        posted = drafts.posted_from(work, by=by, draft_id=draft_id)
        if posted is None:
            raise
        return RedirectResponse(f"/werkgever/plekken/{posted.id}", status_code=303)
    step = STEPS.get(stap) or (None if stap == LOOK else draft.next_step)
    if step is None:
        return _look_page(request, work, by, draft, now)
    return _step_page(request, work, by, draft, step, _shown(work, by, draft, now), now)


@router.post("/werkgever/plek/{draft_id}")
@allow(Act.POST_PLACEMENT)
def answer_step(request: Request, work: Writing, by: By, now: Now, draft_id: UUID, form: Submitted) -> Response:
    """Keep the answers to a step and go on; or show it again with every fault, or with what somebody else kept."""
    if str(form.get("doe", "")) == "plaats":
        return _post(request, work, by, draft_id, form, now)
    draft = drafts.own_draft(work, by=by, draft_id=draft_id)
    step = STEPS.get(str(form.get("stap", "")), DraftStep.WHERE)
    answers = read_step(step, form, _usual(draft, now))
    if str(form.get("doe", "")) == "zoek":
        faults = {name: text for name, text in answers.faults.items() if name == "werk"}
        view = FormView(values=answers.values, faults=faults, anchors=ANCHORS)
        return _step_page(request, work, by, draft, step, view, now, said=answered(answers.values))
    if answers.faults:
        told = drafts.step_faults(work, by=by, draft=draft, step=step, form=answers.form, now=now)
        return _step_page(request, work, by, draft, step, _view(answers, step, told), now)
    seen = read_whole(answers.values, "stand", {}) or 0
    try:
        saved = drafts.save_step(work, by=by, draft_id=draft_id, step=step, form=answers.form, seen=seen, now=now)
    except InvalidPlacementError as error:
        return _step_page(request, work, by, draft, step, _view(answers, step, error.faults), now)
    except DraftChangedError:
        mine = with_answers(draft.form, step, answers.form)
        both = differences(work, kept=draft.form, mine=mine, step=step, now=now)
        return _step_page(request, work, by, draft, step, _view(answers, step, {}), now, both=both)
    return RedirectResponse(_address(saved), status_code=303)


@router.post("/werkgever/plek/{draft_id}/weg")
@allow(Act.POST_PLACEMENT)
def throw_away(work: Writing, by: By, draft_id: UUID, form: Submitted) -> Response:
    """Throw away what is not finished."""
    drafts.throw_away(work, by=by, draft_id=draft_id)
    return RedirectResponse("/werkgever", status_code=303)


@router.post("/werkgever/plekken/{placement_id}/kopie")
@allow(Act.POST_PLACEMENT)
def copy(work: Writing, by: By, now: Now, placement_id: UUID, form: Submitted) -> Response:
    """Begin the same place in the next school year, and show how it will look."""
    draft = drafts.begin_copy(work, by=by, placement_id=placement_id, now=now)
    return RedirectResponse(_address(draft), status_code=303)


@router.post("/werkgever/plekken/{placement_id}/aanpassen")
@allow(Act.POST_PLACEMENT)
def change(work: Writing, by: By, now: Now, placement_id: UUID, form: Submitted) -> Response:
    """Begin to change a posted place, in the step that is asked for."""
    draft = drafts.begin_change(work, by=by, placement_id=placement_id, now=now)
    step = STEPS.get(str(form.get("stap", "")))
    return RedirectResponse(_address(draft, step), status_code=303)


def _post(request: Request, work: UnitOfWork, by: Account, draft_id: UUID, form: FormData, now: Now) -> Response:
    try:
        posted = drafts.post_draft(work, by=by, draft_id=draft_id, now=now)
    except InvalidPlacementError as error:
        draft = drafts.own_draft(work, by=by, draft_id=draft_id)
        return _look_page(request, work, by, draft, now, faults=error.faults)
    except NotFoundError:
        # Changes that were kept already leave nothing behind; the page says which place it was about.
        changed = read_id(str(form.get("plek", "")))
        if changed is None:
            raise
        return RedirectResponse(f"/werkgever/plekken/{changed}", status_code=303)
    what = "gewijzigd" if form.get("plek") else "nieuw"
    return RedirectResponse(f"/werkgever/plekken/{posted.id}?{what}=1", status_code=303)


def _nothing(by: Account, now: Now) -> Draft:
    """Give a draft in which nothing stands yet."""
    return Draft(id=UUID(int=0), employer_id=found(by.subject_id), made_by=by.id, changed_at=now)


def _address(draft: Draft, step: DraftStep | None = None) -> str:
    wanted = step or draft.next_step
    return f"/werkgever/plek/{draft.id}?stap={LOOK if wanted is None else SLUGS[wanted]}"


def _usual(draft: Draft, now: Now) -> Usual:
    return Usual(
        form=drafts.completed_form(draft, now=now),
        plain=drafts.plain_form(draft, now=now),
        patterns=load_posting_lists().patterns_of(draft.form.type),
    )


def _shown(work: UnitOfWork, by: Account, draft: Draft, now: Now) -> FormView:
    """Show what stands in a draft; in a new one what is known of the company is chosen already."""
    form = draft.form
    if not draft.saved:
        today = local_day(now)
        known = where_choices(work, employer_id=draft.employer_id, reference=load_reference(today), today=today)
        one_programme = known.programmes.recognised if len(known.programmes.recognised) == 1 else ("",)
        form = PlacementForm(
            site_id=known.sites[0][0] if len(known.sites) == 1 else None,
            sector=known.sector,
            qualification_code=one_programme[0],
        )
    return FormView(values=values_of(form, _usual(draft, now)), anchors=ANCHORS)


def _view(answers: Answers, step: DraftStep, told: Mapping[str, str]) -> FormView:
    faults = known_faults(told, answers.faults, fields=FIELDS_ON[step] | set(answers.faults))
    return FormView(values=answers.values, faults=faults, anchors=ANCHORS)


def _step_page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    draft: Draft,
    step: DraftStep,
    form: FormView,
    now: Now,
    *,
    said: Collection[Answered] | None = None,
    both: Collection[Difference] = (),
) -> HTMLResponse:
    """Show one step; with ``both`` what stands in the draft beside what somebody typed."""
    slug = SLUGS[step]
    asked = [SLUGS[one] for one in ASKED]
    before = asked[asked.index(slug) - 1] if slug in asked[1:] else ""
    reference = load_reference(local_day(now))
    return page(
        request,
        "posting_step.html",
        status=409 if both else 400 if form.faults else 200,
        current="/werkgever/plek",
        draft=draft if draft.saved else None,
        step=slug,
        title=TITLES[slug],
        number=NUMBERS.get(slug),
        n_steps=len(NUMBERS),
        before=before,
        form=form,
        both=both,
        is_done=draft.next_step is None,
        advice=_advice(work, by, draft, now) if draft.saved else None,
        **_asked(work, by, draft, step, form, now, reference, said),
    )


def _asked(
    work: UnitOfWork,
    by: Account,
    draft: Draft,
    step: DraftStep,
    form: FormView,
    now: Now,
    reference: Reference,
    said: Collection[Answered] | None,
) -> dict[str, Any]:
    """Give what a step asks: its choices, and what the own words say about them."""
    today = local_day(now)
    match step:
        case DraftStep.WHERE:
            known = where_choices(work, employer_id=draft.employer_id, reference=reference, today=today)
            return {"choices": known, "reference": reference}
        case DraftStep.WORK:
            found_words = _own_words(work, by, form, draft, said_in(draft.form) if said is None else said)
            there = {row.code for group in found_words.groups for row in group.rows}
            return {
                "groups": found_words.groups,
                "version": found_words.version,
                "tasks": task_groups(
                    work,
                    form=draft.form,
                    ticked=[name.removeprefix("taak.") for name in form.values if name.startswith("taak.")],
                    besides=there,
                    now=now,
                ),
            }
        case DraftStep.DAYS:
            rule, usual = reference.placement_types.get(draft.form.type), _usual(draft, now)
            return {
                "patterns": [(one.code, pattern_text(one)) for one in usual.patterns],
                "weekdays": list(enumerate(WEEKDAYS, start=1)),
                "kind": kind_of_type(rule.code, now=now) if rule else "",
                "period": period_text(usual.form.starts_on, usual.form.ends_on) if usual.form.starts_on else "",
            }
        case _:
            notes = _own_words(work, by, FormView(values={"werk": draft.form.own_words}), draft, ()).notes
            catalogue = current_catalogue(work)
            return {
                "asked": questions(draft.form.own_words, notes, reference=reference),
                "tasks": [
                    (code, sentence(catalogue[code].plain_label)) for code in draft.form.task_ids if code in catalogue
                ],
                "conditions": [(code, sentence(one.place_label)) for code, one in reference.conditions.items()],
                "hazards": {code: one.label for code, one in reference.hazards.items()},
                "prerequisites": [(code, one.label) for code, one in reference.prerequisites.items()],
                "dutch_levels": [("", "Maakt niet uit"), *((one.value, one.value.upper()) for one in LanguageLevel)],
            }


def _own_words(work: UnitOfWork, by: Account, form: FormView, draft: Draft, said: Collection[Answered]) -> OwnWords:
    """Give the tasks that the employer's own words lead to; a good one is taken at first."""
    if not form.values["werk"] or "werk" in form.faults:
        return OwnWords()

    def first_answer(code: str, how: str) -> str:
        return "1" if how == SURE or form.values.get(f"taak.{code}") else ""

    return groups(
        work,
        by=by,
        text=form.values["werk"],
        said=said,
        kinds=TASK_KINDS,
        besides=drafts.programme_tasks(draft),
        first_answer=first_answer,
    )


def _looked_over(by: Account, placement: Placement, now: Now) -> LookedOver:
    return look_over(by=by, texts=texts_of(placement), given=told_by_fields(placement), now=now)


def _advice(work: UnitOfWork, by: Account, draft: Draft, now: Now) -> Advice | None:
    """Give advice about the place as it stands in a draft, as soon as enough is known for one."""
    placement = drafts.placement_of(work, by=by, draft=draft, now=now)
    return None if placement is None else advice_for(work, by=by, placement=placement, now=now)


def _look_page(
    request: Request, work: UnitOfWork, by: Account, draft: Draft, now: Now, *, faults: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Show how the place will look, what to check, and what is not right yet with the step that mends it."""
    told = drafts.draft_faults(work, by=by, draft=draft, now=now) if faults is None else faults
    placement = None if told else drafts.placement_of(work, by=by, draft=draft, now=now)
    checks = to_check(work, draft=draft, form=drafts.completed_form(draft, now=now), now=now)
    return page(
        request,
        "posting_look.html",
        status=400 if faults else 200,
        current="/werkgever/plek",
        draft=draft,
        title=TITLES[LOOK],
        number=NUMBERS[LOOK],
        n_steps=len(NUMBERS),
        advice=None if placement is None else advice_for(work, by=by, placement=placement, now=now),
        looked=None if placement is None else _looked_over(by, placement, now),
        place=None if placement is None else preview_placement(work, placement=placement, now=now),
        faults=[(_link(draft, drafts.STEP_OF_FAULT[name], name), text) for name, text in told.items()],
        checks=[(_link(draft, one.step, one.field), one) for one in checks],
        steps=[(slug, TITLES[slug]) for slug in SLUGS.values()],
        began=day_text(local_day(draft.changed_at)),
    )


def _link(draft: Draft, step: DraftStep, field: str) -> str:
    anchor = ANCHORS.get(FIELDS[field], FIELDS[field])
    return f"/werkgever/plek/{draft.id}?stap={SLUGS[step]}#{anchor}"
