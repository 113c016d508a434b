"""Turn rows into the rules they say: hazards, prerequisites, types of placement, working time and travel."""

from career.student import SchoolType, TravelMode
from employer_toolkit.placement import PlacementType
from services.reference.rows import Row
from services.reference.values import Hazard, PlacementTypeRule, Prerequisite, TravelModeRow, WorkingTimeRow

RULES_UNDER_16 = ("stage_3_1", "child", "taster")
WORKING_TIME_RULES = (*RULES_UNDER_16, "youth", "adult")
HAZARD_MODES = ("forbidden", "supervision")
DAY_MINUTES = 24 * 60
YOUTH_AGE = 16
ADULT_AGE = 18
"""The gate of hazards knows this age alone (Arbobesluit, young workers), so a row for another age is refused."""
OLDEST_AGE = 120
"""An age nobody of ours reaches; ends the last row of working time."""


def hazard(row: Row) -> Hazard:
    """Read one row of hazards.csv."""
    return Hazard(
        code=row.text("code"),
        label=row.text("label"),
        mode=row.choice("mode", HAZARD_MODES),
        below_age=row.whole("below_age", at_least=ADULT_AGE, at_most=ADULT_AGE),
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
    min_age = row.whole("min_age", at_least=12, at_most=OLDEST_AGE)
    rule_under_16 = (
        row.choice("rule_under_16", RULES_UNDER_16) if min_age < YOUTH_AGE else row.optional_text("rule_under_16")
    )
    if min_age >= YOUTH_AGE and rule_under_16:
        raise row.error("rule_under_16", f"holds {rule_under_16!r}; leave it empty, the type starts at {min_age} years")
    return PlacementTypeRule(
        code=row.choice("code", list(PlacementType)),
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


def working_time_row(row: Row) -> WorkingTimeRow:
    """Read one row of working_time.csv."""
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
