"""Tables of career dossiers: entries, and the files beside them."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    false,
)

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

dossier_entries = Table(
    "dossier_entries",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), use=Use.DOSSIER),
    person("kind", String, use=Use.DOSSIER),
    sensitive("title", String, use=Use.DOSSIER),
    person("happened_on", Date, use=Use.DOSSIER),
    sensitive("goal", String, use=Use.DOSSIER),
    sensitive("result", String, use=Use.DOSSIER),
    sensitive("evaluation", String, use=Use.DOSSIER),
    sensitive("follow_up", String, use=Use.DOSSIER),
    person("career_competencies", JSON, use=Use.DOSSIER),
    # Pairs of a competency and a level, in the order of the form.
    sensitive("shown", JSON, use=Use.DOSSIER),
    person("sharing", String, use=Use.DOSSIER),
    # Beside it: to widen the check, SQLite makes the table anew, and the files would go with the old one.
    person("is_for_parents", Boolean, server_default=false(), use=Use.DOSSIER),
    # A code of the library that comes along, or the id of what the school wrote: no foreign key holds both.
    person("assignment_id", String, nullable=True, use=Use.DOSSIER),
    person("event_id", Uuid, ForeignKey("events.id", ondelete="SET NULL"), nullable=True, index=True, use=Use.DOSSIER),
    person("kept_at", UtcDateTime, use=Use.DOSSIER),
    person("changed_at", UtcDateTime, use=Use.DOSSIER),
    UniqueConstraint("student_id", "event_id"),
    CheckConstraint("kind IN ('experience', 'assignment', 'event', 'work', 'other')", name="kind"),
    CheckConstraint("sharing IN ('private', 'guides')", name="sharing"),
    CheckConstraint("title <> ''", name="title"),
)

dossier_files = Table(
    "dossier_files",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("entry_id", Uuid, ForeignKey("dossier_entries.id", ondelete="CASCADE"), index=True, use=Use.DOSSIER),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.DOSSIER),
    sensitive("name", String, use=Use.DOSSIER),
    person("kind", String, use=Use.DOSSIER),
    person("n_bytes", Integer, use=Use.DOSSIER),
    sensitive("content", LargeBinary, use=Use.DOSSIER),
    person("added_at", UtcDateTime, use=Use.DOSSIER),
    CheckConstraint("kind IN ('image/jpeg', 'image/png', 'application/pdf', 'text/plain')", name="kind"),
)
