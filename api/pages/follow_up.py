"""For the jobhunter and the school: what waits and for whom, helping on behalf of another, and proposing a student."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.application_forms import NAMES, SIDE_NAMES, fields_of, read_step
from api.pages.applications import NOTHING_TYPED, confirm_end, refused
from api.pages.typed import typed
from api.rendering import FormView, page
from career.answer_clock import Side
from career.application_rules import StepKind
from career.errors import InvalidValueError
from services.applications import ContactRefusedError, propose_student, take_step
from services.applications.employer_side import end_reasons
from services.applications.helper_side import FOR_OTHERS, follow_up, follow_ups
from services.encounter_views import wanted_without_place
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/opvolgen"
STEP_LABELS = {
    StepKind.SHOW_INTEREST: "De jongere heeft interesse",
    StepKind.INVITE: "Het bedrijf wil kennismaken",
    StepKind.AGREE: "De jongere wil kennismaken",
    StepKind.PLAN_TRIAL_DAY: "Er komt een meeloopdag",
    StepKind.OFFER: "Het bedrijf biedt de plek aan",
    StepKind.ACCEPT: "De jongere neemt de plek aan",
}
"""What a helper says that another has said."""
ENDING_SIDES = {Side.HELPER: "Wij stoppen", Side.STUDENT: "De jongere stopt", Side.EMPLOYER: "Het bedrijf stopt"}
"""Whose end a helper can keep, and how the form calls it."""


@router.get(HERE)
@allow(Act.FOLLOW_UP)
def show_queue(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show what waits, and for whom; what waits for the reader first."""
    return page(
        request,
        "follow_ups.html",
        current=HERE,
        rows=follow_ups(work, by=by, now=now),
        wanted=wanted_without_place(work, by=by, now=now),
    )


@router.post(HERE)
@allow(Act.PROPOSE_STUDENT)
def propose(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Propose a student for a place; or say why it cannot be."""
    values = typed(form)
    try:
        student_id, placement_id = UUID(values["jongere"]), UUID(values["plek"])
    except ValueError:
        raise UnreadableQueryError from None
    try:
        application = propose_student(
            work,
            by=by,
            student_id=student_id,
            placement_id=placement_id,
            is_wish=values["wens"] == "ja",
            reason=values["waarom"],
            now=now,
        )
    except ContactRefusedError as error:
        return refused(request, error)
    return RedirectResponse(f"{HERE}/{application.id}", status_code=303)


@router.get(HERE + "/{application_id}")
@allow(Act.FOLLOW_UP)
def show_follow_up(request: Request, work: Reading, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show one contact, with what can be done on behalf of whom."""
    return _follow_up_page(request, work, by, application_id, now, NOTHING_TYPED)


@router.post(HERE + "/{application_id}")
@allow(Act.FOLLOW_UP)
def step(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Take a step, for oneself or on behalf of another; an end is asked for twice."""
    here = f"{HERE}/{application_id}"
    values, faults = typed(form), dict[str, str]()
    values["namens"] = _for_whom(values, now)
    asked = read_step(values, faults)
    if not faults and asked.kind is StepKind.END and values["zeker"] != "ja":
        view, _ = follow_up(work, by=by, application_id=application_id, now=now)
        what = f"{view.student_name} bij {view.place.employer_name}"
        return confirm_end(request, what=what, back=here, values=values, current=HERE)
    if not faults:
        try:
            take_step(work, by=by, application_id=application_id, asked=asked, now=now)
            return RedirectResponse(here, status_code=303)
        except InvalidValueError as error:
            faults = fields_of(error.faults, is_end=asked.kind is StepKind.END and asked.on_behalf_of is None)
        except ContactRefusedError as error:
            return refused(request, error)
    return _follow_up_page(request, work, by, application_id, now, FormView(values=values, faults=faults))


def _for_whom(values: Mapping[str, str], now: Now) -> str:
    """Say for which side a helper speaks: what was said, or whose reason to end it is, tells it."""
    sides = {NAMES[kind]: side for kind, side in FOR_OTHERS if kind is not StepKind.END}
    if values["stap"] == NAMES[StepKind.END]:
        sides = {reason.code: reason.side for side in ENDING_SIDES for reason in end_reasons(side, now=now)}
        return SIDE_NAMES.get(sides.get(values["reden"], Side.HELPER), "")
    return SIDE_NAMES[sides[values["stap"]]] if values["stap"] in sides else ""


def _follow_up_page(
    request: Request, work: UnitOfWork, by: Account, application_id: UUID, now: Now, form: FormView
) -> HTMLResponse:
    view, lines = follow_up(work, by=by, application_id=application_id, now=now)
    told = [(NAMES[kind], STEP_LABELS[kind]) for kind, _ in view.steps_for if kind is not StepKind.END]
    may_end = {Side.HELPER, *(side for kind, side in view.steps_for if kind is StepKind.END)}
    return page(
        request,
        "follow_up.html",
        status=400 if form.faults else 200,
        current=HERE,
        view=view,
        lines=lines,
        form=form,
        own=[NAMES[kind] for kind in view.own_steps],
        told=told,
        reasons=[(ENDING_SIDES[side], end_reasons(side, now=now)) for side in ENDING_SIDES if side in may_end],
    )
