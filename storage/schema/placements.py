"""Tables of placements and of how many candidates fit them."""

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Float, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

placements = Table(
    "placements",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("reference", String, unique=True),
    neutral("site_id", Uuid, ForeignKey("sites.id"), index=True),
    neutral("type", String),
    neutral("title", String),
    neutral("description", String),
    neutral("sector", String),
    neutral("qualification_codes", JSON),
    neutral("level_min", Integer),
    neutral("level_max", Integer),
    neutral("tasks", JSON),
    neutral("requirements", JSON),
    neutral("learned_ids", JSON),
    neutral("conditions_offered", JSON),
    neutral("conditions_refused", JSON),
    neutral("hazards", JSON),
    neutral("is_expert_supervised", Boolean),
    neutral("schedule", JSON),
    neutral("days_min", Integer),
    neutral("hours_min", Integer),
    neutral("hours_max", Integer),
    neutral("starts_on", Date),
    neutral("ends_on", Date, nullable=True),
    neutral("prerequisites", JSON),
    neutral("dutch_level_min", String, nullable=True),
    neutral("seats", Integer),
    neutral("seats_taken", Integer),
    neutral("allowance_eur", Float, nullable=True),
    neutral("allowance_per", String, nullable=True),
    neutral("allowance_covers_travel", Boolean, nullable=True),
    person("contact_name", String, nullable=True, use=Use.CONTACT),
    person("contact_role", String, nullable=True, use=Use.CONTACT),
    person("contact_email", String, nullable=True, use=Use.CONTACT),
    person("contact_phone", String, nullable=True, use=Use.CONTACT),
    neutral("max_open_contacts", Integer),
    neutral("open_contacts", Integer),
    neutral("state", String, index=True),
    CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_taken"),
    CheckConstraint("open_contacts >= 0", name="open_contacts"),
    CheckConstraint("starts_on < ends_on", name="starts_before_ends"),
    CheckConstraint("hours_min > 0 AND hours_min <= hours_max", name="hours"),
    CheckConstraint("level_min BETWEEN 0 AND level_max", name="levels"),
)

candidate_counts = Table(
    "candidate_counts",
    metadata,
    neutral("placement_id", Uuid, ForeignKey("placements.id", ondelete="CASCADE"), primary_key=True),
    neutral("n_candidates", Integer),
    neutral("counted_at", UtcDateTime),
    CheckConstraint("n_candidates >= 0", name="n_candidates"),
)
