"""Table of events."""

from sqlalchemy import JSON, CheckConstraint, Float, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral

events = Table(
    "events",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("reference", String, unique=True),
    neutral("kind", String),
    neutral("title", String),
    neutral("summary", String),
    neutral("starts_at", UtcDateTime, index=True),
    neutral("ends_at", UtcDateTime),
    neutral("venue_name", String),
    neutral("venue_address", String),
    neutral("venue_municipality", String),
    neutral("venue_latitude", Float, nullable=True),
    neutral("venue_longitude", Float, nullable=True),
    neutral("venue_online_url", String),
    neutral("organiser", String),
    neutral("audience_roles", JSON),
    neutral("audience_levels", JSON),
    neutral("audience_sectors", JSON),
    neutral("access", JSON),
    neutral("languages", JSON),
    neutral("seats", Integer, nullable=True),
    neutral("seats_taken", Integer),
    neutral("state", String),
    CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
    CheckConstraint("seats >= 1", name="seats"),
    CheckConstraint("seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)", name="seats_taken"),
)
