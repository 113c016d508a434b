"""What holds for career conversations where a school settled nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from career.coverage import ConversationNorm
from services.reference.rows import Row

NORM_CODES = ("individual", "with_parents", "minutes", "at_school", "most_a_week", "choice_month", "choice_day")
MOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRules:
    """The norm, and the day of the year before which somebody chooses what comes after."""

    norm: ConversationNorm
    choice_month: int
    choice_day: int

    def choice_day_after(self, day: date) -> date:
        """Give the first day of choosing after a day."""
        this_year = date(day.year, self.choice_month, self.choice_day)
        return this_year if this_year > day else date(day.year + 1, self.choice_month, self.choice_day)


def norm_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of conversation_norm.csv."""
    code = row.choice("code", NORM_CODES)
    bounds = {"at_school": (0, 1), "choice_month": (1, 12), "choice_day": (1, 28)}
    low, high = bounds.get(code, (0, MOST))
    return code, row.whole("value", at_least=low, at_most=high)


def conversation_rules(held: Mapping[str, int]) -> ConversationRules:
    """Put the numbers that hold together."""
    return ConversationRules(
        norm=ConversationNorm(
            individual=held["individual"],
            with_parents=held["with_parents"],
            minutes=held["minutes"],
            at_school=bool(held["at_school"]),
            most_a_week=held["most_a_week"],
        ),
        choice_month=held["choice_month"],
        choice_day=held["choice_day"],
    )
