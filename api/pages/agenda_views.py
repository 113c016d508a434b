"""A week and a month of the agenda as grids: cells of days, with what is on and which day is free."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.pages.agenda_address import Asked
from api.wording import local, month_text
from events.event import Event
from services.event_days import by_day
from services.local_time import local_day
from services.wording import MONTHS, WEEKDAYS

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day in a grid.

    Parameters
    ----------
    is_inside : bool
        The day belongs to the month or week that is shown.
    free : str
        Which holiday it is, in words; empty on any other day.
    """

    day: date
    is_inside: bool
    is_today: bool
    events: tuple[Event, ...]
    free: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HourRow:
    """What begins within one hour, day by day; on its later days an event stands at the first hour of the day.

    Parameters
    ----------
    events : tuple of seven tuples of Event
        Monday to Sunday.
    """

    hour: int
    events: tuple[tuple[Event, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A week or month with the ways to those beside it.

    Parameters
    ----------
    weeks : tuple of seven DayCell each
        One row for a week, all rows of a month.
    hours : tuple of HourRow
        Of a week alone, the hours in which something begins and those between; empty for a month.
    """

    name: str
    previous: Asked
    previous_name: str
    next: Asked
    next_name: str
    weeks: tuple[tuple[DayCell, ...], ...]
    hours: tuple[HourRow, ...] = ()


WEEKDAY_HEADS = tuple((name[:2], name) for name in WEEKDAYS)


def month_view(
    asked: Asked, month: tuple[int, int], shown: Sequence[Event], *, today: date, free: Mapping[date, str]
) -> Stretch:
    """Lay the events of a month in the rows of its weeks."""
    first = date(*month, 1)
    before, after = first - DAY, first + 31 * DAY
    rows = Calendar().monthdatescalendar(*month)
    return Stretch(
        name=month_text(*month),
        previous=asked.at_month(before),
        previous_name=MONTHS[before.month - 1],
        next=asked.at_month(after),
        next_name=MONTHS[after.month - 1],
        weeks=tuple(_cells(row, shown, today=today, free=free, month=first.month) for row in rows),
    )


def week_view(asked: Asked, monday: date, shown: Sequence[Event], *, today: date, free: Mapping[date, str]) -> Stretch:
    """Lay the events of a week under its days, hour by hour."""
    cells = _cells([monday + DAY * n for n in range(7)], shown, today=today, free=free)
    at = [(_hour(event, cell.day), ix, event) for ix, cell in enumerate(cells) for event in cell.events]
    used = [hour for hour, _, _ in at]
    return Stretch(
        name=week_text(monday),
        previous=asked.at_week(monday - WEEK),
        previous_name=f"week {monday - WEEK:%V}".replace(" 0", " "),
        next=asked.at_week(monday + WEEK),
        next_name=f"week {monday + WEEK:%V}".replace(" 0", " "),
        weeks=(cells,),
        hours=tuple(
            HourRow(
                hour=hour,
                events=tuple(tuple(e for h, at_ix, e in at if (h, at_ix) == (hour, ix)) for ix in range(len(cells))),
            )
            for hour in (range(min(used), max(used) + 1) if used else ())
        ),
    )


def week_text(monday: date) -> str:
    """Write a week with its number and days.

    Examples
    --------
    >>> week_text(date(2026, 12, 28))
    'week 53: 28 december tot en met 3 januari 2027'
    >>> week_text(date(2027, 1, 4))
    'week 1: 4 tot en met 10 januari 2027'
    """
    sunday = monday + 6 * DAY
    begins = f"{monday.day}" if monday.month == sunday.month else f"{monday.day} {MONTHS[monday.month - 1]}"
    return f"week {int(f'{monday:%V}')}: {begins} tot en met {sunday.day} {month_text(sunday.year, sunday.month)}"


def _cells(
    days: Sequence[date], shown: Sequence[Event], *, today: date, free: Mapping[date, str], month: int = 0
) -> tuple[DayCell, ...]:
    laid = by_day(shown, first=days[0], last=days[-1])
    return tuple(
        DayCell(
            day=day,
            is_inside=month in (0, day.month),
            is_today=day == today,
            events=tuple(laid.get(day, ())),
            free=free.get(day, ""),
        )
        for day in days
    )


def _hour(event: Event, day: date) -> int:
    begins = [event.starts_at, *(part.starts_at for part in event.sessions)]
    return min((local(at).hour for at in begins if local_day(at) == day), default=0)
