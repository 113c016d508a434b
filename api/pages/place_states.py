"""For the employer: pausing an own place, opening it again, and closing it after being asked twice."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import page
from employer_toolkit.placement import PlacementState
from services.permissions import Act
from services.place_states import before_closing, change_place

router = guarded_router()

PLACE = "/werkgever/plekken/{placement_id}"
ASKED: Mapping[str, PlacementState] = MappingProxyType(
    {"pauzeer": PlacementState.PAUSED, "open": PlacementState.OPEN, "sluit": PlacementState.CLOSED}
)
"""How a form calls the state that is asked for."""


@router.get(PLACE + "/sluiten")
@allow(Act.POST_PLACEMENT)
def ask_to_close(request: Request, work: Reading, by: By, placement_id: UUID) -> HTMLResponse:
    """Tell what closing does, and ask for it once more."""
    return page(
        request,
        "place_closing.html",
        current="/werkgever",
        placement_id=placement_id,
        closing=before_closing(work, by=by, placement_id=placement_id),
    )


@router.post(PLACE + "/stand")
@allow(Act.POST_PLACEMENT)
def change(work: Writing, by: By, now: Now, form: Submitted, placement_id: UUID) -> Response:
    """Pause, open or close a place; closing goes by the page that asks for it."""
    to = ASKED.get(str(form.get("stand", "")))
    if to is None:
        raise UnreadableQueryError
    here = f"/werkgever/plekken/{placement_id}"
    if to is PlacementState.CLOSED and form.get("zeker") != "ja":
        return RedirectResponse(f"{here}/sluiten", status_code=303)
    change_place(work, by=by, placement_id=placement_id, to=to, now=now)
    return RedirectResponse(here, status_code=303)
