"""Table of what students said is wrong about them, and what became of it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

rectifications = Table(
    "rectifications",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.RIGHTS),
    person("about", String, use=Use.RIGHTS),
    sensitive("words", String, use=Use.RIGHTS),
    neutral("made_at", UtcDateTime),
    neutral("state", String),
    sensitive("answer", String, use=Use.RIGHTS),
    person("settled_by", Uuid, nullable=True, use=Use.RIGHTS),
    neutral("settled_at", UtcDateTime, nullable=True),
    CheckConstraint("state IN ('open', 'changed', 'kept')", name="state"),
    CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at"),
    CheckConstraint("(state = 'open') = (answer = '')", name="answer"),
    Index(None, "state", "made_at"),
)
