"""What can go wrong on the way by a school's own login."""

from services.errors import ServiceError


class SchoolLoginError(ServiceError):
    """Entering with a school account did not come to an end."""


class LoginRefusedError(SchoolLoginError):
    """What came back from the provider is not believed.

    Parameters
    ----------
    reason : str
        What was wrong, for the log; never a value that was sent.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"not believed: {reason}")


class ProviderAwayError(SchoolLoginError):
    """The provider cannot be asked, or does not answer as it should.

    Parameters
    ----------
    reason : str
        What was wrong, for the log; never a value that was sent.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the provider cannot be asked: {reason}")


class UnknownPersonError(SchoolLoginError):
    """The provider knows this person, and here nobody does."""


class ProvidersFileError(Exception):
    """The file of school logins cannot be used.

    Parameters
    ----------
    faults : tuple of str
        One line each, with the place in the file.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))
