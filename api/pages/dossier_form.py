"""The form of one entry of the dossier: what is typed, read into a draft, and back."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from api.pages.typed import day_in
from career.assignment import Assignment
from career.competency import Level
from career.dossier import CareerCompetency, DossierEntry, EntryDraft, EntryKind, Sharing, ShownCompetency
from services.profile import LEVEL_WORDS

N_SHOWN = 3
"""So many things can be chosen in the form: on a phone more is a list that nobody fills in."""
TEXTS: Mapping[str, str] = MappingProxyType(
    {"goal": "doel", "result": "resultaat", "evaluation": "terugblik", "follow_up": "vervolg"}
)
FAULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {**TEXTS, "title": "titel", "happened_on": "wanneer", "shown": "toont-0", "level": "hoe-0", "levels": "toont-0"}
)
"""The field of the form for each fault."""

SHOWN_FIELDS = tuple(f"{of}-{number}" for of in ("toont", "hoe") for number in range(N_SHOWN))
EMPTY: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("titel", "wanneer", "soort", "wie", "opdracht", *TEXTS.values(), *SHOWN_FIELDS), "")
)
"""Every field that holds text or a choice."""


ABOUT_OCCUPATION = (CareerCompetency.EXPLORATION, CareerCompetency.STEERING)
"""What somebody works on who thinks about an occupation."""


def first_values(
    today: date, *, about: str = "", assignment: Assignment | None = None, occupation: str = ""
) -> dict[str, str]:
    """Give what an empty form holds; about one career competency, after an assignment, or about an occupation."""
    if assignment is not None:
        return {
            **first_values(today),
            **{f"past-{one}": "1" for one in assignment.competencies},
            "titel": assignment.title,
            "soort": EntryKind.ASSIGNMENT.value,
            "opdracht": assignment.code,
        }
    if occupation:
        return {
            **first_values(today),
            **{f"past-{one}": "1" for one in ABOUT_OCCUPATION},
            "titel": f"Past dit bij mij: {occupation}",
            "soort": EntryKind.OTHER.value,
        }
    ticked = {f"past-{about}": "1"} if about in set(CareerCompetency) else {}
    kind, sharing = EntryKind.EXPERIENCE.value, Sharing.PRIVATE.value
    return {**EMPTY, **ticked, "soort": kind, "wie": sharing, "wanneer": today.isoformat()}


def values_of(entry: DossierEntry) -> dict[str, str]:
    """Give a form that holds an entry."""
    shown: dict[str, str] = {}
    for number, one in enumerate(entry.shown[:N_SHOWN]):
        shown |= {f"toont-{number}": one.competency_id, f"hoe-{number}": str(int(one.level))}
    return {
        **first_values(entry.happened_on),
        **{field: entry.texts[name] for name, field in TEXTS.items()},
        **{f"past-{one}": "1" for one in entry.career_competencies},
        **shown,
        "titel": entry.title,
        "opdracht": entry.assignment_id or "",
        "soort": entry.kind.value,
        "wie": entry.sharing.value,
    }


def draft_of(
    values: Mapping[str, str], *, entry_id: UUID | None, codes: Collection[str], assignment: Assignment | None = None
) -> tuple[EntryDraft | None, dict[str, str]]:
    """Read a form with all its fields; ``None`` when not even a draft can be made of it, and what is wrong by field."""
    faults: dict[str, str] = {}
    day = day_in(values, "wanneer", faults)
    if day is None and not faults:
        faults["wanneer"] = "Kies wanneer het was. Weet je het niet precies? Kies een dag die in de buurt komt"
    shown = []
    for at in range(N_SHOWN):
        code, how = values[f"toont-{at}"], values[f"hoe-{at}"]
        if code and code not in codes:
            faults[f"toont-{at}"] = "Kies iets uit de lijst"
        elif code and how not in {str(int(level)) for level in LEVEL_WORDS}:
            faults[f"hoe-{at}"] = "Kies hoe goed het ging"
        elif code:
            shown.append(ShownCompetency(competency_id=code, level=Level(int(how))))
        elif how:
            faults[f"toont-{at}"] = "Kies wat je liet zien, of haal weg hoe goed het ging"
    kinds, sharings = {one.value for one in EntryKind}, {one.value for one in Sharing}
    if values["soort"] not in kinds:
        faults["soort"] = "Kies wat het was"
    if values["wie"] not in sharings:
        faults["wie"] = "Kies wie het mag lezen"
    if faults:
        return None, faults | _text_faults(values)
    return (
        EntryDraft(
            id=entry_id,
            kind=EntryKind(values["soort"]),
            title=values["titel"],
            happened_on=day or date.min,
            goal=values["doel"],
            result=values["resultaat"],
            evaluation=values["terugblik"],
            follow_up=values["vervolg"],
            career_competencies=frozenset(one for one in CareerCompetency if values.get(f"past-{one}")),
            shown=tuple(shown),
            sharing=Sharing(values["wie"]),
            assignment_id=assignment.code if assignment else None,
        ),
        {},
    )


def _text_faults(values: Mapping[str, str]) -> dict[str, str]:
    return {} if values["titel"] else {"titel": "Geef het een naam, zoals ‘Koken voor mijn oma’"}
