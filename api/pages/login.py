"""Entering: by a link that comes by mail, by a password, or by the login of one's school."""

import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.errors import LinkRefusedError
from api.dependencies import By, Device, Installation, Network, Now, Reading, Submitted, Writing
from api.doors import everybody, guarded_router
from api.pages.start import HOMES
from api.rendering import FormView, page
from services.login import Entered, ask_link, enter_with_link, enter_with_password, is_usable_link, read_email
from services.school_login.errors import LoginRefusedError, ProviderAwayError, UnknownPersonError
from services.school_login.visits import SchoolLogins, begin_visit, end_visit, leaving_address
from services.sessions import end_session
from services.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
router = guarded_router()

HERE = "/inloggen"
NO_ADDRESS = "Vul je e-mailadres in, zoals naam@school.nl"
WRONG_PAIR = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar"
OPEN_TO_ALL = "Whoever enters is nobody yet."


@router.get(HERE)
@everybody(OPEN_TO_ALL)
def show_login(request: Request) -> HTMLResponse:
    """Show the ways in."""
    return _login_page(request, {})


@router.post(HERE)
@everybody(OPEN_TO_ALL)
def ask_for_link(request: Request, work: Writing, now: Now, network: Network, form: Submitted) -> HTMLResponse:
    """Have a link mailed; the answer is the same whether anybody has the address or not."""
    email = read_email(str(form.get("email", "")))
    if email is None:
        return _login_page(request, {"email": NO_ADDRESS}, typed=str(form.get("email", "")))
    if not request.state.is_mailing:
        return _no_mail(request)
    ask_link(work, email=email, network=network, now=now)
    return notice(
        request,
        title="Kijk in je mail",
        lines=(
            "Kennen wij dit adres? Dan krijg je binnen een paar minuten een mail met een link. Die werkt 15 minuten.",
            "Geen mail? Kijk bij de ongewenste mail. Of vraag je begeleider met welk adres je bent uitgenodigd.",
        ),
    )


@router.post(f"{HERE}/wachtwoord")
@everybody(OPEN_TO_ALL)
def login_with_password(
    request: Request, house: Installation, now: Now, network: Network, device: Device, form: Submitted
) -> Response:
    """Let somebody in by a password."""
    email, password = read_email(str(form.get("adres", ""))), str(form.get("wachtwoord", ""))
    if email is None:
        return _login_page(request, {"adres": NO_ADDRESS}, typed=str(form.get("adres", "")))
    entered = enter_with_password(house, email=email, password=password, network=network, device=device, now=now)
    if entered is None:
        return _login_page(request, {"adres": WRONG_PAIR})
    with house.writing() as work:
        return go_in(request, work, entered)


@router.get(f"{HERE}/link/{{token}}")
@everybody(OPEN_TO_ALL)
def show_link(request: Request, work: Reading, now: Now, token: str) -> HTMLResponse:
    """Show a button; looking uses nothing up, because programs that guard mail look too."""
    if not is_usable_link(work, token=token, now=now):
        return _link_refused(request)
    return page(request, "login_link.html", path=request.url.path)


@router.post(f"{HERE}/link/{{token}}")
@everybody(OPEN_TO_ALL)
def use_link(request: Request, work: Writing, now: Now, device: Device, token: str, form: Submitted) -> Response:
    """Let somebody in by the link of a mail, once."""
    try:
        entered = enter_with_link(work, token=token, device=device, now=now)
    except LinkRefusedError:
        return _link_refused(request)
    return go_in(request, work, entered)


@router.get(f"{HERE}/school/{{provider}}")
@everybody(OPEN_TO_ALL)
def go_to_school(request: Request, house: Installation, now: Now, network: Network, provider: str) -> Response:
    """Go to the login of a school."""
    logins, browser = school_logins(request), request.state.session.marked()
    try:
        there = begin_visit(house, logins=logins, key=provider, browser=browser, network=network, now=now)
    except ProviderAwayError as error:
        return _away(request, provider, error)
    return RedirectResponse(there, status_code=303)


@router.get(f"{HERE}/school/{{provider}}/terug")
@everybody(OPEN_TO_ALL)
def come_back_from_school(
    request: Request, house: Installation, by: By, now: Now, network: Network, device: Device, provider: str
) -> Response:
    """Let somebody in who comes back from the login of a school."""
    query = request.query_params
    # A value that comes twice could be read in two ways: then none of them is read.
    answer = {name: query[name] for name in query if len(query.getlist(name)) == 1}
    try:
        entered = end_visit(
            house,
            logins=school_logins(request),
            key=provider,
            answer=answer,
            browser=request.state.session.nonce,
            network=network,
            device=device,
            now=now,
            by=by,
        )
    except ProviderAwayError as error:
        return _away(request, provider, error)
    except LoginRefusedError as error:
        log.warning("school login by %s: %s", provider, error.reason)
        return notice(
            request, status=400, title="Inloggen is niet gelukt", lines=TRY_AGAIN, link=(HERE, "Opnieuw inloggen")
        )
    except (UnknownPersonError, LinkRefusedError):
        return notice(
            request, status=403, title="Wij kennen je nog niet", lines=NOT_INVITED, link=(HERE, "Naar inloggen")
        )
    if entered is None:
        return RedirectResponse("/account?gedaan=school", status_code=303)
    with house.writing() as work:
        return go_in(request, work, entered)


TRY_AGAIN = (
    "Het inloggen bij je school duurde te lang, of er ging iets mis. Er is niets veranderd.",
    "Begin opnieuw. Lukt het dan nog niet? Vraag dan een link per mail.",
)
NOT_INVITED = (
    "Je school weet wie je bent, maar bij Plekwijzer hoort nog geen account bij je.",
    "Heb je een uitnodiging in je mail? Open die eerst. Daarna koppel je je schoolaccount op de pagina Mijn account.",
    "Geen uitnodiging? Vraag het aan je mentor of stagecoördinator.",
)


@router.get("/uitgelogd/{provider}")
@everybody("It tells whoever left how to leave the school too.")
def show_left(request: Request, now: Now, provider: str) -> HTMLResponse:
    """Tell how to leave the login of the school as well."""
    try:
        there = leaving_address(school_logins(request), key=provider, now=now)
    except ProviderAwayError:
        there = ""
    lines = ("Je bent uitgelogd bij Plekwijzer. Bij je school ben je nog ingelogd.",)
    return notice(
        request,
        title="Je bent uitgelogd",
        lines=(*lines, "Zit je op een computer die anderen ook gebruiken? Log dan ook uit bij je school."),
        link=(there, "Uitloggen bij je school") if there else ("/", "Naar het begin"),
    )


def school_logins(request: Request) -> SchoolLogins:
    """Give the school logins of this installation."""
    found: SchoolLogins = request.state.school_logins
    return found


def go_in(request: Request, work: UnitOfWork, entered: Entered, *, to: str = "") -> RedirectResponse:
    """Go on as who has entered, in a new session; the one before in this browser is over."""
    session = request.state.session
    if session.secret:
        end_session(work, token=session.secret)
    session.enter(entered.secret)
    return RedirectResponse(to or HOMES[entered.role], status_code=303)


def notice(
    request: Request,
    *,
    title: str,
    lines: tuple[str, ...],
    status: int = 200,
    link: tuple[str, str] = ("/", "Naar het begin"),
) -> HTMLResponse:
    """Show a page that says one thing and where to go on."""
    return page(request, "notice.html", status=status, title=title, lines=lines, link=link)


def _login_page(request: Request, faults: Mapping[str, str], *, typed: str = "") -> HTMLResponse:
    values = {
        "email": typed if "email" in faults else "",
        "adres": typed if "adres" in faults else "",
        "wachtwoord": "",
    }
    form = FormView(values=values, faults=faults)
    providers: list[dict[str, Any]] = [
        {"path": f"{HERE}/school/{one.key}", "name": one.name, "schools": one.schools}
        for one in school_logins(request).providers
    ]
    return page(
        request,
        "login.html",
        status=400 if faults else 200,
        form=form,
        providers=providers,
        is_mailing=request.state.is_mailing,
    )


def _no_mail(request: Request) -> HTMLResponse:
    """Say that no link can be mailed; nothing is kept or counted, and it is the same for every address."""
    if request.state.is_demo:
        return notice(
            request,
            title="In de demo gaat er geen mail uit",
            lines=("Kies op de voorpagina wie je wilt zijn. Je hebt geen mail nodig.",),
            link=("/", "Naar de voorpagina"),
        )
    return notice(
        request,
        status=503,
        title="Er kan nu geen mail uit",
        lines=(
            "Wij kunnen je geen link sturen. De beheerder van de server moet de mail nog instellen.",
            "Heb je een schoolaccount of een wachtwoord? Log daarmee in.",
        ),
        link=(HERE, "Naar inloggen"),
    )


def _link_refused(request: Request) -> HTMLResponse:
    return notice(
        request,
        status=404,
        title="Deze link werkt niet meer",
        lines=("Een link werkt één keer, en niet lang. Vraag een nieuwe. Dat mag zo vaak als nodig is.",),
        link=(HERE, "Vraag een nieuwe link"),
    )


def _away(request: Request, provider: str, error: ProviderAwayError) -> HTMLResponse:
    log.warning("school login by %s: %s", provider, error.reason)
    return notice(
        request,
        status=503,
        title="Je school antwoordt niet",
        lines=("Wij kunnen de login van je school nu niet bereiken. Probeer het later, of vraag een link per mail.",),
        link=(HERE, "Naar inloggen"),
    )
