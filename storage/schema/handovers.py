"""Tables of hand-overs to the next school, their files and steps, and the keys that packages are signed with."""

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

handovers = Table(
    "handovers",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.HANDOVER),
    person("from_school", String, use=Use.HANDOVER),
    person("to_school", String, index=True, use=Use.HANDOVER),
    person("to_programme", String, use=Use.HANDOVER),
    person("origin", String, use=Use.HANDOVER),
    person("state", String, use=Use.HANDOVER),
    person("parts", JSON, use=Use.HANDOVER),
    person("entry_ids", JSON, use=Use.HANDOVER),
    sensitive("mentor_words", String, use=Use.HANDOVER),
    person("sender", String, use=Use.HANDOVER),
    person("text_version", String, use=Use.HANDOVER),
    person("begun_at", UtcDateTime, use=Use.HANDOVER),
    person("agreed_at", UtcDateTime, nullable=True, use=Use.HANDOVER),
    person("sent_at", UtcDateTime, nullable=True, use=Use.HANDOVER),
    person(
        "taken_by", Uuid, ForeignKey("accounts.id", ondelete="SET NULL"), nullable=True, index=True, use=Use.HANDOVER
    ),
    person("speak_by", Date, nullable=True, use=Use.HANDOVER),
    person("spoken_at", UtcDateTime, nullable=True, use=Use.HANDOVER),
    sensitive("spoken_about", String, use=Use.HANDOVER),
    person("in_dossier_at", UtcDateTime, nullable=True, use=Use.HANDOVER),
    sensitive("package", LargeBinary, nullable=True, use=Use.HANDOVER),
    CheckConstraint("state IN ('open', 'parent_asked', 'agreed', 'sent', 'received', 'withdrawn')", name="state"),
    CheckConstraint("origin IN ('here', 'package', 'files')", name="origin"),
)

handover_files = Table(
    "handover_files",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("handover_id", Uuid, ForeignKey("handovers.id", ondelete="CASCADE"), index=True, use=Use.HANDOVER),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.HANDOVER),
    sensitive("name", String, use=Use.HANDOVER),
    person("kind", String, use=Use.HANDOVER),
    person("n_bytes", Integer, use=Use.HANDOVER),
    sensitive("content", LargeBinary, use=Use.HANDOVER),
    person("added_at", UtcDateTime, use=Use.HANDOVER),
)

handover_steps = Table(
    "handover_steps",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("handover_id", Uuid, ForeignKey("handovers.id", ondelete="CASCADE"), index=True, use=Use.HANDOVER),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.HANDOVER),
    person("step", String, use=Use.HANDOVER),
    person("role", String, use=Use.HANDOVER),
    person("at", UtcDateTime, use=Use.HANDOVER),
)

handover_keys = Table(
    "handover_keys",
    metadata,
    neutral("key_id", String, primary_key=True),
    neutral("name", String),
    neutral("x", String),
    # The secret half, of this installation's own key alone.
    neutral("d", String, nullable=True),
    neutral("since", UtcDateTime),
    neutral("until", UtcDateTime, nullable=True),
)
