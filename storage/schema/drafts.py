"""Table of places that are being written."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

drafts = Table(
    "drafts",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("employer_id", Uuid, ForeignKey("employers.id"), index=True),
    person("made_by", Uuid, nullable=True, index=True, use=Use.DRAFTS),
    neutral("version", Integer),
    neutral("changed_at", UtcDateTime, index=True),
    # At most one draft changes a posted place, so that two never post over one another.
    neutral("placement_id", Uuid, ForeignKey("placements.id", ondelete="CASCADE"), nullable=True, unique=True),
    # The place may be gone by then, so no foreign key.
    neutral("copied_from", Uuid, nullable=True),
    neutral("saved", JSON),
    neutral("answers", JSON),
    person("contact_name", String, nullable=True, use=Use.DRAFTS),
    person("contact_role", String, nullable=True, use=Use.DRAFTS),
    person("contact_email", String, nullable=True, use=Use.DRAFTS),
    person("contact_phone", String, nullable=True, use=Use.DRAFTS),
    CheckConstraint("version >= 0", name="version"),
)
