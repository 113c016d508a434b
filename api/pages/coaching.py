"""For whoever coaches on the floor: cards of five minutes, what helps, and the plan of a first week."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.dependencies import By, Now, Reading
from api.doors import allow, everybody, guarded_router
from api.rendering import page
from services import coaching
from services.first_week import coached_places, first_week, first_week_pdf
from services.local_time import local_day
from services.permissions import Act, may

router = guarded_router()

HERE = "/begeleiden"
PLACES = HERE + "/plekken"
FILE = "eerste-week.pdf"


@router.get(HERE)
@everybody("It tells how to coach on the floor and holds nobody's data.")
def show_cards(request: Request, by: By) -> HTMLResponse:
    """Show all cards, by their moment."""
    return page(
        request,
        "coaching.html",
        current=HERE,
        moments=coaching.cards_by_moment(),
        advice=coaching.all_advice(),
        may_plan=may(by, Act.SEE_FIRST_WEEK),
        may_train=may(by, Act.FOLLOW_TRAINING),
        may_write=may(by, Act.WRITE_LETTER),
    )


@router.get(HERE + "/wat-helpt")
@everybody("It tells what to do for each condition and holds nobody's data.")
def show_advice(request: Request) -> HTMLResponse:
    """Show what to do for each condition."""
    return page(request, "coaching_advice.html", current=HERE, advice=coaching.all_advice())


@router.get(PLACES)
@allow(Act.SEE_FIRST_WEEK)
def show_places(request: Request, work: Reading, by: By) -> HTMLResponse:
    """Show the own places, each with the plan of its first week."""
    return page(request, "coaching_places.html", current=HERE, places=coached_places(work, by=by))


@router.get(PLACES + "/{placement_id}/eerste-week")
@allow(Act.SEE_FIRST_WEEK)
def show_first_week(request: Request, work: Reading, by: By, now: Now, placement_id: UUID) -> HTMLResponse:
    """Show the plan of the first week at an own place."""
    week = first_week(work, by=by, placement_id=placement_id, now=now)
    return page(request, "first_week.html", current=HERE, week=week)


@router.get(PLACES + "/{placement_id}/eerste-week.pdf")
@allow(Act.SEE_FIRST_WEEK)
def take_first_week(work: Reading, by: By, now: Now, placement_id: UUID) -> Response:
    """Give the same plan to print."""
    made = first_week_pdf(work, by=by, placement_id=placement_id, now=now)
    return Response(
        made, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{FILE}"'}
    )


@router.get(HERE + "/{card}")
@everybody("It tells how to coach at one moment and holds nobody's data.")
def show_card(request: Request, now: Now, card: str) -> HTMLResponse:
    """Show one card."""
    shown, following = coaching.card_and_next(card)
    return page(
        request,
        "coaching_card.html",
        current=HERE,
        card=shown,
        following=following,
        evidence=shown.evidence if coaching.is_shown(shown, local_day(now)) else None,
    )
