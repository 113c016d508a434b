"""For the student: who looked. For the workplace trainer: whom one helps, in the least words."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.rendering import page
from services import guided, reading_log
from services.coaching import all_advice
from services.conversation_words import PLACES
from services.permissions import Act

router = guarded_router()


@router.get("/wie-keek")
@allow(Act.SEE_WHO_LOOKED)
def show_looks(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student who looked at the own data, day by day."""
    days = reading_log.who_looked(work, by=by, now=now)
    return page(request, "looks.html", current="/wie-keek", days=days, most=reading_log.MOST_ENTRIES)


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
