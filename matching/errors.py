"""What the engine refuses, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class MatchingError(Exception):
    """The engine cannot use what it was given."""


class ShapeError(MatchingError):
    """Arrays that belong together do not have the same number of rows."""

    def __init__(self, table: str, column: str, found: tuple[int, ...], expected: tuple[int, ...]) -> None:
        self.table = table
        self.column = column
        super().__init__(f"{table}.{column} has shape {found}, where {expected} is right")


class OrderError(MatchingError):
    """A list that must rise does not, or holds a negative number."""

    def __init__(self, column: str, row: int) -> None:
        self.column = column
        self.row = row
        super().__init__(f"{column} of row {row} must rise and not be negative")


class NoLabelsError(MatchingError):
    """There are no labels among which something could be found."""

    def __init__(self) -> None:
        super().__init__("there are no labels to find; give one or more")


class CountError(MatchingError):
    """Fewer than no answers were asked for."""

    def __init__(self, name: str, found: int) -> None:
        self.name = name
        self.found = found
        super().__init__(f"{name} is {found}, where 0 or more is right")


class Problem(StrEnum):
    """What can be wrong with a number that somebody set."""

    MISSING = "is missing"
    UNKNOWN = "is no name known here"
    NOT_A_NUMBER = "is not a number"
    NOT_A_SHARE = "is not a share from 0 to 1"
    NOT_ABOVE_ZERO = "is not above 0"
    NOT_ONE_TOGETHER = "does not add up to 1"


@dataclass(frozen=True, slots=True)
class ParameterFault:
    """One wrong number: its name, what stands there (``None`` when nothing does), and what is wrong with it."""

    name: str
    problem: Problem
    value: object = None

    def __str__(self) -> str:
        stands = "" if self.value is None else f" ({self.value!r})"
        return f"{self.name}{stands} {self.problem}"


class ParameterError(MatchingError):
    """The weights and priors do not make a right set; every fault is named."""

    def __init__(self, faults: Sequence[ParameterFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))
