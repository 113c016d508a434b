"""Tables of the competency catalogue, the other names in it and the relations inside it."""

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Integer, String, Table

from storage.schema.columns import metadata, neutral

competencies = Table(
    "competencies",
    metadata,
    neutral("id", String, primary_key=True),
    neutral("kind", String, index=True),
    neutral("label", String),
    neutral("plain_label", String),
    neutral("links", JSON),
)

names = Table(
    "competency_names",
    metadata,
    neutral("competency_id", String, ForeignKey("competencies.id", ondelete="CASCADE"), primary_key=True),
    neutral("position", Integer, primary_key=True, autoincrement=False),
    neutral("text", String),
)

relations = Table(
    "competency_relations",
    metadata,
    neutral("from_id", String, ForeignKey("competencies.id", ondelete="CASCADE"), primary_key=True),
    neutral("to_id", String, ForeignKey("competencies.id", ondelete="CASCADE"), primary_key=True),
    neutral("strength", Float),
    CheckConstraint("strength > 0 AND strength < 1", name="strength"),
    CheckConstraint("from_id <> to_id", name="not_itself"),
)
