"""For the coordinator: how the region stands, in numbers without anybody in them."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.rendering import page
from services.permissions import Act
from services.regional_figures import (
    BREAKDOWNS,
    EVENT_LABELS,
    HANDOVER_LABELS,
    MEASURES,
    TALK_LABELS,
    WHO_ANSWERS,
    figures_csv,
    regional_figures,
)

router = guarded_router()

HERE = "/regio"


@router.get(HERE)
@allow(Act.SEE_REGION)
def show_region(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show how many are looking and placed, which places are open, and how soon people answer."""
    return page(
        request,
        "region.html",
        current=HERE,
        figures=regional_figures(work, by=by, now=now),
        measures=MEASURES,
        breakdowns=BREAKDOWNS,
        who=WHO_ANSWERS,
        event_labels=EVENT_LABELS,
        talk_labels=TALK_LABELS,
        handover_labels=HANDOVER_LABELS,
    )


@router.get("/regio.csv")
@allow(Act.SEE_REGION)
def download_region(work: Reading, by: By, now: Now) -> Response:
    """Give the same numbers as a file for a spreadsheet."""
    figures = regional_figures(work, by=by, now=now)
    headers = {"Content-Disposition": f'attachment; filename="regio-{figures.day.isoformat()}.csv"'}
    return Response(figures_csv(figures), media_type="text/csv; charset=utf-8", headers=headers)
