"""What can be wrong with a value of this subject."""

from collections.abc import Mapping


class AccountsError(Exception):
    """Something about an account or a relation cannot be right."""


class LinkRefusedError(AccountsError):
    """A link or invitation that lets nobody in: used, too old, taken back, or for somebody else."""


class InvalidAccountError(AccountsError):
    """One or more fields hold what they cannot hold.

    Parameters
    ----------
    what : str
        The value refused, for example ``"relation"``.
    faults : mapping of str to str
        Per field one Dutch sentence that says what would be right.
    """

    def __init__(self, what: str, faults: Mapping[str, str]) -> None:
        self.what = what
        self.faults = dict(faults)
        super().__init__(f"{what}: " + "; ".join(f"{field}: {text}" for field, text in self.faults.items()))
