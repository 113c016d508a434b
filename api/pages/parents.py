"""For parents: their children and what has to be signed. For students: what a parent sees, and choosing that."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.rendering import page
from events.event import Role as AudienceRole
from services import events, parents
from services.conversation_words import PLACES
from services.conversations import seen_by_parent
from services.errors import NotFoundError
from services.events import EventFilters
from services.handover.choosing import children_asked
from services.local_time import local_day
from services.peers import peers_of_children
from services.permissions import Act

router = guarded_router()

CHILDREN = "/mijn-kind"
CHOICES = "/ouders"
ESSENTIALS = "/ouders/uitleg"
FIRST_LANGUAGE = "nl"
ANSWERS = {"deel": True, "stop": False}
FOR_PARENTS = EventFilters(role=AudienceRole.PARENT)
N_EVENTS = 3


@router.get(CHILDREN)
@allow(Act.SEE_CHILD)
def show_children(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a parent how the children are doing, what is planned and what has to be signed."""
    return page(
        request,
        "children.html",
        current=CHILDREN,
        talks=seen_by_parent(work, by=by, now=now),
        talk_places=PLACES,
        helped=peers_of_children(work, by=by),
        children=parents.my_children(work, by=by, now=now),
        handing_over=children_asked(work, by=by),
        ages=parents.parent_ages(local_day(now)),
        events=events.upcoming(work, by=by, now=now, filters=FOR_PARENTS, limit=N_EVENTS),
    )


@router.get(ESSENTIALS)
@everybody("a parent without an account reads what is going to happen, too")
def show_essentials(request: Request, now: Now, taal: str = FIRST_LANGUAGE) -> HTMLResponse:
    """Show the essentials in a language."""
    told = parents.essentials(code=taal, now=now)
    return page(
        request,
        "parent_essentials.html",
        current=ESSENTIALS,
        language=told.language,
        languages=told.languages,
        texts=told.texts,
    )


@router.get(CHOICES)
@allow(Act.CHOOSE_FOR_PARENTS)
def show_parents(request: Request, work: Reading, by: By, now: Now, bewaard: str = "") -> HTMLResponse:
    """Show a student what each parent sees, and let the student choose where the law does."""
    choices = parents.parents_of(work, by=by, now=now)
    return page(request, "parents.html", current="/wie-keek", choices=choices, is_kept=bool(bewaard))


@router.post(CHOICES)
@allow(Act.CHOOSE_FOR_PARENTS)
def choose(work: Writing, by: By, now: Now, form: Submitted) -> RedirectResponse:
    """Share with a parent, or stop sharing."""
    try:
        parent_id, is_shared = UUID(str(form.get("wie", ""))), ANSWERS[str(form.get("keuze", ""))]
    except (ValueError, KeyError):
        raise NotFoundError("not found") from None
    parents.choose_for_parent(work, by=by, parent_id=parent_id, is_shared=is_shared, now=now)
    return RedirectResponse(f"{CHOICES}?bewaard=1", status_code=303)
