"""Build the reference from its folder of data files, and refuse gaps between them."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from career.application_rules import EndReason
from career.competency import Catalogue, CompetencyKind
from career.qualification import Qualification
from career.student import TravelMode
from employer_toolkit.placement import PlacementType
from services.reference import catalogue, rules, texts
from services.reference.advice_limits import AdviceLimits, CarvingQuestion, advice_limits, carving_questions
from services.reference.answers import (
    TERM_CODES,
    AnswerRules,
    answer_rules,
    check_every_side_can_end,
    end_reason,
    term_value,
)
from services.reference.attempt_limits import WANTED, AttemptLimit, attempt_limit, attempt_limits
from services.reference.calendar import CALENDAR_TERMS, CalendarRules, calendar_term
from services.reference.company import (
    TERMS,
    Choice,
    CompanyRules,
    Help,
    company_choices,
    company_rules,
    company_term,
    report_help,
)
from services.reference.conversation_norm import NORM_CODES, ConversationRules, conversation_rules, norm_term
from services.reference.dossier_terms import DOSSIER_TERMS, DossierTerms, dossier_term, dossier_terms
from services.reference.event_terms import EVENT_TERMS, EventTerms, event_term, event_terms
from services.reference.guarantee_terms import (
    GUARANTEE_TERMS,
    GuaranteeCondition,
    GuaranteeTerms,
    guarantee_condition,
    guarantee_term,
    guarantee_terms,
)
from services.reference.handover_terms import HANDOVER_TERMS, HandoverTerms, handover_term, handover_terms
from services.reference.opening_limits import OpeningLimits, opening_limits
from services.reference.peer_terms import PEER_TERMS, PeerTerms, peer_term, peer_terms
from services.reference.processing import LegalHold, Processing, Retention, legal_hold, processing, retention
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, in_force, read_rows, turns_of
from services.reference.scheme_files import SCHEME_COLUMNS, SCHEME_KEYS
from services.reference.schemes import SchemeBook, scheme_book
from services.reference.values import (
    COMPONENTS,
    CONSENT_CODES,
    GATE_PLACEHOLDERS,
    ComponentText,
    Condition,
    ConsentAge,
    GateText,
    Hazard,
    PlacementTypeRule,
    Prerequisite,
    ProgrammeHours,
    Sector,
    TravelModeRow,
)
from services.reference.working_time import Limit, Week, WorkingTimeRow, check_types_have_working_time, working_time
from services.reference.working_time_texts import (
    LIMIT_OUTCOMES,
    LimitText,
    Outcome,
    WorkKind,
    limit_texts,
    work_kinds,
)
from storage.uses import Use

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sectors.csv": ("code", "label", "work"),
        "conditions.csv": ("code", "student_label", "place_label", "explanation"),
        "hazards.csv": ("code", "label", "mode", "below_age", "not_for_rules", *SOURCE_COLUMNS),
        "prerequisites.csv": ("code", "label", "lead_time_days", "who_pays", "min_age", "how_to", *SOURCE_COLUMNS),
        "placement_types.csv": (
            "code",
            "label",
            "plain",
            "min_age",
            "needs_recognition",
            "is_qualification_bound",
            "school_types",
            "agreement",
            "pay",
            "working_time_rules",
            "parent_signs",
            *SOURCE_COLUMNS,
        ),
        "programme_hours.csv": ("type", "level_min", "level_max", "hours", "per", "counts", *SOURCE_COLUMNS),
        "consent_ages.csv": ("code", "label", "age", *SOURCE_COLUMNS),
        "answer_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "attempt_limits.csv": ("attempt", "per", "label", "count", "within_minutes", *SOURCE_COLUMNS),
        "end_reasons.csv": ("code", "side", "label", "told", *SOURCE_COLUMNS),
        "calendar_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "company_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "conversation_norm.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "dossier_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "handover_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "event_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "guarantee_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "guarantee_conditions.csv": ("code", "label", *SOURCE_COLUMNS),
        "peer_terms.csv": ("code", "label", "value", *SOURCE_COLUMNS),
        "company_choices.csv": ("list", "code", "label"),
        "report_help.csv": ("code", "label", "what", "phone", "url", *SOURCE_COLUMNS),
        "processing.csv": (
            "code",
            "label",
            "purpose",
            "ground",
            "ground_text",
            "special_ground",
            "retention",
            "receivers",
            *SOURCE_COLUMNS,
        ),
        "retention.csv": ("code", "label", "counts_from", "amount", "unit", "text", *SOURCE_COLUMNS),
        "legal_holds.csv": ("code", "label", "text", *SOURCE_COLUMNS),
        "working_time.csv": (
            "rule",
            "age_from",
            "age_until",
            "week",
            "limit",
            "value",
            *SOURCE_COLUMNS,
        ),
        "working_time_texts.csv": (
            "limit",
            "outcome",
            "label",
            "student_text",
            "staff_text",
            "student_repair",
            "repair",
        ),
        "openings.csv": ("name", "value", "note"),
        "advice.csv": ("name", "value", "note"),
        "carving.csv": ("kind", "code", "may_go", "question"),
        "work_kinds.csv": ("code", "label", "types", "working_time_rules"),
        "travel_modes.csv": (
            "code",
            "label",
            "by",
            "speed_kmh",
            "detour",
            "start_minutes",
            "min_age",
            "first_departure",
            "last_arrival",
            *SOURCE_COLUMNS,
        ),
        "gate_texts.csv": (
            "gate",
            "verdict",
            "student_text",
            "staff_text",
            "repair",
            "student_repair",
            "who",
            *SOURCE_COLUMNS,
        ),
        "component_texts.csv": (
            "code",
            "student_label",
            "staff_label",
            "student_good",
            "student_middling",
            "student_bad",
            "student_unknown",
            "staff_good",
            "staff_middling",
            "staff_bad",
            "staff_unknown",
        ),
        "qualifications.csv": ("code", "code_scheme", "name", "level", "sector", "equivalent_codes", *SOURCE_COLUMNS),
        "work_processes.csv": ("id", "qualification", "label", "plain_label", "activities"),
        "behaviours.csv": ("id", "label", "plain_label"),
        "activities.csv": ("id", "label", "plain_label", "sectors"),
        "tasks.csv": ("id", "kind", "label", "plain_label", "terms", "near"),
        "relations.csv": ("from_id", "to_id", "strength"),
        "synonyms.csv": ("id", "terms"),
        **SCHEME_COLUMNS,
    }
)
"""Every data file with its columns, in order."""
VERSION_DIGITS = 12

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hazards.csv": ("code",),
        "prerequisites.csv": ("code",),
        "placement_types.csv": ("code",),
        "working_time.csv": ("rule", "age_from", "week", "limit"),
        "programme_hours.csv": ("type", "level_min"),
        "consent_ages.csv": ("code",),
        "answer_terms.csv": ("code",),
        "attempt_limits.csv": ("attempt", "per"),
        "end_reasons.csv": ("code",),
        "calendar_terms.csv": ("code",),
        "company_terms.csv": ("code",),
        "conversation_norm.csv": ("code",),
        "dossier_terms.csv": ("code",),
        "handover_terms.csv": ("code",),
        "event_terms.csv": ("code",),
        "guarantee_terms.csv": ("code",),
        "guarantee_conditions.csv": ("code",),
        "peer_terms.csv": ("code",),
        "report_help.csv": ("code",),
        "processing.csv": ("code",),
        "retention.csv": ("code",),
        "legal_holds.csv": ("code",),
        "travel_modes.csv": ("code",),
        "gate_texts.csv": ("gate", "verdict"),
        **SCHEME_KEYS,
    }
)
"""The files of which one row per rule holds on a day, with the columns that say which rule it is."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The rows of all data files, of every day, read and not yet understood.

    Parameters
    ----------
    digest : str
        SHA-256 over all files.
    list_digest : str
        The same over the files that hold on any day.
    turns : tuple of date
        Days from which another choice of rows holds than on the day before, the first one first.
    """

    rows: Mapping[str, tuple[Row, ...]]
    digest: str
    list_digest: str
    turns: tuple[date, ...]

    def since(self, day: date) -> date:
        """Give the first day from which on the rows of a day hold."""
        place = bisect_right(self.turns, day)
        return self.turns[place - 1] if place else date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The texts and lists that hold on any day; every mapping keeps the order of its file.

    Parameters
    ----------
    qualifications : mapping of str to Qualification
        All of them, also those that have ended: an older student may still be in one.
    activities_of : mapping of str to tuple of str
        Per work process the catalogue ids of the everyday work it holds.
    sectors_of : mapping of str to tuple of str
        Per work process and activity the sectors it belongs to.
    catalogue : Catalogue
        Its version is the first 12 digits of the SHA-256 over these files.
    carving_questions : mapping of (str, str) to CarvingQuestion
        Keyed on kind and code; the empty code stands for every code of that kind without a question of its own.
    synonyms : mapping of str to tuple of str
        Other words for each entry of the catalogue, and for each qualification under its scheme and code
        (``"crebo:25180"``): as an employer, a student or a colleague says it.
    """

    sectors: Mapping[str, Sector]
    conditions: Mapping[str, Condition]
    opening_limits: OpeningLimits
    company_choices: Mapping[Choice, Mapping[str, str]]
    advice_limits: AdviceLimits
    carving_questions: Mapping[tuple[str, str], CarvingQuestion]
    limit_texts: Mapping[tuple[Limit, Outcome], LimitText]
    component_texts: Mapping[str, ComponentText]
    qualifications: Mapping[str, Qualification]
    activities_of: Mapping[str, tuple[str, ...]]
    sectors_of: Mapping[str, tuple[str, ...]]
    catalogue: Catalogue
    synonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Lists):
    """The rules of one day, with the texts and lists that hold on any day.

    Parameters
    ----------
    gate_texts : mapping of (str, str) to GateText
        Keyed on gate and verdict.
    working_time : tuple of WorkingTimeRow
        The rows of each type join without gaps, from its youngest age on.
    programme_hours : tuple of ProgrammeHours
        At most one for each type and level; where there is none, nobody asks a least number of hours.
    consent_ages : mapping of str to ConsentAge
        Keyed on what it is about (``CONSENT_CODES``).
    attempt_limits : mapping of (str, str) to AttemptLimit
        Keyed on what is tried, and on whether it is counted for an address, a network or an account.
    end_reasons : mapping of str to EndReason
        Keyed on their code, in the order of the file.
    processing : mapping of Use to Processing
        Why each use is, in the order in which it is told.
    schemes : SchemeBook
        Of every day: a place that is asked about begins on another.
    version : str
        First 12 digits of the SHA-256 over all files, and over which rows hold when that is not all of them.
    """

    hazards: Mapping[str, Hazard]
    prerequisites: Mapping[str, Prerequisite]
    placement_types: Mapping[str, PlacementTypeRule]
    working_time: tuple[WorkingTimeRow, ...]
    programme_hours: tuple[ProgrammeHours, ...]
    consent_ages: Mapping[str, ConsentAge]
    answers: AnswerRules
    attempt_limits: Mapping[tuple[str, str], AttemptLimit]
    calendar: CalendarRules
    company: CompanyRules
    conversations: ConversationRules
    dossier: DossierTerms
    handover: HandoverTerms
    events: EventTerms
    guarantees: GuaranteeTerms
    guarantee_conditions: Mapping[str, GuaranteeCondition]
    peers: PeerTerms
    report_help: Mapping[str, Help]
    end_reasons: Mapping[str, EndReason]
    processing: Mapping[Use, Processing]
    retentions: Mapping[str, Retention]
    legal_holds: Mapping[str, LegalHold]
    work_kinds: Mapping[str, WorkKind]
    travel_modes: Mapping[str, TravelModeRow]
    gate_texts: Mapping[tuple[str, str], GateText]
    schemes: SchemeBook
    version: str

    def working_time_of(self, placement_type: str, *, age: int, week: Week) -> WorkingTimeRow | None:
        """Give the limits for a type at an age in such a week; ``None`` below its youngest age."""
        names = self.placement_types[placement_type].working_time_rules
        return next((row for row in self.working_time if row.rule in names and row.is_for(age=age, week=week)), None)


def read_reference(folder: Path, *, on: date) -> Reference:
    """Read all data files of a folder, check every row, also those of other days, and give the rules of a day.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row.
    """
    files = read_files(folder)
    return rules_of(files, read_lists(files), on=on)


def read_files(folder: Path) -> Files:
    """Read the rows of all data files of a folder.

    Raises
    ------
    ReferenceDataError
        A file is not there, or is no table of its columns; or a row of the rules has no right source or dates.
    """
    rows = {name: read_rows(folder / name, columns) for name, columns in COLUMNS.items()}
    return Files(
        rows=MappingProxyType(rows),
        digest=_digest(folder, COLUMNS),
        list_digest=_digest(folder, (name for name in COLUMNS if name not in KEYS)),
        turns=turns_of(row for name in KEYS for row in rows[name]),
    )


def read_lists(files: Files) -> Lists:
    """Build the texts and lists that hold on any day.

    Raises
    ------
    ReferenceDataError
        A row cannot be right, or one lacks.
    """
    rows = files.rows
    sectors = by_code(rows["sectors.csv"], "code", texts.sector)
    conditions = by_code(rows["conditions.csv"], "code", texts.condition)
    component_texts = by_code(rows["component_texts.csv"], "code", texts.component_text)
    _complete(rows["component_texts.csv"], "code", component_texts, COMPONENTS)
    said_of_limits = limit_texts(rows["working_time_texts.csv"])
    can_occur = [(limit, outcome) for limit, outcomes in LIMIT_OUTCOMES.items() for outcome in outcomes]
    _complete(rows["working_time_texts.csv"], "limit", said_of_limits, can_occur)

    activity = catalogue.competency(CompetencyKind.ACTIVITY, r"doe:[a-z_]+", "doe:koken")
    behaviour = catalogue.competency(CompetencyKind.BEHAVIOUR, r"gedrag:\d{5}", "gedrag:24105")
    activities = by_code(rows["activities.csv"], "id", activity)
    behaviours = by_code(rows["behaviours.csv"], "id", behaviour)
    processes = by_code(rows["work_processes.csv"], "id", catalogue.work_process)
    of_programme = catalogue.processes_by_qualification(rows["work_processes.csv"], rows["qualifications.csv"])

    def qualification(row: Row) -> Qualification:
        return catalogue.qualification(row, sectors, of_programme)

    qualifications = by_code(rows["qualifications.csv"], "code", qualification)
    tasks = by_code(rows["tasks.csv"], "id", catalogue.task)
    named = {**processes, **behaviours, **activities}
    competencies = {**named, **tasks}
    relations = catalogue.relations(rows["relations.csv"], rows["tasks.csv"], competencies)
    entries = dict.fromkeys((*named, *(f"{held.code_scheme}:{held.code}" for held in qualifications.values())))
    synonyms = by_code(rows["synonyms.csv"], "id", lambda row: catalogue.other_words(row, entries))
    _complete(rows["synonyms.csv"], "id", synonyms, entries)
    activities_of = {row.text("id"): row.choices("activities", activities) for row in rows["work_processes.csv"]}
    sectors_of = {row.text("id"): row.choices("sectors", sectors) for row in rows["activities.csv"]}
    sectors_of |= {wp_id: (held.sector,) for held in qualifications.values() for wp_id in held.work_process_ids}
    return Lists(
        sectors=MappingProxyType(sectors),
        conditions=MappingProxyType(conditions),
        opening_limits=opening_limits(rows["openings.csv"]),
        company_choices=company_choices(rows["company_choices.csv"]),
        advice_limits=advice_limits(rows["advice.csv"]),
        carving_questions=MappingProxyType(
            carving_questions(
                rows["carving.csv"],
                {
                    "prerequisite": {row.text("code") for row in rows["prerequisites.csv"]},
                    "hazard": {row.text("code") for row in rows["hazards.csv"]},
                },
            )
        ),
        limit_texts=MappingProxyType(said_of_limits),
        component_texts=MappingProxyType(component_texts),
        qualifications=MappingProxyType(qualifications),
        activities_of=MappingProxyType(activities_of),
        sectors_of=MappingProxyType(sectors_of),
        catalogue=Catalogue.of(files.list_digest[:VERSION_DIGITS], competencies.values(), relations),
        synonyms=MappingProxyType(synonyms | catalogue.task_words(rows["tasks.csv"])),
    )


def rules_of(files: Files, lists: Lists, *, on: date) -> Reference:
    """Build the rules of a day; every row of other days is checked as well.

    Raises
    ------
    ReferenceDataError
        A row cannot be right, or one lacks that must hold on this day.
    """
    rows = files.rows
    held = {name: in_force(rows[name], columns, on=on) for name, columns in KEYS.items()}

    def dated(name: str, build: Callable[[Row], Value]) -> list[tuple[Row, Value]]:
        chosen = {row.line for row in held[name]}
        return [(row, value) for row, value in [(row, build(row)) for row in rows[name]] if row.line in chosen]

    named_rules = {row.text("rule") for row in rows["working_time.csv"]}
    hazards = dated("hazards.csv", lambda row: rules.hazard(row, named_rules))
    prerequisites = dated("prerequisites.csv", rules.prerequisite)
    types = dated("placement_types.csv", rules.placement_type)
    limits = working_time(rows["working_time.csv"], held["working_time.csv"])
    hours = dated("programme_hours.csv", rules.programme_hours)
    consent_ages = dated("consent_ages.csv", rules.consent_age)
    terms = dict(value for _, value in dated("answer_terms.csv", term_value))
    limits_of_attempts = attempt_limits(value for _, value in dated("attempt_limits.csv", attempt_limit))
    reasons = [reason for _, reason in dated("end_reasons.csv", end_reason)]
    calendar_terms = dict(value for _, value in dated("calendar_terms.csv", calendar_term))
    company_terms = dict(value for _, value in dated("company_terms.csv", company_term))
    terms_of_handovers = dict(value for _, value in dated("handover_terms.csv", handover_term))
    terms_of_conversations = dict(value for _, value in dated("conversation_norm.csv", norm_term))
    terms_of_dossiers = dict(value for _, value in dated("dossier_terms.csv", dossier_term))
    terms_of_events = dict(value for _, value in dated("event_terms.csv", event_term))
    terms_of_guarantees = dict(value for _, value in dated("guarantee_terms.csv", guarantee_term))
    terms_of_peers = dict(value for _, value in dated("peer_terms.csv", peer_term))
    asked = [value for _, value in dated("guarantee_conditions.csv", guarantee_condition)]
    helps = [value for _, value in dated("report_help.csv", report_help)]
    retentions = dated("retention.csv", retention)
    classes = {row.text("code") for row in rows["retention.csv"]}
    uses = dated("processing.csv", lambda row: processing(row, classes))
    holds = dated("legal_holds.csv", legal_hold)
    travel_modes = dated("travel_modes.csv", rules.travel_mode)
    said = dated("gate_texts.csv", texts.gate_text)
    gate_texts = {(text.gate, text.verdict): text for _, text in said}

    _complete(rows["placement_types.csv"], "code", {rule.code for _, rule in types}, PlacementType)
    _complete(rows["travel_modes.csv"], "code", {mode.code for _, mode in travel_modes}, TravelMode)
    _complete(rows["gate_texts.csv"], "gate", gate_texts, GATE_PLACEHOLDERS)
    _complete(rows["consent_ages.csv"], "code", {held.code for _, held in consent_ages}, CONSENT_CODES)
    _complete(rows["answer_terms.csv"], "code", terms, TERM_CODES)
    _complete(rows["attempt_limits.csv"], "attempt", limits_of_attempts, WANTED)
    _complete(rows["calendar_terms.csv"], "code", calendar_terms, CALENDAR_TERMS)
    _complete(rows["company_terms.csv"], "code", company_terms, TERMS)
    _complete(rows["conversation_norm.csv"], "code", terms_of_conversations, NORM_CODES)
    _complete(rows["dossier_terms.csv"], "code", terms_of_dossiers, DOSSIER_TERMS)
    _complete(rows["handover_terms.csv"], "code", terms_of_handovers, HANDOVER_TERMS)
    _complete(rows["event_terms.csv"], "code", terms_of_events, EVENT_TERMS)
    _complete(rows["guarantee_terms.csv"], "code", terms_of_guarantees, GUARANTEE_TERMS)
    _complete(rows["peer_terms.csv"], "code", terms_of_peers, PEER_TERMS)
    check_every_side_can_end(rows["end_reasons.csv"], reasons)
    _complete(rows["processing.csv"], "code", {held.use for _, held in uses}, Use)
    kept_as = {held.retention for _, held in uses}
    _complete(rows["retention.csv"], "code", {held.code for _, held in retentions}, kept_as)
    check_types_have_working_time(types, limits)
    rules.check_levels_stand_once(hours)
    kinds = work_kinds(rows["work_kinds.csv"], {rule.code: rule for _, rule in types}, limits)

    return Reference(
        **{part.name: getattr(lists, part.name) for part in fields(lists)},
        hazards=MappingProxyType({hazard.code: hazard for _, hazard in hazards}),
        prerequisites=MappingProxyType({prerequisite.code: prerequisite for _, prerequisite in prerequisites}),
        placement_types=MappingProxyType({rule.code: rule for _, rule in types}),
        working_time=limits,
        work_kinds=MappingProxyType({kind.code: kind for kind in kinds}),
        programme_hours=tuple(held for _, held in hours),
        consent_ages=MappingProxyType({held.code: held for _, held in consent_ages}),
        answers=answer_rules(held["answer_terms.csv"], terms),
        attempt_limits=limits_of_attempts,
        calendar=CalendarRules(**calendar_terms),
        company=company_rules(company_terms),
        conversations=conversation_rules(terms_of_conversations),
        dossier=dossier_terms(terms_of_dossiers),
        handover=handover_terms(terms_of_handovers),
        events=event_terms(terms_of_events),
        guarantees=guarantee_terms(terms_of_guarantees),
        guarantee_conditions=MappingProxyType({one.code: one for one in asked}),
        peers=peer_terms(terms_of_peers),
        report_help=MappingProxyType({one.code: one for one in helps}),
        end_reasons=MappingProxyType({reason.code: reason for reason in reasons}),
        processing=MappingProxyType({held.use: held for _, held in uses}),
        retentions=MappingProxyType({held.code: held for _, held in retentions}),
        legal_holds=MappingProxyType({held.code: held for _, held in holds}),
        travel_modes=MappingProxyType({mode.code: mode for _, mode in travel_modes}),
        gate_texts=MappingProxyType(gate_texts),
        schemes=scheme_book(rows, sectors=lists.sectors),
        version=_version(files, held),
    )


def _digest(folder: Path, names: Iterable[str]) -> str:
    digest = sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _version(files: Files, held: Mapping[str, tuple[Row, ...]]) -> str:
    if all(len(chosen) == len(files.rows[name]) for name, chosen in held.items()):
        return files.digest[:VERSION_DIGITS]
    choice = ";".join(f"{name}:{','.join(str(row.line) for row in chosen)}" for name, chosen in held.items())
    return sha256(f"{files.digest};{choice}".encode()).hexdigest()[:VERSION_DIGITS]


def _complete(rows: tuple[Row, ...], column: str, found: Collection[object], wanted: Iterable[object]) -> None:
    for key in wanted:
        if key not in found:
            name = " met ".join(f"“{part}”" for part in (key if isinstance(key, tuple) else (key,)))
            text = f"dit is de laatste rij en {name} was er niet bij; zet er een rij voor bij die nu geldt"
            raise rows[-1].error(column, text)
