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


def tell_registered(work: UnitOfWork, *, events: Iterable[Event], kind: MessageKind, now: datetime) -> None:
    """Tell everybody who comes or waits, each once: students, parents who registered a child, companies, people.

    Who comes on several of these days hears of the first; the message names all days that changed with it.
    """
    heard: dict[UUID, UUID] = {}
    for event in events:
        for one in work.registrations.of_event(event.id):
            if one.state in OPEN:
                for account_id in accounts_of(work, one, now=now):
                    heard.setdefault(account_id, event.id)
    for account_id, event_id in heard.items():
        tell(work, to=account_id, kind=kind, about=event_id, now=now)


def tell_of(
    work: UnitOfWork, *, registration: Registration, kind: MessageKind, known_to: UUID | None = None, now: datetime
) -> None:
    """Tell whose registration it is what became of it; not who brought it about."""
    for account_id in dict.fromkeys(accounts_of(work, registration, now=now)):
        if account_id != known_to:
            tell(work, to=account_id, kind=kind, about=registration.event_id, now=now)


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
