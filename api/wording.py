"""Dutch words for days, times and counts, as the pages write them."""

from datetime import date, datetime

from services.local_time import AMSTERDAM
from services.wording import MONTHS, WEEKDAYS, day_text


def weekday_text(day: date) -> str:
    """Write a day with its weekday.

    Examples
    --------
    >>> weekday_text(date(2027, 2, 1))
    'maandag 1 februari 2027'
    """
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def month_text(year: int, month: int) -> str:
    """Write a month with its year.

    Examples
    --------
    >>> month_text(2027, 2)
    'februari 2027'
    """
    return f"{MONTHS[month - 1]} {year}"


def local(moment: datetime) -> datetime:
    """Give the moment as the clock on the wall in the Netherlands shows it."""
    return moment.astimezone(AMSTERDAM)


def time_text(moment: datetime) -> str:
    """Write a moment's time of day in the Netherlands.

    Examples
    --------
    >>> from datetime import UTC
    >>> time_text(datetime(2027, 2, 1, 8, 30, tzinfo=UTC))
    '9.30 uur'
    """
    here = local(moment)
    return f"{here.hour}.{here.minute:02} uur"


def clock_text(moment: datetime) -> str:
    """Write a moment's time of day in the Netherlands for a narrow column.

    Examples
    --------
    >>> from datetime import UTC
    >>> clock_text(datetime(2027, 2, 1, 8, 30, tzinfo=UTC))
    '9.30'
    """
    return time_text(moment).removesuffix(" uur")


def count_text(n: int, one: str, many: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count_text(1, "plek", "plekken"), count_text(1200, "plek", "plekken")
    ('1 plek', '1.200 plekken')
    """
    return f"{n:,} {one if n == 1 else many}".replace(",", ".")
