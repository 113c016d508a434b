"""Series (reeksen) of events: on which days they are, and how one is moved to another day by the clock on the wall."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from events.event import Event
from events.ical import AMSTERDAM


def occurrences(
    first: date, *, every_weeks: int, last: date, n_times: int | None = None, skipped: Collection[date] = ()
) -> tuple[date, ...]:
    """Give the days of a series: every so many weeks, never on a day that is skipped.

    A day that is skipped is not made up for in another week, and does not
    count among the ``n_times``.

    Parameters
    ----------
    every_weeks : int
        1 or more.
    last : date
        No day of the series lies after it.
    n_times : int or None
        How often at most; ``None`` for until ``last``.

    Examples
    --------
    >>> days = occurrences(date(2027, 3, 23), every_weeks=1, last=date(2027, 4, 13), skipped={date(2027, 3, 30)})
    >>> [day.isoformat() for day in days]
    ['2027-03-23', '2027-04-06', '2027-04-13']
    """
    n_weeks = max((last - first).days // (7 * every_weeks) + 1, 0)
    days = (first + timedelta(weeks=every_weeks * n) for n in range(n_weeks))
    return tuple(day for day in days if day not in skipped)[:n_times]


def shifted(event: Event, *, n_days: int) -> Event:
    """Give an event so many days later, at the same times on the clock on the wall; all else stays.

    Raises
    ------
    InvalidEventError
        It would begin in the hour that is skipped in March and end before that hour is over.
    """

    def move(moment: datetime) -> datetime:
        return on_day(moment, local_day(moment) + timedelta(days=n_days))

    return replace(
        event,
        starts_at=move(event.starts_at),
        ends_at=move(event.ends_at),
        register_until=None if event.register_until is None else move(event.register_until),
        sessions=tuple(
            replace(one, starts_at=move(one.starts_at), ends_at=move(one.ends_at)) for one in event.sessions
        ),
    )


def followed(event: Event, *, before: Event, after: Event) -> Event:
    """Give an event of a series what another one of it got.

    Only what differs between ``before`` and ``after`` is taken over, so that
    what was special about this event stays. Times are taken over as the clock
    shows them, as many days from the day of this event as they were from the
    day of the other.

    Parameters
    ----------
    before, after : Event
        The other event of the series, as it was and as it is now.
    """
    moved = shifted(after, n_days=(local_day(event.starts_at) - local_day(before.starts_at)).days)
    given = {name: getattr(moved, name) for name in PLANNED if getattr(before, name) != getattr(after, name)}
    return replace(event, **given)


PLANNED = (
    "kind",
    "title",
    "summary",
    "starts_at",
    "ends_at",
    "sessions",
    "venue",
    "register_until",
    "seats",
    "organiser",
    "audience",
    "access",
    "languages",
)
"""The fields that an organiser fills in, in the order in which people read them."""


def local_day(moment: datetime) -> date:
    """Give the day it is in the Netherlands at an aware moment."""
    return moment.astimezone(AMSTERDAM).date()


def on_day(moment: datetime, day: date) -> datetime:
    """Give the same time on the clock on the wall on another day, in UTC.

    Examples
    --------
    >>> on_day(datetime(2027, 3, 24, 13, tzinfo=UTC), date(2027, 3, 31)).isoformat()
    '2027-03-31T12:00:00+00:00'
    """
    clock = moment.astimezone(AMSTERDAM).time()
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)
