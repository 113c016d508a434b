"""Tables of employers, their sites and the recognitions of those sites."""

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, String, Table, Uuid

from storage.schema.columns import metadata, neutral

employers = Table(
    "employers",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("reference", String, unique=True),
    neutral("name", String),
    neutral("kvk", String, nullable=True),
)

sites = Table(
    "sites",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("employer_id", Uuid, ForeignKey("employers.id"), index=True),
    neutral("reference", String, unique=True),
    neutral("name", String),
    neutral("postcode4", String),
    neutral("municipality", String),
    neutral("latitude", Float, nullable=True),
    neutral("longitude", Float, nullable=True),
    neutral("closed_on", Date, nullable=True),
)

recognitions = Table(
    "recognitions",
    metadata,
    neutral("site_id", Uuid, ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True),
    neutral("qualification_code", String, primary_key=True),
    neutral("valid_from", Date, primary_key=True),
    neutral("valid_until", Date, nullable=True),
    neutral("status", String),
    neutral("checked_on", Date),
    neutral("checked_by", String, server_default="import"),
    CheckConstraint("valid_from < valid_until", name="valid_from_before_until"),
)
