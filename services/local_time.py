"""The clock on the wall in the Netherlands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local_day(moment: datetime) -> date:
    """Give the day it is in the Netherlands at an aware moment.

    Examples
    --------
    >>> from datetime import UTC
    >>> local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    datetime.date(2027, 1, 1)
    """
    return moment.astimezone(AMSTERDAM).date()
