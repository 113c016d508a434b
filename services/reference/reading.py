"""Build the reference from its folder of data files, and refuse gaps between them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from career.competency import Catalogue, CompetencyKind
from career.qualification import Qualification
from career.student import TravelMode
from employer_toolkit.placement import PlacementType
from services.reference import catalogue, rules, texts
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, in_force, read_rows
from services.reference.values import (
    COMPONENTS,
    GATE_PLACEHOLDERS,
    ComponentText,
    Condition,
    GateText,
    Hazard,
    PlacementTypeRule,
    Prerequisite,
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

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sectors.csv": ("code", "label", "work"),
        "conditions.csv": ("code", "student_label", "place_label", "explanation"),
        "hazards.csv": ("code", "label", "mode", "below_age", *SOURCE_COLUMNS),
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
            *SOURCE_COLUMNS,
        ),
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
        "work_kinds.csv": ("code", "label", "types", "working_time_rules"),
        "travel_modes.csv": ("code", "label", "by", "speed_kmh", "detour", "start_minutes", "min_age", *SOURCE_COLUMNS),
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
    }
)
"""Every data file with its columns, in order."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """All rules, texts and lists of one day; every mapping keeps the order of its file.

    Parameters
    ----------
    gate_texts : mapping of (str, str) to GateText
        Keyed on gate and verdict.
    working_time : tuple of WorkingTimeRow
        The rows of each type join without gaps, from its youngest age on.
    limit_texts : mapping of (Limit, Outcome) to LimitText
        What is said about each limit and each way in which it can come out.
    qualifications : mapping of str to Qualification
        All of them, also those that have ended: an older student may still be in one.
    activities_of : mapping of str to tuple of str
        Per work process the catalogue ids of the everyday work it holds.
    sectors_of : mapping of str to tuple of str
        Per work process and activity the sectors it belongs to.
    synonyms : mapping of str to tuple of str
        Other words for each entry of the catalogue, and for each qualification under its scheme and code
        (``"crebo:25180"``): as an employer, a student or a colleague says it.
    version : str
        First 12 digits of the SHA-256 over all files.
    """

    sectors: Mapping[str, Sector]
    conditions: Mapping[str, Condition]
    hazards: Mapping[str, Hazard]
    prerequisites: Mapping[str, Prerequisite]
    placement_types: Mapping[str, PlacementTypeRule]
    working_time: tuple[WorkingTimeRow, ...]
    limit_texts: Mapping[tuple[Limit, Outcome], LimitText]
    work_kinds: Mapping[str, WorkKind]
    travel_modes: Mapping[str, TravelModeRow]
    gate_texts: Mapping[tuple[str, str], GateText]
    component_texts: Mapping[str, ComponentText]
    qualifications: Mapping[str, Qualification]
    activities_of: Mapping[str, tuple[str, ...]]
    sectors_of: Mapping[str, tuple[str, ...]]
    catalogue: Catalogue
    synonyms: Mapping[str, tuple[str, ...]]
    version: str

    def working_time_of(self, placement_type: str, *, age: int, week: Week) -> WorkingTimeRow | None:
        """Give the limits for a type at an age in such a week; ``None`` below its youngest age."""
        names = self.placement_types[placement_type].working_time_rules
        return next((row for row in self.working_time if row.rule in names and row.is_for(age=age, week=week)), None)


def read_reference(folder: Path, *, on: date | None = None) -> Reference:
    """Read all data files of a folder and check every row, also those of other days.

    Parameters
    ----------
    on : date or None
        The day whose rules are wanted; ``None`` gives the newest row of each rule.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row.
    """
    files = {name: read_rows(folder / name, columns) for name, columns in COLUMNS.items()}
    version = _version(folder)

    sectors = by_code(files["sectors.csv"], "code", texts.sector)
    conditions = by_code(files["conditions.csv"], "code", texts.condition)
    component_texts = by_code(files["component_texts.csv"], "code", texts.component_text)
    hazards = _dated(files["hazards.csv"], rules.hazard, "code", on=on)
    prerequisites = _dated(files["prerequisites.csv"], rules.prerequisite, "code", on=on)
    types = _dated(files["placement_types.csv"], rules.placement_type, "code", on=on)
    limits = working_time(files["working_time.csv"], on=on)
    travel_modes = _dated(files["travel_modes.csv"], rules.travel_mode, "code", on=on)
    said = _dated(files["gate_texts.csv"], texts.gate_text, "gate", "verdict", on=on)
    gate_texts = {(text.gate, text.verdict): text for _, text in said}

    _complete(files["component_texts.csv"], "code", component_texts, COMPONENTS)
    _complete(files["placement_types.csv"], "code", {rule.code for _, rule in types}, PlacementType)
    _complete(files["travel_modes.csv"], "code", {mode.code for _, mode in travel_modes}, TravelMode)
    _complete(files["gate_texts.csv"], "gate", gate_texts, GATE_PLACEHOLDERS)
    check_types_have_working_time(types, limits)
    said_of_limits = limit_texts(files["working_time_texts.csv"])
    can_occur = [(limit, outcome) for limit, outcomes in LIMIT_OUTCOMES.items() for outcome in outcomes]
    _complete(files["working_time_texts.csv"], "limit", said_of_limits, can_occur)
    kinds = work_kinds(files["work_kinds.csv"], {rule.code: rule for _, rule in types}, limits)

    activity = catalogue.competency(CompetencyKind.ACTIVITY, r"doe:[a-z_]+", "doe:koken")
    behaviour = catalogue.competency(CompetencyKind.BEHAVIOUR, r"gedrag:\d{5}", "gedrag:24105")
    activities = by_code(files["activities.csv"], "id", activity)
    behaviours = by_code(files["behaviours.csv"], "id", behaviour)
    processes = by_code(files["work_processes.csv"], "id", catalogue.work_process)
    of_programme = catalogue.processes_by_qualification(files["work_processes.csv"], files["qualifications.csv"])

    def qualification(row: Row) -> Qualification:
        return catalogue.qualification(row, sectors, of_programme)

    qualifications = by_code(files["qualifications.csv"], "code", qualification)
    tasks = by_code(files["tasks.csv"], "id", catalogue.task)
    named = {**processes, **behaviours, **activities}
    competencies = {**named, **tasks}
    relations = catalogue.relations(files["relations.csv"], files["tasks.csv"], competencies)
    entries = dict.fromkeys((*named, *(f"{held.code_scheme}:{held.code}" for held in qualifications.values())))
    synonyms = by_code(files["synonyms.csv"], "id", lambda row: catalogue.other_words(row, entries))
    _complete(files["synonyms.csv"], "id", synonyms, entries)
    activities_of = {row.text("id"): row.choices("activities", activities) for row in files["work_processes.csv"]}
    sectors_of = {row.text("id"): row.choices("sectors", sectors) for row in files["activities.csv"]}
    sectors_of |= {wp_id: (held.sector,) for held in qualifications.values() for wp_id in held.work_process_ids}
    return Reference(
        sectors=MappingProxyType(sectors),
        conditions=MappingProxyType(conditions),
        hazards=MappingProxyType({hazard.code: hazard for _, hazard in hazards}),
        prerequisites=MappingProxyType({prerequisite.code: prerequisite for _, prerequisite in prerequisites}),
        placement_types=MappingProxyType({rule.code: rule for _, rule in types}),
        working_time=limits,
        limit_texts=MappingProxyType(said_of_limits),
        work_kinds=MappingProxyType({kind.code: kind for kind in kinds}),
        travel_modes=MappingProxyType({mode.code: mode for _, mode in travel_modes}),
        gate_texts=MappingProxyType(gate_texts),
        component_texts=MappingProxyType(component_texts),
        qualifications=MappingProxyType(qualifications),
        activities_of=MappingProxyType(activities_of),
        sectors_of=MappingProxyType(sectors_of),
        catalogue=Catalogue.of(version, competencies.values(), relations),
        synonyms=MappingProxyType(synonyms | catalogue.task_words(files["tasks.csv"])),
        version=version,
    )


def _version(folder: Path) -> str:
    digest = sha256()
    for name in COLUMNS:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _dated(
    rows: tuple[Row, ...], build: Callable[[Row], Value], *key_columns: str, on: date | None
) -> list[tuple[Row, Value]]:
    built = [(row, build(row)) for row in rows]
    lines = {row.line for row in in_force(rows, key_columns, on=on)}
    return [(row, value) for row, value in built if row.line in lines]


def _complete(rows: tuple[Row, ...], column: str, found: Collection[object], wanted: Iterable[object]) -> None:
    for key in wanted:
        if key not in found:
            name = " with ".join(f"'{part}'" for part in (key if isinstance(key, tuple) else (key,)))
            raise rows[-1].error(column, f"is the last row, and {name} was not there; give it a row that holds now")
