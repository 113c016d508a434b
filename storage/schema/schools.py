"""Table of what schools have settled."""

from sqlalchemy import CheckConstraint, Integer, String, Table

from storage.schema.columns import metadata, neutral

school_settings = Table(
    "school_settings",
    metadata,
    neutral("school", String, primary_key=True),
    neutral("holiday_region", String),
    neutral("minor_signature", String),
    neutral("max_travel_minutes", Integer, nullable=True),
    CheckConstraint("max_travel_minutes > 0", name="max_travel_minutes"),
)
