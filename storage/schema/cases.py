"""Table of cases that people at schools share; the texts are looked over, so that nobody stands in them."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Table, Text, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

teacher_cases = Table(
    "teacher_cases",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("author_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.CASES),
    person("title", String, use=Use.CASES),
    person("situation", Text, use=Use.CASES),
    person("approach", Text, use=Use.CASES),
    person("outcome", Text, use=Use.CASES),
    person("question", Text, use=Use.CASES),
    neutral("competencies", JSON),
    neutral("phase", String),
    neutral("state", String),
    neutral("revision", Integer),
    person("changed_at", UtcDateTime, use=Use.CASES),
    person("note", String, use=Use.CASES),
    CheckConstraint("state IN ('offered', 'published', 'returned')", name="state"),
    CheckConstraint("revision > 0", name="revision"),
    Index(None, "state", "changed_at"),
)
