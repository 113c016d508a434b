"""What a row of the rules says, in one Dutch sentence per family."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from career.answer_clock import Side
from matching import Gate
from services.explaining import GATE_LABELS
from services.reference.processing import retention as read_retention
from services.reference.rows import Row
from services.reference.working_time import IN, OLDEST_AGE, Limit, Week
from services.wording import list_text, number_text

LIMITS: Mapping[Limit, str] = MappingProxyType(
    {
        Limit.MOST_PER_DAY: "hoogstens {} uur werk op een dag",
        Limit.MOST_PER_SCHOOL_DAY: "hoogstens {} uur werk op een dag met school",
        Limit.MOST_PER_WEEK: "hoogstens {} uur werk in een week",
        Limit.MOST_PER_AVERAGE_WEEK: "gemiddeld hoogstens {} uur werk in een week",
        Limit.MOST_DAYS: "hoogstens {} dagen werk in een week",
        Limit.EARLIEST: "werk begint niet voor {} uur",
        Limit.LATEST: "werk eindigt niet na {} uur",
        Limit.DAILY_REST: "minstens {} uur rust tussen twee werkdagen",
        Limit.SHORT_REST: "eens in de week mag die rust {} uur zijn",
        Limit.WEEKLY_REST: "minstens {} uur achter elkaar vrij in een week",
        Limit.SUNDAY: "werk op zondag: {}",
        Limit.SCHOOL_COUNTS: "schooltijd telt mee als werktijd: {}",
        Limit.ON_CALL: "oproepdienst: {}",
        Limit.BREAK_AFTER: "pauze is nodig na {} uur werk",
        Limit.BREAK_AT_LEAST: "die pauze is minstens {} uur",
        Limit.LONG_BREAK_AFTER: "een langere pauze is nodig na {} uur werk",
        Limit.LONG_BREAK_AT_LEAST: "die langere pauze is minstens {} uur",
        Limit.MOST_HOLIDAY_WEEKS: "hoogstens {} weken werk in de schoolvakanties van een jaar",
        Limit.MOST_HOLIDAY_WEEKS_IN_ROW: "hoogstens {} vakantieweken werk achter elkaar",
    }
)
ANSWERS = MappingProxyType(
    {"yes": "ja", "no": "nee", "agreed": "alleen als het werk het vraagt en het is afgesproken", "": "nee"}
)
ENDED_BY = MappingProxyType(
    {
        Side.STUDENT: "De jongere stopt",
        Side.PARENT: "Een ouder of voogd zegt nee",
        Side.EMPLOYER: "Het bedrijf stopt",
        Side.HELPER: "School of jobhunter stopt",
        Side.HOUSE: "Plekwijzer sluit het af",
    }
)
SIGNS = MappingProxyType(
    {
        "minor": "bij een minderjarige tekent een ouder of voogd mee",
        "school_decides": "onder 18 jaar beslist de school of een ouder of voogd meetekent",
        "no": "een ouder of voogd hoeft niet mee te tekenen",
    }
)
MODES = MappingProxyType({"forbidden": "mag niet", "supervision": "mag alleen met een deskundige erbij"})
COUNTS = MappingProxyType(
    {
        "whole": "wat een plek minder heeft, komt van een andere plek",
        "by_length": "de plek geeft haar deel, naar hoe lang zij duurt",
    }
)
VERDICTS = MappingProxyType(
    {
        "forbidden": "mag niet",
        "not_now": "kan nu niet",
        "not_now_school": "kan nu niet van school",
        "not_now_timetable": "kan nu niet met de bus",
        "to_arrange": "nog te regelen",
        "to_arrange_holidays": "nog te regelen voor vakanties",
        "unknown": "nog niet bekend",
    }
)
SCHEME_STATUS = MappingProxyType(
    {"running": "loopt", "local": "verschilt per gemeente, fonds of regio", "closed": "dicht", "ended": "gestopt"}
)
SCHEME_WINDOWS = MappingProxyType({"before_start": "voor de eerste dag", "after_start": "na de eerste dag"})
COUNTED = MappingProxyType({"days": "dagen", "months": "maanden"})
WAGE_KINDS = MappingProxyType({"job": "Baan", "bbl": "Leerbaan (BBL)"})


def from_age(age: str) -> str:
    """Say from which age on; any age when it is 0."""
    return "op elke leeftijd" if age == "0" else f"vanaf {age} jaar"


def hazard(row: Row) -> str:
    """Say one row of hazards.csv."""
    rules = list_text(row.optional_text("not_for_rules").split(";"))
    besides = f"; niet bij arbeidstijd {rules}" if row.optional_text("not_for_rules") else ""
    return f"{row.text('label')}: {MODES[row.text('mode')]} onder {row.text('below_age')} jaar{besides}"


def prerequisite(row: Row) -> str:
    """Say one row of prerequisites.csv."""
    return (
        f"{row.text('label')}: regelen duurt ongeveer {row.text('lead_time_days')} dagen; "
        f"wie betaalt: {row.text('who_pays')}; te krijgen {from_age(row.text('min_age'))}"
    )


def placement_type(row: Row) -> str:
    """Say one row of placement_types.csv."""
    parts = [
        from_age(row.text("min_age")),
        f"voor {list_text(row.text('school_types').split(';'))}",
        "erkend leerbedrijf nodig" if row.yes_no("needs_recognition") else "erkenning niet nodig",
        *(["alleen voor de eigen opleiding"] if row.yes_no("is_qualification_bound") else []),
        f"papier: {row.text('agreement')}",
        f"loon: {row.text('pay')}",
        f"arbeidstijd: {list_text(row.text('working_time_rules').split(';'))}",
        SIGNS[row.text("parent_signs")],
    ]
    return f"{row.text('label')}: {'; '.join(parts)}"


def working_time(row: Row) -> str:
    """Say one row of working_time.csv: one limit."""
    youngest, until = row.text("age_from"), row.text("age_until")
    ages = f"{youngest} tot {until} jaar" if int(until) < OLDEST_AGE else f"vanaf {youngest} jaar"
    value = row.text("value")
    said = LIMITS[Limit(row.text("limit"))].format(ANSWERS.get(value, value))
    return f"{row.text('rule')}, {ages}, {IN[Week(row.text('week'))]}: {said}"


def programme_hours(row: Row) -> str:
    """Say one row of programme_hours.csv."""
    low, high = row.text("level_min"), row.text("level_max")
    levels = f"niveau {low}" if low == high else f"niveau {low} tot en met {high}"
    hours = row.text("hours").replace(".", ",")
    return f"{row.text('type')}, {levels}: minstens {hours} uur stage per jaar; {COUNTS[row.text('counts')]}"


def consent_age(row: Row) -> str:
    """Say one row of consent_ages.csv."""
    return f"{row.text('label')}: vanaf {row.text('age')} jaar; daaronder beslist een ouder of voogd"


def answer_term(row: Row) -> str:
    """Say one row of answer_terms.csv, calendar_terms.csv, company_terms.csv or event_terms.csv."""
    return f"{row.text('label')}: {row.text('value')}"


def attempt_limit(row: Row) -> str:
    """Say one row of attempt_limits.csv."""
    return f"{row.text('label')}: hoogstens {row.text('count')} keer in {_span(int(row.text('within_minutes')))}"


def _span(minutes: int) -> str:
    """Say a length of time in the largest unit that fits it."""
    for size, one, many in ((24 * 60, "dag", "dagen"), (60, "uur", "uur")):
        if minutes % size == 0:
            return f"{minutes // size} {one if minutes == size else many}"
    return f"{minutes} {'minuut' if minutes == 1 else 'minuten'}"


def guarantee_condition(row: Row) -> str:
    """Say one row of guarantee_conditions.csv."""
    return row.text("label")


def report_help(row: Row) -> str:
    """Say one row of report_help.csv."""
    where = " of ".join(filter(None, (row.optional_text("phone"), row.optional_text("url"))))
    return f"{row.text('label')}: {where}"


def end_reason(row: Row) -> str:
    """Say one row of end_reasons.csv."""
    return f"{ENDED_BY[Side(row.text('side'))]}: “{row.text('label')}”"


def processing(row: Row) -> str:
    """Say one row of processing.csv."""
    return f"{row.text('label')}: {row.text('purpose')} {row.text('ground_text')}".rstrip(".")


def retention(row: Row) -> str:
    """Say one row of retention.csv."""
    return f"{row.text('label')}: {read_retention(row).text}".rstrip(".")


def legal_hold(row: Row) -> str:
    """Say one row of legal_holds.csv."""
    return f"{row.text('label')}: {row.text('text')}".rstrip(".")


def travel_mode(row: Row) -> str:
    """Say one row of travel_modes.csv."""
    speed, detour, start = (row.text(name).replace(".", ",") for name in ("speed_kmh", "detour", "start_minutes"))
    times = f"van {row.text('first_departure')} tot {row.text('last_arrival')} uur"
    return (
        f"{row.text('label')}: {speed} km per uur; de weg is {detour} keer zo lang als een rechte lijn; "
        f"elke reis kost {start} minuten extra; {from_age(row.text('min_age'))}; {times}"
    )


def gate_text(row: Row) -> str:
    """Say one row of gate_texts.csv: what is told to staff, and the next step."""
    gate, verdict = GATE_LABELS[Gate(row.text("gate"))], VERDICTS[row.text("verdict")]
    return f"{gate}, {verdict}: “{row.text('staff_text')}” Stap: “{row.text('repair').rstrip('.')}”"


def qualification(row: Row) -> str:
    """Say one row of qualifications.csv."""
    return f"{row.text('code')} {row.text('name')}: niveau {row.text('level')}, sector {row.text('sector')}"


def scheme(row: Row) -> str:
    """Say one row of schemes.csv."""
    return f"{row.text('name')}, {SCHEME_STATUS[row.text('status')]}: {row.text('what')}".rstrip(".")


def scheme_condition(row: Row) -> str:
    """Say one row of scheme_conditions.csv."""
    types = row.optional_text("types").replace(";", ", ")
    only = f" (bij {types})" if types else ""
    return f"{row.text('scheme')}{only}: {row.text('label')}"


def scheme_amount(row: Row) -> str:
    """Say one row of scheme_amounts.csv."""
    return f"{row.text('scheme')}: {row.text('label')}"


def scheme_window(row: Row) -> str:
    """Say one row of scheme_windows.csv."""
    if row.text("kind") == "calendar":
        when = (
            f"van {row.text('opens_on')} tot en met {row.text('closes_on')} {row.optional_text('closes_at')}".rstrip()
        )
    else:
        counted = [f"{row.text(column)} {word}" for column, word in COUNTED.items() if row.optional_text(column)]
        when = f"{list_text(counted)} {SCHEME_WINDOWS[row.text('kind')]}"
    return f"{row.text('scheme')}: {row.text('label')}: {when}"


def youth_wage(row: Row) -> str:
    """Say one row of youth_wages.csv."""
    part = number_text(100 * float(row.text("share")), 1)
    return f"{WAGE_KINDS[row.text('kind')]}, {row.text('age')} jaar: {part} procent van het minimumloon"


def minimum_wage(row: Row) -> str:
    """Say one row of minimum_wages.csv."""
    return f"Minimumloon vanaf 21 jaar: € {number_text(float(row.text('hourly_eur')), 2)} per uur"


def wage_surcharge(row: Row) -> str:
    """Say one row of wage_surcharges.csv."""
    low, high = (number_text(100 * float(row.text(column)), 1) for column in ("low", "high"))
    return f"{row.text('label')}: {low if low == high else f'{low} tot {high}'} procent van het loon"


SAYING: Mapping[str, tuple[str, Callable[[Row], str]]] = MappingProxyType(
    {
        "placement_types": ("Soorten plekken", placement_type),
        "working_time": ("Arbeidstijd", working_time),
        "hazards": ("Gevaarlijk en zwaar werk", hazard),
        "prerequisites": ("Wat vooraf geregeld moet zijn", prerequisite),
        "programme_hours": ("Uren stage die een opleiding vraagt", programme_hours),
        "consent_ages": ("Wie zelf beslist", consent_age),
        "answer_terms": ("Antwoordtijd", answer_term),
        "attempt_limits": ("Hoe vaak iemand iets mag proberen", attempt_limit),
        "calendar_terms": ("Agenda: termijnen en aantallen", answer_term),
        "company_terms": ("Bedrijven: termijnen en aantallen", answer_term),
        "handover_terms": ("Overdracht: hoeveel en hoe lang", answer_term),
        "dossier_terms": ("Dossier: stukken, bestanden en gesprekken", answer_term),
        "conversation_norm": ("Loopbaangesprekken: wat een leerling krijgt", answer_term),
        "event_terms": ("Activiteiten: wachtlijst, uitnodigingen, speeddates en terugblik", answer_term),
        "guarantee_terms": ("Garantie op een baan: termijnen", answer_term),
        "guarantee_conditions": ("Garantie op een baan: voorwaarden", guarantee_condition),
        "peer_terms": ("Maatjes: hoeveel en hoe ver", answer_term),
        "report_help": ("Hulp na iets ergs", report_help),
        "end_reasons": ("Waarom een contact stopt", end_reason),
        "processing": ("Waarvoor gegevens van mensen worden gebruikt", processing),
        "retention": ("Hoe lang gegevens van mensen blijven", retention),
        "legal_holds": ("Wat na het wissen moet blijven", legal_hold),
        "travel_modes": ("Reizen", travel_mode),
        "gate_texts": ("Wat er gezegd wordt als iets niet kan", gate_text),
        "qualifications": ("Opleidingen", qualification),
        "schemes": ("Regelingen voor bedrijven", scheme),
        "scheme_conditions": ("Voorwaarden van regelingen", scheme_condition),
        "scheme_amounts": ("Wat regelingen waard zijn", scheme_amount),
        "scheme_windows": ("Wanneer je een regeling aanvraagt", scheme_window),
        "youth_wages": ("Minimumjeugdloon", youth_wage),
        "minimum_wages": ("Minimumloon", minimum_wage),
        "wage_surcharges": ("Wat er bij het loon komt", wage_surcharge),
    }
)
"""Per family, which is the name of its file without ``.csv``: its Dutch title, and how a row is told."""
