"""Guarantees of a job: for the student, who guides one at school, a parent who decides, and a company of the group."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import read_id, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from services import guarantees
from services.errors import NotFoundError, found
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, CHILD, COMPANY = "/garantie", "/mijn-kind/garantie", "/werkgever/garanties"
AT_SCHOOL = "/klas/{student_id}/garantie"
FILE = "garantie.pdf"
STEPS = frozenset({"aanvragen", "terug", "ja", "nee", "klopt", "waarschuw", "vervalt"})
NOTHING = FormView(values={"welke": ""})


@router.get(HERE)
@allow(Act.EDIT_DOSSIER)
def show_own(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student the own guarantee, and those that fit."""
    return _page(request, work, by, now, student_id=found(by.subject_id), form=NOTHING)


@router.post(HERE)
@allow(Act.EDIT_DOSSIER)
def change_own(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Claim a guarantee, give it back, or answer to a job."""
    return _change(request, work, by, now, form, student_id=found(by.subject_id), here=HERE)


@router.get(HERE + "/{claim_id}.pdf")
@allow(Act.EDIT_DOSSIER)
def take_letter(work: Reading, by: By, now: Now, claim_id: UUID) -> Response:
    """Give a student the letter of an own guarantee."""
    made = guarantees.guarantee_pdf(work, by=by, claim_id=claim_id, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(made, media_type="application/pdf", headers=headers)


@router.get(AT_SCHOOL)
@allow(Act.CHECK_GUARANTEE)
def show_at_school(request: Request, work: Reading, by: By, now: Now, student_id: UUID) -> HTMLResponse:
    """Show who guides a student the claims, and what fits, to claim it together."""
    return _page(request, work, by, now, student_id=student_id, form=NOTHING)


@router.post(AT_SCHOOL)
@allow(Act.CHECK_GUARANTEE)
def change_at_school(request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Claim together with a student, or say whether the conditions still hold."""
    return _change(request, work, by, now, form, student_id=student_id, here=AT_SCHOOL.format(student_id=student_id))


@router.get(CHILD)
@allow(Act.DECIDE_FOR_CHILD)
def show_to_parent(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a parent the claims of children that are too young to decide."""
    claims = guarantees.claims_of_children(work, by=by, now=now)
    return page(request, "guarantees_child.html", current="/mijn-kind", claims=claims)


@router.post(CHILD)
@allow(Act.DECIDE_FOR_CHILD)
def answer_for_child(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Say yes or no for a child."""
    values = typed(form)
    claim_id = _id(values["welke"])
    guarantees.answer_for_child(work, by=by, claim_id=claim_id, is_yes=values["stap"] == "ja", now=now)
    return RedirectResponse(CHILD, status_code=303)


@router.get(COMPANY)
@allow(Act.OFFER_GUARANTEED)
def show_to_company(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a company the guarantees of its group, without anybody who did not say yes."""
    held = guarantees.guarantees_of_employer(work, by=by, now=now)
    return page(request, "guarantees_employer.html", current="/werkgever", held=held)


@router.post(COMPANY)
@allow(Act.OFFER_GUARANTEED)
def offer(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Offer a job to whoever is first."""
    guarantees.offer_job(work, by=by, guarantee_id=_id(typed(form)["welke"]), now=now)
    return RedirectResponse(COMPANY, status_code=303)


def _change(
    request: Request, work: UnitOfWork, by: Account, now: Now, form: Submitted, *, student_id: UUID, here: str
) -> Response:
    guarantees.require_reach(work, by=by, student_id=student_id)
    values = typed(form)
    step = values["stap"]
    if step not in STEPS:
        raise UnreadableQueryError("stap")
    chosen = _id(values["welke"])
    year = values["start"]
    try:
        match step:
            case "aanvragen":
                guarantees.claim_guarantee(
                    work,
                    by=by,
                    student_id=student_id,
                    guarantee_id=chosen,
                    starts_in=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
                    has_read=values["gelezen"] == "ja",
                    now=now,
                )
            case "terug":
                guarantees.give_back(work, by=by, claim_id=chosen, now=now)
            case "ja" | "nee":
                guarantees.answer_offer(work, by=by, claim_id=chosen, is_yes=step == "ja", now=now)
            case "klopt":
                guarantees.check_claim(work, by=by, claim_id=chosen, now=now)
            case "waarschuw":
                guarantees.warn_claim(work, by=by, claim_id=chosen, reason=values["reden"], now=now)
            case "vervalt":
                guarantees.lapse_claim(work, by=by, claim_id=chosen, now=now)
    except InvalidValueError as error:
        told = FormView(values=values, faults=error.faults, anchors=dict.fromkeys(error.faults, f"kaart-{chosen}"))
        return _page(request, work, by, now, student_id=student_id, form=told)
    return RedirectResponse(here, status_code=303)


def _page(
    request: Request, work: UnitOfWork, by: Account, now: Now, *, student_id: UUID, form: FormView
) -> HTMLResponse:
    is_own = student_id == by.subject_id
    return page(
        request,
        "guarantees.html",
        status=400 if form.faults else 200,
        current="/dossier" if is_own else "/klas",
        view=guarantees.guarantees_for(work, by=by, student_id=student_id, now=now),
        form=form,
        is_own=is_own,
        here=HERE if is_own else AT_SCHOOL.format(student_id=student_id),
    )


def _id(text: str) -> UUID:
    chosen = read_id(text)
    if chosen is None:
        raise NotFoundError("not found")
    return chosen
