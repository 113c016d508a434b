"""One's own account: where one has entered, as what, and how."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Device, Installation, Network, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.login import go_in, notice, school_logins
from api.pages.typed import read_id
from api.rendering import FormView, page
from services.errors import found
from services.invitations import parents_to_confirm
from services.own_account import (
    NewPassword,
    OldPasswordError,
    WeakPasswordError,
    choose_password,
    end_other_sessions,
    end_own_session,
    forget_identity,
    own_account,
    switch_role,
)
from services.permissions import Act
from services.school_login.errors import ProviderAwayError
from services.school_login.visits import begin_visit
from services.unit_of_work import UnitOfWork
from services.wording import SHORT_ROLES

router = guarded_router()

HERE = "/account"
DONE = {
    "wachtwoord": "Je nieuwe wachtwoord is bewaard. Op andere apparaten ben je uitgelogd.",
    "sessies": "Daar ben je nu uitgelogd.",
    "school": "Je schoolaccount is gekoppeld.",
    "los": "Je schoolaccount is losgemaakt.",
    "ouder": "Bewaard.",
}
EMPTY = {"oud": "", "nieuw": ""}


@router.get(HERE)
@allow(Act.SEE_ACCOUNT)
def show_account(request: Request, work: Reading, by: By, now: Now, gedaan: str = "") -> HTMLResponse:
    """Show somebody the own account."""
    return _page(request, work, by, now, FormView(values=EMPTY), done=DONE.get(gedaan, ""))


@router.post(f"{HERE}/wachtwoord")
@allow(Act.KEEP_ACCOUNT)
def keep_password(request: Request, house: Installation, by: By, now: Now, form: Submitted) -> Response:
    """Set or change the own password."""
    chosen = NewPassword(new=str(form.get("nieuw", "")), old=str(form.get("oud", "")))
    faults: dict[str, str] = {}
    try:
        choose_password(house, by=by, secret=request.state.session.secret, chosen=chosen, now=now)
    except WeakPasswordError as error:
        faults["nieuw"] = error.fault
    except OldPasswordError:
        faults["oud"] = "Dit is niet je oude wachtwoord"
    if not faults:
        return RedirectResponse(f"{HERE}?gedaan=wachtwoord", status_code=303)
    with house.reading() as work:
        return _page(request, work, by, now, FormView(values=EMPTY, faults=faults))


@router.post(f"{HERE}/sessies")
@allow(Act.KEEP_ACCOUNT)
def end_sessions(request: Request, work: Writing, by: By, form: Submitted) -> RedirectResponse:
    """Put one of the own browsers out, or all but this one."""
    mark = str(form.get("welke", ""))
    if mark:
        end_own_session(work, by=by, mark=mark)
    else:
        end_other_sessions(work, by=by, secret=request.state.session.secret)
    return RedirectResponse(f"{HERE}?gedaan=sessies", status_code=303)


@router.post(f"{HERE}/rol")
@allow(Act.KEEP_ACCOUNT)
def change_role(request: Request, work: Writing, by: By, now: Now, device: Device, form: Submitted) -> RedirectResponse:
    """Go on as something else that one is."""
    role = found({str(one): one for one in Role}.get(str(form.get("rol", ""))))
    entered = switch_role(work, by=by, role=role, secret=request.state.session.secret, device=device, now=now)
    return go_in(request, work, entered)


@router.post(f"{HERE}/school/{{provider}}")
@allow(Act.KEEP_ACCOUNT)
def add_school(
    request: Request, house: Installation, by: By, now: Now, network: Network, provider: str, form: Submitted
) -> HTMLResponse:
    """Show the way to the login of a school, after which the school account opens the own account."""
    logins = school_logins(request)
    try:
        there = begin_visit(
            house, logins=logins, key=provider, browser=request.state.session.marked(), network=network, now=now, by=by
        )
    except ProviderAwayError:
        return notice(request, status=503, title="Je school antwoordt niet", lines=("Probeer het later opnieuw.",))
    # A link and not a way onward: browsers keep a form from ending on another site.
    return notice(
        request,
        title="Koppel je schoolaccount",
        lines=("Log in bij je school. Daarna kom je hier terug en is je schoolaccount gekoppeld.",),
        link=(there, f"Naar {logins.memory(provider).provider.name}"),
    )


@router.post(f"{HERE}/school")
@allow(Act.KEEP_ACCOUNT)
def drop_school(work: Writing, by: By, form: Submitted) -> RedirectResponse:
    """Let a school account no longer open the own account."""
    forget_identity(work, by=by, identity_id=found(read_id(str(form.get("welke", "")))))
    return RedirectResponse(f"{HERE}?gedaan=los", status_code=303)


def _page(request: Request, work: UnitOfWork, by: By, now: Now, form: FormView, *, done: str = "") -> HTMLResponse:
    view = own_account(work, by=by, secret=request.state.session.secret, now=now)
    linked = {identity.provider for identity in view.identities}
    providers = school_logins(request).providers
    return page(
        request,
        "account.html",
        status=400 if form.faults else 200,
        current=HERE,
        view=view,
        form=form,
        done=done,
        now_role=by.role,
        role_words=SHORT_ROLES,
        names={one.key: one.name for one in providers},
        unlinked=[one for one in providers if one.key not in linked],
        parents=parents_to_confirm(work, by=by, now=now) if by.role is Role.STUDENT else (),
    )
