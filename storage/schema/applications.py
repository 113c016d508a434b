"""Tables of applications and of every step in them."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Table, Uuid, text

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive

IS_KEPT = text("state <> 'ended'")
"""Of one student at one place at most one application has not ended."""

applications = Table(
    "applications",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True),
    person("placement_id", Uuid, ForeignKey("placements.id", ondelete="CASCADE")),
    neutral("number", Integer),
    person("state", String),
    person("turn", String, nullable=True),
    person("started_by", String),
    person("student_wants", Boolean),
    person("employer_wants", Boolean),
    person("employer_was_silent", Boolean),
    person("shares_email", Boolean),
    person("began_at", UtcDateTime),
    person("waiting_since", UtcDateTime),
    person("remind_at", UtcDateTime, nullable=True),
    person("answer_by", UtcDateTime, nullable=True),
    person("closes_at", UtcDateTime, nullable=True),
    person("planned_at", UtcDateTime, nullable=True),
    person("planned_where", String),
    neutral("meeting_id", Uuid, nullable=True),
    person("ended_by", String, nullable=True),
    person("end_code", String),
    CheckConstraint("(turn IS NULL) = (state IN ('placed', 'ended'))", name="turn"),
    CheckConstraint("(turn IS NULL) = (answer_by IS NULL) AND (turn IS NULL) = (closes_at IS NULL)", name="term"),
    CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", name="ended_by"),
    CheckConstraint("(state = 'ended') = (end_code <> '')", name="end_code"),
    Index(None, "placement_id", "number", unique=True),
    Index(None, "turn", "answer_by"),
    Index(
        "ix_applications_kept",
        "student_id",
        "placement_id",
        unique=True,
        sqlite_where=IS_KEPT,
        postgresql_where=IS_KEPT,
    ),
)

application_steps = Table(
    "application_steps",
    metadata,
    neutral("application_id", Uuid, ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True),
    neutral("position", Integer, primary_key=True, autoincrement=False),
    person("at", UtcDateTime),
    person("kind", String),
    person("state", String),
    person("turn", String, nullable=True),
    person("side", String),
    # No foreign key: who took a step is still told when the account is gone.
    person("account_id", Uuid, nullable=True, index=True),
    person("role", String),
    person("on_behalf_of", String, nullable=True),
    sensitive("reason", String),
    person("end_code", String),
    CheckConstraint("(account_id IS NULL) = (side = 'house')", name="account_id"),
    CheckConstraint("on_behalf_of IS NULL OR (side = 'helper' AND reason <> '')", name="on_behalf_of"),
)
