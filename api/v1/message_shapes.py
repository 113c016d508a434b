"""What goes out as JSON about somebody's own messages."""

from datetime import datetime
from typing import Self
from uuid import UUID

from accounts.message import MessageKind
from api.v1.shapes import ShapeOut
from services.messages import Inbox, MessageView


class MeetingOut(ShapeOut):
    """When and where a meeting is; ``place`` is empty while it is not known."""

    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool


class MessageOut(ShapeOut):
    """One message as it reads now; ``path``, ``place_text`` and ``days_text`` are empty when there is none to name."""

    id: UUID
    kind: MessageKind
    title: str
    text: str
    path: str
    made_at: datetime
    is_read: bool
    place_text: str
    days_text: str
    meeting: MeetingOut | None

    @classmethod
    def of(cls, view: MessageView) -> Self:
        """Copy what the service gives."""
        return cls.model_validate(view)


class MessagesOut(ShapeOut):
    """Somebody's own messages, newest first."""

    messages: list[MessageOut]
    n_messages: int
    n_unread: int

    @classmethod
    def of(cls, found: Inbox) -> Self:
        """Copy what the service gives."""
        return cls(
            messages=[MessageOut.of(view) for view in found.messages],
            n_messages=found.n_messages,
            n_unread=found.n_unread,
        )
