"""Calendars of other organisers, and the answers about events that look alike, kept and given back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from events.foreign_calendar import CalendarState, ForeignCalendar
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.foreign_calendars import event_look_alikes, foreign_calendars

KEPT = tuple(foreign_calendars.c[name] for name in ForeignCalendar.__dataclass_fields__)
"""All but the delivery, which is large and seldom asked for."""


class ForeignCalendarStore:
    """The calendars of other organisers in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, calendar_id: UUID) -> ForeignCalendar | None:
        """Give one calendar, kept from other writers when this transaction writes."""
        query = self._transaction.locked(select(*KEPT).where(foreign_calendars.c.id == calendar_id))
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _calendar(row)

    def named(self, name: str) -> ForeignCalendar | None:
        """Give the calendar of an organiser."""
        row = self._transaction.read(select(*KEPT).where(foreign_calendars.c.name == name)).one_or_none()
        return None if row is None else _calendar(row)

    def all(self) -> tuple[ForeignCalendar, ...]:
        """Give every calendar, by name."""
        return tuple(map(_calendar, self._transaction.read(select(*KEPT).order_by(foreign_calendars.c.name))))

    def save(self, calendar: ForeignCalendar) -> None:
        """Keep a calendar, new or changed; what waits to be looked at stays."""
        row = {name: getattr(calendar, name) for name in ForeignCalendar.__dataclass_fields__}
        put_rows(self._transaction, foreign_calendars, [{**row, "state": calendar.state.value}])

    def delivery(self, calendar_id: UUID) -> bytes | None:
        """Give what was read and waits for somebody to look at it."""
        asked = select(foreign_calendars.c.delivery).where(foreign_calendars.c.id == calendar_id)
        found: bytes | None = self._transaction.read(asked).scalar_one_or_none()
        return found

    def save_delivery(self, calendar_id: UUID, delivery: bytes | None) -> None:
        """Keep what was read until somebody has looked at it; ``None`` once that is done."""
        kept = update(foreign_calendars).where(foreign_calendars.c.id == calendar_id).values(delivery=delivery)
        self._transaction.change(kept)

    def remove(self, calendar_id: UUID) -> None:
        """Forget a calendar."""
        self._transaction.change(delete(foreign_calendars).where(foreign_calendars.c.id == calendar_id))

    def answer(self, *, kept_id: UUID, other_id: UUID, is_same: bool, at: datetime) -> None:
        """Keep whether two events are the same; of two that are, ``kept_id`` is the one that stays."""
        row = {"kept_id": kept_id, "other_id": other_id, "is_same": is_same, "answered_at": at}
        put_rows(self._transaction, event_look_alikes, [row])

    def answers(self) -> dict[tuple[UUID, UUID], bool]:
        """Give every answer, by the one that stays and the other."""
        rows = self._transaction.read(select(event_look_alikes))
        return {(row.kept_id, row.other_id): row.is_same for row in rows}


def _calendar(row: Row[Any]) -> ForeignCalendar:
    kept = {name: getattr(row, name) for name in ForeignCalendar.__dataclass_fields__}
    return ForeignCalendar(**{**kept, "state": CalendarState(kept["state"])})
