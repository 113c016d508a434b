"""Career conversations and agreements, kept and given back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from career.conversation import (
    Agreement,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
    Topic,
)
from career.dossier import CareerCompetency
from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.conversations import agreements, conversations


class ConversationStore:
    """The conversations of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, conversation_id: UUID) -> Conversation | None:
        """Give one conversation, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(conversations).where(conversations.c.id == conversation_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _conversation(row)

    def of_student(self, student_id: UUID) -> tuple[Conversation, ...]:
        """Give every conversation of a student, the latest first."""
        asked = select(conversations).where(conversations.c.student_id == student_id)
        found = map(_conversation, self._transaction.read(asked))
        return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))

    def of_students(self, ids: Iterable[UUID]) -> tuple[Conversation, ...]:
        """Give every conversation of some students, the earliest first."""
        found: list[Conversation] = []
        for chunk in chunks(ids):
            asked = select(conversations).where(conversations.c.student_id.in_(chunk))
            found.extend(map(_conversation, self._transaction.read(asked)))
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def held_of_students(self, ids: Iterable[UUID], since: datetime, until: datetime) -> tuple[Conversation, ...]:
        """Give the conversations held with some students from one moment until another, the earliest first."""
        found: list[Conversation] = []
        for chunk in chunks(ids):
            asked = select(conversations).where(
                conversations.c.student_id.in_(chunk),
                conversations.c.held_at >= since,
                conversations.c.held_at < until,
            )
            found.extend(map(_conversation, self._transaction.read(asked)))
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def held_between(self, since: datetime, until: datetime) -> tuple[Conversation, ...]:
        """Give the conversations held with anybody from one moment until another, for counting."""
        asked = select(conversations).where(conversations.c.held_at >= since, conversations.c.held_at < until)
        return tuple(map(_conversation, self._transaction.read(asked)))

    def planned_of_students(self, ids: Iterable[UUID], since: datetime, until: datetime) -> tuple[Conversation, ...]:
        """Give the conversations that some students have planned from one moment until another, the earliest first."""
        found: list[Conversation] = []
        for chunk in chunks(ids):
            asked = select(conversations).where(
                conversations.c.student_id.in_(chunk),
                conversations.c.state == ConversationState.PLANNED.value,
                conversations.c.planned_at >= since,
                conversations.c.planned_at < until,
            )
            found.extend(map(_conversation, self._transaction.read(asked)))
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def save(self, conversation: Conversation) -> None:
        """Keep a conversation, new or changed."""
        self.save_all([conversation])

    def save_all(self, kept: Iterable[Conversation]) -> None:
        """Keep some conversations, new or changed."""
        put_rows(self._transaction, conversations, [_row(one) for one in kept])

    def agreement(self, agreement_id: UUID) -> Agreement | None:
        """Give one agreement, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(agreements).where(agreements.c.id == agreement_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _agreement(row)

    def agreements_of(self, student_id: UUID) -> tuple[Agreement, ...]:
        """Give every agreement of a student, what is due first first."""
        asked = select(agreements).where(agreements.c.student_id == student_id)
        return tuple(map(_agreement, self._transaction.read(asked.order_by(agreements.c.due_on, agreements.c.id))))

    def open_agreements_of(self, ids: Iterable[UUID]) -> tuple[Agreement, ...]:
        """Give the open agreements of some students, what is due first first."""
        found: list[Agreement] = []
        for chunk in chunks(ids):
            asked = select(agreements).where(agreements.c.student_id.in_(chunk), agreements.c.done_on.is_(None))
            found.extend(map(_agreement, self._transaction.read(asked)))
        return tuple(sorted(found, key=lambda one: (one.due_on, one.id)))

    def save_agreement(self, agreement: Agreement) -> None:
        """Keep an agreement, new or changed."""
        self.save_agreements([agreement])

    def save_agreements(self, kept: Iterable[Agreement]) -> None:
        """Keep some agreements, new or changed."""
        put_rows(self._transaction, agreements, [_agreement_row(one) for one in kept])


def _row(one: Conversation) -> dict[str, Any]:
    return {
        "id": one.id,
        "student_id": one.student_id,
        "kind": one.kind.value,
        "place": one.place.value,
        "planned_at": one.planned_at,
        "held_at": one.held_at,
        "minutes": one.minutes,
        "competencies": [each.value for each in CareerCompetency if each in one.competencies],
        "led_by": one.led_by,
        "state": one.state.value,
        "school": one.school,
        "group_name": one.group,
        "points": list(one.points),
        "left_out": [each.value for each in Topic if each in one.left_out],
        "meeting_id": one.meeting_id,
    }


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        student_id=row.student_id,
        kind=ConversationKind(row.kind),
        place=ConversationPlace(row.place),
        planned_at=row.planned_at,
        held_at=row.held_at,
        minutes=row.minutes,
        competencies=frozenset(map(CareerCompetency, row.competencies)),
        led_by=row.led_by,
        state=ConversationState(row.state),
        school=row.school,
        group=row.group_name,
        points=tuple(row.points),
        left_out=frozenset(map(Topic, row.left_out)),
        meeting_id=row.meeting_id,
    )


def _agreement_row(one: Agreement) -> dict[str, Any]:
    return {
        "id": one.id,
        "student_id": one.student_id,
        "conversation_id": one.conversation_id,
        "text": one.text,
        "owner": one.owner.value,
        "due_on": one.due_on,
        "done_on": one.done_on,
        "reminded_on": one.reminded_on,
    }


def _agreement(row: Row[Any]) -> Agreement:
    return Agreement(**{**row._mapping, "owner": AgreementOwner(row.owner)})
