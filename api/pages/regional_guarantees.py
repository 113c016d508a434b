"""Guarantees of a job, for the coordinator: what employers promise, and how many seats are taken."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import day_in, read_id, read_whole, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.guarantee import Guarantee
from services import guarantees
from services.errors import NotFoundError
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, FORM = "/regio/garanties", "/regio/garanties/vast"
FIELDS = {
    "group_name": "groep",
    "sector": "werk",
    "programme_codes": "opleidingen",
    "employer_ids": "bedrijven",
    "levels": "niveaus",
    "cohort": "begin",
    "n_seats": "plaatsen",
    "conditions": "voorwaarden",
    "own_words": "eigen",
    "signed_on": "getekend",
    "valid_until": "tot",
    "choose_profile": "keuze",
    "choose_by": "keuzedag",
    "municipalities": "gemeenten",
}
"""The field of the form for each part of a guarantee."""
LISTS = ("opleidingen", "bedrijven", "niveaus", "voorwaarden")
MUST = {
    "begin": "Vul het jaar in waarin de opleiding begint, zoals 2029",
    "plaatsen": "Vul een aantal in, zoals 25",
    "getekend": "Vul in op welke dag er is getekend",
    "tot": "Vul in vanaf welke dag de belofte niet meer geldt",
}


@router.get(HERE)
@allow(Act.KEEP_GUARANTEES)
def show_guarantees(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show the coordinator every guarantee, and the numbers per kind of work."""
    held, sectors = guarantees.regional_guarantees(work, by=by, now=now)
    return page(request, "guarantees_region.html", current="/regio", held=held, sectors=sectors)


@router.post(HERE)
@allow(Act.KEEP_GUARANTEES)
def retire(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Take no new claims on a guarantee."""
    values = typed(form)
    if values["stap"] != "stop":
        raise UnreadableQueryError
    guarantees.retire_guarantee(work, by=by, guarantee_id=_id(values["welke"]), now=now)
    return RedirectResponse(HERE, status_code=303)


@router.get(FORM)
@allow(Act.KEEP_GUARANTEES)
def show_form(request: Request, work: Reading, by: By, now: Now, welke: str = "") -> HTMLResponse:
    """Show the form of a guarantee, empty or as it is kept."""
    values: dict[str, str] = defaultdict(str)
    chosen: dict[str, list[str]] = {name: [] for name in LISTS}
    if welke:
        held = guarantees.regional_guarantee(work, by=by, guarantee_id=_id(welke))
        told = {field: getattr(held, name) for name, field in FIELDS.items()}
        chosen = {name: [str(one) for one in told[name]] for name in LISTS}
        values |= {name: str(value or "") for name, value in told.items() if name not in LISTS}
        values |= {"welke": welke, "gemeenten": ", ".join(held.municipalities)}
    return _form_page(request, work, by, now, FormView(values=values), chosen)


@router.post(FORM)
@allow(Act.KEEP_GUARANTEES)
def keep(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep a guarantee, or show the form again with every fault."""
    values, faults = typed(form), dict[str, str]()
    chosen = {name: list(dict.fromkeys(str(one) for one in form.getlist(name))) for name in LISTS}
    numbers = {name: read_whole(values, name, faults) for name in ("begin", "plaatsen")}
    days = {name: day_in(values, name, faults) for name in ("getekend", "tot", "keuzedag")}
    for name, text in MUST.items():
        if numbers.get(name, days.get(name)) is None:
            faults.setdefault(name, text)
    employers = [read_id(one) for one in chosen["bedrijven"]]
    if None in employers:
        faults["bedrijven"] = "Kies bedrijven uit de lijst"
    today = local_day(now)
    try:
        guarantee = Guarantee(
            id=_id(values["welke"]) if values["welke"] else uuid4(),
            group_name=values["groep"],
            employer_ids=tuple(one for one in employers if one),
            sector=values["werk"],
            programme_codes=tuple(chosen["opleidingen"]),
            levels=tuple(int(one) for one in chosen["niveaus"] if one in ("1", "2", "3", "4")),
            cohort=numbers["begin"] or today.year,
            n_seats=1 if numbers["plaatsen"] is None else numbers["plaatsen"],
            conditions=tuple(chosen["voorwaarden"]),
            own_words=values["eigen"],
            signed_on=days["getekend"] or today,
            valid_until=days["tot"] or (days["getekend"] or today) + timedelta(days=1),
            choose_profile=values["keuze"],
            choose_by=days["keuzedag"],
            municipalities=tuple(filter(None, (one.strip() for one in values["gemeenten"].split(",")))),
        )
        if not faults:
            guarantees.keep_guarantee(work, by=by, guarantee=guarantee, is_new=not values["welke"], now=now)
            return RedirectResponse(HERE, status_code=303)
    except InvalidValueError as error:
        faults = {**{FIELDS[name]: text for name, text in error.faults.items()}, **faults}
    return _form_page(request, work, by, now, FormView(values=values, faults=faults), chosen)


def _form_page(
    request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView, chosen: dict[str, list[str]]
) -> HTMLResponse:
    reference = load_reference(local_day(now))
    programmes = sorted(reference.qualifications.values(), key=lambda one: (one.sector, one.level, one.name))
    return page(
        request,
        "guarantee_form.html",
        status=400 if form.faults else 200,
        current="/regio",
        form=form,
        chosen=chosen,
        sectors=[("", "Kies het soort werk"), *((one.code, one.label) for one in reference.sectors.values())],
        conditions=[(one.code, one.label) for one in reference.guarantee_conditions.values()],
        programmes=[(one.code, f"{one.name} (niveau {one.level})") for one in programmes],
        employers=guarantees.employers_to_choose(work, by=by),
    )


def _id(text: str) -> UUID:
    chosen = read_id(text)
    if chosen is None:
        raise NotFoundError("not found")
    return chosen
