"""Looking back at an event: who spoke whom, with one tap for with whom to go on; and the report for its organiser."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from events.encounter import Interest
from services.encounter_views import look_back
from services.encounters import CodeRefusedError, note_code, note_company, note_pair, say_interest
from services.event_report import event_report
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

PATH, REPORT = "/agenda/{event_id}/terugblik", "/agenda/{event_id}/verslag"
CODE, STUDENT, COMPANY = "code", "jongere", "bedrijf"
INTERESTS: Mapping[str, Interest] = {"ja": Interest.YES, "nee": Interest.NO, "wis": Interest.UNSAID}
NOTHING_TYPED = FormView(values={CODE: ""})


@router.get(PATH)
@allow(Act.LOOK_BACK)
def show_look_back(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show whom one spoke at an event, and with whom one wants to go on."""
    return _page(request, work, by, event_id, now, NOTHING_TYPED)


@router.post(PATH)
@allow(Act.LOOK_BACK)
def note(request: Request, work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Note whom one spoke: a student chooses a company, a company types the code of the student."""
    if CODE in form:
        typed = str(form[CODE]).strip()
        try:
            spoken = note_code(work, by=by, event_id=event_id, code=typed, now=now)
        except CodeRefusedError as error:
            view = FormView(values={CODE: typed}, faults={CODE: error.text})
            return _page(request, work, by, event_id, now, view, status=400)
    else:
        student_id, employer_id = _pair(form)
        spoken = note_company(work, by=by, event_id=event_id, student_id=student_id, employer_id=employer_id, now=now)
    return RedirectResponse(f"/agenda/{event_id}/terugblik#gesprek-{spoken.id}", status_code=303)


@router.post(PATH + "/{encounter_id}")
@allow(Act.LOOK_BACK)
def say(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID, encounter_id: UUID) -> Response:
    """Say whether to go on with somebody: yes, no, or nothing after all."""
    interest = INTERESTS.get(str(form.get("verder", "")))
    if interest is None:
        raise UnreadableQueryError
    say_interest(work, by=by, event_id=event_id, encounter_id=encounter_id, interest=interest, now=now)
    return RedirectResponse(f"/agenda/{event_id}/terugblik#gesprek-{encounter_id}", status_code=303)


@router.get(REPORT)
@allow(Act.KEEP_EVENT)
def show_report(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show an organiser what came of an event, and how far people are with looking back at it."""
    report = event_report(work, by=by, event_id=event_id, now=now)
    return page(request, "event_report.html", current="/agenda", report=report)


@router.post(REPORT)
@allow(Act.KEEP_EVENT)
def note_for_both(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Note for an organiser that a student and a company spoke."""
    student_id, employer_id = _pair(form)
    note_pair(work, by=by, event_id=event_id, student_id=student_id, employer_id=employer_id, now=now)
    return RedirectResponse(f"/agenda/{event_id}/verslag#wie-wie", status_code=303)


def _page(
    request: Request, work: UnitOfWork, by: Account, event_id: UUID, now: datetime, form: FormView, *, status: int = 200
) -> HTMLResponse:
    view = look_back(work, by=by, event_id=event_id, now=now)
    return page(request, "look_back.html", status=status, current="/agenda", view=view, form=form)


def _pair(form: FormData) -> tuple[UUID, UUID]:
    try:
        return UUID(str(form.get(STUDENT, ""))), UUID(str(form.get(COMPANY, "")))
    except ValueError:
        raise UnreadableQueryError from None
