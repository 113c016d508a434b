"""Table with one row about this installation as a whole."""

from sqlalchemy import CheckConstraint, Integer, String, Table

from storage.schema.columns import metadata, neutral

installation = Table(
    "installation",
    metadata,
    neutral("id", Integer, primary_key=True, autoincrement=False),
    neutral("mode", String, nullable=True),
    neutral("market_revision", Integer),
    neutral("links_revision", Integer, server_default="0"),
    neutral("catalogue_revision", Integer, server_default="0"),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("mode IN ('demo', 'live')", name="mode"),
)
