"""Events, kept and given back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from events.event import Access, Audience, Event, EventKind, EventState, Role, Venue
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.events import events


class EventStore:
    """The events of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, event_id: UUID) -> Event | None:
        """Give one event, kept from other writers when this transaction writes."""
        query = self._transaction.locked(select(events).where(events.c.id == event_id))
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _event(row)

    def between(self, start: datetime, end: datetime) -> tuple[Event, ...]:
        """Give the events that begin from ``start`` and before ``end``, earliest first."""
        query = (
            select(events)
            .where(events.c.starts_at >= start, events.c.starts_at < end)
            .order_by(events.c.starts_at, events.c.reference)
        )
        return tuple(map(_event, self._transaction.read(query)))

    def count(self) -> int:
        """Count the events."""
        return int(self._transaction.read(select(func.count()).select_from(events)).scalar_one())

    def save(self, event: Event) -> None:
        """Keep an event, new or changed."""
        put_rows(self._transaction, events, [_row(event)])

    def add_all(self, new: Iterable[Event]) -> int:
        """Keep many new events and give their number; one that is there already raises ``ConflictError``."""
        n_added = 0
        for chunk in chunks(new):
            add_rows(self._transaction, events, list(map(_row, chunk)))
            n_added += len(chunk)
        return n_added


def _row(event: Event) -> dict[str, Any]:
    venue, audience = event.venue, event.audience
    return {
        "id": event.id,
        "reference": event.reference,
        "kind": event.kind.value,
        "title": event.title,
        "summary": event.summary,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "venue_name": venue.name,
        "venue_address": venue.address,
        "venue_municipality": venue.municipality,
        "venue_latitude": venue.latitude,
        "venue_longitude": venue.longitude,
        "venue_online_url": venue.online_url,
        "organiser": event.organiser,
        "audience_roles": sorted(audience.roles),
        "audience_levels": sorted(audience.levels),
        "audience_sectors": sorted(audience.sectors),
        "access": sorted(event.access),
        "languages": sorted(event.languages),
        "seats": event.seats,
        "seats_taken": event.seats_taken,
        "state": event.state.value,
    }


def _event(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        reference=row.reference,
        kind=EventKind(row.kind),
        title=row.title,
        summary=row.summary,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        venue=Venue(
            name=row.venue_name,
            address=row.venue_address,
            municipality=row.venue_municipality,
            latitude=row.venue_latitude,
            longitude=row.venue_longitude,
            online_url=row.venue_online_url,
        ),
        organiser=row.organiser,
        audience=Audience(
            roles=frozenset(map(Role, row.audience_roles)),
            levels=frozenset(row.audience_levels),
            sectors=frozenset(row.audience_sectors),
        ),
        access=frozenset(map(Access, row.access)),
        languages=frozenset(row.languages),
        seats=row.seats,
        seats_taken=row.seats_taken,
        state=EventState(row.state),
    )
