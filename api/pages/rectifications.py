"""For the school: what students say is wrong about them, and answering it."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.rectification import LONGEST_WORDS
from services.permissions import Account, Act
from services.privacy.rectifying import answer_request, waiting_for_answer
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/klopt-niet"
DECISIONS = {"verbeterd": True, "blijft": False}
NOT_FILLED_IN = FormView(values={"antwoord": "", "welke": ""})


@router.get(HERE)
@allow(Act.SEE_RECTIFICATIONS)
def show_requests(request: Request, work: Reading, by: By, gedaan: str = "") -> HTMLResponse:
    """Show what waits for an answer, what waits longest first."""
    return _page(request, work, by, form=NOT_FILLED_IN, is_done=bool(gedaan))


@router.post(HERE)
@allow(Act.SETTLE_RECTIFICATION)
def answer(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Answer one request, or show it again with what is wrong."""
    values = {name: str(form.get(name, "")).strip() for name in ("welke", "antwoord", "besluit")}
    try:
        asked = UUID(values["welke"])
    except ValueError:
        raise UnreadableQueryError from None
    if values["besluit"] not in DECISIONS:
        raise UnreadableQueryError
    try:
        answer_request(
            work,
            by=by,
            rectification_id=asked,
            is_changed=DECISIONS[values["besluit"]],
            answer=values["antwoord"],
            now=now,
        )
    except InvalidValueError as error:
        name = f"antwoord-{asked}"
        return _page(request, work, by, form=FormView(values=values, faults={name: error.faults["answer"]}))
    return RedirectResponse(f"{HERE}?gedaan=1", status_code=303)


def _page(request: Request, work: UnitOfWork, by: Account, *, form: FormView, is_done: bool = False) -> HTMLResponse:
    return page(
        request,
        "rectifications.html",
        status=400 if form.faults else 200,
        current=HERE,
        waiting=waiting_for_answer(work, by=by),
        form=form,
        longest=LONGEST_WORDS,
        is_done=is_done,
    )
