"""Encounters at events, how far the follow-up of an event has come, and what was counted afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from career.application_rules import ApplicationState
from events.encounter import Encounter, FollowUp, Interest, KnownFrom
from events.registration import Attendance, RegistrationState
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.applications import applications
from storage.schema.employers import sites
from storage.schema.encounters import encounters, event_follow_ups
from storage.schema.events import event_registrations, events
from storage.schema.placements import placements
from storage.schema.speed_dates import speed_date_talks


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A talk of a schedule between two who both came."""

    event_id: UUID
    student_id: UUID
    employer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """An application at a company whom a student spoke, begun after they met.

    Parameters
    ----------
    is_open : bool
        It waits for somebody.
    """

    event_id: UUID
    student_id: UUID
    employer_id: UUID
    application_id: UUID
    is_open: bool
    is_placed: bool


class EncounterStore:
    """The encounters of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_events(self, event_ids: Collection[UUID]) -> tuple[Encounter, ...]:
        """Give the encounters at these events that somebody said something of, in the order of their ids."""
        asked = select(encounters).order_by(encounters.c.id)
        return tuple(
            _encounter(row)
            for chunk in chunks(event_ids)
            for row in self._transaction.read(asked.where(encounters.c.event_id.in_(chunk)))
        )

    def wanted_since(self, since: datetime) -> tuple[Encounter, ...]:
        """Give the encounters of which both sides say yes, and did so for the first time from a moment on."""
        asked = select(encounters).where(encounters.c.matched_at >= since).order_by(encounters.c.matched_at)
        return tuple(one for one in map(_encounter, self._transaction.read(asked)) if one.is_wanted)

    def planned(self, event_ids: Collection[UUID]) -> tuple[Planned, ...]:
        """Give the talks in the schedules of these events between two who both came."""
        student, company = event_registrations.alias("student"), event_registrations.alias("company")
        talks = speed_date_talks.c
        came = {"state": RegistrationState.SEATED.value, "attendance": Attendance.CAME.value}
        asked = (
            select(talks.event_id, talks.student_id, talks.employer_id)
            .join(student, (student.c.event_id == talks.event_id) & (student.c.student_id == talks.student_id))
            .join(company, (company.c.event_id == talks.event_id) & (company.c.employer_id == talks.employer_id))
            .where(*(who.c[name] == value for who in (student, company) for name, value in came.items()))
            .order_by(talks.event_id, talks.round_ix, talks.student_id)
        )
        return tuple(
            Planned(event_id=row.event_id, student_id=row.student_id, employer_id=row.employer_id)
            for chunk in chunks(event_ids)
            for row in self._transaction.read(asked.where(talks.event_id.in_(chunk)))
        )

    def save(self, said: Encounter) -> None:
        """Keep an encounter by its id, new or changed."""
        put_rows(self._transaction, encounters, [_row(said)])

    def add_all(self, new: Collection[Encounter]) -> None:
        """Keep many new encounters."""
        for chunk in chunks(new):
            add_rows(self._transaction, encounters, list(map(_row, chunk)))

    def afterwards(self, event_ids: Collection[UUID]) -> tuple[Afterwards, ...]:
        """Give the applications that began since these events at a company that came, of students who came."""
        student, company = event_registrations.alias("student"), event_registrations.alias("company")
        columns = (events.c.id, applications.c.student_id, sites.c.employer_id)
        asked = (
            select(*columns, applications.c.id.label("application_id"), applications.c.state)
            .select_from(events)
            .join(student, student.c.event_id == events.c.id)
            .join(company, company.c.event_id == events.c.id)
            .join(applications, applications.c.student_id == student.c.student_id)
            .join(placements, placements.c.id == applications.c.placement_id)
            .join(sites, (sites.c.id == placements.c.site_id) & (sites.c.employer_id == company.c.employer_id))
            .where(applications.c.began_at >= events.c.starts_at)
            .order_by(applications.c.began_at, applications.c.id)
        )
        return tuple(
            Afterwards(
                event_id=row.id,
                student_id=row.student_id,
                employer_id=row.employer_id,
                application_id=row.application_id,
                is_open=row.state not in (ApplicationState.ENDED.value, ApplicationState.PLACED.value),
                is_placed=row.state == ApplicationState.PLACED.value,
            )
            for chunk in chunks(event_ids)
            for row in self._transaction.read(asked.where(events.c.id.in_(chunk)))
        )

    def follow_up(self, event_id: UUID) -> FollowUp | None:
        """Give how far the follow-up of an event has come; ``None`` when nobody thought of it yet."""
        asked = select(event_follow_ups).where(event_follow_ups.c.event_id == event_id)
        row = self._transaction.read(self._transaction.locked(asked)).one_or_none()
        if row is None:
            return None
        return FollowUp(
            event_id=row.event_id, asked_at=row.asked_at, reminded_at=row.reminded_at, closed_at=row.closed_at
        )

    def save_follow_up(self, kept: FollowUp) -> None:
        """Keep how far the follow-up of an event has come."""
        row = {
            "event_id": kept.event_id,
            "asked_at": kept.asked_at,
            "reminded_at": kept.reminded_at,
            "closed_at": kept.closed_at,
        }
        put_rows(self._transaction, event_follow_ups, [row])


def _row(said: Encounter) -> dict[str, Any]:
    return {
        "id": said.id,
        "event_id": said.event_id,
        "student_id": said.student_id,
        "employer_id": said.employer_id,
        "known_from": said.known_from.value,
        "student_says": said.student_says.value,
        "employer_says": said.employer_says.value,
        "matched_at": said.matched_at,
    }


def _encounter(row: Row[Any]) -> Encounter:
    return Encounter(
        id=row.id,
        event_id=row.event_id,
        student_id=row.student_id,
        employer_id=row.employer_id,
        known_from=KnownFrom(row.known_from),
        student_says=Interest(row.student_says),
        employer_says=Interest(row.employer_says),
        matched_at=row.matched_at,
    )
