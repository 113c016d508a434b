"""Choosing a direction: for the student, and for who guides one. Own words travel in a form and are kept nowhere."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted
from api.doors import allow, guarded_router
from api.rendering import FormView, page
from services import directions, intake
from services.errors import found
from services.permissions import Account, Act
from services.privacy.pausing import paused_since
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, OF_GUIDED = "/richting", "/klas/{student_id}/richting"
WORDS = "woorden"


@router.get(HERE)
@allow(Act.SEE_MATCHES)
def show_own(request: Request, work: Reading, by: By, now: Now) -> Response:
    """Show a student every kind of work, the nearest first."""
    own_id = _own_id(by)
    if paused_since(work, by=by, now=now) is not None:
        return RedirectResponse("/mijn-gegevens", status_code=303)
    return _all(request, work, by, now, student_id=own_id, form=FormView(values={WORDS: ""}))


@router.post(HERE)
@allow(Act.SEE_MATCHES)
def find_own(request: Request, work: Reading, by: By, now: Now, form: Submitted) -> Response:
    """Show a student the occupations that own words are about."""
    return _found(request, work, by, now, student_id=_own_id(by), form=form)


@router.get(HERE + "/{sector}")
@allow(Act.SEE_MATCHES)
def show_own_direction(request: Request, work: Reading, by: By, now: Now, sector: str) -> HTMLResponse:
    """Show a student one kind of work with everything around it."""
    return _one(request, work, by, now, student_id=_own_id(by), sector=sector)


@router.get(OF_GUIDED)
@allow(Act.SEE_GROUP)
def show_guided(request: Request, work: Reading, by: By, now: Now, student_id: UUID) -> HTMLResponse:
    """Show who guides a student the same, to look at together."""
    return _all(request, work, by, now, student_id=student_id, form=FormView(values={WORDS: ""}))


@router.post(OF_GUIDED)
@allow(Act.SEE_GROUP)
def find_guided(request: Request, work: Reading, by: By, now: Now, form: Submitted, student_id: UUID) -> HTMLResponse:
    """Show who guides a student the occupations that own words are about."""
    return _found(request, work, by, now, student_id=student_id, form=form)


@router.get(OF_GUIDED + "/{sector}")
@allow(Act.SEE_GROUP)
def show_guided_direction(
    request: Request, work: Reading, by: By, now: Now, student_id: UUID, sector: str
) -> HTMLResponse:
    """Show who guides a student one kind of work."""
    return _one(request, work, by, now, student_id=student_id, sector=sector)


def _all(
    request: Request, work: UnitOfWork, by: Account, now: Now, *, student_id: UUID, form: FormView
) -> HTMLResponse:
    return page(
        request,
        "directions.html",
        status=400 if form.faults else 200,
        view=directions.directions_for(work, by=by, student_id=student_id, now=now),
        form=form,
        longest=directions.MOST_WORDS,
        can_begin=by.role is Role.STUDENT and not intake.is_complete(work, student_id=student_id),
        **_around(by, student_id),
    )


def _found(
    request: Request, work: UnitOfWork, by: Account, now: Now, *, student_id: UUID, form: Submitted
) -> HTMLResponse:
    words = str(form.get(WORDS, "")).strip()
    fault = ""
    if not words:
        fault = "Schrijf op wat je zou willen doen, zoals ‘iets met dieren’"
    elif len(words) > directions.MOST_WORDS:
        fault = f"Schrijf het korter: hoogstens {directions.MOST_WORDS} tekens"
    if fault:
        told = FormView(values={WORDS: words}, faults={WORDS: fault})
        return _all(request, work, by, now, student_id=student_id, form=told)
    return page(
        request,
        "directions_found.html",
        headers={"Cache-Control": "no-store"},
        view=directions.find_occupations(work, by=by, student_id=student_id, words=words, now=now),
        **_around(by, student_id),
    )


def _one(request: Request, work: UnitOfWork, by: Account, now: Now, *, student_id: UUID, sector: str) -> HTMLResponse:
    return page(
        request,
        "direction.html",
        view=directions.direction_for(work, by=by, student_id=student_id, sector=sector, now=now),
        **_around(by, student_id),
    )


def _around(by: Account, student_id: UUID) -> dict[str, Any]:
    is_own = by.role is Role.STUDENT
    return {
        "current": "/dossier" if is_own else "/klas",
        "is_own": is_own,
        "here": HERE if is_own else OF_GUIDED.format(student_id=student_id),
    }


def _own_id(by: Account) -> UUID:
    return found(by.subject_id if by.role is Role.STUDENT else None)
