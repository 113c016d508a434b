"""What the engine refuses, and why."""

from collections.abc import Sequence


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


class ParameterError(MatchingError):
    """The weights and priors do not make a right set; every fault is named."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))
