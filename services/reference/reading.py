"""Build the reference from its folder of data files, and refuse gaps between them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from career.competency import Catalogue, Competency, CompetencyKind, Relation
from career.qualification import Qualification
from career.student import SchoolType, TravelMode
from employer_toolkit.placement import PlacementType
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
    WorkingTimeRow,
)

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sectors.csv": ("code", "label"),
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
            "rule_under_16",
            *SOURCE_COLUMNS,
        ),
        "working_time.csv": (
            "rule",
            "age_from",
            "age_until",
            "day_minutes",
            "school_day_minutes",
            "week_minutes",
            "average_week_minutes",
            "days_max",
            "earliest",
            "latest",
            "sunday",
            "school_counts",
            "break_after_minutes",
            "break_minutes",
            *SOURCE_COLUMNS,
        ),
        "travel_modes.csv": ("code", "label", "speed_kmh", "detour", "start_minutes", "min_age", *SOURCE_COLUMNS),
        "gate_texts.csv": ("gate", "verdict", "student_text", "staff_text", "repair", "who", *SOURCE_COLUMNS),
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
        "relations.csv": ("from_id", "to_id", "strength"),
    }
)
"""Every data file with its columns, in order."""

RULES_UNDER_16 = ("stage_3_1", "child", "taster")
WORKING_TIME_RULES = (*RULES_UNDER_16, "youth", "adult")
WHO_CAN_ACT = ("student", "school", "jobhunter", "werkgever")
DAY_MINUTES = 24 * 60
ADULT_AGE = 18
"""The gate of hazards knows this age alone (Arbobesluit, young workers), so a row for another age is refused."""
OLDEST_AGE = 120
"""An age nobody of ours reaches; ends the last row of working time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """All rules, texts and lists of one day; every mapping keeps the order of its file.

    Parameters
    ----------
    gate_texts : mapping of (str, str) to GateText
        Keyed on gate and verdict.
    working_time : tuple of WorkingTimeRow
        Per rule the rows join without gaps, from young to old.
    qualifications : mapping of str to Qualification
        All of them, also those that have ended: an older student may still be in one.
    activities_of : mapping of str to tuple of str
        Per work process the catalogue ids of the everyday work it holds.
    sectors_of : mapping of str to tuple of str
        Per work process and activity the sectors it belongs to.
    version : str
        First 12 digits of the SHA-256 over all files.
    """

    sectors: Mapping[str, Sector]
    conditions: Mapping[str, Condition]
    hazards: Mapping[str, Hazard]
    prerequisites: Mapping[str, Prerequisite]
    placement_types: Mapping[str, PlacementTypeRule]
    working_time: tuple[WorkingTimeRow, ...]
    travel_modes: Mapping[str, TravelModeRow]
    gate_texts: Mapping[tuple[str, str], GateText]
    component_texts: Mapping[str, ComponentText]
    qualifications: Mapping[str, Qualification]
    activities_of: Mapping[str, tuple[str, ...]]
    sectors_of: Mapping[str, tuple[str, ...]]
    catalogue: Catalogue
    version: str


def read_reference(folder: Path, *, on: date | None = None) -> Reference:
    """Read and check all data files of a folder.

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

    def dated(name: str, *key_columns: str) -> tuple[Row, ...]:
        return in_force(files[name], key_columns, on=on)

    sectors = by_code(files["sectors.csv"], "code", _sector)
    types = by_code(dated("placement_types.csv", "code"), "code", _placement_type)
    _complete(files["placement_types.csv"], "code", types, list(PlacementType))
    travel_modes = by_code(dated("travel_modes.csv", "code"), "code", _travel_mode)
    _complete(files["travel_modes.csv"], "code", travel_modes, list(TravelMode))
    component_texts = by_code(files["component_texts.csv"], "code", _component_text)
    _complete(files["component_texts.csv"], "code", component_texts, COMPONENTS)
    working_time = _working_time(dated("working_time.csv", "rule", "age_from"), files["working_time.csv"])
    _types_have_working_time(dated("placement_types.csv", "code"), working_time)

    activities = by_code(files["activities.csv"], "id", _competency(CompetencyKind.ACTIVITY, r"doe:[a-z_]+"))
    behaviours = by_code(files["behaviours.csv"], "id", _competency(CompetencyKind.BEHAVIOUR, r"gedrag:\d{5}"))
    processes = by_code(files["work_processes.csv"], "id", _work_process)
    in_programme = _processes_by_qualification(files["work_processes.csv"], files["qualifications.csv"])

    def qualification(row: Row) -> Qualification:
        return _qualification(row, sectors, in_programme)

    qualifications = by_code(files["qualifications.csv"], "code", qualification)
    sectors_of = {row.text("id"): row.choices("sectors", sectors) for row in files["activities.csv"]}
    sectors_of |= {wp_id: (held.sector,) for held in qualifications.values() for wp_id in held.work_process_ids}
    competencies = {**processes, **behaviours, **activities}
    return Reference(
        sectors=MappingProxyType(sectors),
        conditions=MappingProxyType(by_code(files["conditions.csv"], "code", _condition)),
        hazards=MappingProxyType(by_code(dated("hazards.csv", "code"), "code", _hazard)),
        prerequisites=MappingProxyType(by_code(dated("prerequisites.csv", "code"), "code", _prerequisite)),
        placement_types=MappingProxyType(types),
        working_time=working_time,
        travel_modes=MappingProxyType(travel_modes),
        gate_texts=MappingProxyType(_gate_texts(dated("gate_texts.csv", "gate", "verdict"), files["gate_texts.csv"])),
        component_texts=MappingProxyType(component_texts),
        qualifications=MappingProxyType(qualifications),
        activities_of=MappingProxyType(
            {row.text("id"): row.choices("activities", activities) for row in files["work_processes.csv"]}
        ),
        sectors_of=MappingProxyType(sectors_of),
        catalogue=Catalogue.of(version, competencies.values(), _relations(files["relations.csv"], competencies)),
        version=version,
    )


def _version(folder: Path) -> str:
    digest = sha256()
    for name in COLUMNS:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _complete(rows: tuple[Row, ...], column: str, found: Collection[str], wanted: Iterable[str]) -> None:
    for row in rows:
        row.choice(column, list(wanted))
    for code in wanted:
        if code not in found:
            raise rows[-1].error(column, f"is the last row, and '{code}' was not there; give it a row that holds now")


def _sector(row: Row) -> Sector:
    return Sector(code=row.text("code"), label=row.text("label"))


def _condition(row: Row) -> Condition:
    return Condition(
        code=row.text("code"),
        student_label=row.text("student_label"),
        place_label=row.text("place_label"),
        explanation=row.text("explanation"),
    )


def _hazard(row: Row) -> Hazard:
    return Hazard(
        code=row.text("code"),
        label=row.text("label"),
        mode=row.choice("mode", ("forbidden", "supervision")),
        below_age=row.whole("below_age", at_least=ADULT_AGE, at_most=ADULT_AGE),
        source=row.source(),
    )


def _prerequisite(row: Row) -> Prerequisite:
    return Prerequisite(
        code=row.text("code"),
        label=row.text("label"),
        lead_time_days=row.whole("lead_time_days", at_least=0, at_most=730),
        who_pays=row.text("who_pays"),
        min_age=row.whole("min_age", at_least=0, at_most=OLDEST_AGE),
        how_to=row.text("how_to"),
        source=row.source(),
    )


def _placement_type(row: Row) -> PlacementTypeRule:
    min_age = row.whole("min_age", at_least=12, at_most=OLDEST_AGE)
    rule_under_16 = row.choice("rule_under_16", RULES_UNDER_16) if min_age < 16 else row.optional_text("rule_under_16")
    if min_age >= 16 and rule_under_16:
        raise row.error("rule_under_16", f"holds {rule_under_16!r}; leave it empty, the type starts at {min_age} years")
    return PlacementTypeRule(
        code=row.text("code"),
        label=row.text("label"),
        plain=row.text("plain"),
        min_age=min_age,
        needs_recognition=row.yes_no("needs_recognition"),
        is_qualification_bound=row.yes_no("is_qualification_bound"),
        school_types=frozenset(row.choices("school_types", list(SchoolType))),
        agreement=row.text("agreement"),
        pay=row.text("pay"),
        rule_under_16=rule_under_16,
        source=row.source(),
    )


def _working_time(rows: tuple[Row, ...], all_rows: tuple[Row, ...]) -> tuple[WorkingTimeRow, ...]:
    found = [(row, _working_time_row(row)) for row in rows]
    for name in WORKING_TIME_RULES:
        ages = [(row, built) for row, built in found if built.rule == name]
        if not ages:
            raise all_rows[-1].error(
                "rule", f"is the last row, and {name!r} was not there; give it a row that holds now"
            )
        for (_, younger), (row, older) in pairwise(ages):
            if older.age_from != younger.age_until:
                raise row.error(
                    "age_from", f"holds {older.age_from}; give {younger.age_until}, where the row before ends"
                )
        last_row, last = ages[-1]
        end = {"youth": 18, "adult": OLDEST_AGE}.get(name, 16)
        if last.age_until != end:
            raise last_row.error("age_until", f"holds {last.age_until}; the last row of {name!r} ends at {end}")
        start = {"youth": 16, "adult": 18}.get(name)
        if start is not None and ages[0][1].age_from != start:
            raise ages[0][0].error("age_from", f"holds {ages[0][1].age_from}; {name!r} starts at {start}")
    return tuple(built for _, built in found)


def _working_time_row(row: Row) -> WorkingTimeRow:
    built = WorkingTimeRow(
        rule=row.choice("rule", WORKING_TIME_RULES),
        age_from=row.whole("age_from", at_least=12, at_most=OLDEST_AGE),
        age_until=row.whole("age_until", at_least=12, at_most=OLDEST_AGE),
        day_minutes=row.whole("day_minutes", at_least=0, at_most=DAY_MINUTES),
        school_day_minutes=row.whole("school_day_minutes", at_least=0, at_most=DAY_MINUTES),
        week_minutes=row.whole("week_minutes", at_least=0, at_most=7 * DAY_MINUTES),
        average_week_minutes=row.whole("average_week_minutes", at_least=0, at_most=7 * DAY_MINUTES),
        days_max=row.whole("days_max", at_least=1, at_most=7),
        earliest=row.clock("earliest"),
        latest=row.clock("latest"),
        sunday=row.yes_no("sunday"),
        school_counts=row.yes_no("school_counts"),
        break_after_minutes=row.whole("break_after_minutes", at_least=0, at_most=DAY_MINUTES),
        break_minutes=row.whole("break_minutes", at_least=0, at_most=DAY_MINUTES),
        source=row.source(),
    )
    if built.age_until <= built.age_from:
        raise row.error("age_until", f"holds {built.age_until}; give an age above {built.age_from}")
    if built.latest <= built.earliest:
        raise row.error("latest", f"holds {built.latest:%H:%M}; give a time after {built.earliest:%H:%M}")
    if built.school_day_minutes > built.day_minutes:
        raise row.error("school_day_minutes", f"holds {built.school_day_minutes}; give at most {built.day_minutes}")
    if built.average_week_minutes > built.week_minutes:
        raise row.error(
            "average_week_minutes", f"holds {built.average_week_minutes}; give at most {built.week_minutes}"
        )
    return built


def _types_have_working_time(rows: tuple[Row, ...], working_time: tuple[WorkingTimeRow, ...]) -> None:
    for row in rows:
        rule = _placement_type(row)
        name = rule.working_time_rule(rule.min_age)
        youngest = min(built.age_from for built in working_time if built.rule == name)
        if rule.min_age < youngest:
            text = (
                f"holds {rule.min_age}, but {name!r} in working_time.csv starts at {youngest}; give that age or a row"
            )
            raise row.error("min_age", text)


def _travel_mode(row: Row) -> TravelModeRow:
    return TravelModeRow(
        code=row.text("code"),
        label=row.text("label"),
        speed_kmh=row.number("speed_kmh", at_least=1, at_most=130),
        detour=row.number("detour", at_least=1, at_most=3),
        start_minutes=row.number("start_minutes", at_least=0, at_most=60),
        min_age=row.whole("min_age", at_least=0, at_most=OLDEST_AGE),
        source=row.source(),
    )


def _gate_texts(rows: tuple[Row, ...], all_rows: tuple[Row, ...]) -> dict[tuple[str, str], GateText]:
    for row in all_rows:
        gate = row.choice("gate", {gate for gate, _ in GATE_PLACEHOLDERS})
        row.choice("verdict", {verdict for other, verdict in GATE_PLACEHOLDERS if other == gate})
    found = {(row.text("gate"), row.text("verdict")): _gate_text(row) for row in rows}
    for gate, verdict in GATE_PLACEHOLDERS:
        if (gate, verdict) not in found:
            text = f"is the last row, and {gate!r} with {verdict!r} was not there; give it a row that holds now"
            raise all_rows[-1].error("gate", text)
    return found


def _gate_text(row: Row) -> GateText:
    gate, verdict = row.text("gate"), row.text("verdict")
    allowed = GATE_PLACEHOLDERS[gate, verdict]
    return GateText(
        gate=gate,
        verdict=verdict,
        student_text=_template(row, "student_text", allowed),
        staff_text=_template(row, "staff_text", allowed),
        repair=_template(row, "repair", allowed),
        who=row.choice("who", WHO_CAN_ACT),
        source=row.source(),
    )


def _template(row: Row, column: str, allowed: frozenset[str]) -> str:
    text = row.text(column)
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise row.error(column, f"has a brace that is not closed: {error}") from None
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in allowed or spec or conversion:
            known = ", ".join(f"{{{other}}}" for other in sorted(allowed)) or "nothing in braces"
            raise row.error(column, f"holds {{{name}}}; here it can hold {known}")
    return text


def _component_text(row: Row) -> ComponentText:
    code = row.choice("code", COMPONENTS)
    return ComponentText(
        code=code,
        side=COMPONENTS[code],
        student_label=row.text("student_label"),
        staff_label=row.text("staff_label"),
        student_good=row.text("student_good"),
        student_middling=row.text("student_middling"),
        student_bad=row.text("student_bad"),
        student_unknown=row.text("student_unknown"),
        staff_good=row.text("staff_good"),
        staff_middling=row.text("staff_middling"),
        staff_bad=row.text("staff_bad"),
        staff_unknown=row.text("staff_unknown"),
    )


def _qualification(row: Row, sectors: Collection[str], processes: Mapping[str, tuple[str, ...]]) -> Qualification:
    source, code = row.source(), row.text("code")
    _matches(row, "code", r"\d{5}", "25498")
    equivalents = tuple(part.strip() for part in row.optional_text("equivalent_codes").split(";") if part.strip())
    if not all(re.fullmatch(r"\d{5}", other) for other in equivalents):
        raise row.error(
            "equivalent_codes", "holds something else than codes of five digits with semicolons between them"
        )
    if code not in processes:
        raise row.error("code", f"holds {code}, which has no row in work_processes.csv; give it some")
    return Qualification(
        code=code,
        code_scheme=row.text("code_scheme"),
        name=row.text("name"),
        level=row.whole("level", at_least=1, at_most=4),
        sector=row.choice("sector", sectors),
        valid_from=source.valid_from,
        valid_until=source.valid_until,
        work_process_ids=processes[code],
        equivalent_codes=equivalents,
    )


def _processes_by_qualification(
    processes: tuple[Row, ...], qualifications: tuple[Row, ...]
) -> dict[str, tuple[str, ...]]:
    codes = {row.text("code") for row in qualifications}
    found: dict[str, tuple[str, ...]] = {}
    for row in processes:
        code = row.choice("qualification", codes)
        found[code] = (*found.get(code, ()), row.text("id"))
    return found


def _work_process(row: Row) -> Competency:
    code = row.text("qualification")
    return _competency(CompetencyKind.WORK_PROCESS, rf"wp:{re.escape(code)}:[BP]\d-K\d-W\d")(row)


def _competency(kind: CompetencyKind, pattern: str) -> Callable[[Row], Competency]:
    examples = {
        CompetencyKind.WORK_PROCESS: "wp:25498:B1-K1-W1, with the code of its own qualification",
        CompetencyKind.BEHAVIOUR: "gedrag:24105",
    }

    def build(row: Row) -> Competency:
        _matches(row, "id", pattern, examples.get(kind, "doe:koken"))
        return Competency(id=row.text("id"), kind=kind, label=row.text("label"), plain_label=row.text("plain_label"))

    return build


def _matches(row: Row, column: str, pattern: str, example: str) -> None:
    if not re.fullmatch(pattern, row.text(column), re.ASCII):
        raise row.error(column, f"holds {row.text(column)!r}; write it like {example}")


def _relations(rows: tuple[Row, ...], known: Mapping[str, Competency]) -> list[Relation]:
    found: dict[tuple[str, str], Relation] = {}
    for row in rows:
        from_id, to_id = row.choice("from_id", known), row.choice("to_id", known)
        if from_id == to_id:
            raise row.error("to_id", "is the same as from_id; name another competency")
        if (from_id, to_id) in found:
            raise row.error("to_id", "stands here a second time with the same from_id; keep one of the two")
        strength = row.number("strength", at_least=0.05, at_most=0.95)
        found[from_id, to_id] = Relation(from_id=from_id, to_id=to_id, strength=strength)
    return list(found.values())
