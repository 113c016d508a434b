"""What can be wrong with a value of this subject."""

from collections.abc import Mapping


class CareerError(Exception):
    """Something about a student, qualification or competency cannot be right."""


class InvalidValueError(CareerError):
    """One or more fields hold what they cannot hold.

    Parameters
    ----------
    what : str
        The value refused, for example ``"student"``.
    faults : mapping of str to str
        Per field one Dutch sentence that says what would be right.
    """

    def __init__(self, what: str, faults: Mapping[str, str]) -> None:
        self.what = what
        self.faults = dict(faults)
        super().__init__(f"{what}: " + "; ".join(f"{field}: {text}" for field, text in self.faults.items()))


class UnknownCodeError(CareerError):
    """A code that the catalogue or the list of qualifications does not hold."""

    def __init__(self, kind: str, code: str) -> None:
        self.kind = kind
        self.code = code
        super().__init__(f"no {kind} has the code {code!r}")
