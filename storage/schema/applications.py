"""Tables of applications and of every step in them."""

from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Table, Uuid, text

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

NOBODY_ANY_MORE = UUID(int=0)
"""Who took a step, after that account was erased."""
IS_KEPT = text("state <> 'ended'")
"""Of one student at one place at most one application has not ended."""

applications = Table(
    "applications",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.APPLICATIONS),
    person("placement_id", Uuid, ForeignKey("placements.id", ondelete="CASCADE"), use=Use.APPLICATIONS),
    neutral("number", Integer),
    person("state", String, use=Use.APPLICATIONS),
    person("turn", String, nullable=True, use=Use.APPLICATIONS),
    person("started_by", String, use=Use.APPLICATIONS),
    person("student_wants", Boolean, use=Use.APPLICATIONS),
    person("employer_wants", Boolean, use=Use.APPLICATIONS),
    person("employer_was_silent", Boolean, use=Use.APPLICATIONS),
    person("shares_email", Boolean, use=Use.APPLICATIONS),
    person("began_at", UtcDateTime, use=Use.APPLICATIONS),
    person("waiting_since", UtcDateTime, use=Use.APPLICATIONS),
    person("remind_at", UtcDateTime, nullable=True, use=Use.APPLICATIONS),
    person("answer_by", UtcDateTime, nullable=True, use=Use.APPLICATIONS),
    person("closes_at", UtcDateTime, nullable=True, use=Use.APPLICATIONS),
    person("planned_at", UtcDateTime, nullable=True, use=Use.APPLICATIONS),
    person("planned_where", String, use=Use.APPLICATIONS),
    neutral("meeting_id", Uuid, nullable=True),
    person("ended_by", String, nullable=True, use=Use.APPLICATIONS),
    person("end_code", String, use=Use.APPLICATIONS),
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
    person("at", UtcDateTime, use=Use.APPLICATIONS),
    person("kind", String, use=Use.APPLICATIONS),
    person("state", String, use=Use.APPLICATIONS),
    person("turn", String, nullable=True, use=Use.APPLICATIONS),
    person("side", String, use=Use.APPLICATIONS),
    # No foreign key: a step stays somebody's when the account is gone.
    person("account_id", Uuid, nullable=True, index=True, use=Use.APPLICATIONS),
    person("role", String, use=Use.APPLICATIONS),
    person("on_behalf_of", String, nullable=True, use=Use.APPLICATIONS),
    sensitive("reason", String, use=Use.APPLICATIONS),
    person("end_code", String, use=Use.APPLICATIONS),
    CheckConstraint("(account_id IS NULL) = (side = 'house')", name="account_id"),
    CheckConstraint("on_behalf_of IS NULL OR (side = 'helper' AND reason <> '')", name="on_behalf_of"),
)
