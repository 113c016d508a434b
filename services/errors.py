"""What an act can refuse."""

from typing import TypeVar

T = TypeVar("T")


class ServiceError(Exception):
    """An act could not be done."""


class NotFoundError(ServiceError):
    """What was asked for is not there, or not for this account."""


class ForbiddenError(ServiceError):
    """This account may not do this."""


def found(value: T | None) -> T:
    """Give the value, or raise ``NotFoundError`` when there is none."""
    if value is None:
        raise NotFoundError("not found")
    return value
