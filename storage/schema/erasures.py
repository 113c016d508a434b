"""Table of whose data was erased: numbers that lead to nobody, to erase again what an old backup brings back."""

from sqlalchemy import CheckConstraint, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

erasures = Table(
    "erasures",
    metadata,
    person("subject_id", Uuid, primary_key=True, use=Use.ERASURE),
    neutral("kind", String),
    neutral("erased_at", UtcDateTime, index=True),
    CheckConstraint("kind IN ('student', 'account')", name="kind"),
)
