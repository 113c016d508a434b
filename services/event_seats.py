"""Who comes to an event: the acts of whoever registers, and of whoever organises."""

from uuid import UUID

from accounts.role import Role
from events.event import Event
from services.errors import NotFoundError, found
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork


def require_organiser(work: UnitOfWork, by: Account, event_id: UUID) -> Event:
    """Give an event to whoever may manage it: its organiser, and the coordinator of the region.

    Raises
    ------
    ForbiddenError
        This kind of account organises nothing.
    NotFoundError
        There is no such event, or it is another's.
    """
    require(by, Act.KEEP_EVENT, event_id)
    event = found(work.events.get(event_id))
    if by.role is not Role.COORDINATOR and (by.id is None or event.organiser_id != by.id):
        raise NotFoundError("not found")
    return event
