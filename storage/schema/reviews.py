"""Table of what became of the review of a place's words."""

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

place_reviews = Table(
    "place_reviews",
    metadata,
    neutral("placement_id", Uuid, ForeignKey("placements.id", ondelete="CASCADE"), primary_key=True),
    neutral("state", String),
    neutral("is_held", Boolean),
    neutral("asked_at", UtcDateTime),
    # Words about words: whoever writes them is asked to name nobody, and what points at a person is refused.
    neutral("remarks", JSON),
    neutral("kept", JSON),
    neutral("allowed", JSON),
    person("settled_by", Uuid, nullable=True, use=Use.TRAIL),
    neutral("settled_at", UtcDateTime, nullable=True),
    CheckConstraint("state IN ('not_needed', 'waiting', 'approved', 'returned')", name="state"),
    Index(None, "state", "asked_at"),
)
