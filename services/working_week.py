"""Whether a week of work keeps to the law at an age, limit by limit.

The gate of the engine says yes or no to millions of pairs; this says of one week what is right, what is wrong and by
how much. Tests hold the two together (decision 0026).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from types import MappingProxyType
from typing import TypeAlias

from employer_toolkit.placement import WorkDay
from services.reference import SAID_WITH, Limit, Outcome, Source, Sunday, Week, WorkingTimeRow

DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
WEEK_MINUTES = WEEK_DAYS * DAY_MINUTES
SATURDAY, SUNDAY = 6, 7
NO_SCHOOL = (0,) * WEEK_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingWeek:
    """A week of work that repeats.

    Parameters
    ----------
    days : tuple of WorkDay
        Each weekday at most once; the end comes after the start on the same day, and the break fits in between.
    kind : Week
        ``SCHOOL`` or ``HOLIDAY``; in a holiday week there is no school.
    school_minutes : tuple of seven int, or None
        Minutes of school on Monday to Sunday; ``None`` while nobody has said so.
    is_on_call : bool
        Besides these hours somebody must come when called (oproepdienst).
    holiday_weeks, holiday_weeks_in_row : int or None
        Weeks of work in the school holidays of this year, and one after another; ``None`` while nobody has said so.
    """

    days: tuple[WorkDay, ...]
    kind: Week = Week.SCHOOL
    school_minutes: tuple[int, ...] | None = None
    is_on_call: bool = False
    holiday_weeks: int | None = None
    holiday_weeks_in_row: int | None = None

    @property
    def school(self) -> tuple[int, ...] | None:
        """Minutes of school on Monday to Sunday that count in this week; ``None`` when not known."""
        return NO_SCHOOL if self.kind is Week.HOLIDAY else self.school_minutes

    @property
    def minutes(self) -> int:
        """Working time of the week, breaks taken off."""
        return sum(day.minutes for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was found on one weekday.

    Parameters
    ----------
    weekday : int
        ISO weekday, 1 (Monday) to 7.
    until : int or None
        For rest: the weekday on which the next work begins; ``None`` for the 24 hours from the start of a long day.
    value : int
        Minutes, or the minute of the day.
    """

    weekday: int
    until: int | None = None
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a week stands before one limit.

    Parameters
    ----------
    figures : tuple of Figure
        The days that break the limit, or that may; when it is met, the day that comes nearest.
    actual : int or None
        The figure that counts: minutes, minute of the day, days or weeks by the limit; ``None`` where there is none.
    allowed : int or None
        What the rule allows or asks, in the same unit.
    after : int
        For breaks: the rule asks one on a day with more minutes of work than this.
    counts_school : bool
        School is part of the figures.
    sources : tuple of Source
        Of the limit itself, and of the rule that school counts where it was counted or would be.
    """

    limit: Limit
    outcome: Outcome
    figures: tuple[Figure, ...] = ()
    actual: int | None = None
    allowed: int | None = None
    after: int = 0
    counts_school: bool = False
    sources: tuple[Source, ...]

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays it is about, in order."""
        return tuple(sorted({figure.weekday for figure in self.figures}))


def check_week(week: WorkingWeek, row: WorkingTimeRow) -> tuple[Finding, ...]:
    """Hold a week to every limit that a row names, in the order of the limits.

    Examples
    --------
    >>> from datetime import date
    >>> from services.reference import load_reference
    >>> row = load_reference(date(2026, 11, 22)).working_time_of("pro_stage", age=15, week=Week.SCHOOL)
    >>> day = WorkDay(weekday=2, starts=time(9), ends=time(17), break_minutes=30)
    >>> for found in check_week(WorkingWeek(days=(day,), school_minutes=NO_SCHOOL), row):
    ...     if found.outcome is not Outcome.MET:
    ...         print(found.limit, found.outcome, found.weekdays, found.actual, found.allowed)
    most_per_day broken (2,) 450 420
    """
    return tuple(found for limit, check in CHECKS.items() if limit in row.sources and (found := check(week, row)))


def worst(findings: Iterable[Finding]) -> Outcome:
    """Give the gravest outcome of all; ``MET`` when there is none."""
    order = list(Outcome)
    return max((found.outcome for found in findings), key=order.index, default=Outcome.MET)


# -- Hours -------------------------------------------------------------------------------------------------------------


def _per_day(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    school = week.school if row.school_counts else NO_SCHOOL
    figures = [
        Figure(weekday=day.weekday, value=day.minutes + (school or NO_SCHOOL)[day.weekday - 1]) for day in week.days
    ]
    return _at_most(Limit.MOST_PER_DAY, row, figures, row.day_minutes, school=school)


def _per_school_day(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    school = week.school
    on_school_days = [
        Figure(weekday=day.weekday, value=day.minutes)
        for day in week.days
        if school is None or school[day.weekday - 1] > 0
    ]
    found = _at_most(Limit.MOST_PER_SCHOOL_DAY, row, on_school_days, row.school_day_minutes, school=NO_SCHOOL)
    # Too long for a school day, and nobody knows whether it is one.
    is_open = school is None and found.outcome is Outcome.BROKEN
    return replace(found, outcome=Outcome.UNKNOWN) if is_open else found


def _at_most(
    limit: Limit, row: WorkingTimeRow, figures: Iterable[Figure], allowed: int, *, school: tuple[int, ...] | None
) -> Finding:
    """Compare days with the most that is allowed.

    Parameters
    ----------
    school : tuple of seven int, or None
        What was added to the work of each day; ``None`` when something counts that is not known.
    """
    ordered = sorted(figures, key=lambda figure: -figure.value)
    over = [figure for figure in ordered if figure.value > allowed]
    is_open = school is None and bool(ordered)
    shown = over or (ordered if is_open else ordered[:1])
    return _found(
        limit,
        Outcome.BROKEN if over else Outcome.UNKNOWN if is_open else Outcome.MET,
        row,
        shown,
        actual=ordered[0].value if ordered else None,
        allowed=allowed,
        counts_school=any((school or NO_SCHOOL)[figure.weekday - 1] for figure in shown),
    )


def _per_week(limit: Limit, allowed: Callable[[WorkingTimeRow], int]) -> "Check":
    def check(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
        school = week.school if row.school_counts else NO_SCHOOL
        actual, most = week.minutes + sum(school or NO_SCHOOL), allowed(row)
        # A week without work breaks nothing, however long school takes.
        is_over, is_open = bool(week.days) and actual > most, bool(week.days) and school is None
        outcome = Outcome.BROKEN if is_over else Outcome.UNKNOWN if is_open else Outcome.MET
        return _found(limit, outcome, row, actual=actual, allowed=most, counts_school=any(school or NO_SCHOOL))

    return check


def _days(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    n_days = len(week.days)
    return _found(Limit.MOST_DAYS, _kept(n_days <= row.days_max), row, actual=n_days, allowed=row.days_max)


# -- Times, rest and breaks --------------------------------------------------------------------------------------------


def _earliest(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    allowed = minute_of(row.earliest)
    figures = [Figure(weekday=day.weekday, value=minute_of(day.starts)) for day in week.days]
    wrong = [figure for figure in figures if figure.value < allowed]
    first = min(figures, key=lambda figure: figure.value, default=None)
    return _judged(Limit.EARLIEST, row, wrong, first, allowed)


def _latest(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    allowed = minute_of(row.latest)
    figures = [Figure(weekday=day.weekday, value=minute_of(day.ends)) for day in week.days]
    wrong = [figure for figure in figures if figure.value > allowed]
    last = max(figures, key=lambda figure: figure.value, default=None)
    return _judged(Limit.LATEST, row, wrong, last, allowed)


def rests(week: WorkingWeek) -> list[Figure]:
    """Give the rest after each working day until the next one, round the week."""
    days = sorted(week.days, key=lambda day: day.weekday)
    begins = [(day.weekday, _moment(day.weekday, day.starts)) for day in days]
    # The first day comes back after the last: the week repeats.
    begins += [(weekday, moment + WEEK_MINUTES) for weekday, moment in begins[:1]]
    ends = [(day.weekday, _moment(day.weekday, day.ends)) for day in days]
    return [
        Figure(weekday=weekday, until=following, value=start - end)
        for (weekday, end), (following, start) in zip(ends, begins[1:], strict=True)
    ]


def _daily_rest(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    """Rest of 24 hours from the start of each day, and between two days; one may be shorter where the rule says so."""
    between = rests(week)
    below = [rest for rest in between if rest.value < row.rest_minutes]
    n_shorter = 1 if row.short_rest_minutes < row.rest_minutes else 0
    long_days = [
        Figure(weekday=day.weekday, value=DAY_MINUTES - _span(day))
        for day in week.days
        if DAY_MINUTES - _span(day) < row.rest_minutes
    ]
    wrong = long_days + (below if len(below) > n_shorter else [])
    shortest = min(wrong or between, key=lambda rest: rest.value, default=None)
    return _judged(Limit.DAILY_REST, row, wrong, shortest, row.rest_minutes)


def _short_rest(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    between = rests(week)
    wrong = [rest for rest in between if rest.value < row.short_rest_minutes]
    shortest = min(between, key=lambda rest: rest.value, default=None)
    return _judged(Limit.SHORT_REST, row, wrong, shortest, row.short_rest_minutes)


def _weekly_rest(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    longest = max((rest.value for rest in rests(week)), default=WEEK_MINUTES)
    is_kept = longest >= row.weekly_rest_minutes
    return _found(Limit.WEEKLY_REST, _kept(is_kept), row, actual=longest, allowed=row.weekly_rest_minutes)


def _break(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    return _pause(Limit.BREAK_AT_LEAST, week, row, row.break_after_minutes, row.break_minutes)


def _long_break(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    return _pause(Limit.LONG_BREAK_AT_LEAST, week, row, row.long_break_after_minutes, row.long_break_minutes)


def _pause(limit: Limit, week: WorkingWeek, row: WorkingTimeRow, after: int, least: int) -> Finding:
    figures = [Figure(weekday=day.weekday, value=day.break_minutes) for day in week.days if day.minutes > after]
    wrong = [figure for figure in figures if figure.value < least]
    shortest = min(figures, key=lambda figure: figure.value, default=None)
    return _judged(limit, row, wrong, shortest, least, after=after)


# -- Sunday, calls and holidays ----------------------------------------------------------------------------------------


def _sunday(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    worked = {day.weekday for day in week.days}
    if SUNDAY not in worked:
        return _found(Limit.SUNDAY, Outcome.MET, row)
    stands_in_the_way = {SATURDAY} & worked if row.sunday is Sunday.AGREED_SATURDAY_FREE else set()
    is_refused = row.sunday is Sunday.NO or bool(stands_in_the_way)
    figures = tuple(Figure(weekday=weekday, value=0) for weekday in sorted(stands_in_the_way | {SUNDAY}))
    return _found(Limit.SUNDAY, Outcome.BROKEN if is_refused else Outcome.TO_ARRANGE, row, figures)


def _on_call(week: WorkingWeek, row: WorkingTimeRow) -> Finding | None:
    if row.on_call:
        return None
    return _found(Limit.ON_CALL, _kept(not week.is_on_call), row)


def _holiday_weeks(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    return _weeks(Limit.MOST_HOLIDAY_WEEKS, week.holiday_weeks, row.holiday_weeks_max, row)


def _holiday_weeks_in_row(week: WorkingWeek, row: WorkingTimeRow) -> Finding:
    return _weeks(Limit.MOST_HOLIDAY_WEEKS_IN_ROW, week.holiday_weeks_in_row, row.holiday_weeks_in_row_max, row)


def _weeks(limit: Limit, told: int | None, most: int, row: WorkingTimeRow) -> Finding:
    outcome = Outcome.UNKNOWN if told is None else _kept(told <= most)
    return _found(limit, outcome, row, actual=told, allowed=most)


# -- Building findings -------------------------------------------------------------------------------------------------


def minute_of(moment: time) -> int:
    """Give the minute of the day of a time."""
    return moment.hour * 60 + moment.minute


def _moment(weekday: int, at: time) -> int:
    return (weekday - 1) * DAY_MINUTES + minute_of(at)


def _span(day: WorkDay) -> int:
    return minute_of(day.ends) - minute_of(day.starts)


def _kept(is_kept: bool) -> Outcome:
    return Outcome.MET if is_kept else Outcome.BROKEN


def _judged(
    limit: Limit, row: WorkingTimeRow, wrong: Sequence[Figure], nearest: Figure | None, allowed: int, *, after: int = 0
) -> Finding:
    """Give a broken limit with the days that break it, or a kept one with the day that comes nearest."""
    shown = wrong or ([nearest] if nearest is not None else [])
    actual = None if nearest is None else nearest.value
    return _found(limit, _kept(not wrong), row, shown, actual=actual, allowed=allowed, after=after)


def _found(
    limit: Limit,
    outcome: Outcome,
    row: WorkingTimeRow,
    figures: Iterable[Figure] = (),
    *,
    actual: int | None = None,
    allowed: int | None = None,
    after: int = 0,
    counts_school: bool = False,
) -> Finding:
    """Build a finding with its sources, its figures in the order of the week."""
    is_about_school = counts_school or (outcome is Outcome.UNKNOWN and limit in SAID_WITH[Limit.SCHOOL_COUNTS])
    named = (limit, Limit.SCHOOL_COUNTS) if is_about_school else (limit,)
    return Finding(
        limit=limit,
        outcome=outcome,
        figures=tuple(sorted(figures, key=lambda figure: figure.weekday)),
        actual=actual,
        allowed=allowed,
        after=after,
        counts_school=counts_school,
        sources=tuple(row.sources[one] for one in named),
    )


Check: TypeAlias = Callable[[WorkingWeek, WorkingTimeRow], Finding | None]
CHECKS: Mapping[Limit, Check] = MappingProxyType(
    {
        Limit.MOST_PER_DAY: _per_day,
        Limit.MOST_PER_SCHOOL_DAY: _per_school_day,
        Limit.MOST_PER_WEEK: _per_week(Limit.MOST_PER_WEEK, lambda row: row.week_minutes),
        Limit.MOST_PER_AVERAGE_WEEK: _per_week(Limit.MOST_PER_AVERAGE_WEEK, lambda row: row.average_week_minutes),
        Limit.MOST_DAYS: _days,
        Limit.EARLIEST: _earliest,
        Limit.LATEST: _latest,
        Limit.DAILY_REST: _daily_rest,
        Limit.SHORT_REST: _short_rest,
        Limit.WEEKLY_REST: _weekly_rest,
        Limit.SUNDAY: _sunday,
        Limit.ON_CALL: _on_call,
        Limit.BREAK_AT_LEAST: _break,
        Limit.LONG_BREAK_AT_LEAST: _long_break,
        Limit.MOST_HOLIDAY_WEEKS: _holiday_weeks,
        Limit.MOST_HOLIDAY_WEEKS_IN_ROW: _holiday_weeks_in_row,
    }
)
