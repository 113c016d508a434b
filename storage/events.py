"""Events, kept and given back."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select, update

from events.event import Access, Audience, Change, Event, EventKind, EventState, Revision, Role, Session, Venue
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.events import event_revisions, events


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

    def touching(self, start: datetime, end: datetime) -> tuple[Event, ...]:
        """Give the events that go on at some moment from ``start`` and before ``end``, earliest first."""
        query = (
            select(events)
            .where(events.c.ends_at > start, events.c.starts_at < end)
            .order_by(events.c.starts_at, events.c.reference)
        )
        return tuple(map(_event, self._transaction.read(query)))

    def of_series(self, series_id: UUID) -> tuple[Event, ...]:
        """Give the events of a series, earliest first."""
        query = select(events).where(events.c.series_id == series_id).order_by(events.c.starts_at, events.c.id)
        return tuple(map(_event, self._transaction.read(query)))

    def of_all_series(self, series_ids: Iterable[UUID]) -> tuple[Event, ...]:
        """Give the events of these series, earliest first in each."""
        found: list[Event] = []
        for chunk in chunks(series_ids):
            asked = select(events).where(events.c.series_id.in_(chunk)).order_by(events.c.starts_at, events.c.id)
            found.extend(map(_event, self._transaction.read(asked)))
        return tuple(found)

    def some(self, event_ids: Iterable[UUID]) -> dict[UUID, Event]:
        """Give these events by id, kept from nobody; those that are not there are left out."""
        found: dict[UUID, Event] = {}
        for chunk in chunks(event_ids):
            for row in self._transaction.read(select(events).where(events.c.id.in_(chunk))):
                found[row.id] = _event(row)
        return found

    def of_organiser(self, account_id: UUID) -> tuple[Event, ...]:
        """Give the events that an account planned, earliest first."""
        query = select(events).where(events.c.organiser_id == account_id).order_by(events.c.starts_at, events.c.id)
        return tuple(map(_event, self._transaction.read(query)))

    def take_seat(self, event_id: UUID) -> bool:
        """Take one seat when there is one left, and say whether there was: never one too many, whoever else does so."""
        has_room = or_(events.c.seats.is_(None), events.c.seats_taken < events.c.seats)
        taken = update(events).where(events.c.id == event_id, has_room).values(seats_taken=events.c.seats_taken + 1)
        return self._transaction.change(taken) == 1

    def give_back_seat(self, event_id: UUID) -> None:
        """Give one seat back that was taken."""
        given = update(events).where(events.c.id == event_id).values(seats_taken=events.c.seats_taken - 1)
        self._transaction.change(given)

    def revisions(self, event_id: UUID) -> tuple[Revision, ...]:
        """Give what changed about an event after its publication, oldest first."""
        of_it = select(event_revisions).where(event_revisions.c.event_id == event_id)
        rows = self._transaction.read(of_it.order_by(event_revisions.c.number))
        return tuple(
            Revision(
                number=row.number,
                changed_at=row.changed_at,
                changes=tuple(Change(name=name, before=before, after=after) for name, before, after in row.changes),
            )
            for row in rows
        )

    def add_revision(self, event_id: UUID, revision: Revision) -> None:
        """Keep what a revision changed."""
        changes = [[change.name, change.before, change.after] for change in revision.changes]
        row = {"event_id": event_id, "number": revision.number, "changed_at": revision.changed_at, "changes": changes}
        self._transaction.change(insert(event_revisions), [row])

    def count(self) -> int:
        """Count the events."""
        return int(self._transaction.read(select(func.count()).select_from(events)).scalar_one())

    def save(self, event: Event) -> None:
        """Keep an event, new or changed; of one that is there the seats taken stay as they are."""
        put_rows(self._transaction, events, [_row(event)], keeping=["seats_taken"])

    def remove_drafts(self, event_ids: Iterable[UUID]) -> int:
        """Take away those of these events that are drafts, and give how many that were."""
        n_gone = 0
        for chunk in chunks(event_ids):
            drafts = delete(events).where(events.c.id.in_(chunk), events.c.state == EventState.DRAFT.value)
            n_gone += self._transaction.change(drafts)
        return n_gone

    def remove_imported(self, event_ids: Iterable[UUID]) -> int:
        """Take away those of these events that came from another calendar, and give how many that were."""
        n_gone = 0
        for chunk in chunks(event_ids):
            n_gone += self._transaction.change(
                delete(events).where(events.c.id.in_(chunk), events.c.imported_from != "")
            )
        return n_gone

    def changed_at(
        self, moments: Iterable[datetime], *, series_ids: Iterable[UUID]
    ) -> tuple[tuple[datetime, Event], ...]:
        """Give the events of these series that a revision changed at one of these moments, earliest first."""
        told = tuple(set(moments))
        found: list[tuple[datetime, Event]] = []
        for chunk in chunks(set(series_ids)):
            query = (
                select(events, event_revisions.c.changed_at.label("told_at"))
                .join(event_revisions, event_revisions.c.event_id == events.c.id)
                .where(events.c.series_id.in_(chunk), event_revisions.c.changed_at.in_(told))
                .order_by(events.c.starts_at, events.c.id)
            )
            found += [(row.told_at, _event(row)) for row in self._transaction.read(query)]
        return tuple(found)

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
        "audience_school_types": sorted(audience.school_types),
        "access": sorted(event.access),
        "languages": sorted(event.languages),
        "seats": event.seats,
        "seats_taken": event.seats_taken,
        "register_until": event.register_until,
        "sessions": [
            {
                "title": session.title,
                "starts_at": session.starts_at.astimezone(UTC).isoformat(),
                "ends_at": session.ends_at.astimezone(UTC).isoformat(),
                "room": session.room,
            }
            for session in event.sessions
        ],
        "organiser_id": event.organiser_id,
        "series_id": event.series_id,
        "imported_from": event.imported_from,
        "revision": event.revision,
        "changed_at": event.changed_at,
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
            school_types=frozenset(row.audience_school_types),
        ),
        access=frozenset(map(Access, row.access)),
        languages=frozenset(row.languages),
        seats=row.seats,
        seats_taken=row.seats_taken,
        register_until=row.register_until,
        sessions=tuple(
            Session(
                title=kept["title"],
                starts_at=datetime.fromisoformat(kept["starts_at"]),
                ends_at=datetime.fromisoformat(kept["ends_at"]),
                room=kept["room"],
            )
            for kept in row.sessions
        ),
        organiser_id=row.organiser_id,
        series_id=row.series_id,
        imported_from=row.imported_from,
        revision=row.revision,
        changed_at=row.changed_at,
        state=EventState(row.state),
    )
