"""From which moment on what is kept of people must be gone."""

from datetime import date, datetime, time, timedelta

from services.errors import found
from services.local_time import AMSTERDAM, local_day
from services.reference.processing import Retention


def last_over(retention: Retention, *, now: datetime) -> date:
    """Give the latest first day whose term is over: who left on it, or before it, must go."""
    return found(retention.term).latest_over(local_day(now))


def over_before(retention: Retention, *, now: datetime) -> datetime:
    """Give the moment before which something must have ended to be over now.

    A term counts in whole days in the Netherlands, from the midnight after the moment on which it ended.
    """
    return datetime.combine(last_over(retention, now=now), time(), AMSTERDAM)


def next_at(now: datetime, *, hour: int) -> datetime:
    """Give the next time that the clock in the Netherlands shows this hour."""
    here = now.astimezone(AMSTERDAM)
    today = datetime.combine(here.date(), time(hour), AMSTERDAM)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), time(hour), AMSTERDAM)
