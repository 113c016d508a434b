"""School holidays per region (schoolvakanties) and public holidays, as the library `holidays` knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from career.school import Region

__all__ = [
    "KNOWN_REGIONS",
    "LAST_YEAR",
    "HolidayWeeks",
    "Region",
    "SchoolYear",
    "calendar_from",
    "free_days",
    "holiday_weeks",
    "monday_of",
    "public_holidays",
    "school_holidays",
    "school_year_of",
]

LAST_YEAR = 2030
"""The last year of which the library knows the school holidays; beyond it every week counts as a week of school."""
FIRST_YEAR = 2018
"""Of earlier summers nobody needs more than the week."""
SCHOOL_DAYS = 5
"""Monday to Friday."""
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FRIDAY = 5


KNOWN_REGIONS = (Region.NOORD, Region.MIDDEN, Region.ZUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayWeeks:
    """Which weeks are weeks of school holidays, week after week.

    Parameters
    ----------
    first : date
        Monday of the first week.
    by_region : tuple of tuple of bool
        In the order of ``Region`` (the unknown one last): per week whether it is one, all equally long.
    """

    first: date
    by_region: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    """A school year (schooljaar), from the end of one summer holiday to the beginning of the next.

    Parameters
    ----------
    starts_on : date
        The first Monday.
    ends_on : date
        First day of the holiday, no longer part of it.
    """

    starts_on: date
    ends_on: date

    @property
    def next(self) -> "SchoolYear":
        """The school year after it."""
        return school_year_of(self.ends_on)


def monday_of(day: date) -> date:
    """Give the Monday of a day's ISO week.

    Examples
    --------
    >>> monday_of(date(2027, 1, 3))
    datetime.date(2026, 12, 28)
    """
    return day - DAY * (day.isoweekday() - 1)


def holiday_weeks(region: Region, first: date, last: date) -> tuple[date, ...]:
    """Give the Mondays of the weeks of school holidays from the week of one day to that of another, both included.

    A week is one when Monday to Friday all lie in a school holiday of the region; public holidays do not help.

    Examples
    --------
    >>> holiday_weeks(Region.NOORD, date(2026, 12, 1), date(2027, 1, 31))
    (datetime.date(2026, 12, 21), datetime.date(2026, 12, 28))
    """
    mondays = _mondays(first, last)
    return tuple(monday for monday in mondays if all(_is_holiday_week(monday, one) for one in _regions_of(region)))


@cache
def calendar_from(monday: date) -> HolidayWeeks:
    """Give the weeks of school holidays from a Monday to the last week that is known, for every region.

    Raises
    ------
    ValueError
        The day is no Monday.
    """
    if monday.isoweekday() != 1:
        raise ValueError(f"{monday} is no Monday; give the first day of a week")
    mondays = tuple(_mondays(monday, date(LAST_YEAR, 12, 31)))
    known = {region: tuple(_is_holiday_week(day, region) for day in mondays) for region in KNOWN_REGIONS}
    unknown = tuple(all(weeks) for weeks in zip(*known.values(), strict=True))
    return HolidayWeeks(first=monday, by_region=(*known.values(), unknown))


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Give the public holidays of a year, also those on which not everybody is free (Good Friday, 5 May)."""
    from holidays import OPTIONAL, PUBLIC, country_holidays

    return frozenset(country_holidays("NL", years=year, categories=(PUBLIC, OPTIONAL)))


def working_day_after(day: date, number: int) -> date:
    """Give the working day of this number after a day; weekends and public holidays do not count.

    Examples
    --------
    >>> working_day_after(date(2026, 12, 23), 3)
    datetime.date(2026, 12, 29)
    """
    while number:
        day += DAY
        number -= day.isoweekday() <= FRIDAY and day not in public_holidays(day.year)
    return day


def school_holidays(region: Region, first: date, last: date) -> frozenset[date]:
    """Give the days of school holidays of a region from one day to another, both included.

    Where the region is not known, only days that are free in all three count.

    Examples
    --------
    >>> len(school_holidays(Region.NOORD, date(2026, 12, 17), date(2026, 12, 22)))
    4
    """
    days = (first + DAY * n for n in range((last - first).days + 1))
    regions = tuple(_regions_of(region))
    return frozenset(day for day in days if all(day in _school_holidays(one, day.year) for one in regions))


def free_days(region: Region, first: date, last: date) -> Mapping[date, str]:
    """Name the public and school holidays from one day to another, both included, as people call them.

    Where the region is not known, a school holiday of one or two regions is named with them.

    Examples
    --------
    >>> free_days(Region.NOORD, date(2027, 2, 19), date(2027, 2, 20))
    {datetime.date(2027, 2, 20): 'Voorjaarsvakantie'}
    >>> free_days(Region.UNKNOWN, date(2027, 4, 27), date(2027, 4, 27))
    {datetime.date(2027, 4, 27): 'Koningsdag'}
    """
    found = {}
    for day in (first + DAY * n for n in range((last - first).days + 1)):
        name = _public_names(day.year).get(day, "") or _school_name(region, day)
        if name:
            found[day] = name
    return found


def school_year_of(day: date) -> SchoolYear:
    """Give the school year of a day; a day in the summer holidays belongs to the one that comes.

    The holidays are the days that are free in all three regions.

    Examples
    --------
    >>> year = school_year_of(date(2026, 11, 24))
    >>> year.starts_on, year.ends_on
    (datetime.date(2026, 8, 17), datetime.date(2027, 7, 24))
    >>> school_year_of(date(2027, 8, 1)).starts_on
    datetime.date(2027, 8, 23)
    """
    year = day.year if day >= _summer(day.year)[0] else day.year - 1
    return SchoolYear(starts_on=_summer(year)[1], ends_on=_summer(year + 1)[0])


@cache
def _summer(year: int) -> tuple[date, date]:
    """Give the first day of the summer holidays and the Monday after them."""
    if year not in range(FIRST_YEAR, LAST_YEAR + 1):
        # Beyond what the library knows the holidays stay in the same weeks.
        known = FIRST_YEAR if year < FIRST_YEAR else LAST_YEAR
        weeks = round((date(year, 7, 1) - date(known, 7, 1)).days / 7)
        first, monday = _summer(known)
        return first + WEEK * weeks, monday + WEEK * weeks
    days = school_holidays(Region.UNKNOWN, date(year, 7, 1), date(year, 9, 15))
    return min(days), monday_of(max(days)) + WEEK


def _regions_of(region: Region) -> Iterable[Region]:
    return KNOWN_REGIONS if region is Region.UNKNOWN else (region,)


def _mondays(first: date, last: date) -> Iterable[date]:
    start = monday_of(first)
    return (start + WEEK * n for n in range((monday_of(last) - start).days // 7 + 1))


def _is_holiday_week(monday: date, region: Region) -> bool:
    days = (monday + DAY * n for n in range(SCHOOL_DAYS))
    return all(day in _school_holidays(region, day.year) for day in days)


def _school_name(region: Region, day: date) -> str:
    named = {one: _school_names(one, day.year).get(day, "") for one in _regions_of(region)}
    on = [one for one, name in named.items() if name]
    if not on:
        return ""
    where = "" if len(on) == len(named) else f" ({' en '.join(one.value for one in on)})"
    return named[on[0]] + where


@cache
def _public_names(year: int) -> Mapping[date, str]:
    from holidays import OPTIONAL, PUBLIC, country_holidays

    return dict(country_holidays("NL", years=year, categories=(PUBLIC, OPTIONAL), language="nl"))


@cache
def _school_names(region: Region, year: int) -> Mapping[date, str]:
    from holidays import SCHOOL, country_holidays

    found = country_holidays("NL", subdiv=region.value.capitalize(), years=year, categories=(SCHOOL,), language="nl")
    return dict(found)


@cache
def _school_holidays(region: Region, year: int) -> frozenset[date]:
    # The library takes a quarter of a second to load, which a command that does not need it should not wait for.
    from holidays import SCHOOL, country_holidays

    return frozenset(country_holidays("NL", subdiv=region.value.capitalize(), years=year, categories=(SCHOOL,)))
