"""Seats of events: taken, given back, and passed on to whoever has waited longest.

Whoever changes a registration holds its event first: so writers at one event
come in turn. Not one seat too many is taken either way: the number taken is
raised by one statement that looks whether there is room.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from accounts.message import MessageKind
from events.event import Event
from events.registration import OPEN, Party, Registration, RegistrationState
from services.errors import ServiceError
from services.event_telling import tell_of
from services.local_time import local_day
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

LAPSE = "worker.lapse_seat"
"""Name of the task that passes on a seat nobody said yes to."""


class SeatRefusedError(ServiceError):
    """This cannot be done with a seat.

    Parameters
    ----------
    text : str
        Why, and what can be done, in plain Dutch for whoever asked.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


def join(
    work: UnitOfWork,
    *,
    event: Event,
    party: Party,
    who: UUID,
    made_by: UUID | None,
    n_tables: int = 0,
    now: datetime,
) -> Registration:
    """Give somebody a seat, or a place at the end of the queue; whoever asks holds the event.

    Raises
    ------
    SeatRefusedError
        Nobody can register now, or this one did already.
    """
    check_open(event, now=now)
    before = work.registrations.find(event.id, party, who)
    if before is not None and before.state in OPEN:
        raise SeatRefusedError("Deze aanmelding is er al. Je hoeft niets meer te doen.")
    promote(work, event_id=event.id, now=now)
    is_free = party is Party.EMPLOYER or (
        work.registrations.first_waiting(event.id) is None and work.events.take_seat(event.id)
    )
    made = Registration(
        id=uuid4() if before is None else before.id,
        event_id=event.id,
        party=party,
        student_id=who if party is Party.STUDENT else None,
        employer_id=who if party is Party.EMPLOYER else None,
        account_id=who if party is Party.PERSON else None,
        made_by=made_by,
        made_at=now,
        state=RegistrationState.SEATED if is_free else RegistrationState.WAITING,
        n_tables=n_tables,
    )
    work.registrations.save(made)
    return made


def check_open(event: Event, *, now: datetime) -> None:
    """Refuse, with the reason, when nobody can register any more; raises as ``join``."""
    if event.takes_registrations(now):
        return
    if event.imported_from:
        raise SeatRefusedError("Aanmelden kan bij de organisator, niet hier.")
    if event.is_cancelled:
        raise SeatRefusedError("Deze activiteit gaat niet door. Kijk in de agenda voor iets anders.")
    raise SeatRefusedError("Aanmelden kan niet meer. De tijd daarvoor is voorbij.")


def leave(work: UnitOfWork, *, registration: Registration, state: RegistrationState, now: datetime) -> Registration:
    """End a registration and pass its seat on; whoever asks holds the event."""
    if registration.takes_seat:
        work.events.give_back_seat(registration.event_id)
    after = replace(registration, state=state, answer_by=None)
    work.registrations.save(after)
    promote(work, event_id=registration.event_id, now=now)
    return after


def promote(work: UnitOfWork, *, event_id: UUID, now: datetime) -> None:
    """Give every free seat to whoever has waited longest, as long as somebody can register; twice is once."""
    event = work.events.get(event_id)
    while event is not None and event.takes_registrations(now):
        first = work.registrations.first_waiting(event_id)
        if first is None or not work.events.take_seat(event_id):
            return
        answer_by = _answer_by(event, now=now)
        is_asked = answer_by is not None
        state = RegistrationState.OFFERED if is_asked else RegistrationState.SEATED
        after = replace(first, state=state, answer_by=answer_by)
        work.registrations.save(after)
        if is_asked:
            work.defer(LAPSE, due_at=answer_by, event_id=event_id, registration_id=after.id)
        kind = MessageKind.EVENT_SEAT_OFFERED if is_asked else MessageKind.EVENT_SEATED
        tell_of(work, registration=after, kind=kind, now=now)


def lapse(work: UnitOfWork, *, event_id: UUID, registration_id: UUID, now: datetime) -> None:
    """Pass on a seat that nobody said yes to in time; when it was answered, or it is too early, nothing happens."""
    work.events.get(event_id)
    kept = work.registrations.get(registration_id)
    if kept is None or kept.event_id != event_id or kept.answer_by is None or now < kept.answer_by:
        return
    after = leave(work, registration=kept, state=RegistrationState.LAPSED, now=now)
    tell_of(work, registration=after, kind=MessageKind.EVENT_SEAT_LAPSED, now=now)


def give_back_seats(
    work: UnitOfWork, *, student_id: UUID | None, account_ids: Collection[UUID] = (), now: datetime
) -> None:
    """Give back the seats of somebody, and pass them on, before everything about this person goes."""
    parties = [(Party.STUDENT, [student_id] if student_id else []), (Party.PERSON, list(account_ids))]
    held = sorted({one.event_id for party, ids in parties for one in work.registrations.of(party, ids)})
    for event_id in held:
        work.events.get(event_id)
    for party, ids in parties:
        for one in work.registrations.of(party, ids):
            if one.state in OPEN:
                if one.takes_seat:
                    work.events.give_back_seat(one.event_id)
                work.registrations.save(replace(one, state=RegistrationState.WITHDRAWN, answer_by=None))
    for event_id in held:
        promote(work, event_id=event_id, now=now)


def _answer_by(event: Event, *, now: datetime) -> datetime | None:
    """Give until when a seat is kept for somebody who is asked; ``None`` when there is no time left to ask."""
    terms, closes = load_reference(local_day(now)).events, min(event.starts_at, event.register_until or event.starts_at)
    left = closes - now
    if left <= terms.at_once:
        return None
    return min(now + (terms.near_for if left <= terms.near else terms.ask_for), closes)
