"""For the student: one tap, and the own contacts; for a parent: what waits for a yes."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.application_forms import fields_of, read_step
from api.pages.typed import typed
from api.rendering import FormView, page
from career.answer_clock import Side
from career.application_rules import StepKind
from career.errors import InvalidValueError
from services.applications import ContactRefusedError, show_interest, take_step
from services.applications.employer_side import end_reasons
from services.applications.student_side import consents_asked, my_contact, my_contacts
from services.permissions import Account, Act
from services.schemes.personal import children_choices
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/contacten"
CONSENTS = "/toestemming"
OWN_PAGES: Mapping[Role, str] = {
    Role.STUDENT: HERE,
    Role.EMPLOYER: "/werkgever/kandidaten",
    Role.TEACHER: "/opvolgen",
    Role.PLACEMENT_COORDINATOR: "/opvolgen",
    Role.JOBHUNTER: "/opvolgen",
}
"""Where each role finds an application."""
NOTHING_TYPED = FormView(values=defaultdict(str))


@router.get("/sollicitaties/{application_id}")
@allow(Act.TAKE_STEP)
def find_application(by: By, application_id: UUID) -> RedirectResponse:
    """Lead whoever read a message to the page on which the own role sees it."""
    here = OWN_PAGES.get(by.role)
    return RedirectResponse(CONSENTS if here is None else f"{here}/{application_id}", status_code=303)


@router.post("/plekken/{placement_id}/interesse")
@allow(Act.SHOW_INTEREST)
def tap(request: Request, work: Writing, by: By, now: Now, form: Submitted, placement_id: UUID) -> Response:
    """Say to be interested, and show the contact; or say why it cannot be."""
    try:
        application = show_interest(work, by=by, placement_id=placement_id, now=now)
    except ContactRefusedError as error:
        return refused(request, error)
    return RedirectResponse(f"{HERE}/{application.id}", status_code=303)


@router.get(HERE)
@allow(Act.SEE_CONTACTS)
def show_contacts(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student the own contacts."""
    return page(request, "contacts.html", current=HERE, contacts=my_contacts(work, by=by, now=now))


@router.get(HERE + "/{application_id}")
@allow(Act.SEE_CONTACTS)
def show_contact(request: Request, work: Reading, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show a student one contact, with what can be done and what happened."""
    return _contact_page(request, work, by, application_id, now, NOTHING_TYPED)


@router.post(HERE + "/{application_id}")
@allow(Act.SEE_CONTACTS)
def step(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Take a step; an end is asked for twice."""
    values, faults = typed(form), dict[str, str]()
    asked = read_step(values, faults)
    if not faults and asked.kind is StepKind.END and values["zeker"] != "ja":
        contact, _ = my_contact(work, by=by, application_id=application_id, now=now)
        return confirm_end(
            request, what=contact.place.title, back=f"{HERE}/{application_id}", values=values, current=HERE
        )
    if not faults:
        try:
            take_step(work, by=by, application_id=application_id, asked=asked, now=now)
            return RedirectResponse(f"{HERE}/{application_id}", status_code=303)
        except InvalidValueError as error:
            faults = fields_of(error.faults, is_end=asked.kind is StepKind.END)
    return _contact_page(request, work, by, application_id, now, FormView(values=values, faults=faults))


@router.get(CONSENTS)
@allow(Act.SEE_CONSENTS)
def show_consents(request: Request, work: Reading, by: By, now: Now, gedaan: str = "") -> HTMLResponse:
    """Show a parent what waits for a yes."""
    return _consents_page(request, work, by, now, NOTHING_TYPED, is_done=bool(gedaan))


@router.post(CONSENTS + "/{application_id}")
@allow(Act.SEE_CONSENTS)
def consent(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Keep a parent's yes, or the end with a reason."""
    values, faults = typed(form), dict[str, str]()
    asked = read_step(values, faults)
    if not faults:
        try:
            take_step(work, by=by, application_id=application_id, asked=asked, now=now)
            return RedirectResponse(f"{CONSENTS}?gedaan=1", status_code=303)
        except InvalidValueError as error:
            faults = fields_of(error.faults, is_end=True)
    return _consents_page(request, work, by, now, FormView(values=values, faults=faults))


def refused(request: Request, error: ContactRefusedError) -> HTMLResponse:
    """Say why a contact cannot be."""
    return page(request, "error.html", status=409, title="Dit kan nu niet", text=error.text, faults=[])


def confirm_end(request: Request, *, what: str, back: str, values: Mapping[str, str], current: str) -> HTMLResponse:
    """Ask once more before something ends."""
    kept = {name: value for name, value in values.items() if name not in ("csrf", "zeker")}
    return page(request, "contact_confirm.html", current=current, what=what, back=back, kept=kept)


def _contact_page(
    request: Request, work: UnitOfWork, by: Account, application_id: UUID, now: Now, form: FormView
) -> HTMLResponse:
    contact, lines = my_contact(work, by=by, application_id=application_id, now=now)
    return page(
        request,
        "contact.html",
        status=400 if form.faults else 200,
        current=HERE,
        contact=contact,
        lines=lines,
        form=form,
        reasons=end_reasons(Side.STUDENT, now=now),
    )


def _consents_page(
    request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView, *, is_done: bool = False
) -> HTMLResponse:
    return page(
        request,
        "consents.html",
        status=400 if form.faults else 200,
        current=CONSENTS,
        asked=consents_asked(work, by=by, now=now),
        choices=children_choices(work, by=by, now=now),
        form=form,
        reasons=end_reasons(Side.PARENT, now=now),
        is_done=is_done,
    )
