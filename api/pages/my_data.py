"""For everybody with an account: what is kept of me, taking it along, saying what is wrong, pausing, and erasing it."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.rectification import LONGEST_WORDS
from services.local_time import local_day
from services.permissions import Account, Act, may
from services.privacy.erasing import TooYoungToEraseError, before_erasing, erase
from services.privacy.exporting import export_json
from services.privacy.known import my_data
from services.privacy.pausing import pause, take_part_again
from services.privacy.readable import export_pdf
from services.privacy.rectifying import may_ask_about, say_it_is_wrong
from services.privacy.subjects import children_decided_for
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/mijn-gegevens"
DONE = {
    "gezegd": "Je school krijgt je bericht en antwoordt op deze pagina.",
    "pauze": "Je staat op pauze. Niemand vindt je nu in een lijst, en je telt niet mee in cijfers.",
    "terug": "Je doet weer mee. Je plekken worden nu opnieuw bekeken.",
}
"""What is told after something was done."""
FILE = "mijn-gegevens-plekwijzer"
ERASE = "wis alles"
"""What somebody ticks before everything goes."""


@router.get(HERE)
@allow(Act.SEE_MY_DATA)
def show_my_data(request: Request, work: Reading, by: By, now: Now, kind: str = "", gedaan: str = "") -> HTMLResponse:
    """Show what is kept, why and how long, with what one can do about it."""
    child_id = _child(kind)
    return page(
        request,
        "my_data.html",
        current=HERE,
        known=my_data(work, by=by, child_id=child_id, now=now),
        children=() if child_id else children_decided_for(work, by=by, now=now),
        is_child=child_id is not None,
        is_student=by.role is Role.STUDENT,
        may_pause=may(by, Act.PAUSE) and (child_id is not None or by.role is Role.STUDENT),
        query=_query(kind),
        kind=kind,
        done=DONE.get(gedaan, ""),
    )


@router.get(f"{HERE}/bestand.json")
@allow(Act.SEE_MY_DATA)
def take_json(work: Reading, by: By, now: Now, kind: str = "") -> Response:
    """Give everything that is kept as a file for another program."""
    text = export_json(work, by=by, child_id=_child(kind), now=now)
    return Response(text, media_type="application/json", headers=_attached("json", now))


@router.get(f"{HERE}/bestand.pdf")
@allow(Act.SEE_MY_DATA)
def take_pdf(work: Reading, by: By, now: Now, kind: str = "") -> Response:
    """Give everything that is kept as a file to read."""
    made = export_pdf(work, by=by, child_id=_child(kind), now=now)
    return Response(made, media_type="application/pdf", headers=_attached("pdf", now))


@router.get(f"{HERE}/klopt-niet")
@allow(Act.ASK_RECTIFICATION)
def show_asking(request: Request, work: Reading, by: By, now: Now, over: str = "", kind: str = "") -> HTMLResponse:
    """Ask what is wrong with one thing that is kept."""
    return _asking(request, work, by, now, kind=kind, form=FormView(values={"over": over, "woorden": ""}))


@router.post(f"{HERE}/klopt-niet")
@allow(Act.ASK_RECTIFICATION)
def ask(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Send to the school what is wrong, or show the form again with every fault."""
    values = {name: str(form.get(name, "")).strip() for name in ("over", "woorden", "kind")}
    try:
        say_it_is_wrong(
            work, by=by, about=values["over"], words=values["woorden"], child_id=_child(values["kind"]), now=now
        )
    except InvalidValueError as error:
        named = {"about": "over", "words": "woorden"}
        faults = {named[name]: text for name, text in error.faults.items()}
        return _asking(request, work, by, now, kind=values["kind"], form=FormView(values=values, faults=faults))
    return _back(values["kind"], "gezegd")


@router.post(f"{HERE}/pauze")
@allow(Act.PAUSE)
def set_pause(work: Writing, by: By, now: Now, form: Submitted) -> RedirectResponse:
    """Take a student out of matching, or back in."""
    acts = {"aan": (pause, "pauze"), "uit": (take_part_again, "terug")}
    kind, asked = _kind_of(form), acts.get(str(form.get("pauze", "")))
    if asked is None:
        raise UnreadableQueryError
    act, done = asked
    act(work, by=by, child_id=_child(kind), now=now)
    return _back(kind, done)


@router.get(f"{HERE}/wissen")
@allow(Act.ERASE_DATA)
def show_erasing(request: Request, work: Reading, by: By, now: Now, kind: str = "") -> HTMLResponse:
    """Tell what erasing means before anybody does it."""
    return _erasing(request, work, by, now, kind=kind, faults={})


@router.post(f"{HERE}/wissen")
@allow(Act.ERASE_DATA)
def erase_all(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Erase everything, when it was really meant."""
    kind = _kind_of(form)
    if form.get("zeker") != ERASE:
        faults = {"zeker": "Zet een vinkje als je zeker weet dat alles weg moet"}
        return _erasing(request, work, by, now, kind=kind, faults=faults)
    try:
        erase(work, by=by, child_id=_child(kind), now=now)
    except TooYoungToEraseError:
        return _erasing(request, work, by, now, kind=kind, faults={})
    return RedirectResponse("/gewist", status_code=303)


@router.get("/gewist")
@everybody("It tells what erasing did, to somebody who has no account any more, and holds nobody's data.")
def show_erased(request: Request, now: Now) -> HTMLResponse:
    """Say goodbye to somebody whose data is gone."""
    return page(request, "erased.html", holds=load_reference(local_day(now)).legal_holds.values())


def _asking(request: Request, work: UnitOfWork, by: Account, now: Now, *, kind: str, form: FormView) -> HTMLResponse:
    return page(
        request,
        "my_data_wrong.html",
        status=400 if form.faults else 200,
        current=HERE,
        form=form,
        items=may_ask_about(work, by=by, child_id=_child(kind), now=now),
        kind=kind,
        query=_query(kind),
        longest=LONGEST_WORDS,
    )


def _erasing(
    request: Request, work: UnitOfWork, by: Account, now: Now, *, kind: str, faults: Mapping[str, str]
) -> HTMLResponse:
    return page(
        request,
        "my_data_erase.html",
        status=400 if faults else 200,
        current=HERE,
        before=before_erasing(work, by=by, child_id=_child(kind), now=now),
        form=FormView(values={}, faults=faults),
        kind=kind,
        query=_query(kind),
        sure=ERASE,
    )


def _child(kind: str) -> UUID | None:
    """Read which child it is about; nothing means oneself."""
    try:
        return UUID(kind) if kind else None
    except ValueError:
        raise UnreadableQueryError from None


def _kind_of(form: FormData) -> str:
    return str(form.get("kind", ""))


def _query(kind: str, **more: str) -> str:
    asked = {name: value for name, value in {"kind": kind, **more}.items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def _back(kind: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"{HERE}{_query(kind, gedaan=done)}", status_code=303)


def _attached(ending: str, now: Now) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{FILE}-{local_day(now).isoformat()}.{ending}"'}
