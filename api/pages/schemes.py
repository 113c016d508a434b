"""Schemes and costs for a kind of place: the address holds what was filled in, nothing is kept, nobody is asked for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import day_in, read_day, read_whole
from api.rendering import FormView, page
from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import CompanySize
from services.local_time import local_day
from services.permissions import Act
from services.reference import load_reference
from services.schemes.advising import GROUPS, advise, scheme_in_words
from services.schemes.asking import WAGED, PlaceAsked, asked_of_place, asks_municipality, facts_of, place_faults
from services.schemes.calendar import scheme_calendar, scheme_days
from services.schemes.costing import estimate_cost
from services.schemes.wording import euro_text

router = guarded_router()

HERE, COSTS = "/regelingen", "/wat-kost-het"
FIELDS: Mapping[str, str] = {
    "type": "soort",
    "starts_on": "start",
    "months": "maanden",
    "hours_per_week": "uren",
    "level": "niveau",
    "pays_wage": "loon",
    "sector": "sector",
    "municipality": "gemeente",
    "company_size": "bedrijf",
    "is_recognised": "erkend",
}
"""The field of the page for each fact about a place."""
SIZES = (
    (CompanySize.SMALL, "Klein (minder dan 50 mensen)"),
    (CompanySize.MIDDLE, "Middelgroot (50 tot 250 mensen)"),
    (CompanySize.LARGE, "Groot (250 mensen of meer)"),
)
LEVELS = (("0", "Pro, vso of vmbo"), ("1", "Entree (mbo 1)"), ("2", "Mbo 2"), ("3", "Mbo 3"), ("4", "Mbo 4"))
YES_NO = (("ja", "Ja"), ("nee", "Nee"), ("", "Weet ik nog niet"))
SAID: Mapping[str, bool | None] = {"ja": True, "nee": False}
LONGEST = 60
"""No field needs more characters."""


@router.get(HERE)
@allow(Act.SEE_REFERENCE)
def show_schemes(request: Request, work: Reading, by: By, now: Now) -> Response:
    """Show the form, and once it was sent what may be had for such a place."""
    given = request.query_params
    if given.get("plek"):
        return RedirectResponse(_of_own_place(work, by, given["plek"]), status_code=303)
    if given.get("kijk") and any(not value for _, value in given.multi_items()):
        return RedirectResponse(f"{HERE}?{urlencode(_filled(given))}", status_code=303)
    values, faults, asked = _read(given, now=now)
    advice = None if asked is None else advise(by=by, facts=facts_of(asked, now=now), now=now)
    return page(
        request,
        "schemes.html",
        status=400 if faults else 200,
        current=HERE,
        form=FormView(values=values, faults=faults),
        advice=advice,
        groups=[] if advice is None else [(code, title, advice.of(verdicts)) for code, verdicts, title in GROUPS],
        has_days=asked is not None and bool(scheme_days(by=by, facts=facts_of(asked, now=now), now=now)),
        calendar_href=f"{HERE}/agenda.ics?{urlencode(_filled(given))}",
        costs_href=f"{COSTS}?{urlencode(_filled(given))}" if asked is not None and asked.type in WAGED else "",
        **_choices(values, now, types=tuple(PlacementType)),
    )


@router.get(f"{HERE}/agenda.ics")
@allow(Act.SEE_REFERENCE)
def download_scheme_days(request: Request, by: By, now: Now) -> Response:
    """Give the days on which something must be done as a calendar file."""
    _, faults, asked = _read(request.query_params, now=now)
    if asked is None:
        raise UnreadableQueryError("; ".join(faults) or "soort")
    text = scheme_calendar(by=by, facts=facts_of(asked, now=now), now=now)
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="regelingen.ics"'},
    )


@router.get(f"{HERE}/{{scheme_code}}")
@allow(Act.SEE_REFERENCE)
def show_scheme(request: Request, by: By, now: Now, scheme_code: str) -> Response:
    """Show one scheme as it stands today."""
    return page(request, "scheme.html", current=HERE, told=scheme_in_words(by=by, code=scheme_code, now=now))


@router.get(COSTS)
@allow(Act.SEE_REFERENCE)
def show_costs(request: Request, by: By, now: Now) -> Response:
    """Show the form, and once it was sent what such a place costs at each age."""
    given = request.query_params
    if given.get("kijk") and any(not value for _, value in given.multi_items()):
        return RedirectResponse(f"{COSTS}?{urlencode(_filled(given))}", status_code=303)
    values, faults, asked = _read(given, now=now, types=WAGED)
    cost = None if asked is None else estimate_cost(by=by, facts=facts_of(asked, now=now, types=WAGED), now=now)
    return page(
        request,
        "costs.html",
        status=400 if faults else 200,
        current=COSTS,
        form=FormView(values=values, faults=faults),
        cost=cost,
        bars=[] if cost is None else [(f"{line.age} jaar", *line.net) for line in cost.lines],
        bars_text="" if cost is None else "; ".join(f"{line.age} jaar: {line.net_text}" for line in cost.lines),
        has_last_known=cost is not None and any(wage.is_last_known for line in cost.lines for wage in line.wages),
        money=lambda amount: euro_text(Decimal(amount)),
        schemes_href=f"{HERE}?{urlencode([*_filled(given), ('loon', 'ja')])}",
        **_choices(values, now, types=WAGED),
    )


def _of_own_place(work: Reading, by: By, text: str) -> str:
    try:
        placement_id = UUID(text)
    except ValueError:
        raise UnreadableQueryError("plek") from None
    asked = asked_of_place(work, by=by, placement_id=placement_id)
    said: Mapping[bool | None, str] = {True: "ja", False: "nee", None: ""}
    values = {
        "soort": asked.type,
        "start": "" if asked.starts_on is None else asked.starts_on.isoformat(),
        "maanden": asked.months or "",
        "uren": asked.hours_per_week or "",
        "niveau": "" if asked.level is None else asked.level,
        "loon": said[asked.pays_wage],
        "sector": asked.sector,
        "erkend": said[asked.is_recognised],
        "kijk": "1",
    }
    return f"{HERE}?{urlencode([(name, value) for name, value in values.items() if value != ''])}"


def _filled(given: QueryParams) -> list[tuple[str, str]]:
    """Give the fields that were filled in: a short address is easier to share."""
    return [(name, value) for name, value in given.multi_items() if value and name in {*FIELDS.values(), "kijk"}]


def _read(
    given: QueryParams, *, now: datetime, types: Collection[str] = tuple(PlacementType)
) -> tuple[Mapping[str, str], dict[str, str], PlaceAsked | None]:
    """Give what was typed, every fault by its field, and the place asked about once there is none."""
    values: defaultdict[str, str] = defaultdict(str)
    values |= {name: value.strip()[:LONGEST] for name, value in given.multi_items()}
    if not given.get("kijk"):
        return values, {}, None
    unread: dict[str, str] = {}
    asked = PlaceAsked(
        type=values["soort"],
        starts_on=_day(values, unread),
        months=read_whole(values, "maanden", unread),
        hours_per_week=read_whole(values, "uren", unread),
        level=read_whole(values, "niveau", unread),
        pays_wage=SAID.get(values["loon"]),
        sector=values["sector"],
        municipality=values["gemeente"],
        company_size=values["bedrijf"],
        is_recognised=SAID.get(values["erkend"]),
    )
    told = {FIELDS[name]: text for name, text in place_faults(asked, now=now, types=types).items()} | unread
    faults = {name: told[name] for name in FIELDS.values() if name in told}
    return values, faults, None if faults else asked


def _day(values: defaultdict[str, str], faults: dict[str, str]) -> date | None:
    """Read the first day; one that was read is written as a browser shows it in a field for days."""
    found = day_in(values, "start", faults)
    if found is not None:
        values["start"] = found.isoformat()
    return found


def _choices(values: Mapping[str, str], now: datetime, *, types: Collection[str]) -> dict[str, Any]:
    reference = load_reference(local_day(now))
    return {
        "types": [("", "Kies…"), *((code, reference.placement_types[code].label) for code in types)],
        "levels": [("", "Weet ik nog niet"), *LEVELS],
        "sectors": [("", "Kies…"), *((sector.code, sector.label) for sector in reference.sectors.values())],
        "sizes": [("", "Weet ik niet"), *SIZES],
        "yes_no": YES_NO,
        "asks_municipality": asks_municipality(reference),
        "day_type": "text" if values["start"] and read_day(values["start"]) is None else "date",
    }
