"""How long people may take to answer, and for which reasons somebody may end an application."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from career.answer_clock import AnswerTerms, Side
from career.application_rules import ClosingCause, EndReason
from career.errors import InvalidValueError
from services.reference.rows import Row

TERM_CODES = (
    "answer_days",
    "reminder_day",
    "reminder_hour",
    "most_days",
    "plan_ahead_days",
    "next_helper_days",
    "contacts_per_student",
)
MOST = 100
"""No term and no number of contacts is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRules:
    """What holds for answers.

    Parameters
    ----------
    contacts_per_student : int
        A student has at most so many open contacts; one in which the company is too late does not count.
    """

    terms: AnswerTerms
    contacts_per_student: int


def term_value(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of answer_terms.csv."""
    return row.choice("code", TERM_CODES), row.whole("value", at_least=1, at_most=MOST)


def answer_rules(rows: Sequence[Row], held: Mapping[str, int]) -> AnswerRules:
    """Put the numbers that hold together.

    Raises
    ------
    ReferenceDataError
        They contradict each other.
    """
    numbers = {code: held[code] for code in TERM_CODES if code != "contacts_per_student"}
    try:
        terms = AnswerTerms(**numbers)
    except InvalidValueError as error:
        code, text = next(iter(error.faults.items()))
        row = next(row for row in rows if row.text("code") == code)
        raise row.error("value", f"er staat {row.text('value')}; {text}") from None
    return AnswerRules(terms=terms, contacts_per_student=held["contacts_per_student"])


def end_reason(row: Row) -> EndReason:
    """Read one row of end_reasons.csv."""
    side = Side(row.choice("side", list(Side)))
    code = row.choice("code", list(ClosingCause)) if side is Side.HOUSE else row.text("code")
    return EndReason(code=code, side=side, label=row.text("label"), told=row.text("told"))


def check_every_side_can_end(rows: Sequence[Row], held: Iterable[EndReason]) -> None:
    """Refuse a list in which a side has no reason, or the service lacks one of its own.

    Raises
    ------
    ReferenceDataError
        Names the side.
    """
    found = list(held)
    sides, codes = {reason.side for reason in found}, {reason.code for reason in found}
    for what, is_there in [*((s, s in sides) for s in Side), *((c, c in codes) for c in ClosingCause)]:
        if not is_there:
            raise rows[-1].error("side", f"dit is de laatste rij en “{what}” was er niet bij; zet er een rij voor bij")
