"""Table of postcode areas: where their centre lies and in which municipality."""

from sqlalchemy import CheckConstraint, Float, Index, String, Table

from storage.schema.columns import metadata, neutral

postcodes = Table(
    "postcodes",
    metadata,
    neutral("postcode4", String, primary_key=True),
    neutral("latitude", Float),
    neutral("longitude", Float),
    neutral("municipality", String),
    CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
    CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    Index(None, "latitude", "longitude"),
)
