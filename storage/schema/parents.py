"""Table of what students chose to share with a parent."""

from sqlalchemy import ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

parent_shares = Table(
    "parent_shares",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, use=Use.ACCOUNT),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, use=Use.ACCOUNT, index=True
    ),
    person("shared_at", UtcDateTime, use=Use.ACCOUNT),
    # What the student read when choosing.
    neutral("text_version", String),
)
