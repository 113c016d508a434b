"""What a column holds, in words for whom it is about."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from accounts.role import Role
from career.answer_clock import Side
from career.competency import Level
from career.likes import Answer
from services.applications.wording import STEPS, TO_STUDENT
from services.conversation_words import KINDS, OWNERS, PLACES, STATES, TOPICS
from services.dossier_words import CAREER_WORDS, KIND_WORDS, SHARING_WORDS
from services.handover_words import PART_WORDS, STATE_WORDS, STEP_WORDS
from services.local_time import AMSTERDAM
from services.peer_words import LANGUAGE_WORDS, OFFER_STATES, PAIR_STATES, WAYS
from services.profile import LEVEL_WORDS
from services.reference import Choice, Reference
from services.reference.intake_lists import load_intake_lists
from services.reference.message_texts import load_message_texts
from services.wording import WEEKDAYS, day_text, duration_text, list_text, number_text, weekdays_text

UNKNOWN = "nog niet bekend"
NOTHING = "niets"
NOT = "niet"
SCHOOL_TYPES = {
    "pro": "praktijkonderwijs",
    "vso": "voortgezet speciaal onderwijs",
    "vmbo": "vmbo",
    "mbo": "mbo",
}
ROUTES = {"bol": "BOL: school met stage", "bbl": "BBL: werken en leren"}
SOURCES = {"self": "jijzelf", "teacher": "je school", "company": "een bedrijf"}
MAIL_PACES = {"at_once": "meteen", "daily": "elke dag", "weekly": "elke week", "off": "nooit"}
MEETING_KINDS = {"conversation": "gesprek", "trial_day": "meeloopdag"}
LANGUAGES = {"nl": "Nederlands", "en": "Engels"}
ROLES: Mapping[str, str] = MappingProxyType(
    {
        Role.STUDENT: "student",
        Role.PARENT: "ouder of voogd",
        Role.TEACHER: "mentor",
        Role.PLACEMENT_COORDINATOR: "stagecoördinator",
        Role.JOBHUNTER: "jobhunter",
        Role.JOB_COACH: "jobcoach",
        Role.PEER: "junior praktijkopleider",
        Role.EMPLOYER: "bedrijf",
        Role.TRAINER: "praktijkopleider",
        Role.COORDINATOR: "coördinator van de regio",
        Role.ADMINISTRATOR: "beheerder",
    }
)
"""What a role is called in a sentence."""
APPLICATION_STATES = {**{state.value: text for state, text in TO_STUDENT.items()}, "ended": "afgesloten"}
APPLICATION_SIDES: Mapping[str, str] = {
    Side.STUDENT: "jij",
    Side.PARENT: "je ouder of voogd",
    Side.EMPLOYER: "het bedrijf",
    Side.HELPER: "je school of de jobhunter",
    Side.HOUSE: "Plekwijzer",
}
LETTER_STATES = {
    "given": "nog niets",
    "kept": "bewaard",
    "returned": "gevraagd om iets te veranderen",
    "removed": "weggedaan",
}
CLAIM_STATES = {
    "asking_parent": "je ouder of voogd moet ja zeggen",
    "waiting": "je staat op de wachtlijst",
    "claimed": "je hebt een garantie",
    "kept": "je hebt een garantie, en die klopt nog",
    "offered": "er is een baan voor je",
    "redeemed": "je zei ja tegen de baan",
    "lapsed": "de garantie is vervallen",
    "given_back": "je gaf de garantie terug",
}
REGISTRATION_STATES = {
    "seated": "je hebt een plek",
    "waiting": "je staat op de wachtlijst",
    "offered": "er is een plek voor je vrij",
    "withdrawn": "afgemeld",
    "lapsed": "niet op tijd geantwoord",
}
ATTENDANCES = {"unknown": UNKNOWN, "came": "ja", "absent": "nee"}
ENCOUNTER_SOURCES = {
    "schedule": "het stond in het schema",
    "student": "jijzelf",
    "employer": "het bedrijf, met jouw code",
    "organiser": "wie de activiteit hield",
}
INTERESTS = {"unsaid": "nog niets gezegd", "yes": "ja", "no": "nee"}
CONTACT_WAYS = {"call": "gebeld", "mail": "gemaild", "visit": "langs geweest"}
REPORT_STATES = {"received": "ontvangen", "in_hand": "in behandeling", "settled": "klaar"}
CONSENT_GIVERS = {"student": "jij", "parent": "je ouder of voogd"}
INTAKE_STEPS = {
    "done": "wat je al deed",
    "likes": "wat je leuk vindt",
    "helps": "wat jou helpt",
    "when": "wanneer en hoe ver",
}
STEP_STATES = {"told": "verteld", "skipped": "overgeslagen"}
PICTURE_ANSWERS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.FIRST: "liever het eerste",
        Answer.SECOND: "liever het tweede",
        Answer.BOTH: "allebei",
        Answer.NEITHER: "geen van beide",
        Answer.SKIP: "overgeslagen",
    }
)
HANDOVER_ORIGINS = {"here": "hier gemaakt", "package": "een pakket van elders", "files": "losse bestanden"}
RECTIFICATION_STATES = {"open": "wacht op antwoord", "changed": "verbeterd", "kept": "niet veranderd"}

Say = Callable[[Any, Reference], str]


def say(value: object, how: str, reference: Reference) -> str:
    """Tell a value; what no words are known for is told as it is, so that nothing keeps anybody from the own data."""
    if value is None or value == "":
        return NOT if how == "moment_or_not" else UNKNOWN
    if value in ([], {}):
        return NOTHING
    try:
        return HOWS[how](value, reference)
    except (TypeError, ValueError, AttributeError, LookupError):
        return _raw(value, reference)


def _named(names: Callable[[Reference], Mapping[str, str]]) -> Say:
    def tell(value: Any, reference: Reference) -> str:
        codes = value if isinstance(value, list) else [value]
        known = names(reference)
        return list_text([known.get(str(code), str(code)) for code in codes])

    return tell


def _labels(held: Mapping[str, Any]) -> Mapping[str, str]:
    return {code: row.label for code, row in held.items()}


def _competencies(reference: Reference) -> Mapping[str, str]:
    return {code: held.plain_label for code, held in reference.catalogue.competencies.items()}


def _moment(value: datetime, _: Reference) -> str:
    here = value.astimezone(AMSTERDAM)
    return f"{day_text(here.date())}, {here.hour}.{here.minute:02} uur"


def _week(value: Iterable[int], _: Reference) -> str:
    days = [f"{WEEKDAYS[day]} {duration_text(minutes)}" for day, minutes in enumerate(value) if minutes]
    return list_text(days) or NOTHING


def _days(value: Any, _: Reference) -> str:
    return weekdays_text(value)


def _number(value: float, _: Reference) -> str:
    return number_text(value, 2)


def _level(value: int, _: Reference) -> str:
    return "Nog niet" if value == Level.NOT_YET else LEVEL_WORDS[Level(value)]


def _steps(value: Mapping[str, str], _: Reference) -> str:
    return list_text([f"{INTAKE_STEPS[step]} ({STEP_STATES[state]})" for step, state in value.items()])


def _tasks(value: Mapping[str, int], reference: Reference) -> str:
    labels = {task.code: task.label for kind in load_intake_lists().kinds.values() for task in kind.tasks}
    return list_text([f"{labels[code]} ({_level(level, reference).lower()})" for code, level in value.items()])


def _pictures(value: Iterable[tuple[str, str, str]], _: Reference) -> str:
    shown = load_intake_lists().activities
    return list_text(
        [
            f"{shown[first].text} of {shown[second].text.lower()}: {PICTURE_ANSWERS[Answer(answer)]}"
            for first, second, answer in value
        ]
    )


def _shown(value: Iterable[tuple[str, int]], reference: Reference) -> str:
    known = _competencies(reference)
    return list_text([f"{known.get(code, code)} ({LEVEL_WORDS[Level(level)].lower()})" for code, level in value])


def _message(value: str, _: Reference) -> str:
    known = {kind.value: text.title for kind, text in load_message_texts().items()}
    return known.get(value, value)


def _raw(value: object, _: Reference) -> str:
    if isinstance(value, UUID | str | int | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


HOWS: Mapping[str, Say] = MappingProxyType(
    {
        "text": _raw,
        "technical": _raw,
        "item": _raw,
        "day": lambda value, _: day_text(value),
        "moment": _moment,
        "moment_or_not": _moment,
        "number": _number,
        "weekdays": _days,
        "school_week": _week,
        "level": _level,
        "intake_steps": _steps,
        "intake_tasks": _tasks,
        "intake_answers": _pictures,
        "school_type": _named(lambda _: SCHOOL_TYPES),
        "route": _named(lambda _: ROUTES),
        "message_kind": _message,
        "mail_pace": _named(lambda _: MAIL_PACES),
        "meeting_kind": _named(lambda _: MEETING_KINDS),
        "weekday": lambda value, _: WEEKDAYS[value - 1],
        "yes_no": lambda value, _: "ja" if value else "nee",
        "role": _named(lambda _: ROLES),
        "language": _named(lambda _: LANGUAGES),
        "file_content": lambda value, _: f"een bestand van {number_text(len(value))} bytes",
        "conversation_kind": _named(lambda _: KINDS),
        "conversation_place": _named(lambda _: PLACES),
        "conversation_state": _named(lambda _: STATES),
        "conversation_topics": _named(lambda _: TOPICS),
        "agreement_owner": _named(lambda _: OWNERS),
        "entry_kind": _named(lambda _: KIND_WORDS),
        "sharing": _named(lambda _: SHARING_WORDS),
        "handover_state": _named(lambda _: {state.value: words for state, words in STATE_WORDS.items()}),
        "handover_step": _named(lambda _: {step.value: words for step, words in STEP_WORDS.items()}),
        "handover_parts": _named(lambda _: {part.value: title for part, (title, _) in PART_WORDS.items()}),
        "handover_origin": _named(lambda _: HANDOVER_ORIGINS),
        "career_competencies": _named(lambda _: {one.value: words.question for one, words in CAREER_WORDS.items()}),
        "shown_competencies": _shown,
        "claim_source": _named(lambda _: SOURCES),
        "application_state": _named(lambda _: APPLICATION_STATES),
        "application_side": _named(lambda _: APPLICATION_SIDES),
        "application_step": _named(lambda _: {kind.value: text for kind, text in STEPS.items()}),
        "end_reason": _named(lambda r: {code: held.label for code, held in r.end_reasons.items()}),
        "letter_state": _named(lambda _: LETTER_STATES),
        "claim_state": _named(lambda _: CLAIM_STATES),
        "languages": _named(lambda _: LANGUAGE_WORDS),
        "peer_offer_state": _named(lambda _: {state.value: words for state, words in OFFER_STATES.items()}),
        "peer_pair_state": _named(lambda _: {state.value: words for state, words in PAIR_STATES.items()}),
        "peer_contact_way": _named(lambda _: {way.value: words for way, words in WAYS.items()}),
        "registration_state": _named(lambda _: REGISTRATION_STATES),
        "attendance": _named(lambda _: ATTENDANCES),
        "encounter_source": _named(lambda _: ENCOUNTER_SOURCES),
        "interest": _named(lambda _: INTERESTS),
        "lines": lambda value, _: " ".join(map(str, value)),
        "consent_giver": _named(lambda _: CONSENT_GIVERS),
        "scheme": _named(lambda r: {code: held[-1].name for code, held in r.schemes.schemes.items()}),
        "rectification_state": _named(lambda _: RECTIFICATION_STATES),
        "contact_way": _named(lambda _: CONTACT_WAYS),
        "talk_about": _named(lambda r: r.company_choices[Choice.ABOUT]),
        "talk_outcome": _named(lambda r: r.company_choices[Choice.OUTCOME]),
        "report_kind": _named(lambda r: r.company_choices[Choice.REPORT_KIND]),
        "report_state": _named(lambda _: REPORT_STATES),
        "dutch_level": lambda value, _: str(value).upper(),
        "qualification": _named(lambda r: {code: held.name for code, held in r.qualifications.items()}),
        "placement_types": _named(lambda r: _labels(r.placement_types)),
        "travel_modes": _named(lambda r: _labels(r.travel_modes)),
        "sectors": _named(lambda r: _labels(r.sectors)),
        "prerequisites": _named(lambda r: _labels(r.prerequisites)),
        "conditions": _named(lambda r: {code: held.student_label for code, held in r.conditions.items()}),
        "competency": _named(_competencies),
        "competencies": _named(_competencies),
    }
)
"""Every way to tell a value, by the name it has in ``items.csv``."""
