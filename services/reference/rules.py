"""Turn rows into the rules they say: hazards, prerequisites, types of placement, travel, hours and ages of consent."""

from collections.abc import Collection, Iterable
from itertools import combinations

from career.student import SchoolType, TravelMode
from employer_toolkit.placement import PlacementType
from services.reference.rows import Row
from services.reference.values import (
    CONSENT_CODES,
    ConsentAge,
    Hazard,
    HoursCount,
    ParentSigns,
    PlacementTypeRule,
    Prerequisite,
    ProgrammeHours,
    TravelModeRow,
)
from services.reference.working_time import OLDEST_AGE, YOUNGEST_AGE

HAZARD_MODES = ("forbidden", "supervision")
LEVELS = (1, 4)
"""Lowest and highest level of the mbo."""


def hazard(row: Row, working_time_rules: Collection[str]) -> Hazard:
    """Read one row of hazards.csv."""
    return Hazard(
        code=row.text("code"),
        label=row.text("label"),
        mode=row.choice("mode", HAZARD_MODES),
        below_age=row.whole("below_age", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE),
        not_for_rules=frozenset(row.choices("not_for_rules", working_time_rules)),
        source=row.source(),
    )


def prerequisite(row: Row) -> Prerequisite:
    """Read one row of prerequisites.csv."""
    return Prerequisite(
        code=row.text("code"),
        label=row.text("label"),
        lead_time_days=row.whole("lead_time_days", at_least=0, at_most=730),
        who_pays=row.text("who_pays"),
        min_age=row.whole("min_age", at_least=0, at_most=OLDEST_AGE),
        how_to=row.text("how_to"),
        source=row.source(),
    )


def placement_type(row: Row) -> PlacementTypeRule:
    """Read one row of placement_types.csv."""
    return PlacementTypeRule(
        code=row.choice("code", list(PlacementType)),
        label=row.text("label"),
        plain=row.text("plain"),
        min_age=row.whole("min_age", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE),
        needs_recognition=row.yes_no("needs_recognition"),
        is_qualification_bound=row.yes_no("is_qualification_bound"),
        school_types=frozenset(row.choices("school_types", list(SchoolType))),
        agreement=row.text("agreement"),
        pay=row.text("pay"),
        working_time_rules=row.phrases("working_time_rules"),
        parent_signs=ParentSigns(row.choice("parent_signs", list(ParentSigns))),
        source=row.source(),
    )


def travel_mode(row: Row) -> TravelModeRow:
    """Read one row of travel_modes.csv."""
    first, last = row.clock("first_departure"), row.clock("last_arrival")
    if last <= first:
        raise row.error("last_arrival", f"er staat {last:%H:%M}; geef een tijd na {first:%H:%M} (first_departure)")
    return TravelModeRow(
        code=row.choice("code", list(TravelMode)),
        label=row.text("label"),
        by=row.text("by"),
        speed_kmh=row.number("speed_kmh", at_least=1, at_most=130),
        detour=row.number("detour", at_least=1, at_most=3),
        start_minutes=row.number("start_minutes", at_least=0, at_most=60),
        min_age=row.whole("min_age", at_least=0, at_most=OLDEST_AGE),
        first_departure=first,
        last_arrival=last,
        source=row.source(),
    )


def programme_hours(row: Row) -> ProgrammeHours:
    """Read one row of programme_hours.csv."""
    lowest, highest = LEVELS
    level_min = row.whole("level_min", at_least=lowest, at_most=highest)
    return ProgrammeHours(
        type=row.choice("type", list(PlacementType)),
        level_min=level_min,
        level_max=row.whole("level_max", at_least=level_min, at_most=highest),
        hours=row.number("hours", at_least=1, at_most=2_000),
        per=row.choice("per", ("year",)),
        counts=HoursCount(row.choice("counts", list(HoursCount))),
        source=row.source(),
    )


def check_levels_stand_once(found: Iterable[tuple[Row, ProgrammeHours]]) -> None:
    """Refuse two rows that hold for the same type and level on the same day.

    Raises
    ------
    ReferenceDataError
        Names the second of the two.
    """
    for (first, one), (second, other) in combinations(found, 2):
        if one.type == other.type and one.level_min <= other.level_max and other.level_min <= one.level_max:
            text = f"regel {first.line} geldt ook al voor een van deze niveaus; laat elk niveau één keer voorkomen"
            raise second.error("level_min", text)


def consent_age(row: Row) -> ConsentAge:
    """Read one row of consent_ages.csv."""
    return ConsentAge(
        code=row.choice("code", CONSENT_CODES),
        label=row.text("label"),
        age=row.whole("age", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE),
        source=row.source(),
    )
