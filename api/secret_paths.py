"""Which addresses hold a secret in their path, and how they are told without it."""

from services.feeds import PRIVATE_FEED_PATH
from services.invitations import INVITATION_PATH
from services.login import LINK_PATH
from services.training import CERTIFICATE_PATH

SECRET_PATHS = (LINK_PATH, INVITATION_PATH, CERTIFICATE_PATH, PRIVATE_FEED_PATH)
"""What comes behind one of these opens something."""


def without_secret(path: str) -> str:
    """Give a path as it may stand in a log.

    Examples
    --------
    >>> without_secret("/inloggen/link/kQ3x"), without_secret("/inloggen")
    ('/inloggen/link/***', '/inloggen')
    """
    beginning = next((begin for begin in SECRET_PATHS if path.startswith(begin)), "")
    return f"{beginning}***" if beginning else path
