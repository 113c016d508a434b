"""The start page, entering and leaving, and the pages about the service itself."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.rendering import page
from services import events, people
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Act
from services.reference import load_reference
from services.sessions import begin_session, end_session

router = guarded_router()

HOMES = {
    Role.ANONYMOUS: "/",
    Role.STUDENT: "/plekken",
    Role.EMPLOYER: "/werkgever",
    Role.JOBHUNTER: "/kandidaten",
    Role.TEACHER: "/klas",
    Role.COORDINATOR: "/regio",
    Role.PARENT: "/mijn-kind",
    Role.PLACEMENT_COORDINATOR: "/klas",
    Role.JOB_COACH: "/klas",
    Role.PEER: "/wie-ik-help",
    Role.TRAINER: "/op-de-werkvloer",
    Role.ADMINISTRATOR: "/uitnodigen",
}
"""Where somebody begins."""
DOORS = (
    (Role.STUDENT, "Leerling of student", "Zie welke plekken bij je passen, en waarom.", "who"),
    (Role.EMPLOYER, "Bedrijf", "Plaats een plek en zie hoeveel jongeren er passen.", "work"),
    (Role.JOBHUNTER, "Jobhunter", "Zoek bij een plek de jongeren die er passen.", "seek"),
    (Role.TEACHER, "Mentor", "Zie hoe het met je klas gaat.", "class"),
    (Role.PARENT, "Ouder", "Volg hoe het met je kind gaat, en teken wat nodig is.", "who"),
    (Role.COORDINATOR, "Coördinator", "Zie hoe de regio ervoor staat, en kijk woorden na.", "ok"),
    (Role.PLACEMENT_COORDINATOR, "Stagecoördinator", "Let op de plekken van een hele school.", "class"),
    (Role.JOB_COACH, "Jobcoach", "Help een leerling om een plek te houden.", "who"),
    (Role.PEER, "Junior praktijkopleider", "Help een jongere student op weg.", "who"),
    (Role.TRAINER, "Praktijkopleider", "Begeleid jongeren op het werk.", "work"),
    (Role.ADMINISTRATOR, "Beheerder", "Beheer accounts en instellingen.", "ok"),
)
N_EVENTS = 3


@router.get("/")
@allow(Act.SEE_EVENTS)
def show_start(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show what Plekwijzer is; in a demo region also whom one can be."""
    coming = events.upcoming(work, by=by, now=now, limit=N_EVENTS)
    doors = _doors(people.demo_people(work, now=now)) if request.state.is_demo else []
    return page(request, "start.html", events=coming, doors=doors)


@router.post("/demo")
@everybody("Anybody may play somebody in a demo region; elsewhere there is nobody to play.")
def enter_demo(request: Request, work: Writing, now: Now, form: Submitted) -> RedirectResponse:
    """Go on as one of the people of a demo region."""
    if not request.state.is_demo:
        raise NotFoundError("not found")
    account = people.demo_account(work, key=str(form.get("wie", "")), now=now)
    request.state.session.enter(begin_session(work, account_id=found(account.id), role=account.role, now=now))
    return RedirectResponse(HOMES[account.role], status_code=303)


@router.post("/uitloggen")
@everybody("Whoever is in may leave.")
def leave(request: Request, work: Writing, form: Submitted) -> RedirectResponse:
    """Go on as nobody; whoever came by the login of a school is told how to leave that too."""
    provider = end_session(work, token=request.state.session.secret)
    request.state.session.leave()
    return RedirectResponse(f"/uitgelogd/{provider}" if provider else "/", status_code=303)


@router.get("/over")
@everybody("It tells how the service works and holds nobody's data.")
def show_about(request: Request) -> HTMLResponse:
    """Tell how a match is made."""
    return page(request, "about.html", current="/over")


@router.get("/privacy")
@everybody("It tells what is done with data and holds nobody's.")
def show_privacy(request: Request, now: Now) -> HTMLResponse:
    """Tell who sees what."""
    reference = load_reference(local_day(now))
    return page(
        request,
        "privacy.html",
        consent_age=reference.consent_ages["personal_data"].age,
        uses=[(held, reference.retentions[held.retention].text) for held in reference.processing.values()],
    )


@router.get("/toegankelijkheid")
@everybody("It tells for whom the pages work and holds nobody's data.")
def show_accessibility(request: Request) -> HTMLResponse:
    """Tell for whom the pages work, and what is not known yet."""
    return page(request, "accessibility.html")


def _doors(playable: tuple[people.DemoPerson, ...]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "text": text,
            "icon": icon,
            "people": [
                {"key": person.key, "name": person.account.name, "text": person.text}
                for person in playable
                if person.account.role is role
            ],
        }
        for role, title, text, icon in DOORS
    ]
