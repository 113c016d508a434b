"""For whoever asks why: what is known, stories, and for a company its own figures."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import everybody, guarded_router
from api.rendering import page
from services.reference.evidence import load_stories
from services.why import own_figures, told_evidence

router = guarded_router()

HERE = "/waarom"


@router.get(HERE)
@everybody("It tells what is known; a company reads its own figures besides, and names nobody.")
def show_why(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show why companies do this, with sources."""
    return page(
        request,
        "why.html",
        current=HERE,
        topics=told_evidence(now=now),
        stories=load_stories(),
        figures=own_figures(work, by=by, now=now),
    )
