"""Tables of the company file: whom to ask for, what a company wants per school year, and asked recognitions."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    text,
)

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

IS_MAIN = text("is_main")
"""A company has at most one main contact."""

site_contacts = Table(
    "site_contacts",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE")),
    neutral("site_id", Uuid, ForeignKey("sites.id", ondelete="CASCADE"), index=True),
    person("name", String, use=Use.CONTACT),
    person("role", String, use=Use.CONTACT),
    person("phone", String, use=Use.CONTACT),
    person("email", String, use=Use.CONTACT),
    neutral("is_main", Boolean),
    Index("ix_site_contacts_employer_id", "employer_id"),
    Index("ix_site_contacts_main", "employer_id", unique=True, sqlite_where=IS_MAIN, postgresql_where=IS_MAIN),
)

hosting_years = Table(
    "hosting_years",
    metadata,
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), primary_key=True),
    neutral("school_year", Integer, primary_key=True, autoincrement=False),
    neutral("appetite", String),
    neutral("reason", String),
    neutral("until_on", Date, nullable=True),
    neutral("said_on", Date),
    CheckConstraint("appetite IN ('looking', 'interested', 'not_now')", name="appetite"),
    CheckConstraint("(appetite = 'not_now') = (reason <> '')", name="reason"),
    CheckConstraint("appetite = 'not_now' OR until_on IS NULL", name="until_on"),
)

recognition_checks = Table(
    "recognition_checks",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("site_id", Uuid, ForeignKey("sites.id", ondelete="CASCADE")),
    neutral("qualification_code", String),
    neutral("asked_for", Date),
    neutral("asked_at", UtcDateTime),
    neutral("state", String),
    neutral("checked_on", Date, nullable=True),
    neutral("checked_by", String, nullable=True),
    CheckConstraint("state IN ('waiting', 'unanswered', 'yes', 'no')", name="state"),
    CheckConstraint("(state IN ('yes', 'no')) = (checked_on IS NOT NULL)", name="checked_on"),
    CheckConstraint("(checked_on IS NULL) = (checked_by IS NULL)", name="checked_by"),
    Index(None, "site_id", "qualification_code"),
)
