"""Registrations for events, kept and given back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, Select, func, select

from events.registration import Attendance, Party, Registration, RegistrationState
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.events import event_registrations

COLUMN_OF: dict[Party, Column[Any]] = {
    Party.STUDENT: event_registrations.c.student_id,
    Party.EMPLOYER: event_registrations.c.employer_id,
    Party.PERSON: event_registrations.c.account_id,
}


class RegistrationStore:
    """The registrations of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, registration_id: UUID) -> Registration | None:
        """Give one registration, kept from other writers when this transaction writes."""
        asked = select(event_registrations).where(event_registrations.c.id == registration_id)
        return self._one(asked)

    def find(self, event_id: UUID, party: Party, who: UUID) -> Registration | None:
        """Give the registration of one party for an event, kept from other writers when this transaction writes."""
        return self._one(
            select(event_registrations).where(event_registrations.c.event_id == event_id, COLUMN_OF[party] == who)
        )

    def of_event(self, event_id: UUID) -> tuple[Registration, ...]:
        """Give every registration for an event, in the order of the queue."""
        return self._many(select(event_registrations).where(event_registrations.c.event_id == event_id))

    def of_events(self, event_ids: Collection[UUID]) -> tuple[Registration, ...]:
        """Give every registration for these events, in the order of the queue."""
        return tuple(
            found
            for chunk in chunks(event_ids)
            for found in self._many(select(event_registrations).where(event_registrations.c.event_id.in_(chunk)))
        )

    def of(self, party: Party, who: Collection[UUID]) -> tuple[Registration, ...]:
        """Give every registration of these students, employers or accounts, in the order in which they were made."""
        return tuple(
            found
            for chunk in chunks(who)
            for found in self._many(select(event_registrations).where(COLUMN_OF[party].in_(chunk)))
        )

    def employers_at(self, event_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
        """Give the employers that come to each of these events; an event without one is left out."""
        found: dict[UUID, tuple[UUID, ...]] = {}
        for chunk in chunks(event_ids):
            asked = select(event_registrations.c.event_id, event_registrations.c.employer_id).where(
                event_registrations.c.event_id.in_(chunk),
                event_registrations.c.party == Party.EMPLOYER.value,
                event_registrations.c.state == RegistrationState.SEATED.value,
            )
            for row in self._transaction.read(asked.order_by(event_registrations.c.id)):
                found[row.event_id] = (*found.get(row.event_id, ()), row.employer_id)
        return found

    def places(self, these: Iterable[Registration]) -> dict[UUID, int]:
        """Give the place in the queue, from 1, of those of these who wait, by registration, in one query."""
        waiting = [one for one in these if one.state is RegistrationState.WAITING]
        found: dict[UUID, int] = {}
        for chunk in chunks(waiting):
            order = (event_registrations.c.made_at, event_registrations.c.id)
            place = func.row_number().over(partition_by=event_registrations.c.event_id, order_by=order).label("place")
            queue = (
                select(event_registrations.c.id, place)
                .where(
                    event_registrations.c.event_id.in_({one.event_id for one in chunk}),
                    event_registrations.c.state == RegistrationState.WAITING.value,
                )
                .subquery()
            )
            asked = select(queue).where(queue.c.id.in_([one.id for one in chunk]))
            found.update((row.id, row.place) for row in self._transaction.read(asked))
        return found

    def first_waiting(self, event_id: UUID) -> Registration | None:
        """Give who has waited longest for a seat, kept from other writers when this transaction writes."""
        waiting = (
            select(event_registrations)
            .where(
                event_registrations.c.event_id == event_id,
                event_registrations.c.state == RegistrationState.WAITING.value,
                event_registrations.c.party != Party.EMPLOYER.value,
            )
            .order_by(event_registrations.c.made_at, event_registrations.c.id)
            .limit(1)
        )
        return self._one(waiting)

    def unanswered(self, *, now: datetime) -> tuple[Registration, ...]:
        """Give the offered seats whose time to answer is over."""
        return self._many(
            select(event_registrations).where(
                event_registrations.c.state == RegistrationState.OFFERED.value, event_registrations.c.answer_by <= now
            )
        )

    def save(self, made: Registration) -> None:
        """Keep a registration by its id, new or changed; a second one of a party raises ``ConflictError``."""
        put_rows(self._transaction, event_registrations, [_row(made)])

    def add_all(self, made: Iterable[Registration]) -> None:
        """Keep many new registrations; one that is there already raises ``ConflictError``."""
        for chunk in chunks(made):
            add_rows(self._transaction, event_registrations, list(map(_row, chunk)))

    def _one(self, asked: Select[Any]) -> Registration | None:
        row = self._transaction.read(self._transaction.locked(asked)).one_or_none()
        return None if row is None else _registration(row)

    def _many(self, asked: Select[Any]) -> tuple[Registration, ...]:
        in_turn = asked.order_by(event_registrations.c.made_at, event_registrations.c.id)
        return tuple(map(_registration, self._transaction.read(in_turn)))


def _row(made: Registration) -> dict[str, Any]:
    return {
        "id": made.id,
        "event_id": made.event_id,
        "party": made.party.value,
        "student_id": made.student_id,
        "employer_id": made.employer_id,
        "account_id": made.account_id,
        "made_by": made.made_by,
        "made_at": made.made_at,
        "state": made.state.value,
        "answer_by": made.answer_by,
        "n_tables": made.n_tables,
        "attendance": made.attendance.value,
        "noted_at": made.noted_at,
        "is_for_dossier": made.is_for_dossier,
    }


def _registration(row: Row[Any]) -> Registration:
    return Registration(
        id=row.id,
        event_id=row.event_id,
        party=Party(row.party),
        student_id=row.student_id,
        employer_id=row.employer_id,
        account_id=row.account_id,
        made_by=row.made_by,
        made_at=row.made_at,
        state=RegistrationState(row.state),
        answer_by=row.answer_by,
        n_tables=row.n_tables,
        attendance=Attendance(row.attendance),
        noted_at=row.noted_at,
        is_for_dossier=row.is_for_dossier,
    )
