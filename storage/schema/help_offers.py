"""Tables of what a region adds to the help map, and what it leaves out of it."""

from sqlalchemy import JSON, CheckConstraint, Date, String, Table, Uuid

from storage.schema.columns import metadata, neutral

regional_help_offers = Table(
    "regional_help_offers",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("label", String),
    neutral("kind", String),
    neutral("what", String),
    neutral("situations", JSON),
    # Empty for the whole region.
    neutral("municipality", String),
    neutral("how", String),
    neutral("phone", String),
    neutral("url", String),
    neutral("source_title", String),
    neutral("source_url", String),
    neutral("checked_on", Date),
    neutral("until_on", Date, nullable=True),
    CheckConstraint(
        "kind IN ('school', 'municipality', 'region', 'sector', 'money', 'work', 'care')",
        name="kind",
    ),
)
"""Help of the region itself: organisations, no persons."""

hidden_help_offers = Table(
    "hidden_help_offers",
    metadata,
    neutral("code", String, primary_key=True),
)
"""Codes of offers of the product that are not there in this region."""
