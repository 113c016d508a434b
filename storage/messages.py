"""Messages to people, and how each wants to hear of them by mail, kept and given back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from accounts.message import MailPace, MailState, MailWishes, Message, MessageKind
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.messages import mail_wishes, messages


class MessageStore:
    """The messages of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, message: Message) -> None:
        """Keep a new message."""
        add_rows(self._transaction, messages, [_row(message)])

    def get(self, message_id: UUID) -> Message | None:
        """Give one message, kept from other writers when this transaction writes."""
        query = self._transaction.locked(select(messages).where(messages.c.id == message_id))
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _message(row)

    def account_of(self, message_id: UUID) -> UUID | None:
        """Give for whom a message is, and keep nothing from others."""
        query = select(messages.c.account_id).where(messages.c.id == message_id)
        return self._transaction.read(query).scalar_one_or_none()

    def of_account(self, account_id: UUID, *, limit: int, skip: int = 0) -> tuple[Message, ...]:
        """Give the messages to an account, newest first, at most ``limit``."""
        query = select(messages).where(messages.c.account_id == account_id)
        newest_first = query.order_by(messages.c.made_at.desc(), messages.c.id.desc())
        return tuple(map(_message, self._transaction.read(newest_first.limit(limit).offset(skip))))

    def count(self, account_id: UUID) -> int:
        """Count the messages to an account."""
        return self._count(messages.c.account_id == account_id)

    def count_unread(self, account_id: UUID) -> int:
        """Count the messages to an account that nobody has read."""
        return self._count(messages.c.account_id == account_id, messages.c.read_at.is_(None))

    def mark_read(self, account_id: UUID, *, message_id: UUID | None, now: datetime) -> None:
        """Note that one message to an account, or with ``None`` all of them, were read; what was read stays so."""
        unread = [messages.c.account_id == account_id, messages.c.read_at.is_(None)]
        if message_id is not None:
            unread.append(messages.c.id == message_id)
        self._transaction.change(update(messages).where(*unread).values(read_at=now))

    def due_for_digest(self, account_id: UUID, *, now: datetime) -> tuple[Message, ...]:
        """Give what waits for a digest that is due and is in no mail yet, oldest first, kept from other writers."""
        waits = (
            messages.c.account_id == account_id,
            messages.c.mail_state == MailState.DIGEST.value,
            messages.c.mail_id.is_(None),
            messages.c.mail_due_at <= now,
        )
        query = select(messages).where(*waits).order_by(messages.c.made_at, messages.c.id)
        return tuple(map(_message, self._transaction.read(self._transaction.locked(query))))

    def in_mail(self, mail_id: UUID) -> tuple[Message, ...]:
        """Give the messages that a mail tells of and that are not noted as sent or refused, oldest first."""
        waits = messages.c.mail_state.in_([MailState.APART.value, MailState.DIGEST.value])
        query = select(messages).where(messages.c.mail_id == mail_id, waits)
        rows = self._transaction.read(self._transaction.locked(query.order_by(messages.c.made_at, messages.c.id)))
        return tuple(map(_message, rows))

    def put_in_mail(self, message_ids: Collection[UUID], *, mail_id: UUID) -> None:
        """Note which mail tells of these messages."""
        self._transaction.change(update(messages).where(messages.c.id.in_(message_ids)).values(mail_id=mail_id))

    def set_mail_state(self, message_ids: Collection[UUID], state: MailState) -> None:
        """Note how far the mail about these messages has come."""
        self._transaction.change(update(messages).where(messages.c.id.in_(message_ids)).values(mail_state=state.value))

    def wishes(self, account_id: UUID) -> MailWishes:
        """Give how an account wants to hear of messages; who never said so has the defaults."""
        row = self._transaction.read(select(mail_wishes).where(mail_wishes.c.account_id == account_id)).one_or_none()
        return MailWishes(account_id=account_id) if row is None else _wishes(row)

    def uninvited(self, account_ids: Collection[UUID]) -> set[UUID]:
        """Give those of these accounts that do not want to be told of events that fit."""
        found: set[UUID] = set()
        for chunk in chunks(account_ids):
            asked = select(mail_wishes.c.account_id).where(
                mail_wishes.c.account_id.in_(chunk), mail_wishes.c.is_invited.is_(False)
            )
            found.update(self._transaction.read(asked).scalars())
        return found

    def save_wishes(self, *wishes: MailWishes) -> None:
        """Keep how an account, or each of several, wants to hear of messages."""
        put_rows(self._transaction, mail_wishes, list(map(_wishes_row, wishes)))

    def note_refused(self, account_id: UUID, *, address: str) -> None:
        """Note that an address of an account takes no mail; empty when it may do so again."""
        self.save_wishes(replace(self.wishes(account_id), refused_address=address))

    def _count(self, *conditions: Any) -> int:
        return int(self._transaction.read(select(func.count()).select_from(messages).where(*conditions)).scalar_one())


def _row(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "account_id": message.account_id,
        "kind": message.kind.value,
        "about_id": message.about_id,
        "made_at": message.made_at,
        "read_at": message.read_at,
        "mail_state": message.mail_state.value,
        "mail_due_at": message.mail_due_at,
        "mail_id": message.mail_id,
    }


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        account_id=row.account_id,
        kind=MessageKind(row.kind),
        about_id=row.about_id,
        made_at=row.made_at,
        read_at=row.read_at,
        mail_state=MailState(row.mail_state),
        mail_due_at=row.mail_due_at,
        mail_id=row.mail_id,
    )


def _wishes_row(wishes: MailWishes) -> Mapping[str, Any]:
    return {
        "account_id": wishes.account_id,
        "answers": wishes.answers.value,
        "news": wishes.news.value,
        "hour": wishes.hour,
        "weekday": wishes.weekday,
        "refused_address": wishes.refused_address,
        "is_invited": wishes.is_invited,
    }


def _wishes(row: Row[Any]) -> MailWishes:
    return MailWishes(
        account_id=row.account_id,
        answers=MailPace(row.answers),
        news=MailPace(row.news),
        hour=row.hour,
        weekday=row.weekday,
        refused_address=row.refused_address,
        is_invited=row.is_invited,
    )
