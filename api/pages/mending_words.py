"""For the employer: the words of an own place, what was found in them, and what the reviewer said."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.rendering import FormView, page
from employer_toolkit.errors import InvalidPlacementError
from services.mending_words import keep_words, mend_words
from services.permissions import Account, Act
from services.reviews import review_of
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/werkgever/plekken/{placement_id}/woorden"
KEEP = "/werkgever/plekken/{placement_id}/klopt-zo"


@router.get(HERE)
@allow(Act.POST_PLACEMENT)
def show_words(request: Request, work: Reading, by: By, now: Now, placement_id: UUID, gedaan: str = "") -> HTMLResponse:
    """Show an employer the words of an own place with what was found in them."""
    return _page(request, work, by, now, placement_id, is_done=bool(gedaan))


@router.post(HERE)
@allow(Act.POST_PLACEMENT)
def mend(request: Request, work: Writing, by: By, now: Now, placement_id: UUID, form: Submitted) -> Response:
    """Keep new words and have them looked over again; what cannot be is told beside its field."""
    texts = {name: str(text) for name, text in form.multi_items() if name != "csrf"}
    try:
        mend_words(work, by=by, placement_id=placement_id, texts=texts, now=now)
    except InvalidPlacementError as error:
        return _page(request, work, by, now, placement_id, texts=texts, faults=error.faults)
    return RedirectResponse(f"{HERE.format(placement_id=placement_id)}?gedaan=1", status_code=303)


@router.post(KEEP)
@allow(Act.POST_PLACEMENT)
def keep(request: Request, work: Writing, by: By, now: Now, placement_id: UUID, form: Submitted) -> Response:
    """Note why words that were found are right as they are."""
    try:
        keep_words(
            work,
            by=by,
            placement_id=placement_id,
            finding=str(form.get("bevinding", "")),
            reason=str(form.get("reden", "")),
            now=now,
        )
    except InvalidPlacementError as error:
        return _page(request, work, by, now, placement_id, faults={"woorden": error.faults["reason"]})
    return RedirectResponse(f"{HERE.format(placement_id=placement_id)}?gedaan=1#woorden", status_code=303)


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    now: Now,
    placement_id: UUID,
    *,
    texts: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    is_done: bool = False,
) -> HTMLResponse:
    review = review_of(work, by=by, placement_id=placement_id, now=now)
    return page(
        request,
        "mend_words.html",
        status=400 if faults else 200,
        current="/werkgever",
        review=review,
        form=FormView(values={**review.texts, **(texts or {})}, faults=faults or {}),
        is_done=is_done,
    )
