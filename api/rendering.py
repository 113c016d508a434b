"""Templates become pages here, with what every page needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from accounts.role import Role
from api import drawing, ways, wording
from events.ical import KIND_NAMES
from services import event_words
from services.event_days import days_of, days_text
from services.placements import FEWEST_TOLD, PlaceView
from services.wording import MONTHS, WEEKDAYS, day_text

HERE = Path(__file__).parent
STATIC = HERE / "static"

INVITING = ("/uitnodigen", "Uitnodigen")
FOR_EMPLOYERS = ("/voor-werkgevers", "Voor werkgevers")
MENUS: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.ANONYMOUS: (("/agenda", "Agenda"), FOR_EMPLOYERS, ("/over", "Zo werkt het")),
    Role.STUDENT: (
        ("/plekken", "Plekken voor mij"),
        ("/contacten", "Mijn contacten"),
        ("/profiel", "Mijn profiel"),
        ("/dossier", "Mijn dossier"),
        ("/wie-keek", "Wie keek?"),
        ("/agenda", "Agenda"),
    ),
    Role.EMPLOYER: (
        ("/werkgever", "Mijn plekken"),
        ("/werkgever/kandidaten", "Kandidaten"),
        ("/werkgever/plek", "Plek plaatsen"),
        FOR_EMPLOYERS,
        ("/werkgever/bedrijf", "Mijn bedrijf"),
        INVITING,
        ("/agenda", "Agenda"),
    ),
    Role.JOBHUNTER: (
        ("/kandidaten", "Kandidaten zoeken"),
        ("/bedrijven", "Bedrijven"),
        ("/opvolgen", "Opvolgen"),
        ("/nakijken", "Nakijken"),
        ("/agenda", "Agenda"),
    ),
    Role.TEACHER: (
        ("/klas", "Mijn klas"),
        ("/opvolgen", "Opvolgen"),
        ("/bedrijven", "Bedrijven"),
        INVITING,
        ("/klopt-niet", "Klopt dit?"),
        ("/agenda", "Agenda"),
    ),
    Role.COORDINATOR: (
        ("/regio", "De regio"),
        ("/meldingen", "Meldingen"),
        ("/verbeteringen", "Woorden nakijken"),
        INVITING,
        ("/agenda", "Agenda"),
    ),
    Role.PARENT: (("/mijn-kind", "Mijn kind"), ("/toestemming", "Toestemming"), ("/agenda", "Agenda")),
    Role.PLACEMENT_COORDINATOR: (
        ("/klas", "Mijn school"),
        ("/opvolgen", "Opvolgen"),
        ("/bedrijven", "Bedrijven"),
        INVITING,
        ("/klopt-niet", "Klopt dit?"),
        ("/agenda", "Agenda"),
    ),
    Role.JOB_COACH: (("/klas", "Mijn leerlingen"), ("/regelingen/jongeren", "Regelingen"), ("/agenda", "Agenda")),
    Role.PEER: (("/wie-ik-help", "Wie ik help"), ("/agenda", "Agenda")),
    Role.TRAINER: (
        ("/op-de-werkvloer", "Op de werkvloer"),
        ("/begeleiden", "Begeleiden"),
        ("/leerpad", "Leerpad"),
        ("/brieven", "Brieven"),
        ("/agenda", "Agenda"),
    ),
    Role.ADMINISTRATOR: (INVITING, ("/agenda", "Agenda")),
}

TRIPS: Mapping[str, str] = {
    "lopen": "lopen",
    "fietsen": "fietsen",
    "openbaar vervoer": "met het openbaar vervoer",
    "brommer of scooter": "met brommer of scooter",
    "auto": "met de auto",
}
"""How a trip is said after its minutes, by the label of the way to travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form as a page shows it: what was typed, what is wrong with it, and where to find that on the page."""

    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)


@cache
def asset(name: str) -> str:
    """Give the address of a static file, with a mark of its content so that it may be cached for good."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:8]}"


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    current: str = "",
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """Show a template as a page for this browser.

    Parameters
    ----------
    current : str
        Which entry of the menu this page belongs to.
    values
        What the template itself asks for; leaving something out is an error.
    """
    session, seal = request.state.session, request.state.seal
    text = (
        environment()
        .get_template(template)
        .render(
            account=session.account,
            menu=MENUS[session.account.role],
            current=current,
            is_demo=request.state.is_demo,
            n_unread=getattr(request.state, "n_unread", 0),
            csrf=lambda: seal.token(session),
            **values,
        )
    )
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


@cache
def environment() -> Environment:
    """Give the templates with their words and drawings; text is escaped everywhere."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        asset=asset,
        ways=ways,
        ring=drawing.ring,
        bar=drawing.bar,
        amounts=drawing.amounts,
        week=drawing.week,
        count=wording.count_text,
        number=lambda value, decimals: f"{value:.{decimals}f}".replace(".", ","),
        day=day_text,
        weekday=wording.weekday_text,
        time=wording.time_text,
        clock=wording.clock_text,
        local=wording.local,
        weekday_short=lambda moment: WEEKDAYS[wording.local(moment).weekday()][:2],
        months=MONTHS,
        month_short=lambda moment: MONTHS[wording.local(moment).month - 1][:3],
        travel=_travel_text,
        fits=_fits_text,
        kind_labels=KIND_NAMES,
        audience_labels=event_words.AUDIENCE_LABELS,
        access_labels=event_words.ACCESS_LABELS,
        level_labels=event_words.LEVEL_LABELS,
        school_labels=event_words.SCHOOL_TYPE_LABELS,
        language_labels=event_words.LANGUAGE_LABELS,
        event_days=lambda event: days_text(days_of(event)),
    )
    return made


def _travel_text(card: Any) -> str:
    if card.travel_minutes is None:
        return "reistijd nog niet bekend"
    how = TRIPS.get(card.travel_label, f"({card.travel_label})")
    return f"ongeveer {wording.count_text(card.travel_minutes, 'minuut', 'minuten')} {how}"


def _fits_text(place: PlaceView) -> str:
    if not place.is_counted:
        return "we tellen nog"
    if place.n_candidates is None:
        return f"minder dan {FEWEST_TOLD} jongeren passen nu"
    return f"minstens {wording.count_text(place.n_candidates, 'jongere past nu', 'jongeren passen nu')}"
