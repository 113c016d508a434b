"""On which days something repeats (RRULE of RFC 5545, 3.3.10), asked day by day so that it always ends."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
        "INTERVAL": r"[1-9]\d{0,2}",
        "COUNT": r"[1-9]\d{0,4}",
        "UNTIL": r"\d{8}(T\d{6}Z?)?",
        "BYDAY": rf"{ONE_DAY}(,{ONE_DAY}){{0,30}}",
        "BYMONTHDAY": r"-?\d{1,2}(,-?\d{1,2}){0,30}",
        "BYMONTH": r"\d{1,2}(,\d{1,2}){0,11}",
        "WKST": "MO|TU|WE|TH|FR|SA|SU",
    }
)
"""What a rule may say; parts of an hour, places in a year and a choice among days are for other programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A rule by which days repeat.

    Parameters
    ----------
    first_on : date
        From which all is counted.
    by_day : tuple of (int, int)
        Which one in the month, from the end when negative, 0 for each; and the weekday, Monday being 0.
    """

    first_on: date
    every: str
    interval: int = 1
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: frozenset[int] = frozenset()
    by_month: frozenset[int] = frozenset()
    week_begins: int = 0

    @classmethod
    def of(cls, parts: Mapping[str, str], *, first_on: date) -> "Repetition | None":
        """Read the parts of a rule; ``None`` when they say what is not understood here."""
        every = parts.get("FREQ", "")
        if not every or any(not re.fullmatch(PARTS.get(name, "(?!)"), text, re.ASCII) for name, text in parts.items()):
            return None
        by_day = tuple(
            (int(number or 0), WEEKDAYS.index(weekday))
            for number, weekday in re.findall(ONE_DAY, parts.get("BYDAY", ""))
        )
        by_month = _numbers(parts, "BYMONTH")
        has_numbered = any(number for number, _ in by_day)
        if has_numbered and (every in ("DAILY", "WEEKLY") or (every == "YEARLY" and not by_month)):
            return None
        return cls(
            first_on=first_on,
            every=every,
            interval=int(parts.get("INTERVAL", 1)),
            by_day=by_day,
            by_month_day=_numbers(parts, "BYMONTHDAY"),
            by_month=by_month,
            week_begins=WEEKDAYS.index(parts.get("WKST", "MO")),
        )

    def holds_on(self, day: date) -> bool:
        """Say whether it happens on a day."""
        if day < self.first_on or self._periods(day) % self.interval:
            return False
        if self.by_month and day.month not in self.by_month:
            return False
        in_month = monthrange(day.year, day.month)[1]
        if self.by_month_day and not {day.day, day.day - in_month - 1} & self.by_month_day:
            return False
        if self.by_day:
            return any(
                day.weekday() == weekday and _is_number(day, number, in_month) for number, weekday in self.by_day
            )
        if self.by_month_day or self.every == "DAILY":
            return True
        if self.every == "WEEKLY":
            return day.weekday() == self.first_on.weekday()
        is_month = self.every == "MONTHLY" or bool(self.by_month) or day.month == self.first_on.month
        return is_month and day.day == self.first_on.day

    def _periods(self, day: date) -> int:
        months = (day.year - self.first_on.year) * 12 + day.month - self.first_on.month
        if self.every == "DAILY":
            return (day - self.first_on).days
        if self.every == "WEEKLY":
            return (self._week(day) - self._week(self.first_on)).days // 7
        return months if self.every == "MONTHLY" else day.year - self.first_on.year

    def _week(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)


def _is_number(day: date, number: int, in_month: int) -> bool:
    if number < 0:
        return (in_month - day.day) // 7 + 1 == -number
    return number == 0 or (day.day - 1) // 7 + 1 == number


def _numbers(parts: Mapping[str, str], name: str) -> frozenset[int]:
    return frozenset(int(text) for text in parts.get(name, "").split(",") if text)
