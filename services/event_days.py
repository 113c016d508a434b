"""The days of an event, as days run in the Netherlands: which they are, and how they are written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from events.event import Event
from services.local_time import local_day
from services.wording import MONTHS, WEEKDAYS, list_text

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
FEWEST_IN_ROW = 3
"""Two days are both named."""


def days_of(event: Event) -> tuple[date, ...]:
    """Give the days of an event, first to last.

    Of an event with parts, a day between the first and the last counts only when there is a part on it.
    """
    span = _days(event.starts_at, event.ends_at)
    if not event.sessions:
        return span
    with_part = {day for part in event.sessions for day in _days(part.starts_at, part.ends_at)}
    return tuple(sorted({span[0], span[-1], *with_part}))


def by_day(events: Iterable[Event], *, first: date, last: date) -> Mapping[date, Sequence[Event]]:
    """Lay events under each of their days from ``first`` to ``last``, both included, in the order of the days."""
    found: dict[date, list[Event]] = {}
    for event in events:
        for day in days_of(event):
            if first <= day <= last:
                found.setdefault(day, []).append(event)
    return dict(sorted(found.items()))


def days_text(days: Sequence[date]) -> str:
    """Write the days of an event short; more than two in a row as from and to.

    Examples
    --------
    >>> days_text([date(2027, 1, 12), date(2027, 1, 13)])
    'di 12 en wo 13 januari'
    >>> days_text([date(2027, 1, 30), date(2027, 1, 31), date(2027, 2, 1)])
    'za 30 januari tot en met ma 1 februari'
    >>> days_text([date(2027, 1, 12), date(2027, 1, 19)])
    'di 12 en di 19 januari'
    """
    in_row = len(days) >= FEWEST_IN_ROW and all(after - before == DAY for before, after in pairwise(days))
    named = [days[0], days[-1]] if in_row else list(days)
    written = [
        _short(day) if after is not None and (after.year, after.month) == (day.year, day.month) else _with_month(day)
        for day, after in zip(named, [*named[1:], None], strict=True)
    ]
    return " tot en met ".join(written) if in_row else list_text(written)


def _days(starts_at: datetime, ends_at: datetime) -> tuple[date, ...]:
    first, last = local_day(starts_at), local_day(ends_at - MOMENT)
    return tuple(first + DAY * n for n in range((last - first).days + 1))


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:2]} {day.day}"


def _with_month(day: date) -> str:
    return f"{_short(day)} {MONTHS[day.month - 1]}"
