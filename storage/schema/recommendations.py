"""Table of letters of recommendation."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

recommendations = Table(
    "recommendations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person(
        "application_id", Uuid, ForeignKey("applications.id", ondelete="CASCADE"), unique=True, index=True,
        use=Use.LETTERS,
    ),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.LETTERS),
    # No foreign key: a letter stays the student's when the account of the writer is gone.
    person("written_by", Uuid, nullable=True, index=True, use=Use.LETTERS),
    person("writer_name", String, use=Use.LETTERS),
    person("writer_title", String, use=Use.LETTERS),
    person("employer_name", String, use=Use.LETTERS),
    person("place_title", String, use=Use.LETTERS),
    person("tasks", JSON, use=Use.LETTERS),
    person("codes", JSON, use=Use.LETTERS),
    sensitive("lines", JSON, use=Use.LETTERS),
    sensitive("own_words", String, use=Use.LETTERS),
    person("given_at", UtcDateTime, use=Use.LETTERS),
    person("state", String, use=Use.LETTERS),
    person("decided_at", UtcDateTime, nullable=True, use=Use.LETTERS),
    CheckConstraint("state IN ('given', 'kept', 'returned', 'removed')", name="state"),
    CheckConstraint("(state = 'given') = (decided_at IS NULL)", name="decided_at"),
    CheckConstraint("state <> 'removed' OR own_words = ''", name="removed"),
)  # fmt: skip
