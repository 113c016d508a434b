"""Who hears of what happens to a registration or to an event."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.message import MessageKind
from accounts.role import Role
from events.event import Event
from events.registration import OPEN, Party, Registration
from services.local_time import local_day
from services.messages import tell
from services.unit_of_work import UnitOfWork

FOR_CALENDAR = frozenset({MessageKind.EVENT_SEATED, MessageKind.EVENT_WITHDRAWN})
"""What changes the own calendar, also when one did it oneself."""


def tell_registered(work: UnitOfWork, *, events: Iterable[Event], kind: MessageKind, now: datetime) -> None:
    """Tell everybody who comes or waits: students, parents who registered a child, companies, people.

    Who comes on several of these days hears of the first, in a message that names all days that changed with it; of
    the others there is a message for the mail to the calendar alone, which knows each day by itself.
    """
    heard: dict[UUID, list[UUID]] = {}
    for event in events:
        registered = [one for one in work.registrations.of_event(event.id) if one.state in OPEN]
        for account_id in dict.fromkeys(account for one in registered for account in accounts_of(work, one, now=now)):
            heard.setdefault(account_id, []).append(event.id)
    for account_id, event_ids in heard.items():
        for event_id in event_ids:
            tell(work, to=account_id, kind=kind, about=event_id, is_known=event_id != event_ids[0], now=now)


def tell_of(
    work: UnitOfWork, *, registration: Registration, kind: MessageKind, known_to: UUID | None = None, now: datetime
) -> None:
    """Tell whose registration it is what became of it; who brought it about hears it for the calendar alone."""
    for account_id in dict.fromkeys(accounts_of(work, registration, now=now)):
        is_known = account_id == known_to
        if not is_known or kind in FOR_CALENDAR:
            tell(work, to=account_id, kind=kind, about=registration.event_id, is_known=is_known, now=now)


def accounts_of(work: UnitOfWork, registration: Registration, *, now: datetime) -> Iterable[UUID]:
    """Give the accounts that hear of a registration today."""
    today, who = local_day(now), registration.who
    match registration.party:
        case Party.STUDENT:
            parents = work.accounts.related(Role.PARENT, day=today, student_id=who)
            registering = [account_id for account_id in parents if account_id == registration.made_by]
            return (*work.accounts.related(Role.STUDENT, day=today, student_id=who), *registering)
        case Party.EMPLOYER:
            return work.accounts.related(Role.EMPLOYER, day=today, employer_id=who)
        case Party.PERSON:
            return (who,)


def registrations_of(work: UnitOfWork, account_id: UUID, *, event_id: UUID, now: datetime) -> tuple[Registration, ...]:
    """Give the registrations for an event that an account hears of today: the other way round."""
    ties = [one for one in work.accounts.relations_of(account_id) if one.holds_on(local_day(now))]
    children = {one.student_id for one in ties if one.role is Role.PARENT}
    own = {account_id, *(one.student_id for one in ties if one.role is Role.STUDENT)}
    own |= {one.employer_id for one in ties if one.role is Role.EMPLOYER}
    return tuple(
        one
        for one in work.registrations.of_event(event_id)
        if one.who in own or (one.who in children and one.made_by == account_id)
    )
