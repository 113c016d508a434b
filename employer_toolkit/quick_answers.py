"""The badge "antwoordt snel": who nearly always answered in time lately, told by counts alone."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeRule:
    """What earns the badge.

    Parameters
    ----------
    window_days : int
        Only answers of so many days before today count.
    least_asked : int
        Fewer questions than this say nothing.
    least_percent : int
        So many in a hundred were answered in time.
    """

    window_days: int
    least_asked: int
    least_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersInTime:
    """How many questions a company had, and how many of them it answered in time."""

    n_asked: int = 0
    n_in_time: int = 0

    def __add__(self, other: Self) -> "AnswersInTime":
        return AnswersInTime(n_asked=self.n_asked + other.n_asked, n_in_time=self.n_in_time + other.n_in_time)

    def earns(self, rule: BadgeRule) -> bool:
        """Say whether it earns the badge.

        Examples
        --------
        >>> rule = BadgeRule(window_days=180, least_asked=5, least_percent=90)
        >>> AnswersInTime(n_asked=10, n_in_time=9).earns(rule), AnswersInTime(n_asked=4, n_in_time=4).earns(rule)
        (True, False)
        """
        return self.n_asked >= rule.least_asked and 100 * self.n_in_time >= rule.least_percent * self.n_asked
