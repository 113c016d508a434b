"""For the student: who looked. For the peer and the workplace trainer: whom one helps, in the least words."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.rendering import page
from services import guided, reading_log, reports
from services.coaching import all_advice
from services.conversation_words import PLACES
from services.permissions import Act

router = guarded_router()

N_CALLS = 4
"""Numbers beside a worry: for danger, for home, to talk, and for who does not want to live."""


@router.get("/wie-keek")
@allow(Act.SEE_WHO_LOOKED)
def show_looks(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student who looked at the own data, day by day."""
    days = reading_log.who_looked(work, by=by, now=now)
    return page(request, "looks.html", current="/wie-keek", days=days, most=reading_log.MOST_ENTRIES)


@router.get("/wie-ik-help")
@allow(Act.SEE_GUIDED)
def show_guided(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a peer whom he or she helps: a first name, what was agreed to learn, and where to go with a worry."""
    return page(
        request,
        "guided.html",
        current="/wie-ik-help",
        students=guided.guided_students(work, by=by, now=now),
        calls=reports.places_of_help(now)[:N_CALLS],
    )


@router.get("/op-de-werkvloer")
@allow(Act.SEE_WORKPLACE)
def show_workplace(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a workplace trainer who has a place at the company: what helps, what to learn, and who guides at school."""
    students = guided.workplace_students(work, by=by, now=now)
    return page(
        request,
        "workplace.html",
        current="/op-de-werkvloer",
        students=students,
        talk_places=PLACES,
        advice={one.label: one for one in all_advice()},
    )
