"""For the jobhunter: choose a place, then see who fits it."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import page_href, read_page
from api.rendering import page
from services import advice, matches, placements
from services.permissions import Act
from services.placements import PlacementFilters
from services.reference import load_lists

router = guarded_router()

LONGEST_TEXT = 60


@router.get("/kandidaten")
@allow(Act.SEE_CANDIDATES)
def choose_placement(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    zoek: str = "",
    gemeente: str = "",
    sector: str = "",
    bladzijde: str = "1",
) -> HTMLResponse:
    """List the open places to search candidates for."""
    if len(zoek) > LONGEST_TEXT:
        raise UnreadableQueryError
    filters = PlacementFilters(text=zoek, municipality=gemeente, sector=sector)
    listed = placements.open_placements(work, by=by, filters=filters, page=read_page(bladzijde), now=now)
    query = {"zoek": zoek, "gemeente": gemeente, "sector": sector}
    return page(
        request,
        "placements.html",
        current="/kandidaten",
        listed=listed,
        filters=filters,
        is_filtered=bool(zoek or gemeente or sector),
        municipalities=listed.municipalities,
        sectors=[(held.code, held.label) for held in load_lists().sectors.values()],
        href=page_href("/kandidaten", query),
    )


@router.get("/kandidaten/{placement_id}")
@allow(Act.SEE_CANDIDATES)
def show_candidates(request: Request, work: Reading, by: By, now: Now, placement_id: UUID) -> HTMLResponse:
    """Show who fits a place, on cards without labels."""
    listed = matches.candidates_for_placement(work, by=by, placement_id=placement_id, now=now)
    return page(
        request,
        "candidates.html",
        current="/kandidaten",
        found=listed,
        advice=advice.advice_for_placement(work, by=by, placement_id=placement_id, now=now),
    )
