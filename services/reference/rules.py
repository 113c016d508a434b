"""Turn rows into the rules they say: hazards, prerequisites, types of placement and travel."""

from career.student import SchoolType, TravelMode
from employer_toolkit.placement import PlacementType
from services.reference.rows import Row
from services.reference.values import Hazard, PlacementTypeRule, Prerequisite, TravelModeRow
from services.reference.working_time import OLDEST_AGE, YOUNGEST_AGE

HAZARD_MODES = ("forbidden", "supervision")


def hazard(row: Row) -> Hazard:
    """Read one row of hazards.csv."""
    return Hazard(
        code=row.text("code"),
        label=row.text("label"),
        mode=row.choice("mode", HAZARD_MODES),
        below_age=row.whole("below_age", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE),
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
        source=row.source(),
    )


def travel_mode(row: Row) -> TravelModeRow:
    """Read one row of travel_modes.csv."""
    return TravelModeRow(
        code=row.choice("code", list(TravelMode)),
        label=row.text("label"),
        by=row.text("by"),
        speed_kmh=row.number("speed_kmh", at_least=1, at_most=130),
        detour=row.number("detour", at_least=1, at_most=3),
        start_minutes=row.number("start_minutes", at_least=0, at_most=60),
        min_age=row.whole("min_age", at_least=0, at_most=OLDEST_AGE),
        source=row.source(),
    )
