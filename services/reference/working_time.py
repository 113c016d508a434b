"""How long and when somebody of an age may work (arbeidstijd): one line of the file is one limit with its article."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from services.reference.rows import Row
from services.reference.values import PlacementTypeRule, Source

YOUNGEST_AGE, OLDEST_AGE = 12, 120
"""Below the first nobody takes part; nobody of ours reaches the second, at which the last row of a chain ends."""
DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
YEAR_WEEKS = 52


class Week(StrEnum):
    """Which weeks a row is about."""

    SCHOOL = "school"
    HOLIDAY = "holiday"
    ANY = "any"


class Sunday(StrEnum):
    """Whether work on Sunday can be."""

    NO = "no"
    AGREED = "agreed"
    """When the work asks for it and it was agreed."""
    AGREED_SATURDAY_FREE = "agreed_saturday_free"
    """The same, and only in a week without work on Saturday."""


class Limit(StrEnum):
    """One limit of working time."""

    MOST_PER_DAY = "most_per_day"
    MOST_PER_SCHOOL_DAY = "most_per_school_day"
    MOST_PER_WEEK = "most_per_week"
    MOST_PER_AVERAGE_WEEK = "most_per_average_week"
    MOST_DAYS = "most_days"
    EARLIEST = "earliest"
    LATEST = "latest"
    DAILY_REST = "daily_rest"
    SHORT_REST = "short_rest"
    WEEKLY_REST = "weekly_rest"
    SUNDAY = "sunday"
    SCHOOL_COUNTS = "school_counts"
    ON_CALL = "on_call"
    BREAK_AFTER = "break_after"
    BREAK_AT_LEAST = "break_at_least"
    LONG_BREAK_AFTER = "long_break_after"
    LONG_BREAK_AT_LEAST = "long_break_at_least"
    MOST_HOLIDAY_WEEKS = "most_holiday_weeks"
    MOST_HOLIDAY_WEEKS_IN_ROW = "most_holiday_weeks_in_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTimeRow:
    """The limits of one rule for some ages, in school weeks, in holiday weeks or in both.

    Parameters
    ----------
    rule : str
        Name of the rule, such as ``"stage_3_1"`` or ``"youth"``.
    age_from, age_until : int
        Half-open.
    day_minutes, week_minutes : int
        Most minutes on one day and in one week; school included where ``school_counts``.
    school_day_minutes : int
        Most minutes of work on a day with school.
    average_week_minutes : int
        Most minutes in a week that repeats, because the law also limits the average over some weeks.
    days_max : int
        Most working days in a week that repeats.
    earliest, latest : time
        Work may not start before or end after; 00:00 and 23:59 mean any time.
    rest_minutes, short_rest_minutes : int
        Least rest between two working days, and how short it may be once a week.
    weekly_rest_minutes : int
        Least rest at a stretch in every week; 0 where the rule asks none.
    on_call : bool
        Work on call is allowed.
    break_after_minutes, break_minutes : int
        A working day longer than the first needs breaks of at least the second.
    long_break_after_minutes, long_break_minutes : int
        The same for a longer day; equal to the former where the rule has no such step.
    holiday_weeks_max, holiday_weeks_in_row_max : int
        Most weeks of work in the school holidays, in a year and one after another; 52 where there is no limit.
    sources : mapping of Limit to Source
        Where each limit that the file names comes from.
    """

    rule: str
    age_from: int
    age_until: int
    week: Week
    day_minutes: int
    school_day_minutes: int
    week_minutes: int
    average_week_minutes: int
    days_max: int
    earliest: time
    latest: time
    rest_minutes: int
    short_rest_minutes: int
    weekly_rest_minutes: int
    sunday: Sunday
    school_counts: bool
    on_call: bool
    break_after_minutes: int
    break_minutes: int
    long_break_after_minutes: int
    long_break_minutes: int
    holiday_weeks_max: int
    holiday_weeks_in_row_max: int
    sources: Mapping[Limit, Source]

    def is_for(self, *, age: int, week: Week) -> bool:
        """Say whether the row holds at an age in a school week or a holiday week."""
        return self.age_from <= age < self.age_until and self.week in (week, Week.ANY)


def _minutes_a_day(row: Row) -> int:
    return row.duration("value", at_most=DAY_MINUTES)


def _minutes_a_week(row: Row) -> int:
    return row.duration("value", at_most=WEEK_DAYS * DAY_MINUTES)


READERS: Mapping[Limit, Callable[[Row], Any]] = MappingProxyType(
    {
        Limit.MOST_PER_DAY: _minutes_a_day,
        Limit.MOST_PER_SCHOOL_DAY: _minutes_a_day,
        Limit.MOST_PER_WEEK: _minutes_a_week,
        Limit.MOST_PER_AVERAGE_WEEK: _minutes_a_week,
        Limit.MOST_DAYS: lambda row: row.whole("value", at_least=1, at_most=WEEK_DAYS),
        Limit.EARLIEST: lambda row: row.clock("value"),
        Limit.LATEST: lambda row: row.clock("value"),
        Limit.DAILY_REST: _minutes_a_day,
        Limit.SHORT_REST: _minutes_a_day,
        Limit.WEEKLY_REST: _minutes_a_week,
        Limit.SUNDAY: lambda row: Sunday(row.choice("value", list(Sunday))),
        Limit.SCHOOL_COUNTS: lambda row: row.yes_no("value"),
        Limit.ON_CALL: lambda row: row.yes_no("value"),
        Limit.BREAK_AFTER: _minutes_a_day,
        Limit.BREAK_AT_LEAST: _minutes_a_day,
        Limit.LONG_BREAK_AFTER: _minutes_a_day,
        Limit.LONG_BREAK_AT_LEAST: _minutes_a_day,
        Limit.MOST_HOLIDAY_WEEKS: lambda row: row.whole("value", at_least=0, at_most=YEAR_WEEKS),
        Limit.MOST_HOLIDAY_WEEKS_IN_ROW: lambda row: row.whole("value", at_least=0, at_most=YEAR_WEEKS),
    }
)
REQUIRED = (
    Limit.MOST_PER_DAY,
    Limit.MOST_PER_WEEK,
    Limit.MOST_DAYS,
    Limit.EARLIEST,
    Limit.LATEST,
    Limit.DAILY_REST,
    Limit.SUNDAY,
    Limit.SCHOOL_COUNTS,
    Limit.ON_CALL,
    Limit.BREAK_AFTER,
    Limit.BREAK_AT_LEAST,
)
"""Limits that every row must name; the others may be left out, and then do not limit."""
AT_MOST = (
    (Limit.MOST_PER_SCHOOL_DAY, Limit.MOST_PER_DAY),
    (Limit.MOST_PER_AVERAGE_WEEK, Limit.MOST_PER_WEEK),
    (Limit.SHORT_REST, Limit.DAILY_REST),
    (Limit.BREAK_AFTER, Limit.LONG_BREAK_AFTER),
    (Limit.BREAK_AT_LEAST, Limit.LONG_BREAK_AT_LEAST),
    (Limit.MOST_HOLIDAY_WEEKS_IN_ROW, Limit.MOST_HOLIDAY_WEEKS),
)
"""Pairs of limits of which the first, where both are named, is at most the second."""
IN = MappingProxyType({Week.SCHOOL: "in schoolweken", Week.HOLIDAY: "in vakantieweken", Week.ANY: "in elke week"})
"""In which weeks, in Dutch."""


def working_time(rows: Iterable[Row], held: Iterable[Row]) -> tuple[WorkingTimeRow, ...]:
    """Join the limits that hold on a day into rows, and check every line, also those of other days.

    Parameters
    ----------
    held : iterable of Row
        Those of the rows that hold on the day.

    Raises
    ------
    ReferenceDataError
        A line cannot be right, or a row lacks a limit or contradicts itself.
    """
    groups: dict[tuple[str, int, Week], dict[Limit, tuple[Row, Any]]] = {}
    chosen = {row.line for row in held}
    for row in rows:
        age = row.whole("age_from", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE)
        week, limit = Week(row.choice("week", list(Week))), Limit(row.choice("limit", list(Limit)))
        value = READERS[limit](row)
        if row.line in chosen:
            groups.setdefault((row.text("rule"), age, week), {})[limit] = row, value
    return tuple(_row(rule, age, week, limits) for (rule, age, week), limits in groups.items())


def _row(rule: str, age_from: int, week: Week, limits: Mapping[Limit, tuple[Row, Any]]) -> WorkingTimeRow:
    first, _ = next(iter(limits.values()))
    for limit in REQUIRED:
        if limit not in limits:
            text = f"bij {rule} vanaf {age_from} jaar ontbreekt “{limit.value}”; zet er een rij voor bij"
            raise first.error("limit", text)
    until = {row.whole("age_until", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE): row for row, _ in limits.values()}
    if len(until) > 1:
        text = f"op regel {first.line}, van dezelfde regel en leeftijd, staat iets anders; geef één leeftijd"
        raise list(until.values())[1].error("age_until", text)
    ((age_until, _),) = until.items()
    if age_until <= age_from:
        raise first.error("age_until", f"er staat {age_until}; geef een leeftijd boven {age_from}")
    for low, high in AT_MOST:
        if low in limits and high in limits and limits[low][1] > limits[high][1]:
            row = limits[low][0]
            raise row.error("value", f"er staat {row.text('value')}; geef hoogstens {limits[high][0].text('value')}")
    latest = limits[Limit.LATEST][0]
    if limits[Limit.LATEST][1] <= limits[Limit.EARLIEST][1]:
        raise latest.error("value", f"er staat {latest.text('value')}; geef een tijd na “earliest”")

    def value(limit: Limit, otherwise: Limit | int) -> Any:
        if limit in limits:
            return limits[limit][1]
        return limits[otherwise][1] if isinstance(otherwise, Limit) else otherwise

    return WorkingTimeRow(
        rule=rule,
        age_from=age_from,
        age_until=age_until,
        week=week,
        day_minutes=limits[Limit.MOST_PER_DAY][1],
        school_day_minutes=value(Limit.MOST_PER_SCHOOL_DAY, Limit.MOST_PER_DAY),
        week_minutes=limits[Limit.MOST_PER_WEEK][1],
        average_week_minutes=value(Limit.MOST_PER_AVERAGE_WEEK, Limit.MOST_PER_WEEK),
        days_max=limits[Limit.MOST_DAYS][1],
        earliest=limits[Limit.EARLIEST][1],
        latest=limits[Limit.LATEST][1],
        rest_minutes=limits[Limit.DAILY_REST][1],
        short_rest_minutes=value(Limit.SHORT_REST, Limit.DAILY_REST),
        weekly_rest_minutes=value(Limit.WEEKLY_REST, 0),
        sunday=limits[Limit.SUNDAY][1],
        school_counts=limits[Limit.SCHOOL_COUNTS][1],
        on_call=limits[Limit.ON_CALL][1],
        break_after_minutes=limits[Limit.BREAK_AFTER][1],
        break_minutes=limits[Limit.BREAK_AT_LEAST][1],
        long_break_after_minutes=value(Limit.LONG_BREAK_AFTER, Limit.BREAK_AFTER),
        long_break_minutes=value(Limit.LONG_BREAK_AT_LEAST, Limit.BREAK_AT_LEAST),
        holiday_weeks_max=value(Limit.MOST_HOLIDAY_WEEKS, YEAR_WEEKS),
        holiday_weeks_in_row_max=value(Limit.MOST_HOLIDAY_WEEKS_IN_ROW, YEAR_WEEKS),
        sources=MappingProxyType({limit: row.source() for limit, (row, _) in limits.items()}),
    )


def check_types_have_working_time(
    types: Iterable[tuple[Row, PlacementTypeRule]], rows: Iterable[WorkingTimeRow]
) -> None:
    """Refuse a type whose rules leave an age or a kind of week without limits, or give it two rows.

    Raises
    ------
    ReferenceDataError
        Names the type and the first age at which its rules do not join.
    """
    named = list(rows)
    for row, placement_type in types:
        for rule in placement_type.working_time_rules:
            if all(built.rule != rule for built in named):
                text = f"er staat “{rule}”, en daarvan geldt er geen rij in working_time.csv"
                raise row.error("working_time_rules", f"{text}; verbeter de naam of zet er daar een rij bij")
        own = [built for built in named if built.rule in placement_type.working_time_rules]
        for week in (Week.SCHOOL, Week.HOLIDAY):
            spans = sorted((built.age_from, built.age_until) for built in own if built.week in (week, Week.ANY))
            starts = spans[0][0] if spans else OLDEST_AGE
            if starts > placement_type.min_age:
                text = f"er staat {placement_type.min_age}, maar de arbeidstijd begint bij {starts} jaar ({IN[week]})"
                raise row.error("min_age", f"{text}; geef die leeftijd of zet een rij bij in working_time.csv")
            for (_, until), (start, _) in pairwise([*spans, (OLDEST_AGE, OLDEST_AGE)]):
                if until != start:
                    text = f"de arbeidstijd houdt op bij {until} jaar en gaat verder bij {start} jaar ({IN[week]})"
                    raise row.error("working_time_rules", f"{text}; laat de leeftijden in working_time.csv aansluiten")
