"""What a limit of working time says about a week: what was found, what is allowed, by which article, what helps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.reference import Limit, LimitText, Outcome, Source
from services.wording import WEEKDAYS, clock_text, duration_text, list_text, weekdays_text
from services.working_week import Figure, Finding


class Unit(StrEnum):
    """What the figures of a limit count."""

    MINUTES = "minutes"
    CLOCK = "minute_of_day"
    DAYS = "days"
    WEEKS = "weeks"


UNITS: Mapping[Limit, Unit] = MappingProxyType(
    {
        Limit.EARLIEST: Unit.CLOCK,
        Limit.LATEST: Unit.CLOCK,
        Limit.MOST_DAYS: Unit.DAYS,
        Limit.MOST_HOLIDAY_WEEKS: Unit.WEEKS,
        Limit.MOST_HOLIDAY_WEEKS_IN_ROW: Unit.WEEKS,
    }
)
"""Limits that do not count minutes."""
RESTS = (Limit.DAILY_REST, Limit.SHORT_REST)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitNote:
    """One limit in words, for the young person and for the people around them.

    Parameters
    ----------
    weekdays : tuple of int
        ISO weekdays it is about; empty for the whole week.
    actual, allowed : int or None
        In the unit; ``None`` where there is no figure.
    remark : str
        What else the rule asks, or what it does not say, from its note; may be empty.
    sources : tuple of Source
        The rule first, each article once.
    """

    limit: Limit
    outcome: Outcome
    label: str
    student_text: str
    staff_text: str
    student_repair: str
    repair: str
    weekdays: tuple[int, ...]
    actual: int | None
    allowed: int | None
    unit: Unit
    remark: str
    sources: tuple[Source, ...]


def limit_note(finding: Finding, *, age: int, texts: Mapping[tuple[Limit, Outcome], LimitText]) -> LimitNote:
    """Put one finding into words."""
    said = texts[finding.limit, finding.outcome]
    unit = UNITS.get(finding.limit, Unit.MINUTES)
    allowed = _amount(finding.allowed, unit)
    filled = {
        "figures": figures_text(finding),
        "actual": _amount(finding.actual, unit),
        "allowed": allowed,
        "at_most": f"hoogstens {allowed}" if finding.allowed else "niet",
        "age": str(age),
        "with_school": ", school meegeteld" if finding.counts_school else "",
        "after": duration_text(finding.after),
    }
    return LimitNote(
        limit=finding.limit,
        outcome=finding.outcome,
        label=said.label,
        student_text=said.student_text.format_map(filled),
        staff_text=said.staff_text.format_map(filled),
        student_repair=said.student_repair.format_map(filled),
        repair=said.repair.format_map(filled),
        weekdays=finding.weekdays,
        actual=finding.actual,
        allowed=finding.allowed,
        unit=unit,
        remark=finding.sources[0].note,
        sources=tuple({(source.article, source.title): source for source in finding.sources}.values()),
    )


def figures_text(finding: Finding) -> str:
    """Write the figures day by day, with the same ones together.

    Examples
    --------
    >>> from datetime import date
    >>> from services.reference import load_reference
    >>> held = load_reference(date(2026, 11, 22)).working_time_of("bpv_bol", age=17, week="school").sources
    >>> long_days = tuple(Figure(weekday=day, value=value) for day, value in ((1, 570), (3, 600), (4, 570)))
    >>> figures_text(Finding(
    ...     limit=Limit.MOST_PER_DAY, outcome=Outcome.BROKEN, figures=long_days, sources=(held[Limit.MOST_PER_DAY],)
    ... ))
    'op maandag en donderdag steeds 9 uur en 30 minuten en op woensdag 10 uur'
    """
    if finding.limit is Limit.SUNDAY:
        return f"op {weekdays_text(finding.weekdays)}"
    if finding.limit in RESTS:
        return list_text([_rest_text(figure) for figure in finding.figures])
    amount = DAY_AMOUNTS.get(finding.limit, duration_text)
    by_value: dict[int, list[int]] = {}
    for figure in finding.figures:
        by_value.setdefault(figure.value, []).append(figure.weekday)
    return list_text(
        [
            f"op {weekdays_text(days)} {'steeds ' if len(days) > 1 and value else ''}{amount(value)}"
            for value, days in by_value.items()
        ]
    )


DAY_AMOUNTS: Mapping[Limit, Callable[[int], str]] = MappingProxyType(
    {
        Limit.EARLIEST: lambda minute: f"om {clock_text(minute)}",
        Limit.LATEST: lambda minute: f"tot {clock_text(minute)}",
        Limit.BREAK_AT_LEAST: lambda minutes: duration_text(minutes) if minutes else "geen",
        Limit.LONG_BREAK_AT_LEAST: lambda minutes: duration_text(minutes) if minutes else "geen",
    }
)
"""How the figure of a day is said, where it is not simply how long something takes."""


def _rest_text(figure: Figure) -> str:
    length = duration_text(figure.value)
    if figure.until is None:
        return f"in de 24 uur vanaf het begin op {WEEKDAYS[figure.weekday - 1]} maar {length}"
    return f"tussen {WEEKDAYS[figure.weekday - 1]} en {WEEKDAYS[figure.until - 1]} {length}"


def _amount(value: int | None, unit: Unit) -> str:
    if value is None:
        return ""
    if unit is Unit.MINUTES:
        return duration_text(value)
    if unit is Unit.CLOCK:
        return clock_text(value)
    one, many = ("dag", "dagen") if unit is Unit.DAYS else ("week", "weken")
    return f"{value} {one if value == 1 else many}"
