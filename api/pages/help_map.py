"""The help map: who helps with what, without an account. A question travels in a form and is kept nowhere."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import day_in, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.help_map import HelpKind, RegionalOffer
from services import help_map
from services.errors import NotFoundError
from services.local_time import local_day
from services.permissions import Act

router = guarded_router()

HERE = "/hulp"
WORDS = "vraag"
LONGEST_WORDS = 300
REGION, OFFER = "/regio/hulp", "/regio/hulp/aanbod"
HIDES = {"verberg": True, "toon": False}
FIELDS = {
    "label": "naam",
    "what": "wat",
    "how": "hoe",
    "situations": "situaties",
    "municipality": "gemeente",
    "phone": "telefoon",
    "url": "website",
    "source_title": "bron",
    "source_url": "bronadres",
    "checked_on": "nagekeken",
    "until_on": "tot",
}
"""The field of the form for each part of an offer."""
TEXTS = ("label", "what", "how", "municipality", "phone", "url", "source_title", "source_url")
REASON = "whoever needs help finds it without an account"


@router.get(HERE)
@everybody(REASON)
def show_help(request: Request, now: Now) -> HTMLResponse:
    """Show every situation, what cannot wait first."""
    return _page(request, now, FormView(values={WORDS: ""}))


@router.post(HERE)
@everybody(REASON)
def find_help(request: Request, work: Reading, by: By, now: Now, form: Submitted) -> HTMLResponse:
    """Show what a question in own words leads to; it stays in the form that was sent, and is not repeated."""
    words = str(form.get(WORDS, "")).strip()[:LONGEST_WORDS]
    if not words:
        faults = {WORDS: "Schrijf in een paar woorden wat er is"}
        return _page(request, now, FormView(values={WORDS: ""}, faults=faults))
    return page(
        request,
        "help_answer.html",
        current=HERE,
        headers={"Cache-Control": "no-store"},
        answer=help_map.help_for_words(work, words=words, by=by, now=now),
    )


@router.get(f"{HERE}/{{situation}}")
@everybody(REASON)
def show_situation(
    request: Request, work: Reading, by: By, now: Now, situation: str, gemeente: str = ""
) -> HTMLResponse:
    """Show who helps in one situation, everywhere or in one municipality."""
    view = help_map.help_in(work, code=situation, municipality=gemeente, by=by, now=now)
    return page(request, "help_situation.html", current=HERE, view=view, chosen=gemeente)


@router.get(REGION)
@allow(Act.KEEP_HELP)
def show_regional_help(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show the coordinator what the region has of its own, and what it leaves out."""
    return page(
        request,
        "regional_help.html",
        current=REGION,
        held=help_map.regional_help(work, by=by, now=now),
        today=local_day(now),
    )


@router.post(REGION)
@allow(Act.KEEP_HELP)
def change_regional_help(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Leave an offer out, show it again, or take an own one away."""
    values = typed(form)
    if values["stap"] in HIDES:
        help_map.hide_offer(work, by=by, code=values["wat"], is_hidden=HIDES[values["stap"]], now=now)
    elif values["stap"] == "weg":
        help_map.remove_offer(work, by=by, offer_id=_id(values["wat"]))
    else:
        raise UnreadableQueryError
    return RedirectResponse(REGION, status_code=303)


@router.get(OFFER)
@allow(Act.KEEP_HELP)
def show_offer(request: Request, work: Reading, by: By, now: Now, welke: str = "") -> HTMLResponse:
    """Show the form of an offer of the region, empty or as it is kept."""
    values: dict[str, str] = defaultdict(str)
    if welke:
        held = help_map.regional_offer(work, by=by, offer_id=_id(welke))
        values |= {field: str(getattr(held, name) or "") for name, field in FIELDS.items() if name != "situations"}
        values |= {"welke": welke, "soort": held.kind.value}
        return _offer_page(request, now, FormView(values=values), chosen=held.situations)
    return _offer_page(request, now, FormView(values=values), chosen=())


@router.post(OFFER)
@allow(Act.KEEP_HELP)
def keep_offer(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep an offer of the region, or show the form again with every fault."""
    values, faults = typed(form), dict[str, str]()
    chosen = tuple(dict.fromkeys(str(one) for one in form.getlist("situaties")))
    if values["soort"] not in list(HelpKind):
        faults["soort"] = "Kies wat voor hulp het is"
    days = {field: day_in(values, field, faults) for field in ("nagekeken", "tot")}
    if days["nagekeken"] is None:
        faults.setdefault("nagekeken", "Vul in op welke dag je dit nakeek")
    try:
        offer = RegionalOffer(
            id=_id(values["welke"]) if values["welke"] else uuid4(),
            kind=HelpKind(values["soort"]) if "soort" not in faults else HelpKind.REGION,
            situations=chosen,
            checked_on=days["nagekeken"] or local_day(now),
            until_on=days["tot"],
            **{name: values[FIELDS[name]] for name in TEXTS},
        )
        if not faults:
            help_map.keep_offer(work, by=by, offer=offer, is_new=not values["welke"], now=now)
            return RedirectResponse(REGION, status_code=303)
    except InvalidValueError as error:
        faults = {**{FIELDS[name]: text for name, text in error.faults.items()}, **faults}
    return _offer_page(request, now, FormView(values=values, faults=faults), chosen=chosen)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("not found") from None


def _offer_page(request: Request, now: Now, form: FormView, *, chosen: Collection[str]) -> HTMLResponse:
    return page(
        request,
        "regional_help_offer.html",
        status=400 if form.faults else 200,
        current=REGION,
        form=form,
        chosen=chosen,
        groups=help_map.situations_by_group(now),
        kinds=[(kind.value, text) for kind, text in help_map.KIND_WORDS.items()],
    )


def _page(request: Request, now: Now, form: FormView) -> HTMLResponse:
    return page(
        request,
        "help.html",
        status=400 if form.faults else 200,
        current=HERE,
        form=form,
        groups=help_map.situations_by_group(now),
        longest=LONGEST_WORDS,
    )
