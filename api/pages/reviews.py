"""For the jobhunter: the words of places that wait for a person, letting one be, or giving it back with remarks."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.review import LONGEST_REMARK
from services.permissions import Account, Act
from services.reviews import approve_place, give_place_back, review_of, waiting_reviews
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/nakijken"
REMARK = "opmerking."
DONE = {
    "goed": "De tekst is goed. De plek staat online.",
    "terug": "De tekst ligt weer bij het bedrijf, met jouw opmerkingen.",
}


@router.get(HERE)
@allow(Act.REVIEW_PLACES)
def show_waiting(request: Request, work: Reading, by: By, now: Now, gedaan: str = "") -> HTMLResponse:
    """Show whose words wait for a person, what others cannot see yet first."""
    listed = waiting_reviews(work, by=by, now=now)
    return page(request, "reviews.html", current=HERE, listed=listed, done=DONE.get(gedaan, ""))


@router.get(HERE + "/{placement_id}")
@allow(Act.REVIEW_PLACES)
def show_review(request: Request, work: Reading, by: By, now: Now, placement_id: UUID) -> HTMLResponse:
    """Show the words of one place with what was found in them."""
    return _page(request, work, by, now, placement_id, form=FormView(values={}))


@router.post(HERE + "/{placement_id}")
@allow(Act.REVIEW_PLACES)
def settle(request: Request, work: Writing, by: By, now: Now, placement_id: UUID, form: Submitted) -> Response:
    """Let the words be, or give them back; without a remark the page comes again."""
    decision = str(form.get("besluit", ""))
    if decision not in DONE:
        raise UnreadableQueryError
    if decision == "goed":
        approve_place(work, by=by, placement_id=placement_id, now=now)
        return RedirectResponse(f"{HERE}?gedaan=goed", status_code=303)
    remarks = {name.removeprefix(REMARK): str(text) for name, text in form.multi_items() if name.startswith(REMARK)}
    try:
        give_place_back(work, by=by, placement_id=placement_id, remarks=remarks, now=now)
    except InvalidPlacementError as error:
        first = f"{REMARK}{next(iter(remarks), 'title')}"
        view = FormView(
            values={f"{REMARK}{name}": text for name, text in remarks.items()},
            faults={first if name == "remarks" else f"{REMARK}{name}": text for name, text in error.faults.items()},
        )
        return _page(request, work, by, now, placement_id, form=view)
    return RedirectResponse(f"{HERE}?gedaan=terug", status_code=303)


def _page(
    request: Request, work: UnitOfWork, by: Account, now: Now, placement_id: UUID, *, form: FormView
) -> HTMLResponse:
    return page(
        request,
        "review.html",
        status=400 if form.faults else 200,
        current=HERE,
        review=review_of(work, by=by, placement_id=placement_id, now=now),
        form=form,
        longest=LONGEST_REMARK,
    )
