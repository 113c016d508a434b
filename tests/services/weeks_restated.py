"""The law of a week once more, slow and plain, on a strip of quarters of an hour; shares nothing with the check."""

from datetime import time
from random import Random

from employer_toolkit.placement import WorkDay
from services.reference import Sunday, Week, WorkingTimeRow
from services.working_week import WorkingWeek

QUARTER = 15
QUARTERS_A_DAY = 96
QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY


def is_lawful(week: WorkingWeek, row: WorkingTimeRow, school: tuple[int, ...]) -> bool:
    """Say whether a week of quarters may be worked, with this much school on Monday to Sunday."""
    if not week.days:
        return not (week.is_on_call and not row.on_call) and holiday_weeks_are_lawful(week, row)
    at_work = [False] * QUARTERS_A_WEEK
    work, school_of = [0] * 7, list(school) if week.kind is Week.SCHOOL else [0] * 7
    for asked in week.days:
        first = (asked.weekday - 1) * QUARTERS_A_DAY
        begin, end = asked.starts, asked.ends
        for quarter in range(quarters(begin.hour, begin.minute), quarters(end.hour, end.minute)):
            at_work[first + quarter] = True
        work[asked.weekday - 1] = asked.minutes
    counted = school_of if row.school_counts else [0] * 7
    for day in range(7):
        if not work[day]:
            continue
        there = [quarter for quarter in range(QUARTERS_A_DAY) if at_work[day * QUARTERS_A_DAY + quarter]]
        span = len(there) * QUARTER
        if work[day] + counted[day] > row.day_minutes:
            return False
        if school_of[day] and work[day] > row.school_day_minutes:
            return False
        if there[0] * QUARTER < row.earliest.hour * 60 + row.earliest.minute:
            return False
        if (there[-1] + 1) * QUARTER > row.latest.hour * 60 + row.latest.minute:
            return False
        if work[day] > row.break_after_minutes and span - work[day] < row.break_minutes:
            return False
        if work[day] > row.long_break_after_minutes and span - work[day] < row.long_break_minutes:
            return False
        if span > 24 * 60 - row.rest_minutes:
            return False
    total = sum(work) + sum(counted)
    if total > row.week_minutes or total > row.average_week_minutes:
        return False
    if sum(minutes > 0 for minutes in work) > row.days_max:
        return False
    free = free_stretches(at_work)
    if max(free) * QUARTER < row.weekly_rest_minutes:
        return False
    shorter = [stretch * QUARTER for stretch in free if stretch * QUARTER < row.rest_minutes]
    if len(shorter) > 1 or any(stretch < row.short_rest_minutes for stretch in shorter):
        return False
    if work[6] and (row.sunday is Sunday.NO or (row.sunday is Sunday.AGREED_SATURDAY_FREE and work[5])):
        return False
    return not (week.is_on_call and not row.on_call) and holiday_weeks_are_lawful(week, row)


def holiday_weeks_are_lawful(week: WorkingWeek, row: WorkingTimeRow) -> bool:
    in_year, in_row = week.holiday_weeks or 0, week.holiday_weeks_in_row or 0
    return in_year <= row.holiday_weeks_max and in_row <= row.holiday_weeks_in_row_max


def free_stretches(at_work: list[bool]) -> list[int]:
    """Give the lengths of the stretches without work, round the week."""
    start = next(quarter for quarter in range(QUARTERS_A_WEEK) if at_work[quarter])
    lengths, length = [], 0
    for step in range(QUARTERS_A_WEEK + 1):
        if at_work[(start + step) % QUARTERS_A_WEEK]:
            lengths += [length] if length else []
            length = 0
        else:
            length += 1
    return lengths


def quarters(hour: int, minute: int) -> int:
    return hour * 4 + minute // QUARTER


def made_week(rng: Random, row: WorkingTimeRow) -> WorkingWeek:
    """Make a week that keeps to a row or nearly does, so that each limit is passed now and then by a quarter."""
    wobble = rng.choice((0, 0.1, 0.5))

    def perhaps(*changes: int) -> int:
        return rng.choice(changes) if rng.random() < wobble else 0

    school = rng.choice((None, (0,) * 7, tuple(rng.choice((0, 0, 0, 15, 60, 180)) for _ in range(7))))
    kind = row.week if row.week is not Week.ANY else rng.choice((Week.SCHOOL, Week.HOLIDAY))
    counted = school if school and row.school_counts and kind is Week.SCHOOL else (0,) * 7
    n_days = min(rng.randint(1, row.days_max) + perhaps(1), 7)
    weekdays = sorted(rng.sample(range(1, 8 if rng.random() < 0.3 or n_days > 6 else 7), n_days))
    least, most = earliest_and_latest(row)
    most_span = (24 * 60 - row.rest_minutes) // QUARTER
    share = (min(row.week_minutes, row.average_week_minutes) - sum(counted)) // n_days
    easier = rng.choice((0, 0, 8, 16))
    steady = rng.randint(least, least + 16)
    days = []
    for weekday in weekdays:
        day_most = row.day_minutes - counted[weekday - 1]
        if school and school[weekday - 1] and kind is Week.SCHOOL:
            day_most = min(day_most, row.school_day_minutes)
        work = max(1, min(day_most, share) // QUARTER + perhaps(1, 1, -1, -8, 4) - easier)
        needed = row.break_minutes if work * QUARTER > row.break_after_minutes else 0
        needed = row.long_break_minutes if work * QUARTER > row.long_break_after_minutes else needed
        pause = max(0, needed // QUARTER + perhaps(1, -1, -1, 8))
        pause += max(0, most_span - work - pause + 1) if rng.random() < wobble / 4 else 0
        span = min(work + pause, 95)
        first = steady + perhaps(1, -1, -3, 8, -24) if rng.random() < 0.8 else rng.choice((least, most - span))
        first = min(max(first + perhaps(0, 0, least - 1 - first, most - span + 1 - first), 0), 95 - span)
        pause = span - work
        days.append(
            WorkDay(weekday=weekday, starts=clock(first), ends=clock(first + span), break_minutes=pause * QUARTER)
        )
    rng.shuffle(days)
    return WorkingWeek(
        days=tuple(day for day in days if day.minutes > 0 and day.break_minutes >= 0),
        kind=kind,
        school_minutes=school,
        is_on_call=rng.random() < wobble / 8,
        holiday_weeks=rng.choice((None, 0, near_most(row.holiday_weeks_max, perhaps(1)))),
        holiday_weeks_in_row=rng.choice((None, 0, near_most(row.holiday_weeks_in_row_max, perhaps(1)))),
    )


def earliest_and_latest(row: WorkingTimeRow) -> tuple[int, int]:
    """Give the quarters between which the row allows work."""
    return -(-(row.earliest.hour * 60 + row.earliest.minute) // QUARTER), quarters(row.latest.hour, row.latest.minute)


def near_most(weeks: int, change: int) -> int:
    return min(weeks + change, 52)


def clock(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * QUARTER)
