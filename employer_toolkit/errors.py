"""What can be wrong with a value of this subject."""

from collections.abc import Mapping


class EmployerToolkitError(Exception):
    """Something about an employer, recognition or placement cannot be right."""


class InvalidPlacementError(EmployerToolkitError):
    """One or more fields hold what they cannot hold.

    Parameters
    ----------
    what : str
        The value refused, for example ``"placement"``.
    faults : mapping of str to str
        Per field one Dutch sentence that says what would be right.
    """

    def __init__(self, what: str, faults: Mapping[str, str]) -> None:
        self.what = what
        self.faults = dict(faults)
        super().__init__(f"{what}: " + "; ".join(f"{field}: {text}" for field, text in self.faults.items()))


class PlacementStateError(EmployerToolkitError):
    """The placement is in a state in which this step cannot be taken."""

    def __init__(self, state: str, step: str) -> None:
        self.state = state
        self.step = step
        super().__init__(f"a placement that is {state} cannot {step}")


class HeldBackError(EmployerToolkitError):
    """The words of the place wait for a person; others do not see it before that."""


class InvalidCompanyError(EmployerToolkitError):
    """One or more fields of a company file or a report hold what they cannot hold.

    Parameters
    ----------
    faults : mapping of str to str
        Per field one Dutch sentence that says what would be right.
    """

    def __init__(self, what: str, faults: Mapping[str, str]) -> None:
        self.what = what
        self.faults = dict(faults)
        super().__init__(f"{what}: " + "; ".join(f"{field}: {text}" for field, text in self.faults.items()))


class CallClaimedError(EmployerToolkitError):
    """Somebody else has said to call this company today."""


class ReportStateError(EmployerToolkitError):
    """The report is in a state in which this step cannot be taken."""

    def __init__(self, state: str, step: str) -> None:
        self.state = state
        self.step = step
        super().__init__(f"a report that is {state} cannot be {step}")


class DraftChangedError(EmployerToolkitError):
    """The same step of a draft was answered somewhere else in the meantime, with other answers."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(f"the answers to {step} were changed since they were shown; look at both and choose")
