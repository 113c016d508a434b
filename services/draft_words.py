"""Where two versions of a draft differ, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from career.competency import Catalogue
from employer_toolkit.draft import FIELDS_OF, DraftStep, PlacementForm
from employer_toolkit.placement import WorkDay
from services.competencies import current_catalogue
from services.local_time import local_day
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import WEEKDAYS, allowance_text, clock_text, day_text, list_text

NOTHING = "niets ingevuld"
UNKNOWN = "nog niet bekend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One answer that stands in a draft in two ways."""

    label: str
    kept: str
    mine: str


def differences(
    work: UnitOfWork, *, kept: PlacementForm, mine: PlacementForm, step: DraftStep, now: datetime
) -> tuple[Difference, ...]:
    """Give where the answers to one step differ."""
    reference, catalogue = load_reference(local_day(now)), current_catalogue(work)
    sites = [site_id for site_id in (kept.site_id, mine.site_id) if site_id]
    names = {str(site.id): site.name for site in work.employers.some_sites(sites)}
    texts = [_said(form, reference, catalogue, names) for form in (kept, mine)]
    return tuple(
        Difference(label=label, kept=texts[0][name][1] or NOTHING, mine=texts[1][name][1] or NOTHING)
        for name, (label, _) in texts[0].items()
        if name in FIELDS_OF[step] and texts[0][name] != texts[1][name]
    )


def _said(
    form: PlacementForm, reference: Reference, catalogue: Catalogue, sites: Mapping[str, str]
) -> Mapping[str, tuple[str, str]]:
    """Give by field what it is called, and what the form says."""
    types = {code: one.label for code, one in reference.placement_types.items()}
    programmes = {code: one.name for code, one in reference.qualifications.items()}
    sectors = {code: one.label for code, one in reference.sectors.items()}
    conditions = {code: one.place_label for code, one in reference.conditions.items()}
    hazards = {code: one.label for code, one in reference.hazards.items()}
    prerequisites = {code: one.label for code, one in reference.prerequisites.items()}
    tasks = {code: catalogue[code].plain_label for code in form.task_ids if code in catalogue}
    contact = form.contact
    return {
        "site_id": ("Vestiging", sites.get(str(form.site_id), "")),
        "type": ("Soort plek", types.get(form.type, "")),
        "qualification_code": ("Opleiding", programmes.get(form.qualification_code, "")),
        "sector": ("Sector", sectors.get(form.sector, "")),
        "own_words": ("Eigen woorden", form.own_words),
        "learned_ids": ("Leert het hier", _labels(form.learned_ids, tasks)),
        "needed_ids": ("Moet dit al deels kunnen", _labels(form.needed_ids, tasks)),
        "schedule": ("Dagen en tijden", list_text([_day(day) for day in form.schedule])),
        "days_min": ("Minstens zoveel dagen", _number(form.days_min)),
        "hours_min": ("Minste uren per week", _number(form.hours_min)),
        "hours_max": ("Meeste uren per week", _number(form.hours_max)),
        "starts_on": ("Eerste dag", day_text(form.starts_on) if form.starts_on else ""),
        "ends_on": ("Eerste dag na de plek", day_text(form.ends_on) if form.ends_on else ""),
        "conditions_offered": ("Dit helpt hier", _labels(form.conditions_offered, conditions)),
        "conditions_refused": ("Dit kan hier niet", _labels(form.conditions_refused, conditions)),
        "hazards": (
            "Gevaarlijk werk",
            UNKNOWN if form.hazards is None else _labels(form.hazards, hazards) or "nee",
        ),
        "is_expert_supervised": ("Deskundige aanwezig", "ja" if form.is_expert_supervised else "nee"),
        "title": ("Naam van de plek", form.title),
        "description": ("Omschrijving", form.description),
        "seats": ("Voor hoeveel jongeren", _number(form.seats)),
        "prerequisites": ("Nodig voor de start", _labels(form.prerequisites, prerequisites)),
        "dutch_level_min": ("Nederlands", form.dutch_level_min.upper()),
        "allowance": ("Vergoeding", allowance_text(form.allowance)),
        "contact": ("Aanspreekpunt", f"{contact.name} {contact.email}".strip() if contact else ""),
    }


def _labels(codes: Iterable[str], known: Mapping[str, str]) -> str:
    """Write the words of codes; a set has no order of its own, so that of the list counts."""
    ordered = sorted(codes, key=list(known).index) if isinstance(codes, frozenset) else codes
    return list_text([known[code] for code in ordered if code in known])


def _day(day: WorkDay) -> str:
    name = WEEKDAYS[day.weekday - 1]
    return f"{name} {_clock(day.starts)} tot {_clock(day.ends)}, {day.break_minutes} minuten pauze"


def _clock(moment: time) -> str:
    return clock_text(moment.hour * 60 + moment.minute).removesuffix(" uur")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
