"""For the employer: the own places, those that are not finished, and what one of them could still tell."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.pages.posting import SLUGS
from api.rendering import page
from employer_toolkit.placement import PlacementState
from services import advice, drafts, placements
from services.draft_checks import to_add
from services.permissions import Act
from services.reviews import review_of

router = guarded_router()

STATE_LABELS = {
    PlacementState.DRAFT: "Nog niet geplaatst",
    PlacementState.OPEN: "Staat online",
    PlacementState.PAUSED: "Even niet zichtbaar",
    PlacementState.CLOSED: "Gesloten",
}
CHANGEABLE = (PlacementState.OPEN, PlacementState.PAUSED)
"""A closed place is only copied."""


@router.get("/werkgever")
@allow(Act.POST_PLACEMENT)
def show_own_placements(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show an employer the own places, with how many students fit."""
    home = placements.my_placements(work, by=by, now=now)
    return page(
        request,
        "employer.html",
        current="/werkgever",
        home=home,
        drafts=drafts.own_drafts(work, by=by, now=now),
        state_labels=STATE_LABELS,
    )


@router.get("/werkgever/plekken/{placement_id}")
@allow(Act.POST_PLACEMENT)
def show_own_placement(
    request: Request, work: Reading, by: By, now: Now, placement_id: UUID, nieuw: str = "", gewijzigd: str = ""
) -> HTMLResponse:
    """Show an employer one of the own places, how many students fit now, and what would bring more."""
    place = placements.place(work, by=by, placement_id=placement_id, now=now)
    missing = to_add(drafts.own_place(work, by=by, placement_id=placement_id)) if place.state in CHANGEABLE else ()
    return page(
        request,
        "employer_place.html",
        current="/werkgever",
        place=place,
        advice=advice.advice_for_placement(work, by=by, placement_id=placement_id, now=now)
        if place.state is not PlacementState.CLOSED
        else None,
        is_just_posted=bool(nieuw),
        is_just_changed=bool(gewijzigd),
        to_add=[(SLUGS[one.step], one.text) for one in missing],
        review=review_of(work, by=by, placement_id=placement_id, now=now),
    )
