"""For the employer: the candidates of the own places, on cards without a label, and what can be done with each."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.application_forms import fields_of, read_step
from api.pages.applications import NOTHING_TYPED, confirm_end
from api.pages.typed import typed
from api.rendering import FormView, page
from career.answer_clock import Side
from career.application_rules import StepKind
from career.errors import InvalidValueError
from services.applications import take_step
from services.applications.employer_side import CandidateShown, candidate, end_reasons, presented
from services.applications.stepping import note_seen
from services.coaching import advice_for_helps
from services.permissions import Account, Act
from services.schemes.personal import schemes_told
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/werkgever/kandidaten"


@router.get(HERE)
@allow(Act.SEE_PRESENTED)
def show_presented(request: Request, work: Reading, by: By, now: Now, plek: str = "") -> HTMLResponse:
    """Show an employer who was presented, per place; or at one place."""
    try:
        placement_id = UUID(plek) if plek else None
    except ValueError:
        raise UnreadableQueryError from None
    places = presented(work, by=by, placement_id=placement_id, now=now)
    return page(request, "presented.html", current=HERE, places=places, is_one=placement_id is not None)


@router.get(HERE + "/{application_id}")
@allow(Act.SEE_PRESENTED)
def show_candidate(request: Request, work: Writing, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show an employer one card, and note that it was read."""
    note_seen(work, by=by, application_id=application_id, now=now)
    return _candidate_page(request, work, by, application_id, now, NOTHING_TYPED)


@router.post(HERE + "/{application_id}")
@allow(Act.SEE_PRESENTED)
def step(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Take a step for the company; an end is asked for twice."""
    here = f"{HERE}/{application_id}"
    values, faults = typed(form), dict[str, str]()
    asked = read_step(values, faults)
    if not faults and asked.kind is StepKind.END and values["zeker"] != "ja":
        view = candidate(work, by=by, application_id=application_id, now=now)
        return confirm_end(request, what=view.alias, back=here, values=values, current=HERE)
    if not faults:
        try:
            take_step(work, by=by, application_id=application_id, asked=asked, now=now)
            return RedirectResponse(here, status_code=303)
        except InvalidValueError as error:
            faults = fields_of(error.faults, is_end=asked.kind is StepKind.END)
    return _candidate_page(request, work, by, application_id, now, FormView(values=values, faults=faults))


def _candidate_page(
    request: Request, work: UnitOfWork, by: Account, application_id: UUID, now: Now, form: FormView
) -> HTMLResponse:
    view = candidate(work, by=by, application_id=application_id, now=now)
    schemes = schemes_told(work, by=by, application_id=application_id, now=now)
    return page(
        request,
        "candidate.html",
        status=400 if form.faults else 200,
        current=HERE,
        view=view,
        schemes=schemes,
        is_going=isinstance(view, CandidateShown),
        form=form,
        reasons=end_reasons(Side.EMPLOYER, now=now),
        advice=advice_for_helps(view.helps) if isinstance(view, CandidateShown) else (),
    )
