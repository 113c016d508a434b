"""What a scheme is worth for a kind of place: always from an amount to an amount."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import Mark, Origin, PlaceFacts, row_for
from employer_toolkit.wage import (
    DAYS_PER_WEEK,
    NOTHING,
    Range,
    WageBook,
    add_months,
    first_year,
    hours_between,
    wage_parts,
)

SCHOOL_YEAR_MONTH = 8
"""A school year begins on 1 August (Wet op het voortgezet onderwijs 2020, art. 1.1)."""


class Unit(StrEnum):
    """What an amount is counted by."""

    HOUR = "hour"
    WEEK = "week"
    WAGE = "wage"
    """A part of the minimum wage."""
    ONCE = "once"


class Year(StrEnum):
    """Which year a limit is for."""

    CALENDAR = "calendar"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a scheme pays.

    Parameters
    ----------
    types : frozenset of PlacementType
        For these types alone; empty for all.
    low, high : Decimal
        Euros per unit, or parts of the wage.
    cap_eur : Decimal or None
        Not more than this in a year.
    months : int or None
        Paid for so long; ``None`` for as long as the place lasts.
    """

    scheme: str
    code: str
    types: frozenset[PlacementType]
    unit: Unit
    low: Decimal
    high: Decimal
    cap_eur: Decimal | None
    year: Year
    months: int | None
    label: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a scheme brings in the first year of a place, or in all of it when that is shorter."""

    range: Range
    marks: frozenset[Mark]


def worth(amounts: Iterable[Amount], facts: PlaceFacts, book: WageBook, *, ages: Sequence[int]) -> Worth | None:
    """Say what a scheme brings in the first year; ``None`` when no amount is known for such a place.

    Parameters
    ----------
    ages : sequence of int
        For whom; where an amount is a part of the wage, the youngest gives the least and the oldest the most.
    """
    versions: dict[str, list[Amount]] = {}
    for one in amounts:
        if not one.types or facts.type in one.types:
            versions.setdefault(one.code, []).append(one)
    if not versions:
        return None
    found, marks = NOTHING, frozenset[Mark]()
    for rows in versions.values():
        more, told = _worth_of(rows, facts, book, ages=ages)
        found, marks = found + more, marks | told
    return Worth(range=found, marks=marks)


def _worth_of(
    rows: Sequence[Amount], facts: PlaceFacts, book: WageBook, *, ages: Sequence[int]
) -> tuple[Range, frozenset[Mark]]:
    starts_on, ends_on = first_year(facts)
    first = row_for(rows, starts_on)
    if first.months is not None:
        ends_on = min(ends_on, add_months(starts_on, first.months))
    if first.unit is Unit.ONCE:
        return Range(low=first.low, high=first.high), first.origin.marks_on(starts_on)
    found, marks = NOTHING, frozenset[Mark]()
    for begins, ends in _years(starts_on, ends_on, first.year):
        row = row_for(rows, begins)
        marks |= row.origin.marks_on(begins)
        low, high, told = _counted(row, facts, book, ages=ages, begins=begins, ends=ends)
        cap: Callable[[Decimal], Decimal] = _capped(row.cap_eur)
        found, marks = found + Range(low=cap(row.low * low), high=cap(row.high * high)), marks | told
    return found, marks


def _counted(
    row: Amount, facts: PlaceFacts, book: WageBook, *, ages: Sequence[int], begins: date, ends: date
) -> tuple[Decimal, Decimal, frozenset[Mark]]:
    """Count the units of an amount from a day up to another, at the least and at the most."""
    if row.unit is Unit.HOUR:
        hours = hours_between(facts, begins, ends)
        return hours, hours, frozenset()
    if row.unit is Unit.WEEK:
        weeks = Decimal((ends - begins).days) / DAYS_PER_WEEK
        return weeks, weeks, frozenset()
    wages = []
    marks = frozenset[Mark]()
    for age in ages:
        parts = list(wage_parts(book, facts, age=age, starts_on=begins, ends_on=ends))
        wages.append(sum((part.wage for part in parts), Decimal(0)))
        marks = marks.union(*(part.hourly.marks for part in parts))
    return min(wages), max(wages), marks


def _years(starts_on: date, ends_on: date, year: Year) -> Iterator[tuple[date, date]]:
    """Cut a period where a new year begins."""
    month = 1 if year is Year.CALENDAR else SCHOOL_YEAR_MONTH
    begins = starts_on
    while begins < ends_on:
        turn = date(begins.year + (begins.month >= month), month, 1)
        yield begins, min(turn, ends_on)
        begins = turn


def _capped(cap_eur: Decimal | None) -> Callable[[Decimal], Decimal]:
    return (lambda amount: amount) if cap_eur is None else (lambda amount: min(amount, cap_eur))
