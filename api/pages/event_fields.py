"""Reads the form in which somebody plans an event, and fills it with what is known."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, time
from types import MappingProxyType
from typing import TypeVar

from starlette.datastructures import FormData

from api.pages.typed import day_in, read_day, read_time, read_whole, typed
from events.event import Access, Audience, EventKind, Role, Venue
from events.plan import EventPlan, PlannedSession
from services.event_planning import Repetition, Scope
from services.event_words import LANGUAGE_LABELS, LEVEL_LABELS, SCHOOL_TYPE_LABELS
from services.school_calendar import KNOWN_REGIONS, Region

Code = TypeVar("Code")
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "soort",
        "title": "naam",
        "summary": "wat",
        "day": "dag",
        "last_day": "tot_dag",
        "begins": "van",
        "ends": "tot",
        "ends_at": "tot",
        "venue": "plek",
        "address": "adres",
        "municipality": "gemeente",
        "online_url": "link",
        "seats": "plekken",
        "register_until": "aanmelden",
        "organiser": "organisator",
        "sessions": "onderdelen",
        "every_weeks": "weken",
        "until": "reeks_tot",
        "n_times": "keren",
        "reason": "reden",
    }
)
"""The field of the page where each fault is mended."""
LISTS = ("voor", "niveau", "sector", "school", "toegang", "taal")
"""Fields of which several boxes may be ticked."""
SCOPES: Mapping[str, Scope] = MappingProxyType({"deze": Scope.THIS, "later": Scope.LATER, "alle": Scope.ALL})
"""How a form calls the events of a series that are meant."""
MEANT = MappingProxyType(
    {"deze": "Alleen deze dag", "later": "Deze dag en alle latere", "alle": "Alle dagen die nog komen"}
)
SESSION = re.compile(r"(?:(\S+)\s+)?(\d{1,2}[.:]\d{2})\s*(?:-|–|tot)\s*(\d{1,2}[.:]\d{2})\s+(.+?)(?:\s*\(([^()]*)\))?")


def read_values(form: FormData) -> defaultdict[str, str]:
    """Give what was typed and ticked; a box is ``"voor.student"``."""
    values = typed(form)
    for name in LISTS:
        values.pop(name, None)
        values.update({f"{name}.{code}": "1" for code in form.getlist(name)})
    return values


def read_plan(values: Mapping[str, str], faults: dict[str, str], *, sectors: Collection[str]) -> EventPlan:
    """Read the plan of an event; what cannot be read becomes a fault of its field."""
    day = day_in(values, "dag", faults)
    clocks = {name: _clock(values, name, faults) for name in ("van", "tot")}
    return EventPlan(
        kind=EventKind(values["soort"]) if values["soort"] in set(EventKind) else None,
        title=values["naam"],
        summary=values["wat"],
        day=day,
        last_day=day_in(values, "tot_dag", faults),
        begins=clocks["van"],
        ends=clocks["tot"],
        venue=Venue(
            name=values["plek"] or ("Online" if values["link"] else ""),
            address=values["adres"],
            municipality=values["gemeente"],
            online_url=values["link"],
        ),
        seats=read_whole(values, "plekken", faults),
        register_until=day_in(values, "aanmelden", faults),
        organiser=values["organisator"],
        audience=Audience(
            roles=frozenset(_ticked(values, "voor", Role, Role)),
            levels=frozenset(_ticked(values, "niveau", map(str, LEVEL_LABELS), int)),
            sectors=frozenset(_ticked(values, "sector", sectors, str)),
            school_types=frozenset(_ticked(values, "school", SCHOOL_TYPE_LABELS, str)),
        ),
        access=frozenset(_ticked(values, "toegang", Access, Access)),
        languages=frozenset(_ticked(values, "taal", LANGUAGE_LABELS, str)),
        sessions=tuple(_sessions(values["onderdelen"], day, faults)),
    )


def read_repetition(values: Mapping[str, str], faults: dict[str, str]) -> Repetition | None:
    """Read how a series repeats; ``None`` for an event that happens once."""
    if values["herhaal"] != "ja":
        return None
    return Repetition(
        every_weeks=read_whole(values, "weken", faults) or 0,
        until=day_in(values, "reeks_tot", faults),
        n_times=read_whole(values, "keren", faults),
        region=Region(values["vakantie"]) if values["vakantie"] in set(KNOWN_REGIONS) else None,
    )


def values_of(plan: EventPlan) -> defaultdict[str, str]:
    """Give the fields of a form that shows a plan; read again they give the same plan."""
    values = defaultdict(
        str,
        {
            "soort": plan.kind or "",
            "naam": plan.title,
            "wat": plan.summary,
            "dag": _day_text(plan.day),
            "tot_dag": _day_text(plan.last_day),
            "van": _clock_text(plan.begins),
            "tot": _clock_text(plan.ends),
            "plek": plan.venue.name,
            "adres": plan.venue.address,
            "gemeente": plan.venue.municipality,
            "link": plan.venue.online_url,
            "plekken": "" if plan.seats is None else str(plan.seats),
            "aanmelden": _day_text(plan.register_until),
            "organisator": plan.organiser,
            "onderdelen": "\n".join(map(_session_line, plan.sessions)),
            "bij": "deze",
        },
    )
    ticks: Mapping[str, Iterable[object]] = {
        "voor": plan.audience.roles,
        "niveau": plan.audience.levels,
        "sector": plan.audience.sectors,
        "school": plan.audience.school_types,
        "toegang": plan.access,
        "taal": plan.languages,
    }
    values.update({f"{name}.{code}": "1" for name, codes in ticks.items() for code in codes})
    return values


def on_page(faults: Mapping[str, str]) -> dict[str, str]:
    """Give faults by the fields of the page."""
    return {FIELDS.get(name, name): text for name, text in faults.items()}


def _ticked(values: Mapping[str, str], name: str, known: Iterable[str], read: Callable[[str], Code]) -> list[Code]:
    return [read(code) for code in known if values.get(f"{name}.{code}")]


def _clock(values: Mapping[str, str], name: str, faults: dict[str, str]) -> time | None:
    clock = read_time(values[name])
    if clock is None and values[name]:
        faults[name] = "Vul hier een tijd in, zoals 14.00"
    return clock


def _sessions(text: str, day: date | None, faults: dict[str, str]) -> list[PlannedSession]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        read = SESSION.fullmatch(line)
        on = (read_day(read[1]) if read[1] else day) if read else None
        begins, ends = (read_time(read[2]), read_time(read[3])) if read else (None, None)
        if read and on and begins and ends:
            found.append(PlannedSession(title=read[4], day=on, begins=begins, ends=ends, room=(read[5] or "").strip()))
        elif not read or day or read[1]:
            faults["onderdelen"] = (
                f"Deze regel begrijpen wij niet: {line[:60]}. Schrijf: 13.00-14.00 Rondleiding (hal 2)"
            )
    return found


def _session_line(one: PlannedSession) -> str:
    room = f" ({one.room})" if one.room else ""
    return f"{one.day:%-d-%-m-%Y} {_clock_text(one.begins)}-{_clock_text(one.ends)} {one.title}{room}"


def _day_text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _clock_text(clock: time | None) -> str:
    return "" if clock is None else f"{clock:%H:%M}"
