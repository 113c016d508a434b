"""Tables of events: what happens, what changed about it, and who comes."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

events = Table(
    "events",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("reference", String, unique=True),
    neutral("kind", String),
    neutral("title", String),
    neutral("summary", String),
    neutral("starts_at", UtcDateTime, index=True),
    neutral("ends_at", UtcDateTime),
    neutral("venue_name", String),
    neutral("venue_address", String),
    neutral("venue_municipality", String),
    neutral("venue_latitude", Float, nullable=True),
    neutral("venue_longitude", Float, nullable=True),
    neutral("venue_online_url", String),
    neutral("organiser", String),
    neutral("audience_roles", JSON),
    neutral("audience_levels", JSON),
    neutral("audience_sectors", JSON),
    neutral("audience_school_types", JSON),
    neutral("access", JSON),
    neutral("languages", JSON),
    neutral("seats", Integer, nullable=True),
    neutral("seats_taken", Integer),
    neutral("register_until", UtcDateTime, nullable=True),
    neutral("sessions", JSON),
    # No foreign key: an event stays when the account of whoever planned it is gone.
    person("organiser_id", Uuid, nullable=True, index=True, use=Use.EVENTS),
    neutral("series_id", Uuid, nullable=True, index=True),
    neutral("imported_from", String),
    neutral("revision", Integer),
    neutral("changed_at", UtcDateTime),
    neutral("state", String),
    CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
    CheckConstraint("seats >= 1", name="seats"),
    CheckConstraint("seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)", name="seats_taken"),
)

event_revisions = Table(
    "event_revisions",
    metadata,
    neutral("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    neutral("number", Integer, primary_key=True, autoincrement=False),
    neutral("changed_at", UtcDateTime),
    neutral("changes", JSON),
)

event_registrations = Table(
    "event_registrations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), use=Use.EVENTS),
    neutral("party", String),
    person(
        "student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.EVENTS
    ),
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), nullable=True, index=True),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.EVENTS
    ),
    # No foreign key: a registration stays when the account of whoever made it is gone.
    person("made_by", Uuid, nullable=True, index=True, use=Use.EVENTS),
    person("made_at", UtcDateTime, use=Use.EVENTS),
    person("state", String, use=Use.EVENTS),
    person("answer_by", UtcDateTime, nullable=True, use=Use.EVENTS),
    neutral("n_tables", Integer),
    person("attendance", String, use=Use.EVENTS),
    person("noted_at", UtcDateTime, nullable=True, use=Use.EVENTS),
    person("is_for_dossier", Boolean, use=Use.EVENTS),
    UniqueConstraint("event_id", "student_id"),
    UniqueConstraint("event_id", "employer_id"),
    UniqueConstraint("event_id", "account_id"),
    CheckConstraint(
        "(party = 'student') = (student_id IS NOT NULL) AND (party = 'employer') = (employer_id IS NOT NULL) "
        "AND (party = 'person') = (account_id IS NOT NULL) AND party IN ('student', 'employer', 'person')",
        name="party",
    ),
    CheckConstraint("state IN ('seated', 'waiting', 'offered', 'withdrawn', 'lapsed')", name="state"),
    CheckConstraint("(state = 'offered') = (answer_by IS NOT NULL)", name="answer_by"),
    CheckConstraint("attendance IN ('unknown', 'came', 'absent')", name="attendance"),
    CheckConstraint("(attendance = 'unknown') = (noted_at IS NULL)", name="noted_at"),
)

event_invitations = Table(
    "event_invitations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), use=Use.EVENTS),
    person(
        "student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.EVENTS
    ),
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), nullable=True, index=True),
    # Companies that come and fit; no foreign keys, because one that is gone is just not named any more.
    person("because_of", JSON, use=Use.EVENTS),
    neutral("n_candidates", Integer),
    person("invited_at", UtcDateTime, use=Use.EVENTS),
    person("declined_at", UtcDateTime, nullable=True, use=Use.EVENTS),
    UniqueConstraint("event_id", "student_id"),
    UniqueConstraint("event_id", "employer_id"),
    CheckConstraint("(student_id IS NULL) <> (employer_id IS NULL)", name="party"),
)
