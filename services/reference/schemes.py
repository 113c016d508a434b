"""Turn rows into schemes for employers, their conditions, amounts and windows, and into the youth minimum wage."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol, TypeVar

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import CompanySize, Condition, Fact, Origin, Scheme, Status, Test
from employer_toolkit.scheme_moments import Window, WindowKind
from employer_toolkit.scheme_worth import Amount, Unit, Year
from employer_toolkit.wage import MinimumWage, Surcharge, WageBook, WageShare
from services.reference.rows import Row
from services.reference.working_time import OLDEST_AGE, YOUNGEST_AGE

MOST_EUR = 100_000
WAGE_KINDS = ("job", "bbl")
"""Kinds of work with a scale of the youth wage."""
TESTS: Mapping[Fact, tuple[Test, ...]] = MappingProxyType(
    {
        Fact.TYPE: (Test.ONE_OF,),
        Fact.LEVEL: (Test.AT_LEAST, Test.AT_MOST),
        Fact.PAYS_WAGE: (Test.IS,),
        Fact.MONTHS: (Test.AT_LEAST, Test.AT_MOST),
        Fact.HOURS_PER_WEEK: (Test.AT_LEAST, Test.AT_MOST),
        Fact.SECTOR: (Test.ONE_OF,),
        Fact.MUNICIPALITY: (Test.ONE_OF,),
        Fact.STARTS_ON: (Test.FROM_DAY, Test.BEFORE_DAY),
        Fact.COMPANY_SIZE: (Test.ONE_OF,),
        Fact.IS_RECOGNISED: (Test.IS,),
    }
)
"""How each fact about a place can be held to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeQuestion:
    """A question about a young person, for whoever guides them; never asked of a company."""

    code: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeBook:
    """All rows about schemes and wages, of every day; whoever asks chooses those of the day.

    Parameters
    ----------
    schemes : mapping of str to tuple of Scheme
        Per code its rows, in the order of the file.
    conditions, amounts, windows : mapping of str to tuple
        Per code of a scheme; a scheme without any has an empty tuple.
    """

    schemes: Mapping[str, tuple[Scheme, ...]]
    conditions: Mapping[str, tuple[Condition, ...]]
    amounts: Mapping[str, tuple[Amount, ...]]
    windows: Mapping[str, tuple[Window, ...]]
    questions: Mapping[str, SchemeQuestion]
    wages: WageBook


class _OfScheme(Protocol):
    @property
    def scheme(self) -> str: ...


Part = TypeVar("Part", bound=_OfScheme)


def scheme_book(rows: Mapping[str, tuple[Row, ...]], *, sectors: Collection[str]) -> SchemeBook:
    """Read every row of schemes and wages, of every day.

    Raises
    ------
    ReferenceDataError
        A row cannot be right, or one lacks.
    """
    questions = {row.text("code"): _question(row) for row in rows["scheme_questions.csv"]}
    schemes: dict[str, list[Scheme]] = {}
    for row in rows["schemes.csv"]:
        schemes.setdefault(row.text("code"), []).append(_scheme(row))
    conditions = [_condition(row, schemes, questions, sectors) for row in rows["scheme_conditions.csv"]]
    asked = {one.fact for one in conditions if one.is_about_person}
    for row in rows["scheme_questions.csv"]:
        if row.text("code") not in asked:
            raise row.error("code", "geen enkele regeling vraagt dit; haal de vraag weg of noem haar bij een regeling")
    shares = tuple(_share(row) for row in rows["youth_wages.csv"])
    found = {(one.kind, one.age) for one in shares}
    ages = {one.age for one in shares}
    for kind in WAGE_KINDS:
        for age in range(min(ages), max(ages) + 1):
            if (kind, age) not in found:
                text = f"dit is de laatste rij en {kind} met {age} jaar was er niet bij; zet er een rij voor bij"
                raise rows["youth_wages.csv"][-1].error("age", text)
    return SchemeBook(
        schemes=MappingProxyType({code: tuple(found) for code, found in schemes.items()}),
        conditions=_by_scheme(schemes, conditions),
        amounts=_by_scheme(schemes, [_amount(row, schemes) for row in rows["scheme_amounts.csv"]]),
        windows=_by_scheme(schemes, [_window(row, schemes) for row in rows["scheme_windows.csv"]]),
        questions=MappingProxyType(questions),
        wages=WageBook(
            shares=shares,
            minimum=tuple(_minimum(row) for row in rows["minimum_wages.csv"]),
            surcharges=tuple(_surcharge(row) for row in rows["wage_surcharges.csv"]),
        ),
    )


def _by_scheme(codes: Iterable[str], parts: Iterable[Part]) -> Mapping[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {code: [] for code in codes}
    for part in parts:
        found[part.scheme].append(part)
    return MappingProxyType({code: tuple(those) for code, those in found.items()})


def _question(row: Row) -> SchemeQuestion:
    return SchemeQuestion(code=row.text("code"), label=row.text("label"), hint=row.optional_text("hint"))


def _scheme(row: Row) -> Scheme:
    status = Status(row.choice("status", list(Status)))
    still_said = row.optional_text("still_said")
    if bool(still_said) != (status in (Status.ENDED, Status.CLOSED)):
        raise row.error(
            "still_said", "zeg hier waarom mensen een gestopte regeling nog noemen; bij andere blijft dit leeg"
        )
    return Scheme(
        code=row.text("code"),
        name=row.text("name"),
        status=status,
        what=row.text("what"),
        worth_text=row.optional_text("worth_text"),
        who_applies=row.text("who_applies"),
        where=row.text("where"),
        first_step=row.text("first_step"),
        group=row.optional_text("group"),
        still_said=still_said,
        origin=_origin(row),
    )


def _condition(row: Row, schemes: Collection[str], questions: Collection[str], sectors: Collection[str]) -> Condition:
    test = Test(row.choice("test", list(Test)))
    is_place = test is not Test.ASKS
    fact = row.choice("fact", list(Fact) if is_place else questions)
    if test is not Test.DROPPED and is_place and test not in TESTS[Fact(fact)]:
        raise row.error("test", f"“{test}” past niet bij {fact}; kies uit: {', '.join(TESTS[Fact(fact)])}")
    if (test is Test.ASKS) == bool(row.optional_text("not_met")):
        raise row.error(
            "not_met", "zeg hier wat er is als de plek niet voldoet; bij een vraag over de jongere is dit leeg"
        )
    return Condition(
        scheme=row.choice("scheme", schemes),
        code=row.text("code"),
        types=_types(row),
        fact=fact,
        test=test,
        values=_values(row, fact, test, sectors),
        label=row.text("label"),
        not_met=row.optional_text("not_met"),
        origin=_origin(row),
    )


def _values(row: Row, fact: str, test: Test, sectors: Collection[str]) -> tuple[str, ...]:
    match test:
        case Test.ASKS | Test.DROPPED:
            if row.optional_text("value"):
                raise row.error("value", "hier hoort niets; haal dit weg")
            return ()
        case Test.IS:
            return (row.choice("value", ("yes", "no")),)
        case Test.AT_LEAST | Test.AT_MOST:
            return (str(row.whole("value", at_least=0, at_most=120)),)
        case Test.FROM_DAY | Test.BEFORE_DAY:
            return (str(row.day("value")),)
        case _:
            allowed: Mapping[str, Collection[str]] = {
                Fact.TYPE: list(PlacementType),
                Fact.SECTOR: sectors,
                Fact.COMPANY_SIZE: list(CompanySize),
            }
            row.text("value")
            return row.choices("value", allowed[fact]) if fact in allowed else row.phrases("value")


def _amount(row: Row, schemes: Collection[str]) -> Amount:
    low, high = (_decimal(row, column, at_most=MOST_EUR) for column in ("low", "high"))
    if high < low:
        raise row.error("high", f"er staat {high}; geef {low} (low) of meer")
    return Amount(
        scheme=row.choice("scheme", schemes),
        code=row.text("code"),
        types=_types(row),
        unit=Unit(row.choice("unit", list(Unit))),
        low=low,
        high=high,
        cap_eur=_decimal(row, "cap_eur", at_most=MOST_EUR) if row.optional_text("cap_eur") else None,
        year=Year(row.choice("year", list(Year))),
        months=row.whole("months", at_least=1, at_most=120) if row.optional_text("months") else None,
        label=row.text("label"),
        origin=_origin(row),
    )


def _window(row: Row, schemes: Collection[str]) -> Window:
    kind = WindowKind(row.choice("kind", list(WindowKind)))
    about, opens = _days(row, "about_from", "about_until"), _days(row, "opens_on", "closes_on")
    if (kind is WindowKind.CALENDAR) != (about is not None and opens is not None):
        raise row.error("kind", "een tijdvak in de kalender heeft vier dagen, een ander heeft er geen")
    counted = {
        column: row.whole(column, at_least=0, at_most=400) if row.optional_text(column) else None
        for column in ("days", "months")
    }
    if kind is not WindowKind.CALENDAR and counted["days"] is None and counted["months"] is None:
        raise row.error("days", "zeg hoeveel dagen of maanden voor of na de start")
    if row.optional_text("closes_at"):
        row.clock("closes_at")
    return Window(
        scheme=row.choice("scheme", schemes),
        code=row.text("code"),
        kind=kind,
        types=_types(row),
        label=row.text("label"),
        about_from=None if about is None else about[0],
        about_until=None if about is None else about[1],
        opens_on=None if opens is None else opens[0],
        closes_on=None if opens is None else opens[1],
        closes_at=row.optional_text("closes_at"),
        days=counted["days"] or 0,
        months=counted["months"] or 0,
        origin=_origin(row),
    )


def _days(row: Row, first: str, last: str) -> tuple[date, date] | None:
    """Read two days of which the second comes later; ``None`` when both are empty."""
    if not row.optional_text(first) and not row.optional_text(last):
        return None
    begins, ends = row.day(first), row.day(last)
    if ends <= begins:
        raise row.error(last, f"er staat {ends}; geef een dag na {begins} ({first})")
    return begins, ends


def _share(row: Row) -> WageShare:
    return WageShare(
        kind=row.choice("kind", WAGE_KINDS),
        age=row.whole("age", at_least=YOUNGEST_AGE, at_most=OLDEST_AGE),
        share=_decimal(row, "share", at_most=1),
        origin=_origin(row),
    )


def _minimum(row: Row) -> MinimumWage:
    row.choice("code", ("hour",))
    return MinimumWage(hourly_eur=_decimal(row, "hourly_eur", at_most=100), origin=_origin(row))


def _surcharge(row: Row) -> Surcharge:
    low, high = (_decimal(row, column, at_most=1) for column in ("low", "high"))
    if high < low:
        raise row.error("high", f"er staat {high}; geef {low} (low) of meer")
    return Surcharge(code=row.text("code"), label=row.text("label"), low=low, high=high, origin=_origin(row))


def _types(row: Row) -> frozenset[PlacementType]:
    return frozenset(PlacementType(code) for code in row.choices("types", list(PlacementType)))


def _decimal(row: Row, column: str, *, at_most: float) -> Decimal:
    row.number(column, at_least=0, at_most=at_most)
    return Decimal(row.text(column))


def _origin(row: Row) -> Origin:
    source = row.source()
    return Origin(
        title=source.title,
        url=source.url,
        article=source.article,
        checked_on=source.checked_on,
        valid_from=source.valid_from,
        valid_until=source.valid_until,
        is_to_verify=source.is_to_verify,
        note=source.note,
    )
