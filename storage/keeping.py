"""What has been kept as long as it may be: counted, found, and taken away."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, delete, exists, func, or_, select

from accounts.role import Role
from career.application_rules import ApplicationState
from storage.database import Transaction
from storage.outbox import OutboxState
from storage.schema.accounts import accounts, relations, sessions
from storage.schema.applications import application_steps, applications
from storage.schema.contact_log import call_claims, contact_entries
from storage.schema.drafts import drafts
from storage.schema.encounters import encounters
from storage.schema.erasures import erasures
from storage.schema.events import event_invitations, event_registrations, events
from storage.schema.feeds import feeds
from storage.schema.logins import attempts, invitations, login_links, school_visits
from storage.schema.meetings import meetings
from storage.schema.messages import messages
from storage.schema.outbox import outbox
from storage.schema.reports import reports
from storage.schema.speed_dates import speed_date_stays, speed_date_talks
from storage.schema.students import students

MOST_AT_ONCE = 500
"""Students and accounts taken away in one go, so that others need not wait long; the next go takes the rest."""


class KeepingStore:
    """What is over in the tables of one transaction.

    Everywhere ``last`` is the latest first day whose term is over, and ``before`` the midnight with which it begins: of
    what ended at some moment the term counts from the midnight after it.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def count_students(self, *, last: date) -> int:
        """Count the students who left on a day or before it."""
        return self._count(_left_students(last))

    def students(self, *, last: date) -> tuple[UUID, ...]:
        """Give the students who left on a day or before it, a bounded number."""
        asked = _left_students(last).order_by(students.c.id).limit(MOST_AT_ONCE)
        return tuple(self._transaction.read(asked).scalars())

    def count_accounts(self, *, last: date, before: datetime) -> int:
        """Count the accounts that were closed, or were nothing to anybody any more, so long ago."""
        return self._count(_idle_accounts(last, before))

    def accounts(self, *, last: date, before: datetime) -> tuple[UUID, ...]:
        """Give those accounts, a bounded number."""
        asked = _idle_accounts(last, before).order_by(accounts.c.id).limit(MOST_AT_ONCE)
        return tuple(self._transaction.read(asked).scalars())

    def count_rows(self, code: str, *, before: datetime) -> int:
        """Count the rows of a class that is taken away row by row (``ROWS``)."""
        asked = (select(func.count()).select_from(table).where(is_over(before)) for table, is_over in ROWS[code])
        return sum(int(self._transaction.read(one).scalar_one()) for one in asked)

    def remove_rows(self, code: str, *, before: datetime) -> int:
        """Take away the rows of such a class, and give their number."""
        n_gone = sum(self._transaction.change(delete(table).where(is_over(before))) for table, is_over in ROWS[code])
        self._transaction.has_erased |= n_gone > 0
        return n_gone

    def _count(self, found: Select[tuple[UUID]]) -> int:
        return int(self._transaction.read(select(func.count()).select_from(found.subquery())).scalar_one())


def _left_students(last: date) -> Select[tuple[UUID]]:
    """Select who left: sought no place any more, and by no account of their own is a student after it."""
    stays = exists().where(
        relations.c.student_id == students.c.id,
        relations.c.role == Role.STUDENT.value,
        or_(relations.c.until_on.is_(None), relations.c.until_on > last),
    )
    return select(students.c.id).where(students.c.free_until_on <= last, ~stays)


def _idle_accounts(last: date, before: datetime) -> Select[tuple[UUID]]:
    is_tied = exists().where(
        relations.c.account_id == accounts.c.id, or_(relations.c.until_on.is_(None), relations.c.until_on > last)
    )
    is_closed = accounts.c.closed_at < before
    return select(accounts.c.id).where(or_(is_closed, (accounts.c.made_at < before) & ~is_tied))


def _done_work(before: datetime) -> ColumnElement[bool]:
    return (outbox.c.state != OutboxState.WAITING.value) & (outbox.c.finished_at < before)


def _ended_applications(before: datetime) -> ColumnElement[bool]:
    has_later_step = exists().where(
        application_steps.c.application_id == applications.c.id, application_steps.c.at >= before
    )
    return (applications.c.state == ApplicationState.ENDED.value) & ~has_later_step


def _of_past_events(table: Table) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda before: table.c.event_id.in_(select(events.c.id).where(events.c.ends_at < before))


ROWS: Mapping[str, tuple[tuple[Table, Callable[[datetime], ColumnElement[bool]]], ...]] = MappingProxyType(
    {
        "upkeep": ((outbox, _done_work),),
        "session": (
            (sessions, lambda before: sessions.c.expires_at < before),
            (login_links, lambda before: login_links.c.asked_at < before),
            (school_visits, lambda before: school_visits.c.begun_at < before),
            (attempts, lambda before: attempts.c.expires_at < before),
            (feeds, lambda before: feeds.c.expires_at < before),
        ),
        "invitation": ((invitations, lambda before: invitations.c.made_at < before),),
        "messages": (
            (messages, lambda before: messages.c.made_at < before),
            (meetings, lambda before: meetings.c.ends_at < before),
        ),
        "event": tuple(
            (table, _of_past_events(table))
            for table in (event_registrations, event_invitations, speed_date_talks, speed_date_stays, encounters)
        ),
        "applications": ((applications, _ended_applications),),
        "company_log": (
            (contact_entries, lambda before: contact_entries.c.at < before),
            (call_claims, lambda before: call_claims.c.ends_at < before),
        ),
        "report": ((reports, lambda before: reports.c.settled_at < before),),
        "draft": ((drafts, lambda before: drafts.c.changed_at < before),),
        "erasure": ((erasures, lambda before: erasures.c.erased_at < before),),
    }
)
"""The classes of ``retention.csv`` that are single rows: their tables, and which rows ended before a moment."""
