"""Two events that are one: an organiser says so, and who registered for either comes to the one that stays."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from accounts.message import MessageKind
from events.event import Change, Event, EventState, Revision
from events.registration import OPEN, Registration, RegistrationState
from services.errors import found
from services.event_queue import LAPSE, SeatRefusedError, check_open, promote
from services.event_telling import tell_of
from services.local_time import AMSTERDAM, local_day
from services.organisers import is_organiser, organised_event
from services.permissions import Account
from services.unit_of_work import UnitOfWork


def merge_events(work: UnitOfWork, *, by: Account, keep_id: UUID, drop_id: UUID, now: datetime) -> Event:
    """Move everybody from one event to another, each once, and cancel the one they left; give the one that stays.

    Whoever had a seat keeps one as long as there are any; the others wait, in
    the order in which they registered for either.

    Raises
    ------
    SeatRefusedError
        They are the same row, or nobody can register for the one that stays.
    NotFoundError
        One of the two is not there, or another's.
    """
    if keep_id == drop_id:
        raise SeatRefusedError("Kies twee verschillende activiteiten.")
    for event_id in sorted((keep_id, drop_id)):
        work.events.get(event_id)
    keep, drop = organised_event(work, by=by, event_id=keep_id), organised_event(work, by=by, event_id=drop_id)
    check_open(keep, now=now)
    check_open(drop, now=now)
    promote(work, event_id=keep_id, now=now)
    for one in work.registrations.of_event(drop_id):
        if one.state in OPEN:
            _move(work, one, to=keep, now=now)
    changes = (Change(name="state", before="gaat door", after="gaat niet door"),)
    gone = replace(found(work.events.get(drop_id)), state=EventState.CANCELLED, revision=drop.revision + 1)
    work.events.save(replace(gone, changed_at=now))
    work.events.add_revision(drop_id, Revision(number=gone.revision, changed_at=now, changes=changes))
    promote(work, event_id=keep_id, now=now)
    return found(work.events.get(keep_id))


def could_be_same(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> tuple[Event, ...]:
    """Give the events on the same day, of the same organiser, that could be this one as well; raises as above."""
    event = organised_event(work, by=by, event_id=event_id)
    day = local_day(event.starts_at)
    starts_at = datetime.combine(day, time(), AMSTERDAM)
    return tuple(
        one
        for one in work.events.between(starts_at, starts_at + timedelta(days=1))
        if one.id != event_id and one.takes_registrations(now) and is_organiser(by, one)
    )


def _move(work: UnitOfWork, one: Registration, *, to: Event, now: datetime) -> None:
    before = work.registrations.find(to.id, one.party, one.who)
    if one.takes_seat:
        work.events.give_back_seat(one.event_id)
    if before is not None:
        work.registrations.save(replace(one, state=RegistrationState.WITHDRAWN, answer_by=None))
        if before.state in OPEN:
            earliest = min(one.made_at, before.made_at)
            n_tables = max(one.n_tables, before.n_tables)
            work.registrations.save(replace(before, made_at=earliest, n_tables=n_tables))
            return
    state, answer_by = one.state, one.answer_by
    if one.takes_seat and not work.events.take_seat(to.id):
        state, answer_by = RegistrationState.WAITING, None
    moved_id = one.id if before is None else before.id
    moved = replace(one, id=moved_id, event_id=to.id, state=state, answer_by=answer_by)
    work.registrations.save(moved)
    if answer_by is not None:
        work.defer(LAPSE, due_at=answer_by, event_id=to.id, registration_id=moved_id)
    kind = {
        RegistrationState.WAITING: MessageKind.EVENT_WAITING,
        RegistrationState.OFFERED: MessageKind.EVENT_SEAT_OFFERED,
    }.get(state, MessageKind.EVENT_SEATED)
    tell_of(work, registration=moved, kind=kind, now=now)
