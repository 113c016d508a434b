"""How the rows of every table with something about people belong to somebody, and what becomes of them at erasing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, String, Table, cast, func, or_, select

from storage.schema import metadata
from storage.schema.accounts import accounts, relations, sessions
from storage.schema.applications import NOBODY_ANY_MORE, application_steps, applications
from storage.schema.audit import audit
from storage.schema.cases import teacher_cases
from storage.schema.company_file import site_contacts
from storage.schema.contact_log import call_claims, contact_entries
from storage.schema.conversations import agreements, conversations
from storage.schema.dossier import dossier_entries, dossier_files
from storage.schema.drafts import drafts
from storage.schema.encounters import encounters
from storage.schema.erasures import erasures
from storage.schema.events import event_invitations, event_registrations, events
from storage.schema.feeds import feeds
from storage.schema.guarantees import guarantee_claims
from storage.schema.handovers import handover_files, handover_steps, handovers
from storage.schema.intakes import intakes
from storage.schema.logins import identities, invitations, login_links, passwords, school_visits
from storage.schema.market_changes import market_changes
from storage.schema.meetings import meeting_attendees, meetings
from storage.schema.messages import mail_wishes, messages
from storage.schema.outbox import outbox
from storage.schema.parents import parent_shares
from storage.schema.peers import peer_contacts, peer_offers, peer_pairs
from storage.schema.placements import placements
from storage.schema.recommendations import recommendations
from storage.schema.rectifications import rectifications
from storage.schema.reports import reports
from storage.schema.reviews import place_reviews
from storage.schema.schemes import scheme_consents, scheme_findings
from storage.schema.speed_dates import speed_date_stays, speed_date_talks
from storage.schema.students import claims, students
from storage.schema.training import certificates, training_done
from storage.uses import Use


class Key(StrEnum):
    """By what a row knows somebody."""

    STUDENT = "student_id"
    ACCOUNT = "account_id"
    EMAIL = "email"
    ANY_ID = "any_id"
    """The id of the student or of the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody about whom rows are kept (betrokkene): as a student, as an account, or both.

    Parameters
    ----------
    emails : tuple of str
        Addresses in lower case.
    """

    student_id: UUID | None = None
    account_ids: tuple[UUID, ...] = ()
    emails: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The ids by which rows can know this subject, that of the student first."""
        return (*(() if self.student_id is None else (self.student_id,)), *self.account_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Rows that must stay when somebody is erased.

    Parameters
    ----------
    code : str
        Row of ``legal_holds.csv`` that says why.
    rows : ColumnElement or None
        Which rows; ``None`` for all.
    """

    code: str
    rows: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One way in which rows of a table belong to somebody.

    Parameters
    ----------
    column : Column
        Holds what the row knows somebody by; text and JSON may also hold other things beside it.
    via : (Column, Column) or None
        Where the row points to another table: the column there that is pointed at, and the one that holds the key.
    is_shared : bool
        The row is somebody else's too: it is told of, and stays at erasing.
    only_mentions : bool
        The row is somebody else's and names this subject: it is not told of, and goes at erasing.
    blanks : mapping of str to object
        Columns that are emptied at erasing, with what they then hold; without any the row goes.
    hold : Hold or None
        Which rows stay all the same.
    """

    column: Column[Any]
    key: Key
    via: tuple[Column[Any], Column[Any]] | None = None
    is_shared: bool = False
    only_mentions: bool = False
    blanks: Mapping[str, object] = field(default_factory=dict)
    hold: Hold | None = None

    @property
    def table(self) -> Table:
        """The table of the rows."""
        return self.column.table

    def rows_of(self, subject: Subject) -> ColumnElement[bool] | None:
        """Give the condition under which a row belongs to somebody; ``None`` when none can."""
        column = self.column if self.via is None else self.via[1]
        found = _is_of(column, self.key, subject)
        if found is None or self.via is None:
            return found
        return self.column.in_(select(self.via[0]).where(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Nobody:
    """Rows that cannot be led back to anybody.

    Parameters
    ----------
    reason : str
        Why that is right.
    """

    reason: str


PATHS: Mapping[str, tuple[Path, ...] | Nobody] = MappingProxyType(
    {
        "accounts": (Path(column=accounts.c.id, key=Key.ACCOUNT),),
        "relations": (
            Path(column=relations.c.account_id, key=Key.ACCOUNT),
            Path(column=relations.c.student_id, key=Key.STUDENT),
        ),
        "messages": (
            Path(column=messages.c.account_id, key=Key.ACCOUNT),
            Path(column=messages.c.about_id, key=Key.ANY_ID, only_mentions=True),
        ),
        "applications": (Path(column=applications.c.student_id, key=Key.STUDENT),),
        "application_steps": (
            Path(
                column=application_steps.c.application_id,
                key=Key.STUDENT,
                via=(applications.c.id, applications.c.student_id),
            ),
            Path(column=application_steps.c.account_id, key=Key.ACCOUNT, blanks={"account_id": NOBODY_ANY_MORE}),
        ),
        "mail_wishes": (Path(column=mail_wishes.c.account_id, key=Key.ACCOUNT),),
        "meetings": (
            Path(column=meetings.c.organiser_id, key=Key.ACCOUNT),
            Path(
                column=meetings.c.id,
                key=Key.ACCOUNT,
                via=(meeting_attendees.c.meeting_id, meeting_attendees.c.account_id),
                is_shared=True,
            ),
        ),
        "meeting_attendees": (Path(column=meeting_attendees.c.account_id, key=Key.ACCOUNT),),
        "sessions": (Path(column=sessions.c.account_id, key=Key.ACCOUNT),),
        "login_links": (
            Path(column=login_links.c.account_id, key=Key.ACCOUNT),
            Path(column=login_links.c.email, key=Key.EMAIL),
        ),
        "invitations": (
            Path(column=invitations.c.account_id, key=Key.ACCOUNT),
            Path(column=invitations.c.email, key=Key.EMAIL),
            Path(column=invitations.c.student_id, key=Key.STUDENT),
            Path(column=invitations.c.invited_by, key=Key.ACCOUNT, only_mentions=True),
            Path(column=invitations.c.confirmed_by, key=Key.ACCOUNT, blanks={"confirmed_by": None}),
        ),
        "feeds": (Path(column=feeds.c.account_id, key=Key.ACCOUNT),),
        "passwords": (Path(column=passwords.c.account_id, key=Key.ACCOUNT),),
        "identities": (Path(column=identities.c.account_id, key=Key.ACCOUNT),),
        "school_visits": (Path(column=school_visits.c.account_id, key=Key.ACCOUNT),),
        "attempts": Nobody(reason="a hash of an address or a network, kept for a day at most"),
        "students": (Path(column=students.c.id, key=Key.STUDENT),),
        "claims": (Path(column=claims.c.student_id, key=Key.STUDENT),),
        "intakes": (
            Path(column=intakes.c.student_id, key=Key.STUDENT),
            Path(column=intakes.c.together_with, key=Key.ACCOUNT, only_mentions=True, blanks={"together_with": None}),
        ),
        "rectifications": (
            Path(column=rectifications.c.student_id, key=Key.STUDENT),
            Path(column=rectifications.c.settled_by, key=Key.ACCOUNT, blanks={"settled_by": None}),
        ),
        "training_done": (Path(column=training_done.c.account_id, key=Key.ACCOUNT),),
        "certificates": (Path(column=certificates.c.account_id, key=Key.ACCOUNT),),
        "recommendations": (
            Path(column=recommendations.c.student_id, key=Key.STUDENT),
            # The letter is the student's; who wrote it stays readable in it, as the student was given it.
            Path(column=recommendations.c.written_by, key=Key.ACCOUNT, blanks={"written_by": None}),
        ),
        "scheme_consents": (
            Path(column=scheme_consents.c.student_id, key=Key.STUDENT),
            Path(column=scheme_consents.c.given_by, key=Key.ACCOUNT, blanks={"given_by": None}),
        ),
        "scheme_findings": (
            Path(
                column=scheme_findings.c.application_id,
                key=Key.STUDENT,
                via=(scheme_consents.c.application_id, scheme_consents.c.student_id),
            ),
            Path(column=scheme_findings.c.found_by, key=Key.ACCOUNT, only_mentions=True, blanks={"found_by": None}),
        ),
        "events": (
            # An event belongs to the organisation that holds it.
            Path(column=events.c.organiser_id, key=Key.ACCOUNT, only_mentions=True, blanks={"organiser_id": None}),
        ),
        "event_registrations": (
            Path(column=event_registrations.c.student_id, key=Key.STUDENT),
            Path(column=event_registrations.c.account_id, key=Key.ACCOUNT),
            Path(column=event_registrations.c.made_by, key=Key.ACCOUNT, only_mentions=True, blanks={"made_by": None}),
        ),
        "event_invitations": (Path(column=event_invitations.c.student_id, key=Key.STUDENT),),
        "dossier_entries": (Path(column=dossier_entries.c.student_id, key=Key.STUDENT),),
        "dossier_files": (Path(column=dossier_files.c.student_id, key=Key.STUDENT),),
        "handovers": (
            Path(column=handovers.c.student_id, key=Key.STUDENT),
            Path(column=handovers.c.taken_by, key=Key.ACCOUNT, only_mentions=True, blanks={"taken_by": None}),
        ),
        "handover_files": (Path(column=handover_files.c.student_id, key=Key.STUDENT),),
        "handover_steps": (Path(column=handover_steps.c.student_id, key=Key.STUDENT),),
        "conversations": (
            Path(column=conversations.c.student_id, key=Key.STUDENT),
            Path(column=conversations.c.led_by, key=Key.ACCOUNT, only_mentions=True, blanks={"led_by": None}),
        ),
        "agreements": (Path(column=agreements.c.student_id, key=Key.STUDENT),),
        "guarantee_claims": (Path(column=guarantee_claims.c.student_id, key=Key.STUDENT),),
        "peer_offers": (Path(column=peer_offers.c.student_id, key=Key.STUDENT),),
        "peer_pairs": (
            Path(column=peer_pairs.c.student_id, key=Key.STUDENT),
            Path(column=peer_pairs.c.peer_id, key=Key.STUDENT),
            Path(column=peer_pairs.c.account_id, key=Key.ACCOUNT, only_mentions=True, blanks={"account_id": None}),
        ),
        "peer_contacts": (
            Path(column=peer_contacts.c.student_id, key=Key.STUDENT),
            Path(column=peer_contacts.c.peer_id, key=Key.STUDENT),
        ),
        "speed_date_talks": (Path(column=speed_date_talks.c.student_id, key=Key.STUDENT),),
        "speed_date_stays": (Path(column=speed_date_stays.c.who, key=Key.STUDENT),),
        "encounters": (Path(column=encounters.c.student_id, key=Key.STUDENT),),
        "place_reviews": (
            Path(column=place_reviews.c.settled_by, key=Key.ACCOUNT, only_mentions=True, blanks={"settled_by": None}),
        ),
        "erasures": (Path(column=erasures.c.subject_id, key=Key.ANY_ID, hold=Hold(code="erasure_journal")),),
        "parent_shares": (
            Path(column=parent_shares.c.student_id, key=Key.STUDENT),
            Path(column=parent_shares.c.account_id, key=Key.ACCOUNT),
        ),
        "audit": (
            Path(column=audit.c.subject_id, key=Key.ANY_ID, hold=Hold(code="audit_trail")),
            # What somebody did with others is theirs to read.
            Path(column=audit.c.account_id, key=Key.ACCOUNT, only_mentions=True, hold=Hold(code="audit_trail")),
            Path(column=audit.c.on_behalf_of, key=Key.ANY_ID, only_mentions=True, hold=Hold(code="audit_trail")),
        ),
        "market_changes": (Path(column=market_changes.c.subject_id, key=Key.STUDENT, hold=Hold(code="market_log")),),
        "outbox": (Path(column=outbox.c.arguments, key=Key.ANY_ID),),
        "placements": (
            Path(
                column=placements.c.contact_email,
                key=Key.EMAIL,
                blanks=dict.fromkeys(("contact_name", "contact_role", "contact_email", "contact_phone")),
            ),
        ),
        "site_contacts": (Path(column=site_contacts.c.email, key=Key.EMAIL),),
        "contact_entries": (
            Path(column=contact_entries.c.account_id, key=Key.ACCOUNT, blanks={"account_id": None, "words": ""}),
        ),
        "call_claims": (Path(column=call_claims.c.account_id, key=Key.ACCOUNT),),
        "reports": (
            Path(column=reports.c.account_id, key=Key.ACCOUNT),
            Path(column=reports.c.handled_by, key=Key.ACCOUNT, only_mentions=True, blanks={"handled_by": None}),
        ),
        "teacher_cases": (Path(column=teacher_cases.c.author_id, key=Key.ACCOUNT),),
        "drafts": (
            Path(column=drafts.c.made_by, key=Key.ACCOUNT, blanks={"made_by": None}),
            Path(
                column=drafts.c.contact_email,
                key=Key.EMAIL,
                blanks=dict.fromkeys(("contact_name", "contact_role", "contact_email", "contact_phone")),
            ),
        ),
        "links": Nobody(reason="kept without account on purpose, so that nobody can tell who wrote the words"),
    }
)
"""Per table with a column about people: by which paths its rows are found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalColumn:
    """A column that tells something about a person, as the tables declare it.

    Parameters
    ----------
    code : str
        Table and column, such as ``students.postcode4``.
    """

    code: str
    is_sensitive: bool
    use: Use


def personal_columns() -> tuple[PersonalColumn, ...]:
    """Give every column about people, in the order of the tables."""
    return tuple(
        PersonalColumn(
            code=f"{table.name}.{column.name}",
            is_sensitive=column.info["privacy"] == "sensitive",
            use=column.info["use"],
        )
        for table in personal_tables()
        for column in table.columns
        if column.info["privacy"] != "none"
    )


def personal_tables() -> tuple[Table, ...]:
    """Give the tables with at least one column about people; those that others point to come first."""
    return tuple(table for table in metadata.sorted_tables if any(c.info["privacy"] != "none" for c in table.columns))


def _is_of(column: Column[Any], key: Key, subject: Subject) -> ColumnElement[bool] | None:
    if key is Key.EMAIL:
        return func.lower(column).in_(subject.emails) if subject.emails else None
    ids = {Key.STUDENT: subject.ids[:1] if subject.student_id else (), Key.ACCOUNT: subject.account_ids}.get(
        key, subject.ids
    )
    if not ids:
        return None
    if column.type.python_type is UUID:
        return column.in_(ids)
    return or_(*(cast(column, String).contains(str(one)) for one in ids))
