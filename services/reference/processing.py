"""Why something about a person is kept, how long, and what must stay after erasing (AVG art. 5, 6, 17 and 30)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.reference.rows import Row
from services.reference.texts import template
from services.reference.values import Source
from storage.uses import Use

MONTHS_A_YEAR = 12


class Ground(StrEnum):
    """What allows a use (grondslag): the letters of AVG art. 6(1) that a school can call on."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    PUBLIC_TASK = "public_task"


class CountsFrom(StrEnum):
    """From when a term counts (vanaf wanneer)."""

    LEAVING = "leaving"
    """The student is no longer at school."""
    MADE = "made"
    DONE = "done"
    PLACEMENT = "placement"
    """It goes with the placement; there is no term."""


class Unit(StrEnum):
    """In what a term is counted."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


WORDS = {Unit.DAYS: ("dag", "dagen"), Unit.WEEKS: ("week", "weken"), Unit.MONTHS: ("maand", "maanden")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long something is kept (bewaartermijn), counted in whole days from the first day after it ended.

    Examples
    --------
    >>> Term(amount=24, unit=Unit.MONTHS).end(date(2028, 2, 29))
    datetime.date(2030, 3, 1)
    >>> str(Term(amount=24, unit=Unit.MONTHS)), str(Term(amount=4, unit=Unit.WEEKS))
    ('2 jaar', '4 weken')
    """

    amount: int
    unit: Unit

    def end(self, first_day: date) -> date:
        """Give the first day on which it must be gone; a day that the month lacks becomes the first of the next."""
        if self.unit is not Unit.MONTHS:
            return first_day + timedelta(days=self.amount * (7 if self.unit is Unit.WEEKS else 1))
        years, month = divmod(first_day.month - 1 + self.amount, MONTHS_A_YEAR)
        try:
            return first_day.replace(year=first_day.year + years, month=month + 1)
        except ValueError:
            years, month = divmod(first_day.month + self.amount, MONTHS_A_YEAR)
            return date(first_day.year + years, month + 1, 1)

    def latest_over(self, today: date) -> date:
        """Give the latest first day whose term is over today: whatever ended on it or before must go.

        Examples
        --------
        >>> Term(amount=4, unit=Unit.WEEKS).latest_over(date(2027, 1, 29))
        datetime.date(2027, 1, 1)
        """
        day = today - timedelta(days=self.amount * {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}[self.unit])
        while self.end(day) > today:
            day -= timedelta(days=1)
        return day

    def __str__(self) -> str:
        if self.unit is Unit.MONTHS and self.amount % MONTHS_A_YEAR == 0:
            return f"{self.amount // MONTHS_A_YEAR} jaar"
        return f"{self.amount} {WORDS[self.unit][self.amount != 1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long one class of data is kept (bewaarklasse).

    Parameters
    ----------
    term : Term or None
        ``None`` where it goes with something else.
    text : str
        How long, in B1 Dutch, for whom it is about.
    """

    code: str
    label: str
    counts_from: CountsFrom
    term: Term | None
    text: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """Why something about a person is kept (verwerking), in words for whom it is about.

    Parameters
    ----------
    special_ground : str
        What allows it although vulnerability can be read from it (AVG art. 9); empty where it cannot.
    retention : str
        Code of its class in retention.csv.
    receivers : str
        Who gets to see it.
    """

    use: Use
    label: str
    purpose: str
    ground: Ground
    ground_text: str
    special_ground: str
    retention: str
    receivers: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """What stays after somebody had everything erased (wettelijke bewaarplicht), and why."""

    code: str
    label: str
    text: str
    source: Source


def retention(row: Row) -> Retention:
    """Read one row of retention.csv."""
    counts_from = CountsFrom(row.choice("counts_from", list(CountsFrom)))
    term = None
    if counts_from is not CountsFrom.PLACEMENT:
        unit = Unit(row.choice("unit", list(Unit)))
        term = Term(amount=row.whole("amount", at_least=1, at_most=3_660), unit=unit)
    text = template(row, "text", frozenset({"term"} if term else ()))
    return Retention(
        code=row.text("code"),
        label=row.text("label"),
        counts_from=counts_from,
        term=term,
        text=_sentence(text.format(term=term)),
        source=row.source(),
    )


def processing(row: Row, retentions: Collection[str]) -> Processing:
    """Read one row of processing.csv."""
    return Processing(
        use=Use(row.choice("code", list(Use))),
        label=row.text("label"),
        purpose=row.text("purpose"),
        ground=Ground(row.choice("ground", list(Ground))),
        ground_text=row.text("ground_text"),
        special_ground=row.optional_text("special_ground"),
        retention=row.choice("retention", retentions),
        receivers=row.text("receivers"),
        source=row.source(),
    )


def legal_hold(row: Row) -> LegalHold:
    """Read one row of legal_holds.csv."""
    return LegalHold(code=row.text("code"), label=row.text("label"), text=row.text("text"), source=row.source())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
