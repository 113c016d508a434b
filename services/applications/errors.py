"""What an act about applications can refuse."""

from services.errors import ServiceError


class ContactRefusedError(ServiceError):
    """This contact cannot be, or cannot go on.

    Parameters
    ----------
    text : str
        Why, and what can be done, in plain Dutch for whoever asked.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)
