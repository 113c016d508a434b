"""Whose event it is: who planned it, and the coordinator of the region for every event there."""

from uuid import UUID

from accounts.role import Role
from events.event import Event
from services.errors import NotFoundError, found
from services.permissions import Account, Act, may, require
from services.unit_of_work import UnitOfWork


def organised_event(work: UnitOfWork, *, by: Account, event_id: UUID) -> Event:
    """Give an event, also a draft, to whoever organises it.

    Raises
    ------
    ForbiddenError
        This kind of account organises nothing.
    NotFoundError
        There is no such event, or it is another's.
    """
    require(by, Act.KEEP_EVENT, event_id)
    event = found(work.events.get(event_id))
    if not is_organiser(by, event):
        raise NotFoundError("not found")
    return event


def is_organiser(by: Account, event: Event) -> bool:
    """Say whether an account organises an event; a coordinator does so for the whole region."""
    is_own = by.id is not None and event.organiser_id == by.id
    return may(by, Act.KEEP_EVENT) and (is_own or by.role is Role.COORDINATOR)
