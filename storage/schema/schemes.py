"""Tables of who may look for schemes for whom, and what was found; what it rests on is in none."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

scheme_consents = Table(
    "scheme_consents",
    metadata,
    neutral("application_id", Uuid, ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.SCHEMES),
    person("given_at", UtcDateTime, use=Use.SCHEMES),
    # No foreign key: the yes stays when the account is gone.
    person("given_by", Uuid, nullable=True, use=Use.SCHEMES),
    person("given_as", String, use=Use.SCHEMES),
    # What somebody read when saying yes.
    neutral("text_version", String),
    person("shared_at", UtcDateTime, nullable=True, use=Use.SCHEMES),
    person("withdrawn_at", UtcDateTime, nullable=True, use=Use.SCHEMES),
    CheckConstraint("given_as IN ('student', 'parent')", name="given_as"),
    CheckConstraint("withdrawn_at IS NULL OR shared_at IS NULL", name="withdrawn_at"),
)

scheme_findings = Table(
    "scheme_findings",
    metadata,
    neutral("application_id", Uuid, ForeignKey("scheme_consents.application_id", ondelete="CASCADE"), primary_key=True),
    sensitive("scheme", String, primary_key=True, use=Use.SCHEMES),
    person("found_at", UtcDateTime, use=Use.SCHEMES),
    person("found_by", Uuid, nullable=True, use=Use.SCHEMES),
)
