"""What a leerbaan or job costs at each age, and what schemes may give back: always from an amount to an amount."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from employer_toolkit.scheme import Mark, PlaceFacts, SchemeVerdict
from employer_toolkit.scheme_worth import worth
from employer_toolkit.wage import MONTHS_PER_YEAR, AgeCost, Range, cost_at, first_year
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Reference, load_reference
from services.schemes.advising import SourceTold, WeighedScheme, ages_of, euros, source_told, weigh_all
from services.schemes.wording import cents_text, mark_texts, range_text
from services.wording import day_text, list_text, number_text


@dataclass(frozen=True, slots=True, kw_only=True)
class WageTold:
    """The least hourly wage at an age, from a day on."""

    from_text: str
    hourly_text: str
    is_last_known: bool
    """The amount of that day is not known: this is the last one that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What somebody of an age costs in the first year; amounts in whole euros, from the least to the most.

    Parameters
    ----------
    certain_eur : int
        What schemes of this place may give back at the most.
    net : tuple of int
        What stays of the total: the least when all of that comes back, the most when nothing does.
    personal_eur : int
        What more may come back at the most, where it depends on the young person.
    """

    age: int
    wages: tuple[WageTold, ...]
    wage_eur: int
    total: tuple[int, int]
    certain_eur: int
    net: tuple[int, int]
    personal_eur: int
    total_text: str
    net_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEstimate:
    """What a kind of place costs at the minimum wage.

    Parameters
    ----------
    months : int
        Over how many months it is counted: twelve at most.
    assumptions : tuple of str
        What was reckoned with on top of the wage.
    schemes : tuple of (str, bool)
        The schemes that were counted, and whether they depend on the young person.
    """

    facts: PlaceFacts
    months: int
    period_text: str
    lines: tuple[CostLine, ...]
    assumptions: tuple[str, ...]
    schemes: tuple[tuple[str, bool], ...]
    marks: tuple[str, ...]
    sources: tuple[SourceTold, ...]
    version: str


def estimate_cost(*, by: Account, facts: PlaceFacts, now: datetime) -> CostEstimate:
    """Say what somebody on the payroll costs in the first year, per age, before and after schemes.

    An age stays the same in the estimate: a birthday is of a person, and nobody is known yet.
    """
    require(by, Act.SEE_REFERENCE, None)
    today = local_day(now)
    reference = load_reference(today)
    waged = replace(facts, pays_wage=True)
    book = reference.schemes
    weighed = [one for one in weigh_all(reference, waged, today=today) if book.amounts[one.weighed.scheme.code]]
    counted = [one for one in weighed if one.weighed.verdict in (SchemeVerdict.MAY_APPLY, SchemeVerdict.DEPENDS)]
    starts_on, ends_on = first_year(waged)
    lines, marks = [], frozenset[Mark]()
    for age in ages_of(reference, waged.type):
        cost = cost_at(book.wages, waged, age=age)
        marks |= cost.marks.union(*(one.worth.marks for one in counted if one.worth is not None))
        lines.append(_line(reference, cost, counted, waged))
    surcharges = {row.code: row for row in book.wages.surcharges}.values()
    wages = [row.origin for row in book.wages.minimum] + [row.origin for row in book.wages.shares]
    origins = wages + [row.origin for row in surcharges]
    return CostEstimate(
        facts=waged,
        months=MONTHS_PER_YEAR if waged.months is None else min(waged.months, MONTHS_PER_YEAR),
        period_text=f"{day_text(starts_on)} tot en met {day_text(ends_on - timedelta(days=1))}",
        lines=tuple(lines),
        assumptions=tuple(f"{row.label}: {_percent(row.low, row.high)} van het loon" for row in surcharges),
        schemes=tuple((one.weighed.scheme.name, one.weighed.verdict is SchemeVerdict.DEPENDS) for one in counted),
        marks=mark_texts(marks),
        sources=tuple(dict.fromkeys(source_told(origin) for origin in origins)),
        version=reference.version,
    )


def best_of(schemes: Iterable[tuple[str, Range]]) -> Range:
    """Add up what schemes may give back; nothing is sure, and of one group only the best can be had.

    Parameters
    ----------
    schemes : iterable of (str, Range)
        The group of each, empty for one that stands alone, and what it brings.

    Examples
    --------
    >>> ten, four = Range(low=Decimal(5), high=Decimal(10)), Range(low=Decimal(4), high=Decimal(4))
    >>> best_of([("lkv", ten), ("lkv", four), ("", four)]).high
    Decimal('14')
    """
    alone, groups = Decimal(0), dict[str, Decimal]()
    for group, found in schemes:
        if group:
            groups[group] = max(groups.get(group, Decimal(0)), found.high)
        else:
            alone += found.high
    return Range(low=Decimal(0), high=alone + sum(groups.values(), Decimal(0)))


def _line(reference: Reference, cost: AgeCost, counted: list[WeighedScheme], facts: PlaceFacts) -> CostLine:
    def back(verdict: SchemeVerdict) -> Range:
        found = []
        for one in counted:
            scheme = one.weighed.scheme
            if one.weighed.verdict is verdict:
                amounts = reference.schemes.amounts[scheme.code]
                brings = worth(amounts, facts, reference.schemes.wages, ages=[cost.age])
                found += [] if brings is None else [(scheme.group, brings.range)]
        return best_of(found)

    certain, personal = back(SchemeVerdict.MAY_APPLY), back(SchemeVerdict.DEPENDS)
    net = cost.total.less(certain)
    return CostLine(
        age=cost.age,
        wages=tuple(
            WageTold(
                from_text=day_text(part.starts_on),
                hourly_text=cents_text(part.hourly.eur),
                is_last_known=Mark.EXPIRED in part.hourly.marks,
            )
            for part in cost.parts
        ),
        wage_eur=int(cost.wage.quantize(Decimal(1))),
        total=euros(cost.total),
        certain_eur=euros(certain)[1],
        net=euros(net),
        personal_eur=min(euros(personal)[1], euros(net)[1]),
        total_text=range_text(cost.total),
        net_text=range_text(net),
    )


def _percent(low: Decimal, high: Decimal) -> str:
    words = [number_text(float(100 * part), 1) for part in dict.fromkeys((low, high))]
    return f"{list_text(words, joined_by='tot')} procent"
