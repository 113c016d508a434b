"""The youth minimum wage on each day, and what a leerbaan or job costs at each age."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import Mark, Origin, PlaceFacts, row_for

CENT = Decimal("0.01")
MONTHS_PER_YEAR = 12
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WageShare:
    """Which part of the minimum wage holds at an age.

    Parameters
    ----------
    kind : str
        ``"bbl"`` for a leerbaan, ``"job"`` for other work.
    share : Decimal
        Of the wage at 21, 0 to 1.
    """

    kind: str
    age: int
    share: Decimal
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """The minimum wage at 21 for an hour, in euros."""

    hourly_eur: Decimal
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """What comes on top of the wage, as a part of it: from ``low`` to ``high``."""

    code: str
    label: str
    low: Decimal
    high: Decimal
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class HourlyWage:
    """The least somebody earns in an hour on a day.

    Parameters
    ----------
    eur : Decimal
        Rounded to the cent.
    known_from : date
        From which day the amount at 21 is that it rests on.
    """

    eur: Decimal
    known_from: date
    marks: frozenset[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An amount in euros that is only known to lie between two others."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Range") -> "Range":
        """Add the least to the least, and the most to the most."""
        return Range(low=self.low + other.low, high=self.high + other.high)

    def less(self, other: "Range") -> "Range":
        """Take something off: what stays is least when the most goes off, and never below nothing."""
        return Range(low=max(self.low - other.high, Decimal(0)), high=max(self.high - other.low, Decimal(0)))


NOTHING = Range(low=Decimal(0), high=Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class WageBook:
    """All rows about wages, of every day."""

    shares: tuple[WageShare, ...]
    minimum: tuple[MinimumWage, ...]
    surcharges: tuple[Surcharge, ...]

    @property
    def ages(self) -> tuple[int, ...]:
        """The ages that are told of, the youngest first."""
        return tuple(sorted({row.age for row in self.shares}))

    def hourly(self, *, kind: str, age: int, day: date) -> HourlyWage:
        """Give the least hourly wage at an age on a day.

        Where the amount of the day is not known, the last known one is used and marked.
        """
        minimum = row_for(self.minimum, day)
        share = row_for([row for row in self.shares if row.kind == kind and row.age == age], day)
        eur = (minimum.hourly_eur * share.share).quantize(CENT, rounding=ROUND_HALF_UP)
        marks = minimum.origin.marks_on(day) | share.origin.marks_on(day)
        return HourlyWage(eur=eur, known_from=minimum.origin.valid_from, marks=marks)

    def turns(self) -> tuple[date, ...]:
        """Give the days on which a wage may change."""
        rows: list[WageShare | MinimumWage] = [*self.shares, *self.minimum]
        days = {row.origin.valid_from for row in rows}
        return tuple(sorted(days | {row.origin.valid_until for row in rows if row.origin.valid_until is not None}))


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePart:
    """A part of the period in which one hourly wage holds; ``ends_on`` is the first day no longer in it."""

    starts_on: date
    ends_on: date
    hourly: HourlyWage
    hours: Decimal
    wage: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCost:
    """What somebody of an age costs in the first year, or in the whole period when that is shorter.

    Parameters
    ----------
    wage : Decimal
        In euros, before anything on top.
    on_top : Range
        Holiday pay and what an employer pays besides.
    """

    age: int
    parts: tuple[WagePart, ...]
    wage: Decimal
    on_top: Range
    marks: frozenset[Mark]

    @property
    def total(self) -> Range:
        """Everything together, before schemes."""
        return Range(low=self.wage, high=self.wage) + self.on_top


def wage_kind(placement_type: PlacementType) -> str:
    """Say which scale of the youth wage is for a type of place."""
    return "bbl" if placement_type is PlacementType.BPV_BBL else "job"


def add_months(day: date, months: int) -> date:
    """Give the same day so many months later, or the last day of a month that is too short for it.

    Examples
    --------
    >>> add_months(date(2027, 1, 31), 1), add_months(date(2026, 11, 1), 3)
    (datetime.date(2027, 2, 28), datetime.date(2027, 2, 1))
    """
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    after_year, after_month = divmod(year * MONTHS_PER_YEAR + month + 1, MONTHS_PER_YEAR)
    last = date(after_year, after_month + 1, 1) - timedelta(days=1)
    return date(year, month + 1, min(day.day, last.day))


def first_year(facts: PlaceFacts) -> tuple[date, date]:
    """Give the first twelve months of a place, or all of it when it is shorter; the end is no longer part of it."""
    months = MONTHS_PER_YEAR if facts.months is None else min(facts.months, MONTHS_PER_YEAR)
    return facts.starts_on, add_months(facts.starts_on, months)


def hours_between(facts: PlaceFacts, starts_on: date, ends_on: date) -> Decimal:
    """Count the hours of work from a day up to another."""
    return Decimal(facts.hours_per_week) * Decimal((ends_on - starts_on).days) / DAYS_PER_WEEK


def wage_parts(book: WageBook, facts: PlaceFacts, *, age: int, starts_on: date, ends_on: date) -> Iterator[WagePart]:
    """Give the wage of somebody who stays of one age, from a day up to another, piece by piece as it changes."""
    kind = wage_kind(facts.type)
    edges = [starts_on, *(day for day in book.turns() if starts_on < day < ends_on), ends_on]
    for begins, ends in pairwise(edges):
        hourly = book.hourly(kind=kind, age=age, day=begins)
        hours = hours_between(facts, begins, ends)
        yield WagePart(starts_on=begins, ends_on=ends, hourly=hourly, hours=hours, wage=hours * hourly.eur)


def cost_at(book: WageBook, facts: PlaceFacts, *, age: int) -> AgeCost:
    """Say what somebody of an age costs in the first year at the minimum wage.

    The age stays the same: a birthday is of a person, and nobody is known yet.
    """
    starts_on, ends_on = first_year(facts)
    parts = tuple(wage_parts(book, facts, age=age, starts_on=starts_on, ends_on=ends_on))
    wage = sum((part.wage for part in parts), Decimal(0))
    on_top, marks = NOTHING, frozenset[Mark]().union(*(part.hourly.marks for part in parts))
    for row in _on_top(book.surcharges, starts_on):
        on_top = on_top + Range(low=wage * row.low, high=wage * row.high)
        marks |= row.origin.marks_on(starts_on)
    return AgeCost(age=age, parts=parts, wage=wage, on_top=on_top, marks=marks)


def _on_top(rows: Sequence[Surcharge], day: date) -> list[Surcharge]:
    codes = dict.fromkeys(row.code for row in rows)
    return [row_for([row for row in rows if row.code == code], day) for code in codes]
