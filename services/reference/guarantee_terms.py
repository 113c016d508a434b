"""What can be asked of who claims a guarantee of a job, and how long there is to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reference.rows import Row

GUARANTEE_TERMS = ("grace_days",)
MOST = 366
"""No term here is longer than a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCondition:
    """Something that a guarantee asks of a student, said to the student."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeTerms:
    """How long somebody has, after a warning, to do again what a guarantee asks."""

    grace_days: int


def guarantee_condition(row: Row) -> GuaranteeCondition:
    """Read one row of guarantee_conditions.csv."""
    return GuaranteeCondition(code=row.text("code"), label=row.text("label"))


def guarantee_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of guarantee_terms.csv."""
    return row.choice("code", GUARANTEE_TERMS), row.whole("value", at_least=1, at_most=MOST)


def guarantee_terms(held: Mapping[str, int]) -> GuaranteeTerms:
    """Put the numbers that hold together."""
    return GuaranteeTerms(grace_days=held["grace_days"])
