"""Inviting somebody, taking an invitation up, and saying who is a parent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.errors import InvalidAccountError, LinkRefusedError
from accounts.invitation import AT_SCHOOL, INVITES
from accounts.role import OF_EMPLOYER, OF_SCHOOL, OF_STUDENT, Role
from api.dependencies import By, Device, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.pages.login import go_in, notice
from api.pages.typed import read_id
from api.rendering import FormView, page
from services import invitations
from services.errors import ForbiddenError, NotFoundError, found
from services.invitations import INVITATION_PATH, Wanted
from services.login import read_email
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork
from services.wording import SHORT_ROLES

router = guarded_router()

HERE = "/uitnodigen"
FIELDS = ("email", "leerling", "bedrijf", "school", "klas")


@router.get(HERE)
@allow(Act.INVITE)
def show_invitations(request: Request, work: Reading, by: By, now: Now, gedaan: str = "") -> HTMLResponse:
    """Show what was invited and is still open, and whom one can invite."""
    at_school = by.role in AT_SCHOOL
    return page(
        request,
        "invitations.html",
        current=HERE,
        roles=[(role.value, SHORT_ROLES[role]) for role in Role if role in INVITES[by.role]],
        open=invitations.open_invitations(work, by=by, now=now),
        parents=invitations.parents_to_confirm(work, by=by, now=now) if at_school else (),
        done=gedaan,
        is_mailing=request.state.is_mailing,
    )


@router.get(f"{HERE}/{{role}}")
@allow(Act.INVITE)
def show_invite(request: Request, work: Reading, by: By, role: str) -> HTMLResponse:
    """Show the form with which somebody is invited for a role."""
    return _form_page(request, work, by, _role(by, role), FormView(values=dict.fromkeys(FIELDS, "")))


@router.post(f"{HERE}/{{role}}")
@allow(Act.INVITE)
def invite(request: Request, work: Writing, by: By, now: Now, role: str, form: Submitted) -> Response:
    """Ask somebody in, or show the form again with every fault."""
    asked = _role(by, role)
    values = {name: str(form.get(name, "")).strip() for name in FIELDS}
    wanted, faults = _wanted(work, by, asked, values)
    if not faults:
        try:
            made = invitations.invite(work, by=by, wanted=wanted, now=now)
        except NotFoundError:
            faults["school" if asked in OF_SCHOOL else "leerling"] = "Dit kennen wij niet"
    if faults:
        return _form_page(request, work, by, asked, FormView(values=values, faults=faults))
    if request.state.is_demo:
        return _link_page(request, work, by, now, made.id)
    return RedirectResponse(f"{HERE}?gedaan=uitgenodigd", status_code=303)


@router.post(f"{HERE}/{{invitation_id}}/link")
@allow(Act.INVITE)
def show_new_link(
    request: Request, work: Writing, by: By, now: Now, invitation_id: str, form: Submitted
) -> HTMLResponse:
    """Show a new link for an invitation, in a demo region: nothing is mailed there."""
    return _link_page(request, work, by, now, found(read_id(invitation_id)))


@router.post(f"{HERE}/{{invitation_id}}/intrekken")
@allow(Act.INVITE)
def revoke(work: Writing, by: By, now: Now, invitation_id: str, form: Submitted) -> RedirectResponse:
    """Take an invitation back."""
    invitations.revoke(work, by=by, invitation_id=found(read_id(invitation_id)), now=now)
    return RedirectResponse(f"{HERE}?gedaan=ingetrokken", status_code=303)


@router.post("/ouders/{invitation_id}")
@allow(Act.CONFIRM_PARENT)
def confirm_parent(work: Writing, by: By, now: Now, invitation_id: str, form: Submitted) -> RedirectResponse:
    """Say whether somebody is a parent of the student."""
    is_parent = found({"ja": True, "nee": False}.get(str(form.get("ouder", ""))))
    invitations.confirm_parent(work, by=by, invitation_id=found(read_id(invitation_id)), is_parent=is_parent, now=now)
    back = HERE if by.role in AT_SCHOOL else "/account"
    return RedirectResponse(f"{back}?gedaan=ouder", status_code=303)


@router.get(f"{INVITATION_PATH}{{token}}")
@everybody("Whoever is invited is nobody yet.")
def show_invitation(request: Request, work: Reading, now: Now, token: str) -> HTMLResponse:
    """Show who invites for what; looking uses nothing up."""
    try:
        view = invitations.invitation_of(work, token=token, now=now)
    except LinkRefusedError:
        return _refused(request)
    return _invitation_page(request, view, FormView(values={"naam": view.name}))


@router.post(f"{INVITATION_PATH}{{token}}")
@everybody("Whoever is invited is nobody yet.")
def accept(request: Request, work: Writing, now: Now, device: Device, token: str, form: Submitted) -> Response:
    """Take an invitation up."""
    name = str(form.get("naam", "")).strip()
    try:
        view = invitations.invitation_of(work, token=token, now=now)
        entered = invitations.accept(work, token=token, name=name, device=device, now=now)
    except LinkRefusedError:
        return _refused(request)
    except InvalidAccountError:
        faults = {"naam": "Vul je naam in, hoogstens 120 tekens"}
        return _invitation_page(request, view, FormView(values={"naam": name}, faults=faults))
    if entered is not None:
        return go_in(request, work, entered)
    if not view.is_confirmed:
        return notice(
            request,
            title="Bijna klaar",
            lines=(
                "Je account is gemaakt. De school, of de leerling vanaf 16 jaar, zegt nu nog dat je de ouder bent.",
                "Daarna log je in met je e-mailadres.",
            ),
        )
    return notice(
        request,
        title="Het is gelukt",
        lines=("Dit is erbij gekomen. Log in met je e-mailadres, en wissel zo nodig van rol bij Mijn account.",),
        link=("/inloggen", "Naar inloggen"),
    )


def _role(by: Account, text: str) -> Role:
    """Read for what somebody is invited; what this account may not invite for is not there."""
    role = found({str(one): one for one in Role}.get(text))
    if role not in INVITES[by.role]:
        raise ForbiddenError(f"{by.role} may not invite a {role}")
    return role


def _wanted(work: UnitOfWork, by: Account, role: Role, values: Mapping[str, str]) -> tuple[Wanted, dict[str, str]]:
    faults: dict[str, str] = {}
    email = read_email(values["email"])
    if email is None:
        faults["email"] = "Vul een e-mailadres in, zoals naam@school.nl"
    student_id = employer_id = None
    if role in OF_STUDENT:
        chosen = values["leerling"]
        at_school = by.role in AT_SCHOOL
        student_id = read_id(chosen) if at_school else invitations.invited_student(work, by=by, reference=chosen)
        if student_id is None:
            faults["leerling"] = "Kies de leerling" if at_school else "Dit leerlingnummer kennen wij niet"
    if role in OF_EMPLOYER:
        employer_id = invitations.invited_employer(work, by=by, reference=values["bedrijf"])
        if employer_id is None:
            faults["bedrijf"] = "Dit bedrijf kennen wij niet"
    if role in OF_SCHOOL and not values["school"]:
        faults["school"] = "Vul de naam van de school in"
    if role is Role.TEACHER and not values["klas"]:
        faults["klas"] = "Vul de klas in"
    wanted = Wanted(
        email=email or "",
        role=role,
        student_id=student_id,
        employer_id=employer_id,
        school=values["school"] if role in OF_SCHOOL else "",
        group=values["klas"] if role is Role.TEACHER else "",
    )
    return wanted, faults


def _form_page(request: Request, work: UnitOfWork, by: Account, role: Role, form: FormView) -> HTMLResponse:
    students: list[tuple[str, str]] = []
    if role in OF_STUDENT and by.role in AT_SCHOOL:
        known = invitations.invitable_students(work, by=by)
        students = [(str(one.id), f"{one.first_name}, {one.group} ({one.reference})") for one in known]
    asks: dict[str, Any] = {
        "student": role in OF_STUDENT,
        "employer": role in OF_EMPLOYER and by.role is not Role.EMPLOYER,
        "school": role in OF_SCHOOL,
        "group": role is Role.TEACHER,
        "is_parent": role is Role.PARENT,
    }
    return page(
        request,
        "invite.html",
        status=400 if form.faults else 200,
        current=HERE,
        role=role.value,
        role_word=SHORT_ROLES[role],
        form=form,
        students=students,
        asks=asks,
        is_mailing=request.state.is_mailing,
    )


def _invitation_page(request: Request, view: invitations.InvitationView, form: FormView) -> HTMLResponse:
    return page(
        request,
        "invitation.html",
        status=400 if form.faults else 200,
        view=view,
        form=form,
        path=request.url.path,
    )


def _link_page(request: Request, work: UnitOfWork, by: Account, now: datetime, invitation_id: UUID) -> HTMLResponse:
    path = invitations.invitation_link(work, by=by, invitation_id=invitation_id, now=now)
    return notice(
        request,
        title="De uitnodiging is klaar",
        lines=(
            "Dit is een demo, en daarom gaat er geen mail uit. Hieronder staat de link die anders in de mail staat.",
            "De link werkt één keer, en drie dagen. Maak je een nieuwe link, dan werkt deze niet meer.",
        ),
        link=(path, "Open de uitnodiging"),
    )


def _refused(request: Request) -> HTMLResponse:
    return notice(
        request,
        status=404,
        title="Deze uitnodiging werkt niet meer",
        lines=(
            "Een uitnodiging werkt één keer, en drie dagen. Of iemand heeft haar ingetrokken.",
            "Heb je al een account? Log dan in met je e-mailadres. Vraag anders om een nieuwe uitnodiging.",
        ),
        link=("/inloggen", "Naar inloggen"),
    )
