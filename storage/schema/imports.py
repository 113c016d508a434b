"""Table of what was imported from outside, when and in which version."""

from sqlalchemy import CheckConstraint, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral

imports = Table(
    "imports",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("source", String),
    neutral("version", String),
    neutral("fetched_at", UtcDateTime),
    neutral("sha256", String),
    neutral("n_rows", Integer),
    CheckConstraint("n_rows >= 0", name="n_rows"),
    Index(None, "source", "fetched_at"),
)
