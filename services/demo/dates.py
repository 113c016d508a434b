"""School terms and days off, as the demo region needs them."""

from datetime import date, timedelta

from services.demo.content import Content
from services.school_calendar import public_holidays


def years_before(day: date, years: int) -> date:
    """Give the same day some years earlier; 28 February for 29 February."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


def monday_after(day: date) -> date:
    """Give the first Monday later than a day."""
    return day + timedelta(days=8 - day.isoweekday())


def coming_terms(content: Content, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Give first and first-no-longer day of the two school terms that start next, two weeks from now or later.

    A term starts on the first Monday on or after the day in the file.
    """
    terms = []
    for year in (today.year, today.year + 1, today.year + 2):
        for (month, day), (end_month, end_day) in content.terms:
            starts = monday_after(date(year, month, day) - timedelta(days=1))
            ends = date(year, end_month, end_day)
            if ends <= starts:
                ends = date(year + 1, end_month, end_day)
            if starts >= today + timedelta(days=14):
                terms.append((starts, ends))
    first, second = sorted(terms)[:2]
    return first, second


def is_day_off(day: date) -> bool:
    """Say whether schools hold no meetings: a Sunday, a public holiday, a Friday after one, or around New Year.

    Examples
    --------
    >>> is_day_off(date(2027, 5, 6)), is_day_off(date(2027, 5, 7)), is_day_off(date(2027, 5, 10))
    (True, True, False)
    """
    is_free = day in public_holidays(day.year)
    is_bridge = day.isoweekday() == 5 and day - timedelta(days=1) in public_holidays(day.year)
    is_christmas = (day.month == 12 and day.day >= 20) or (day.month == 1 and day.day <= 3)
    return day.isoweekday() == 7 or is_free or is_bridge or is_christmas
