"""Reads the form with which an employer posts a place, field by field, and keeps what was typed."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from starlette.datastructures import FormData

from api.pages.own_words import Answered, answered, choices
from api.pages.typed import read_time, read_whole
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, WorkDay
from services.linking.phrases import personal_fault
from services.linking.suggesting import MAX_TEXT
from services.posting import PlacementForm

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "site_id": "vestiging",
        "type": "soort",
        "qualification_code": "opleiding",
        "sector": "sector",
        "title": "titel",
        "description": "omschrijving",
        "own_words": "werk",
        "tasks": "taken",
        "schedule": "dagen",
        "working_hours": "tijden",
        "break_minutes": "pauze",
        "days_min": "dagen_min",
        "hours_min": "uren_min",
        "hours_max": "uren_max",
        "hours": "uren_max",
        "starts_on": "start",
        "ends_on": "eind",
        "seats": "plaatsen",
        "conditions": "voorwaarden",
        "hazards": "gevaren",
        "prerequisites": "vooraf",
        "dutch_level_min": "nederlands",
        "allowance": "bedrag",
        "contact": "contact_naam",
        "contact_email": "contact_mail",
        "reference": "kenmerk",
        "levels": "opleiding",
        "seats_taken": "plaatsen",
        "conditions_refused": "voorwaarden",
        "requirements": "taken",
        "max_open_contacts": "plaatsen",
    }
)
"""Every field of a placement that can be wrong, and the field of the page where it is mended; in the page's order."""
ANCHORS: Mapping[str, str] = MappingProxyType({"tijden": "dagen"})
"""Where a fault is shown, when the page has no field of that name."""
USUAL = {"pauze": "30", "plaatsen": "1", "per": "month"}
USUAL_DAY = ("09:00", "16:30")
TOO_LONG = f"Houd de tekst op hoogstens {MAX_TEXT} tekens"
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,100}(\.[^@\s.]{1,63}){1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A submitted form, read.

    Parameters
    ----------
    values : mapping of str to str
        What was typed and ticked, to show again.
    faults : mapping of str to str
        Per field of the page what could not be read.
    """

    form: PlacementForm
    key: str
    values: Mapping[str, str]
    faults: Mapping[str, str]


def blank_values(chosen: Mapping[str, str], *, key: str) -> Mapping[str, str]:
    """Give the values of a fresh form after the first step."""
    values = defaultdict(str, USUAL | dict(chosen) | {"kenmerk": key})
    for weekday in range(1, 8):
        values[f"van.{weekday}"], values[f"tot.{weekday}"] = USUAL_DAY
    return values


def read_posting(form: FormData) -> Posting:
    """Read a submitted form; a field that cannot be read is empty and has a fault."""
    values = _typed(form)
    faults: dict[str, str] = {}
    schedule = _schedule(values, faults)
    said = answered(values)
    fault = personal_fault(values["werk"]) if len(values["werk"]) <= MAX_TEXT else TOO_LONG
    if fault:
        faults["werk"] = fault
    needed_ids = _tasks(values, said, "kan")
    last_day = _day(values, "eind", faults)
    read = PlacementForm(
        site_id=_uuid(values["vestiging"]),
        type=values["soort"],
        title=values["titel"],
        description=values["omschrijving"].replace("\r\n", "\n"),
        qualification_code=values["opleiding"],
        sector=values["sector"],
        learned_ids=tuple(code for code in _tasks(values, said, "leert") if code not in needed_ids),
        needed_ids=needed_ids,
        choices=choices(said, version=values["versie"]),
        schedule=schedule,
        days_min=read_whole(values, "dagen_min", faults),
        hours_min=read_whole(values, "uren_min", faults),
        hours_max=read_whole(values, "uren_max", faults),
        starts_on=_day(values, "start", faults),
        ends_on=None if last_day is None else last_day + timedelta(days=1),
        conditions_offered=frozenset(_chosen(values, "helpt.", "ja")),
        conditions_refused=frozenset(_chosen(values, "helpt.", "nee")),
        hazards=frozenset(str(code) for code in form.getlist("gevaar")),
        is_expert_supervised=bool(values["deskundige"]),
        prerequisites=frozenset(str(code) for code in form.getlist("vooraf")),
        dutch_level_min=values["nederlands"],
        seats=read_whole(values, "plaatsen", faults),
        allowance=_allowance(values, faults),
        contact=_contact(values, faults),
    )
    return Posting(form=read, key=values["kenmerk"], values=values, faults=faults)


def _typed(form: FormData) -> defaultdict[str, str]:
    """Keep what was typed, and per ticked box a value of its own."""
    values: defaultdict[str, str] = defaultdict(str)
    for name, value in form.multi_items():
        if name in ("dag", "gevaar", "vooraf"):
            values[f"{name}.{value}"] = "1"
        else:
            values[name] = str(value).strip()
    return values


def _chosen(values: Mapping[str, str], prefix: str, answer: str) -> tuple[str, ...]:
    return tuple(
        name.removeprefix(prefix) for name, value in values.items() if name.startswith(prefix) and value == answer
    )


def _tasks(values: Mapping[str, str], said: Collection[Answered], answer: str) -> tuple[str, ...]:
    """Give the tasks with this answer: first those of the list, then those that own words led to."""
    listed = _chosen(values, "taak.", answer)
    taken = (code for one in said for code in one.answers if code in one.shown)
    found = (code for code in taken if bool(values.get(f"kan.{code}")) is (answer == "kan"))
    return tuple(dict.fromkeys((*listed, *found)))


def _schedule(values: defaultdict[str, str], faults: dict[str, str]) -> tuple[WorkDay, ...]:
    pause = read_whole(values, "pauze", faults) if values["pauze"] else 0
    days: list[WorkDay] = []
    for weekday in range(1, 8):
        if not values[f"dag.{weekday}"]:
            continue
        starts, ends = read_time(values[f"van.{weekday}"]), read_time(values[f"tot.{weekday}"])
        if starts is None or ends is None:
            faults["tijden"] = "Vul bij elke gekozen dag een begintijd en een eindtijd in, zoals 9:00"
        else:
            days.append(WorkDay(weekday=weekday, starts=starts, ends=ends, break_minutes=pause or 0))
    return tuple(days)


def _day(values: Mapping[str, str], name: str, faults: dict[str, str]) -> date | None:
    text = values[name]
    if not text:
        return None
    # Browsers send 2027-02-01; whoever types without a date field may write 1-2-2027.
    typed = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text, re.ASCII)
    try:
        return date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)
    except ValueError:
        faults[name] = "Vul hier een dag in die bestaat, zoals 1-2-2027"
        return None


def _allowance(values: Mapping[str, str], faults: dict[str, str]) -> Allowance | None:
    text = values["bedrag"].removeprefix("€").strip()
    covers_travel = bool(values["reiskosten"])
    if not text:
        return Allowance(amount_eur=0.0, per=PayPeriod.MONTH, covers_travel=True) if covers_travel else None
    typed = re.fullmatch(r"(\d{1,6})([.,](\d{1,2}))?", text, re.ASCII)
    if typed is None:
        faults["bedrag"] = "Vul een bedrag in, zoals 250 of 4,50"
        return None
    per = PayPeriod.HOUR if values["per"] == PayPeriod.HOUR else PayPeriod.MONTH
    return Allowance(amount_eur=float(f"{typed[1]}.{typed[3] or 0}"), per=per, covers_travel=covers_travel)


def _contact(values: Mapping[str, str], faults: dict[str, str]) -> Contact | None:
    name, mail = values["contact_naam"][:80], values["contact_mail"]
    if mail and not MAIL.fullmatch(mail):
        faults["contact_mail"] = "Vul een e-mailadres in, zoals naam@bedrijf.nl"
        return None
    if mail and not name:
        faults["contact_naam"] = "Vul in van wie dit e-mailadres is"
        return None
    return Contact(name=name, email=mail) if name else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
