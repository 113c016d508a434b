"""One student with a mark of its own in every column of every table, made from the tables themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, String, Table, Uuid, insert

from storage.database import Transaction
from storage.schema import metadata
from storage.schema.columns import UtcDateTime
from storage.subject_paths import PATHS, Key, Nobody, Path, Subject

STUDENT, ACCOUNT = UUID(int=0xCA11A51), UUID(int=0xCA11A52)
SUBJECT = Subject(student_id=STUDENT, account_ids=(ACCOUNT,), emails=("kanarie-accounts-email@voorbeeld.nl",))
FIXED: dict[str, Any] = {
    "accounts.email": SUBJECT.emails[0],
    "relations.role": "student",
    "relations.employer_id": None,
    "relations.school": "",
    "relations.group_name": "",
    "relations.from_on": date(2026, 8, 1),
    "relations.until_on": None,
    "sessions.role": "student",
    "login_links.email": SUBJECT.emails[0],
    "invitations.email": SUBJECT.emails[0],
    "invitations.role": "parent",
    "students.born_on": date(2009, 3, 14),
    "students.level": 3,
    "students.free_from_on": date(2027, 1, 3),
    "students.free_until_on": date(2029, 3, 4),
    "students.hours_min": 17,
    "students.hours_max": 23,
    "claims.level": 4,
    "rectifications.state": "changed",
    "intakes.steps": {"done": "told", "likes": "skipped"},
    "intakes.entries": {"thuis": "00000000-0000-4000-8000-00000ca11a53"},
    "intakes.told": {"thuis_koken": 4},
    "intakes.answers": [["doe:koken", "doe:hout", "first"]],
    "erasures.kind": "student",
    "outbox.state": "done",
    "messages.mail_state": "none",
    "mail_wishes.answers": "daily",
    "mail_wishes.news": "weekly",
    "mail_wishes.hour": 21,
    "mail_wishes.weekday": 6,
    "meetings.kind": "trial_day",
    "events.seats": 900_000,
    "events.kind": "workshop",
    "events.state": "published",
    "events.seats_taken": 1,
    "events.audience_roles": [],
    "events.audience_levels": [],
    "events.access": [],
    "events.sessions": [],
    "event_registrations.party": "student",
    "event_registrations.employer_id": None,
    "event_registrations.account_id": None,
    "event_registrations.state": "offered",
    "event_registrations.attendance": "came",
    "event_registrations.n_tables": 0,
    "event_invitations.employer_id": None,
    "event_invitations.because_of": [],
    "event_invitations.n_candidates": 0,
    "mail_wishes.is_invited": False,
    "guarantees.n_seats": 9,
    "guarantees.n_taken": 1,
    "guarantees.employer_ids": [],
    "guarantees.levels": [],
    "guarantees.signed_on": date(2026, 1, 2),
    "guarantees.valid_until": date(2030, 1, 2),
    "guarantees.retired_at": None,
    "dossier_files.kind": "text/plain",
    "dossier_files.content": b"kanarie-dossier_files-content",
    "handovers.origin": "package",
    "handovers.state": "received",
    "handovers.parts": ["entries"],
    "handovers.entry_ids": [],
    "handovers.package": b"kanarie-handovers-package",
    "handover_files.kind": "text/plain",
    "handover_files.content": b"kanarie-handover_files-content",
    "handover_steps.step": "sent",
    "dossier_entries.kind": "experience",
    "dossier_entries.sharing": "private",
    "dossier_entries.is_for_parents": False,
    "dossier_entries.career_competencies": ["qualities"],
    "dossier_entries.shown": [["doe:koken", 4]],
    "conversations.kind": "with_parents",
    "conversations.place": "workplace",
    "conversations.state": "held",
    "conversations.competencies": ["steering"],
    "conversations.left_out": ["places"],
    "agreements.owner": "company",
    "guarantee_claims.state": "kept",
    "teacher_cases.state": "published",
    "teacher_cases.phase": "vmbo2",
    "peer_offers.state": "admitted",
    "peer_pairs.state": "active",
    "peer_pairs.declined": [],
    "peer_contacts.way": "met",
    "speed_date_talks.round_ix": 3,
    "speed_date_talks.table_ix": 5,
    "speed_date_stays.from_round": 8,
    "speed_date_stays.until_round": 11,
    "encounters.known_from": "organiser",
    "encounters.student_says": "yes",
    "encounters.employer_says": "no",
    "applications.state": "interest",
    "applications.turn": "employer",
    "applications.started_by": "student",
    "applications.ended_by": None,
    "applications.end_code": "",
    "application_steps.kind": "show_interest",
    "application_steps.state": "interest",
    "application_steps.turn": "employer",
    "application_steps.side": "helper",
    "application_steps.role": "jobhunter",
    "application_steps.on_behalf_of": "student",
    "contact_entries.way": "visit",
    "contact_entries.about": "new_place",
    "contact_entries.outcome": "calls_back",
    "reports.kind": "discrimination",
    "reports.state": "settled",
    "reports.code_sha256": None,
    "site_contacts.email": SUBJECT.emails[0],
    "recommendations.state": "kept",
    "scheme_consents.given_as": "student",
    "scheme_consents.withdrawn_at": None,
    "market_changes.kind": "student",
    "audit.kind": "reading",
    "audit.result": "done",
    "placements.contact_email": SUBJECT.emails[0],
    "drafts.contact_email": SUBJECT.emails[0],
    "placements.level_min": 1,
    "placements.level_max": 4,
    "placements.seats": 2,
    "placements.seats_taken": 0,
    "placements.open_contacts": 0,
    "placements.starts_on": date(2027, 2, 1),
    "placements.ends_on": None,
    "placements.hours_min": 16,
    "placements.hours_max": 24,
    "placements.state": "open",
}
"""What a column must hold for the sake of a rule of the table."""
OF_OTHERS = ("employers", "events", "guarantees", "sites")
"""Tables whose rows those of the student point to."""
numbers = count(4_200)


def paths_of(table: Table) -> tuple[Path, ...]:
    found = PATHS.get(table.name, ())
    return () if isinstance(found, Nobody) else tuple(path for path in found if not path.only_mentions)


def marked_tables() -> Iterator[Table]:
    """Give the tables that can hold something about somebody, those that others point to first."""
    return (table for table in metadata.sorted_tables if paths_of(table))


def mark_of(column: Column[Any]) -> str:
    return f"kanarie-{column.table.name}-{column.name}"


def settle_in(transaction: Transaction) -> dict[str, dict[str, Any]]:
    """Put one row of the student in every table, and give them as they were put; ids of others are made up first."""
    put: dict[str, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name in OF_OTHERS or paths_of(table):
            row = {column.name: _value(column, put) for column in table.columns}
            transaction.change(insert(table), [row])
            put[table.name] = row
    return put


def _value(column: Column[Any], put: dict[str, dict[str, Any]]) -> Any:
    code = f"{column.table.name}.{column.name}"
    if code in FIXED:
        return FIXED[code]
    for path in paths_of(column.table):
        if path.column is column and path.via is None:
            own = {Key.STUDENT: STUDENT, Key.ACCOUNT: ACCOUNT, Key.ANY_ID: STUDENT}[path.key]
            return {"student_id": str(own), "note": mark_of(column)} if isinstance(column.type, JSON) else own
    for key in column.foreign_keys:
        if key.column.table.name in put:
            return put[key.column.table.name][key.column.name]
    return _made_up(column)


def _made_up(column: Column[Any]) -> Any:
    kind, number = column.type, next(numbers)
    if isinstance(kind, UtcDateTime):
        return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number)
    made: dict[type, Any] = {
        JSON: [mark_of(column)],
        Boolean: True,
        Uuid: uuid4(),
        Date: date(2026, 1, 1) + timedelta(days=number % 300),
        Float: number / 8,
        Integer: number,
        String: mark_of(column),
    }
    return next(value for of, value in made.items() if isinstance(kind, of))
