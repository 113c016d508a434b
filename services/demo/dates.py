"""School terms and days off, as the demo region needs them."""

from datetime import date, timedelta

from services.demo.content import Content


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


def easter(year: int) -> date:
    """Give Easter Sunday.

    References
    ----------
    Meeus, Astronomical Algorithms (1991), chapter 8: the Gregorian rule that appeared in Nature in 1876.

    Examples
    --------
    >>> easter(2027)
    datetime.date(2027, 3, 28)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_day_off(day: date) -> bool:
    """Say whether schools hold no meetings: a Sunday, a public holiday, or around Christmas and New Year.

    King's Day (27 April) moves to Saturday 26 when it would be a Sunday; both are kept free.
    """
    around_easter = {easter(day.year) + timedelta(days=n) for n in (-2, 0, 1, 39, 40, 49, 50)}
    is_fixed = (day.month, day.day) in {(4, 26), (4, 27), (5, 5)}
    is_christmas = (day.month == 12 and day.day >= 20) or (day.month == 1 and day.day <= 3)
    return day.isoweekday() == 7 or day in around_easter or is_fixed or is_christmas
