"""Table of what students chose to share with a parent."""

from sqlalchemy import ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person

parent_shares = Table(
    "parent_shares",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True),
    person("shared_at", UtcDateTime),
    # What the student read when choosing.
    neutral("text_version", String),
)
