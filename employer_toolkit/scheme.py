"""Schemes (regelingen) for employers: what holds on a day, and whether one may be for a kind of place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from employer_toolkit.placement import PlacementType


class Mark(StrEnum):
    """Why a row is not to be believed without a look at its source."""

    TO_VERIFY = "to_verify"
    """Nobody has confirmed it at its source."""
    EXPIRED = "expired"
    """It no longer holds on the day asked about, and nothing newer is known."""
    NOT_YET = "not_yet"
    """It does not hold yet on the day asked about, and nothing older is known."""


class Status(StrEnum):
    """How a scheme stands."""

    RUNNING = "running"
    LOCAL = "local"
    """It runs, and each municipality, fund or region has its own rules and amounts."""
    CLOSED = "closed"
    """It is on paper, and nobody can apply now."""
    ENDED = "ended"


class CompanySize(StrEnum):
    """How large a company is, as schemes count it."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


class Fact(StrEnum):
    """What a condition asks about a place."""

    TYPE = "type"
    LEVEL = "level"
    PAYS_WAGE = "pays_wage"
    """The young person is on the company's payroll in the Netherlands."""
    MONTHS = "months"
    HOURS_PER_WEEK = "hours_per_week"
    SECTOR = "sector"
    MUNICIPALITY = "municipality"
    STARTS_ON = "starts_on"
    COMPANY_SIZE = "company_size"
    IS_RECOGNISED = "is_recognised"


class Test(StrEnum):
    """How a condition holds a fact to its value."""

    __test__ = False  # it is no test of ours, whatever pytest makes of the name

    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FROM_DAY = "from_day"
    BEFORE_DAY = "before_day"
    IS = "is"
    ASKS = "asks"
    """It is about the young person: only who guides them can say."""
    DROPPED = "dropped"
    """From this row on it is no condition any more."""


class SchemeVerdict(StrEnum):
    """Whether a scheme is for a place, before anything is known about a young person."""

    MAY_APPLY = "may_apply"
    DEPENDS = "depends"
    UNKNOWN = "unknown"
    NOT = "not"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row comes from and when it holds.

    Parameters
    ----------
    title, url, article : str
        The source; ``url`` is empty for an assumption of our own.
    checked_on : date
        When somebody read it.
    valid_until : date or None
        First day on which it no longer holds; ``None`` while no end is known.
    """

    title: str
    url: str
    article: str
    checked_on: date
    valid_from: date
    valid_until: date | None
    is_to_verify: bool
    note: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is an assumption of our own, which nobody else holds anybody to."""
        return not self.url

    def is_on(self, day: date) -> bool:
        """Say whether the row holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def marks_on(self, day: date) -> frozenset[Mark]:
        """Say what somebody must know who uses this row for a day."""
        found = {Mark.TO_VERIFY} if self.is_to_verify else set()
        if self.valid_until is not None and self.valid_until <= day:
            found.add(Mark.EXPIRED)
        if day < self.valid_from:
            found.add(Mark.NOT_YET)
        return frozenset(found)


class Dated(Protocol):
    """Anything that comes from a dated row."""

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        ...


class Coded(Dated, Protocol):
    """One of several rows of a scheme, with a code of its own."""

    @property
    def code(self) -> str:
        """Which of them it is, from the first day to the last."""
        ...


Row = TypeVar("Row", bound=Dated)
CodedRow = TypeVar("CodedRow", bound=Coded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One scheme as it stands from a day on.

    Parameters
    ----------
    what : str
        What it is, in plain Dutch.
    worth_text : str
        What it brings in words, where there is more to say than an amount.
    who_applies, where, first_step : str
        Who asks for it, at which office, and what to do first.
    group : str
        Of the schemes of one group only one can be had; empty when it stands alone.
    still_said : str
        Why people still talk of one that has ended or is closed; empty for others.
    """

    code: str
    name: str
    status: Status
    what: str
    worth_text: str
    who_applies: str
    where: str
    first_step: str
    group: str
    still_said: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a scheme; all of them must be met.

    Parameters
    ----------
    types : frozenset of PlacementType
        It counts for these types alone; empty for all.
    fact : Fact or str
        What it asks about the place; for ``Test.ASKS`` the code of the question about the young person.
    values : tuple of str
        What it is held to.
    label, not_met : str
        The condition in plain Dutch, and what is said when it is not met.
    """

    scheme: str
    code: str
    types: frozenset[PlacementType]
    fact: str
    test: Test
    values: tuple[str, ...]
    label: str
    not_met: str
    origin: Origin

    @property
    def is_about_person(self) -> bool:
        """Whether only somebody who knows the young person can say."""
        return self.test is Test.ASKS


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """What is asked about a kind of place: nothing here is about a person; ``None`` where it was not said.

    Parameters
    ----------
    months : int or None
        How long it lasts; ``None`` when it has no end.
    level : int or None
        Level of the programme, 0 (pro, vso, vmbo) to 4.
    pays_wage : bool or None
        On the company's payroll in the Netherlands.
    """

    type: PlacementType
    starts_on: date
    months: int | None
    hours_per_week: int
    level: int | None = None
    pays_wage: bool | None = None
    sector: str | None = None
    municipality: str | None = None
    company_size: CompanySize | None = None
    is_recognised: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a scheme is for a place.

    Parameters
    ----------
    met, failed, unknown, personal : tuple of Condition
        Its conditions by how they come out for this place.
    marks : frozenset of Mark
        What somebody must know before using it.
    """

    scheme: Scheme
    verdict: SchemeVerdict
    met: tuple[Condition, ...]
    failed: tuple[Condition, ...]
    unknown: tuple[Condition, ...]
    personal: tuple[Condition, ...]
    marks: frozenset[Mark]


def row_for(rows: Sequence[Row], day: date) -> Row:
    """Give the row that holds on a day; else the newest that has ended, else the first still to come.

    Whoever uses one that does not hold on the day tells so (``Origin.marks_on``).
    """
    ordered = sorted(rows, key=lambda row: row.origin.valid_from)
    begun = [row for row in ordered if row.origin.valid_from <= day]
    return begun[-1] if begun else ordered[0]


def rows_of_day(rows: Iterable[CodedRow], day: date) -> tuple[CodedRow, ...]:
    """Give of each code the row for a day, in the order of the file."""
    versions: dict[str, list[CodedRow]] = {}
    for one in rows:
        versions.setdefault(one.code, []).append(one)
    return tuple(row_for(same, day) for same in versions.values())


def weigh(versions: Sequence[Scheme], conditions: Iterable[Condition], facts: PlaceFacts) -> Weighed:
    """Say whether a scheme is for a place, from the rows of the day on which the place begins.

    Parameters
    ----------
    versions : sequence of Scheme
        All rows of one scheme.
    conditions : iterable of Condition
        All rows of its conditions.
    """
    scheme = row_for(versions, facts.starts_on)
    held = [one for one in _held(conditions, scheme, facts.starts_on) if not one.types or facts.type in one.types]
    answers = [(one, None if one.is_about_person else is_met(one, facts)) for one in held]
    personal = tuple(one for one, _ in answers if one.is_about_person)
    failed = tuple(one for one, met in answers if met is False)
    unknown = tuple(one for one, met in answers if met is None and not one.is_about_person)
    marks = scheme.origin.marks_on(facts.starts_on).union(*(one.origin.marks_on(facts.starts_on) for one in held))
    return Weighed(
        scheme=scheme,
        verdict=_verdict(scheme.status, failed=failed, unknown=unknown, personal=personal),
        met=tuple(one for one, met in answers if met),
        failed=failed,
        unknown=unknown,
        personal=personal,
        marks=marks,
    )


def is_met(condition: Condition, facts: PlaceFacts) -> bool | None:
    """Hold a place to one condition; ``None`` when nobody said what it asks."""
    fact, values = Fact(condition.fact), condition.values
    if fact is Fact.MONTHS and facts.months is None:
        # Work without an end is longer than anything.
        return condition.test is Test.AT_LEAST
    said = getattr(facts, fact.value)
    if said is None:
        return None
    match condition.test:
        case Test.ONE_OF:
            return str(said) in values
        case Test.IS:
            return bool(said) == (values == ("yes",))
        case Test.AT_LEAST:
            return bool(said >= int(values[0]))
        case Test.AT_MOST:
            return bool(said <= int(values[0]))
        case Test.FROM_DAY:
            return bool(said >= date.fromisoformat(values[0]))
        case _:
            return bool(said < date.fromisoformat(values[0]))


def _held(conditions: Iterable[Condition], scheme: Scheme, day: date) -> list[Condition]:
    """Give each condition as it holds on a day.

    One that has ended without a next row still counts, with a mark: leaving it out would promise too much.
    """
    return [
        one
        for one in rows_of_day(conditions, day)
        if one.test is not Test.DROPPED and one.origin.valid_from <= max(day, scheme.origin.valid_from)
    ]


def _verdict(
    status: Status, *, failed: tuple[Condition, ...], unknown: tuple[Condition, ...], personal: tuple[Condition, ...]
) -> SchemeVerdict:
    if status is Status.ENDED:
        return SchemeVerdict.ENDED
    if status is Status.CLOSED:
        return SchemeVerdict.CLOSED
    if failed:
        return SchemeVerdict.NOT
    if unknown:
        return SchemeVerdict.UNKNOWN
    return SchemeVerdict.DEPENDS if personal else SchemeVerdict.MAY_APPLY
