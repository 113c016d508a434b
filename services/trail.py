"""What an account asked for, collected while one request is answered, until the unit of work writes it down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from accounts.audit import AuditResult
from services.errors import ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that was asked for.

    Parameters
    ----------
    act : str
        Name of the act.
    is_about_another : bool
        It is about a person who is not the account: then it is noted also when nothing was changed.
    """

    act: str
    subject_id: UUID | None
    result: AuditResult
    is_about_another: bool
    on_behalf_of: UUID | None = None
    reason: str = ""


class Trail:
    """A list that is written once and emptied by that."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []

    def add(self, asked: Asked) -> None:
        """Remember what was asked for."""
        self._asked.append(asked)

    def take(self) -> tuple[Asked, ...]:
        """Give all that was asked for, once."""
        taken, self._asked = tuple(self._asked), []
        return taken


def as_readings(asked: Iterable[Asked]) -> Iterator[Asked]:
    """Give each person who was looked at once, as what was asked first; a refusal counts before a look."""
    first: dict[UUID, Asked] = {}
    for one in asked:
        if one.is_about_another and one.subject_id is not None:
            held = first.setdefault(one.subject_id, one)
            if held.result is AuditResult.DONE and one.result is not AuditResult.DONE:
                first[one.subject_id] = one
    yield from first.values()


def as_acts(asked: Iterable[Asked]) -> Iterator[Asked]:
    """Give each act on each subject once."""
    yield from {(one.act, one.subject_id): one for one in asked}.values()


def after_error(asked: Iterable[Asked], error: BaseException) -> Iterator[Asked]:
    """Give the same as it ended: what was allowed was not there, or was undone."""
    for one in asked:
        if one.result is not AuditResult.DONE:
            yield one
        elif isinstance(error, NotFoundError):
            yield replace(one, result=AuditResult.HIDDEN)
        elif isinstance(error, ForbiddenError):
            yield replace(one, result=AuditResult.REFUSED)
        else:
            yield replace(one, result=AuditResult.UNDONE, reason=type(error).__name__)
