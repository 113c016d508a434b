"""Schemes for one young person: the yes of the student or a parent, and what a job coach finds after it."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from services.permissions import Account, Act
from services.schemes.personal import (
    PAYS_WAGE,
    SchemeInquiry,
    agree,
    coached_matches,
    find_schemes,
    inquiry,
    my_scheme_choice,
    share,
    withdraw,
)
from services.unit_of_work import UnitOfWork

router = guarded_router()

MINE = "/regelingen/mijn"
COACHED = "/regelingen/jongeren"
ONE = "/regelingen/jongere"
YES_NO = (("ja", "Ja"), ("nee", "Nee"), ("", "Weet ik niet"))
SAID: Mapping[str, bool] = {"ja": True, "nee": False}
CHOICES = {"ja": agree, "delen": share, "terug": withdraw}
"""What a student or parent can choose, by the name of the button."""


@router.get(MINE + "/{application_id}")
@allow(Act.CHOOSE_SCHEMES)
def show_choice(request: Request, work: Reading, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show what a job coach may look for, what was found, and what the company reads."""
    choice = my_scheme_choice(work, by=by, application_id=application_id, now=now)
    back = "/toestemming" if by.role is Role.PARENT else f"/contacten/{application_id}"
    return page(request, "scheme_choice.html", current=back, choice=choice, back=back)


@router.post(MINE + "/{application_id}")
@allow(Act.CHOOSE_SCHEMES)
def choose(work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Say yes, let the company read it, or take it back."""
    my_scheme_choice(work, by=by, application_id=application_id, now=now)
    act = CHOICES.get(str(form.get("keuze", "")))
    if act is None:
        raise UnreadableQueryError("keuze")
    act(work, by=by, application_id=application_id, now=now)
    return RedirectResponse(f"{MINE}/{application_id}", status_code=303)


@router.get(COACHED)
@allow(Act.FIND_SCHEMES)
def show_coached(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a job coach the matches of those whom this coach guides."""
    return page(request, "scheme_matches.html", current=COACHED, matches=coached_matches(work, by=by, now=now))


@router.get(ONE + "/{application_id}")
@allow(Act.FIND_SCHEMES)
def show_inquiry(
    request: Request, work: Reading, by: By, now: Now, application_id: UUID, klaar: str = ""
) -> HTMLResponse:
    """Show a job coach the questions for one match, once there is a yes."""
    return _inquiry_page(request, work, by, application_id, now, FormView(values=defaultdict(str)), bool(klaar))


@router.post(ONE + "/{application_id}")
@allow(Act.FIND_SCHEMES)
def find(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Say which schemes apply by these answers; they are kept nowhere."""
    asked = inquiry(work, by=by, application_id=application_id, now=now)
    values, answers = _answers(form, asked)
    if asked.questions and not answers:
        faults = {"vragen": "Beantwoord minstens één vraag met ja of nee"}
        return _inquiry_page(request, work, by, application_id, now, FormView(values=values, faults=faults), False)
    pays_wage = SAID.get(values[PAYS_WAGE])
    find_schemes(work, by=by, application_id=application_id, answers=answers, pays_wage=pays_wage, now=now)
    return RedirectResponse(f"{ONE}/{application_id}?klaar=1", status_code=303)


def _answers(form: FormData, asked: SchemeInquiry) -> tuple[defaultdict[str, str], dict[str, bool]]:
    values: defaultdict[str, str] = defaultdict(str)
    names = [question.code for question in asked.questions]
    values |= {name: str(form.get(name, "")) for name in (*names, PAYS_WAGE)}
    return values, {name: SAID[values[name]] for name in names if values[name] in SAID}


def _inquiry_page(
    request: Request, work: UnitOfWork, by: Account, application_id: UUID, now: Now, form: FormView, is_done: bool
) -> HTMLResponse:
    asked = inquiry(work, by=by, application_id=application_id, now=now)
    return page(
        request,
        "scheme_inquiry.html",
        status=400 if form.faults else 200,
        current=COACHED,
        asked=asked,
        form=form,
        is_done=is_done,
        yes_no=YES_NO,
        wage_field=PAYS_WAGE,
    )
