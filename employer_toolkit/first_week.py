"""The plan of a first week (eerste week): day by day, from a short first day to the talk at its end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from employer_toolkit.placement import WorkDay

DAYS_IN_WEEK = 7
STEP = 5
"""Minutes; a plan with odd minutes is read as more exact than it is."""
SHARE_OF_WELCOME, SHARE_OF_TOUR, SHARE_OF_END = 6, 6, 8
"""A day gives at most one part in so many to each of these, so that a short day keeps time for work."""
WELCOME_MINUTES, TOUR_MINUTES, BEGIN_MINUTES, TALK_MINUTES, SHORT_PAUSE_MINUTES = 30, 30, 10, 15, 5
LONG_BLOCK_MINUTES = 60
"""A stretch of work from which a short pause takes little."""
THIRD_DAY = 3
MOST_AGAIN = 3
"""So many known tasks stand in one line of a day without a new one."""


class MomentKind(StrEnum):
    """What happens."""

    WELCOME = "welcome"
    TOUR = "tour"
    BEGIN = "begin"
    NEW_TASK = "new_task"
    KNOWN_TASK = "known_task"
    PAUSE = "pause"
    SHORT_PAUSE = "short_pause"
    TALK = "talk"
    CHECK_IN_DAY_1 = "check_in_day_1"
    CHECK_IN_DAY_3 = "check_in_day_3"
    CHECK_IN_WEEK = "check_in_week"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happens at a time of the day.

    Parameters
    ----------
    tasks : tuple of int
        Places of the tasks it is about, from 0.
    """

    starts: time
    ends: time
    kind: MomentKind
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDay:
    """One day; its moments follow one another from its beginning to its end.

    Parameters
    ----------
    is_short : bool
        It ends sooner than the schedule says, because hours are built up.
    """

    day: date
    starts: time
    ends: time
    moments: tuple[Moment, ...]
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWeek:
    """The plan.

    Parameters
    ----------
    later_tasks : tuple of int
        Places of the tasks that come after this week.
    third_day_on : date or None
        When the third working day is, where that is not in this week.
    """

    days: tuple[PlannedDay, ...]
    later_tasks: tuple[int, ...]
    third_day_on: date | None


def plan_first_week(
    schedule: Sequence[WorkDay],
    *,
    starts_on: date,
    ends_on: date | None,
    n_tasks: int,
    short_first_day: bool = False,
    daily_talk: bool = False,
    extra_breaks: bool = False,
) -> FirstWeek:
    """Plan the first seven days of a placement; the same placement gives the same plan.

    Each day has at most one new task. There is a talk at the end of the first day, of the third, and of the week.

    Parameters
    ----------
    ends_on : date or None
        First day no longer part of the place.
    short_first_day, daily_talk, extra_breaks : bool
        What the conditions of the place ask.

    Examples
    --------
    >>> week = plan_first_week(
    ...     [WorkDay(weekday=1, starts=time(9), ends=time(13), break_minutes=15)],
    ...     starts_on=date(2027, 2, 3),
    ...     ends_on=None,
    ...     n_tasks=2,
    ... )
    >>> [day.day.isoformat() for day in week.days], week.later_tasks
    (['2027-02-08'], (1,))
    """
    dates = _working_days(schedule, starts_on=starts_on, ends_on=ends_on, n_days=DAYS_IN_WEEK)
    third = _working_days(schedule, starts_on=starts_on, ends_on=ends_on, n_days=DAYS_IN_WEEK * THIRD_DAY)
    days = []
    for number, (on, hours) in enumerate(dates, start=1):
        is_last = number == len(dates)
        days.append(
            _day(
                on,
                hours,
                is_first=number == 1,
                is_short=short_first_day and number == 1,
                end=_end_of(number, is_last=is_last, daily_talk=daily_talk),
                new=(number - 1,) if number <= n_tasks else (),
                known=_known_on(number, n_tasks),
                extra_breaks=extra_breaks,
            )
        )
    is_third_later = len(dates) < THIRD_DAY <= len(third)
    return FirstWeek(
        days=tuple(days),
        later_tasks=tuple(range(len(dates), n_tasks)),
        third_day_on=third[THIRD_DAY - 1][0] if is_third_later else None,
    )


def _working_days(
    schedule: Sequence[WorkDay], *, starts_on: date, ends_on: date | None, n_days: int
) -> list[tuple[date, WorkDay]]:
    hours = {day.weekday: day for day in schedule}
    days = (starts_on + timedelta(days=ahead) for ahead in range(n_days))
    return [(on, hours[on.isoweekday()]) for on in days if on.isoweekday() in hours and (not ends_on or on < ends_on)]


def _known_on(number: int, n_tasks: int) -> tuple[int, ...]:
    """Give the tasks that are done again on a day: the last one or, once all are known, the last few."""
    known = range(min(number - 1, n_tasks))
    return tuple(known[-1:] if number <= n_tasks else known[-MOST_AGAIN:])


def _end_of(number: int, *, is_last: bool, daily_talk: bool) -> Collection[MomentKind]:
    """Say with which talks a day ends; the first day has its own, also when it is the last."""
    talks = [
        kind
        for kind, is_due in (
            (MomentKind.CHECK_IN_DAY_1, number == 1),
            (MomentKind.CHECK_IN_DAY_3, number == THIRD_DAY),
            (MomentKind.CHECK_IN_WEEK, is_last and number != 1),
        )
        if is_due
    ]
    return talks or [MomentKind.TALK if daily_talk else MomentKind.CLOSE]


def _day(
    on: date,
    hours: WorkDay,
    *,
    is_first: bool,
    is_short: bool,
    end: Collection[MomentKind],
    new: tuple[int, ...],
    known: tuple[int, ...],
    extra_breaks: bool,
) -> PlannedDay:
    begins, pause = _minute(hours.starts), hours.break_minutes
    working = hours.minutes if not is_short else max(_rounded(hours.minutes // 2), min(STEP, hours.minutes))
    ends = begins + working + pause
    opening = (
        [
            (MomentKind.WELCOME, min(WELCOME_MINUTES, working // SHARE_OF_WELCOME)),
            (MomentKind.TOUR, min(TOUR_MINUTES, working // SHARE_OF_TOUR)),
        ]
        if is_first
        else [(MomentKind.BEGIN, min(BEGIN_MINUTES, working // SHARE_OF_WELCOME))]
    )
    closing = [(kind, min(TALK_MINUTES, working // SHARE_OF_END)) for kind in end]
    left = working - sum(minutes for _, minutes in (*opening, *closing))
    before = min(left, max(STEP, _rounded(left // 2)))
    blocks = [
        *((kind, minutes, ()) for kind, minutes in opening),
        *_work(before, MomentKind.NEW_TASK if new else MomentKind.KNOWN_TASK, new or known, extra_breaks),
        (MomentKind.PAUSE, pause, ()),
        *_work(left - before, MomentKind.KNOWN_TASK, (*known, *new), extra_breaks),
        *((kind, minutes, ()) for kind, minutes in closing),
    ]
    moments, at = [], begins
    for kind, minutes, tasks in blocks:
        if minutes:
            moments.append(Moment(starts=_time(at), ends=_time(at + minutes), kind=kind, tasks=tasks))
            at += minutes
    return PlannedDay(day=on, starts=hours.starts, ends=_time(ends), moments=tuple(moments), is_short=is_short)


def _work(
    minutes: int, kind: MomentKind, tasks: tuple[int, ...], extra_breaks: bool
) -> list[tuple[MomentKind, int, tuple[int, ...]]]:
    if not extra_breaks or minutes < LONG_BLOCK_MINUTES:
        return [(kind, minutes, tasks)]
    first = _rounded((minutes - SHORT_PAUSE_MINUTES) // 2)
    rest = minutes - first - SHORT_PAUSE_MINUTES
    return [(kind, first, tasks), (MomentKind.SHORT_PAUSE, SHORT_PAUSE_MINUTES, ()), (kind, rest, tasks)]


def _rounded(minutes: int) -> int:
    return minutes // STEP * STEP


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
