"""Reads the answers to one step of a posting, field by field, keeps what was typed, and shows answers again."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from starlette.datastructures import FormData

from api.pages.own_words import SOUGHT, SURE, Answered, answered, choices
from api.pages.typed import day_in, read_id, read_time, read_whole
from employer_toolkit.draft import DraftStep, PlacementForm, Sentence
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, WorkDay
from services.linking.phrases import personal_fault
from services.linking.suggesting import MAX_TEXT
from services.reference.posting import DayPattern

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "site_id": "vestiging",
        "type": "soort",
        "qualification_code": "opleiding",
        "sector": "sector",
        "levels": "opleiding",
        "own_words": "werk",
        "tasks": "taken",
        "requirements": "taken",
        "schedule": "dagen",
        "working_hours": "tijden",
        "break_minutes": "pauze",
        "days_min": "dagen_min",
        "hours_min": "uren_min",
        "hours_max": "uren_max",
        "hours": "uren_max",
        "starts_on": "start",
        "ends_on": "eind",
        "conditions": "voorwaarden",
        "conditions_refused": "voorwaarden",
        "hazards": "gevaren",
        "title": "titel",
        "description": "omschrijving",
        "seats": "plaatsen",
        "seats_taken": "plaatsen",
        "max_open_contacts": "plaatsen",
        "prerequisites": "vooraf",
        "dutch_level_min": "nederlands",
        "allowance": "bedrag",
        "contact": "contact_naam",
        "contact_email": "contact_mail",
        "reference": "kenmerk",
    }
)
"""Every field of a placement that can be wrong, and the field of the page where it is mended; in the page's order."""
ANCHORS: Mapping[str, str] = MappingProxyType({"tijden": "dagen"})
"""Where a fault is shown, when the page has no field of that name."""
TICKED = ("taak", "kan", "dag", "helpt", "niet", "gevaar", "vooraf")
"""Boxes of which several are ticked; each has a value of its own then, such as ``taak.doe:koken``."""
OWN_PATTERN = "eigen"
USUAL_DAY, USUAL_BREAK = ("09:00", "16:30"), "30"
TOO_LONG = f"Houd de tekst op hoogstens {MAX_TEXT} tekens"
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,100}(\.[^@\s.]{1,63}){1,4}")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers to one step, read.

    Parameters
    ----------
    form : PlacementForm
        Holds what this step asks.
    values : mapping of str to str
        What was typed and ticked, to show again.
    faults : mapping of str to str
        Per field of the page what could not be read.
    """

    form: PlacementForm
    values: Mapping[str, str]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What is shown where nothing was said, and what an answer is compared with to know whether anything was.

    Parameters
    ----------
    form : PlacementForm
        The answers, with everything filled in that is usual.
    plain : PlacementForm
        What would be usual without an own name and period: whoever leaves that as it is has said nothing.
    patterns : tuple of DayPattern
        Days and hours to choose in one go.
    """

    form: PlacementForm
    plain: PlacementForm
    patterns: tuple[DayPattern, ...] = ()


def read_step(step: DraftStep, form: FormData, usual: Usual) -> Answers:
    """Read the answers to a step; a field that cannot be read is empty and has a fault."""
    values: defaultdict[str, str] = defaultdict(str)
    for name, value in form.multi_items():
        text = str(value).strip()
        values[f"{name}.{text}" if name in TICKED else name] = "1" if name in TICKED else text
    faults: dict[str, str] = {}
    return Answers(form=READERS[step](values, faults, usual), values=values, faults=faults)


def values_of(form: PlacementForm, usual: Usual) -> Mapping[str, str]:
    """Give every field of every step as it is shown for these answers."""
    pattern = next((one for one in usual.patterns if _is_of(one, form)), None)
    whole, allowance, contact = usual.form, form.allowance, form.contact
    values: defaultdict[str, str] = defaultdict(
        str,
        {
            "vestiging": str(form.site_id or ""),
            "soort": form.type,
            "opleiding": form.qualification_code,
            "sector": form.sector,
            "werk": form.own_words,
            "patroon": pattern.code if pattern else OWN_PATTERN if form.schedule else "",
            "pauze": str(form.schedule[0].break_minutes) if form.schedule else USUAL_BREAK,
            "dagen_min": _shown(form.days_min if pattern is None else None),
            "uren_min": _shown(form.hours_min),
            "uren_max": _shown(form.hours_max),
            "start": whole.starts_on.isoformat() if whole.starts_on else "",
            "eind": (whole.ends_on - DAY).isoformat() if whole.ends_on else "",
            "gevaarlijk": "" if form.hazards is None else "ja" if form.hazards else "nee",
            "deskundige": "1" if form.is_expert_supervised else "",
            "titel": whole.title,
            "omschrijving": form.description,
            "plaatsen": _shown(whole.seats),
            "nederlands": form.dutch_level_min,
            "bedrag": f"{allowance.amount_eur:.2f}".replace(".", ",").removesuffix(",00") if allowance else "",
            "per": allowance.per.value if allowance else PayPeriod.MONTH.value,
            "reiskosten": "1" if allowance and allowance.covers_travel else "",
            "contact_naam": contact.name if contact else "",
            "contact_mail": contact.email if contact else "",
        },
    )
    for weekday in range(1, 8):
        values[f"van.{weekday}"], values[f"tot.{weekday}"] = USUAL_DAY
    for day in form.schedule:
        values[f"dag.{day.weekday}"] = "1"
        values[f"van.{day.weekday}"] = day.starts.isoformat("minutes")
        values[f"tot.{day.weekday}"] = day.ends.isoformat("minutes")
    ticked = (
        ("taak", form.task_ids),
        ("kan", form.needed_ids),
        ("helpt", form.conditions_offered),
        ("niet", form.conditions_refused),
        ("gevaar", form.hazards or ()),
        ("vooraf", form.prerequisites),
    )
    values.update((f"{name}.{code}", "1") for name, codes in ticked for code in codes)
    for number, one in enumerate(form.sentences):
        values |= _sentence_values(number, one)
    return values


def said_in(form: PlacementForm) -> tuple[Answered, ...]:
    """Give what was made of the suggestions for own words, as a page sends it."""
    values = {}
    for number, one in enumerate(form.sentences):
        values.update(_sentence_values(number, one))
    return answered(values)


def _sentence_values(number: int, one: Sentence) -> dict[str, str]:
    return {
        f"zin.{number}": one.text,
        **{f"getoond.{number}.{code}": SURE for code in one.suggested_ids},
        **{f"getoond.{number}.{code}": SOUGHT for code in one.found_ids},
        **{f"antwoord.{number}.{code}": "1" for code in (*one.taken_ids, *one.found_ids)},
    }


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _is_of(pattern: DayPattern, form: PlacementForm) -> bool:
    is_plain = form.hours_min is None and form.hours_max is None
    return is_plain and (pattern.schedule, pattern.days_min) == (form.schedule, form.days_min)


Values = defaultdict[str, str]


def _where(values: Values, faults: dict[str, str], usual: Usual) -> PlacementForm:
    return PlacementForm(
        site_id=read_id(values["vestiging"]),
        type=values["soort"],
        qualification_code=values["opleiding"],
        sector=values["sector"],
    )


def _work(values: Values, faults: dict[str, str], usual: Usual) -> PlacementForm:
    said = answered(values)
    fault = personal_fault(values["werk"]) if len(values["werk"]) <= MAX_TEXT else TOO_LONG
    if fault:
        faults["werk"] = fault
    taken = (code for one in said for code in one.answers if code in one.shown)
    return PlacementForm(
        learned_ids=tuple(dict.fromkeys((*_ticked(values, "taak"), *taken))),
        own_words=values["werk"].replace("\r\n", "\n"),
        sentences=tuple(
            Sentence(
                text=choice.text,
                taken_ids=choice.confirmed_ids,
                found_ids=choice.corrected_ids,
                refused_ids=choice.rejected_ids,
                suggested_ids=choice.suggested_ids,
                version=choice.version,
            )
            for choice in choices(said, version=values["versie"])
        ),
    )


def _days(values: Values, faults: dict[str, str], usual: Usual) -> PlacementForm:
    starts_on, last_day = day_in(values, "start", faults), day_in(values, "eind", faults)
    ends_on = None if last_day is None else last_day + DAY
    if (starts_on, ends_on) == (usual.plain.starts_on, usual.plain.ends_on):
        starts_on = ends_on = None
    pattern = next((one for one in usual.patterns if one.code == values["patroon"]), None)
    if pattern is not None:
        return PlacementForm(schedule=pattern.schedule, days_min=pattern.days_min, starts_on=starts_on, ends_on=ends_on)
    return PlacementForm(
        schedule=_schedule(values, faults),
        days_min=read_whole(values, "dagen_min", faults),
        hours_min=read_whole(values, "uren_min", faults),
        hours_max=read_whole(values, "uren_max", faults),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _helps(values: Values, faults: dict[str, str], usual: Usual) -> PlacementForm:
    hazards = frozenset(_ticked(values, "gevaar"))
    answer = values["gevaarlijk"] or ("ja" if hazards else "")
    if answer == "ja" and not hazards:
        faults["gevaren"] = "Vink aan wat er gevaarlijk is. Weet je het niet? Kies dan “Weet ik nog niet”"
    if answer == "nee" and hazards:
        faults["gevaren"] = "Je koos nee, maar vinkte wel iets aan. Kies ja, of haal de vinkjes weg"
    return PlacementForm(
        needed_ids=_ticked(values, "kan"),
        conditions_offered=frozenset(_ticked(values, "helpt")),
        conditions_refused=frozenset(_ticked(values, "niet")),
        hazards=hazards if answer else None,
        is_expert_supervised=bool(values["deskundige"]),
    )


def _more(values: Values, faults: dict[str, str], usual: Usual) -> PlacementForm:
    title = values["titel"]
    return PlacementForm(
        # The usual name stays one that follows from the other answers.
        title="" if title == usual.plain.title else title,
        description=values["omschrijving"].replace("\r\n", "\n"),
        seats=read_whole(values, "plaatsen", faults),
        prerequisites=frozenset(_ticked(values, "vooraf")),
        dutch_level_min=values["nederlands"],
        allowance=_allowance(values, faults),
        contact=_contact(values, faults),
    )


READERS: Mapping[DraftStep, Callable[[Values, dict[str, str], Usual], PlacementForm]] = MappingProxyType(
    {
        DraftStep.WHERE: _where,
        DraftStep.WORK: _work,
        DraftStep.DAYS: _days,
        DraftStep.HELPS: _helps,
        DraftStep.MORE: _more,
    }
)


def _ticked(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(f"{name}.") for key in values if key.startswith(f"{name}.") and values[key])


def _schedule(values: Values, faults: dict[str, str]) -> tuple[WorkDay, ...]:
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


def known_faults(told: Mapping[str, str], unread: Mapping[str, str], *, fields: Collection[str]) -> dict[str, str]:
    """Give the faults by field of the page, in its order; what could not be read counts before what is missing.

    What follows from times that could not be read is no fault of its own.
    """
    follows = {"dagen", "dagen_min", "uren_min", "uren_max"} if "tijden" in unread else set()
    named = {FIELDS[name]: text for name, text in told.items() if FIELDS[name] not in follows}
    found = {**named, **unread}
    return {name: found[name] for name in dict.fromkeys(FIELDS.values()) if name in found and name in fields}
