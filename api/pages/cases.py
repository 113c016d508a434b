"""Cases among people at schools: reading and writing them, and looking them over for the region."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import page_href, read_id, read_page, read_whole, told_in, typed
from api.rendering import FormView, page
from career.assignment import Phase
from career.case import CaseState, TeacherCase
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from services import cases
from services.dossier_words import CAREER_WORDS, PHASE_WORDS
from services.errors import NotFoundError
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, REGION = "/casussen", "/regio/casussen"
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "titel",
        "situation": "situatie",
        "approach": "aanpak",
        "outcome": "uitkomst",
        "question": "vraag",
    }
)
"""The field of the form for each text."""
FIELDS: Mapping[str, str] = MappingProxyType({**TEXTS, "competencies": "over", "note": "uitleg"})
STATES: Mapping[CaseState, tuple[str, str, str]] = MappingProxyType(
    {
        CaseState.OFFERED: ("Iemand van de regio kijkt hem na", "wait", "clock"),
        CaseState.PUBLISHED: ("Andere scholen lezen hem", "good", "ok"),
        CaseState.RETURNED: ("Er moet iets anders", "stop", "warn"),
    }
)
"""Per state the words, the colour and the picture of its tag."""
EMPTY: Mapping[str, str] = MappingProxyType(dict.fromkeys((*TEXTS.values(), "voor"), ""))
NOTHING = FormView(values={"welke": "", "uitleg": ""})
PHASES = [(one.value, PHASE_WORDS[one]) for one in Phase]


@router.get(HERE)
@allow(Act.SHARE_CASES)
def show_cases(
    request: Request, work: Reading, by: By, bij: str = "", voor: str = "", bladzijde: str = "1"
) -> HTMLResponse:
    """Show what others shared, and the own cases."""
    about = CareerCompetency(bij) if bij in set(CareerCompetency) else None
    phase = Phase(voor) if voor in set(Phase) else None
    return page(
        request,
        "cases.html",
        current="/klas",
        found=cases.cases_to_read(work, by=by, about=about, phase=phase, page=read_page(bladzijde)),
        href=page_href(HERE, {"bij": about or "", "voor": phase or ""}),
        form=FormView(values={"bij": bij, "voor": voor}),
        career=[("", "Alles"), *((one.value, CAREER_WORDS[one].question) for one in CareerCompetency)],
        phases=[("", "Alle klassen"), *PHASES],
        **_words(),
    )


@router.post(HERE)
@allow(Act.SHARE_CASES)
def change_cases(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Take an own case back, or say that somebody can be recognised in one."""
    values = typed(form)
    match values["stap"]:
        case "terug":
            cases.withdraw_case(work, by=by, case_id=_id(values["welke"]))
        case "herken":
            cases.doubt_case(work, by=by, case_id=_id(values["welke"]), now=now)
        case _:
            raise UnreadableQueryError("stap")
    return RedirectResponse(HERE, status_code=303)


@router.get(HERE + "/nieuw")
@allow(Act.SHARE_CASES)
def show_form(request: Request) -> HTMLResponse:
    """Show the form of a new case."""
    return _form(request, FormView(values=EMPTY), chosen=frozenset(), note="")


@router.post(HERE + "/nieuw")
@allow(Act.SHARE_CASES)
def offer(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Offer a new case, or show the form again with every fault."""
    return _offer(request, work, by, now, form, case=None)


@router.get(HERE + "/{case_id}")
@allow(Act.SHARE_CASES)
def show_own(request: Request, work: Reading, by: By, case_id: UUID) -> HTMLResponse:
    """Show an own case in the form, with what has to change."""
    held = cases.own_case(work, by=by, case_id=case_id)
    values = {field: held.texts[name] for name, field in TEXTS.items()} | {"voor": held.phase.value}
    return _form(request, FormView(values=values), chosen=held.competencies, note=held.note)


@router.post(HERE + "/{case_id}")
@allow(Act.SHARE_CASES)
def offer_again(request: Request, work: Writing, by: By, now: Now, form: Submitted, case_id: UUID) -> Response:
    """Offer an own case anew."""
    return _offer(request, work, by, now, form, case=cases.own_case(work, by=by, case_id=case_id))


@router.get(REGION)
@allow(Act.MODERATE_CASES)
def show_to_moderator(request: Request, work: Reading, by: By, bladzijde: str = "1") -> HTMLResponse:
    """Show the coordinator what waits, and what others read."""
    return _moderation(request, work, by, NOTHING, number=read_page(bladzijde))


@router.post(REGION)
@allow(Act.MODERATE_CASES)
def moderate(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Publish a case, or give it back with what has to change."""
    values = typed(form)
    revision = read_whole(values, "versie", {})
    if values["stap"] not in ("plaats", "terug") or revision is None:
        raise UnreadableQueryError("stap")
    case_id = _id(values["welke"])
    number = read_page(values["bladzijde"])
    back = f"{page_href(REGION, {})}{number}"
    if values["stap"] == "plaats":
        cases.publish_case(work, by=by, case_id=case_id, revision=revision, now=now)
        return RedirectResponse(back, status_code=303)
    try:
        cases.return_case(work, by=by, case_id=case_id, revision=revision, note=values["uitleg"], now=now)
    except InvalidValueError as error:
        faults = {f"{FIELDS[name]}-{case_id}": text for name, text in error.faults.items()}
        return _moderation(request, work, by, FormView(values=values, faults=faults), number=number)
    return RedirectResponse(back, status_code=303)


def _offer(
    request: Request, work: UnitOfWork, by: Account, now: Now, form: FormData, *, case: TeacherCase | None
) -> Response:
    values = {**EMPTY, **typed(form)}
    ticked = {str(one) for one in form.getlist("over")}
    chosen = frozenset(one for one in CareerCompetency if one.value in ticked)
    faults = {} if values["voor"] in set(Phase) else {"voor": "Kies voor welke klas"}
    try:
        written = cases.WrittenCase(
            **{name: values[field] for name, field in TEXTS.items()},
            competencies=chosen,
            phase=Phase(values["voor"]) if not faults else Phase.PRO,
        )
        if faults:
            cases.check_case(work, by=by, written=written, now=now)
        else:
            cases.offer_case(work, by=by, written=written, case_id=case.id if case else None, now=now)
            return RedirectResponse(HERE, status_code=303)
    except InvalidValueError as error:
        faults = {**told_in(error.faults, FIELDS), **faults}
    return _form(request, FormView(values=values, faults=faults), chosen=chosen, note=case.note if case else "")


def _form(request: Request, form: FormView, *, chosen: frozenset[CareerCompetency], note: str) -> HTMLResponse:
    return page(
        request,
        "case_form.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        chosen=chosen,
        note=note,
        phases=[("", "Kies een klas"), *PHASES],
        **_words(),
    )


def _moderation(request: Request, work: UnitOfWork, by: Account, form: FormView, *, number: int) -> HTMLResponse:
    return page(
        request,
        "cases_region.html",
        status=400 if form.faults else 200,
        current="/regio",
        found=cases.cases_to_moderate(work, by=by, page=number),
        href=page_href(REGION, {}),
        form=form,
        clean=NOTHING,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"career_words": CAREER_WORDS, "phase_words": PHASE_WORDS, "states": STATES}


def _id(text: str) -> UUID:
    chosen = read_id(text)
    if chosen is None:
        raise NotFoundError("not found")
    return chosen
