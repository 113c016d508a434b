"""Table of what changed in the market, so that a process can follow without reading everything again."""

from sqlalchemy import CheckConstraint, Integer, String, Table, Uuid

from storage.schema.columns import metadata, neutral, person
from storage.uses import Use

market_changes = Table(
    "market_changes",
    metadata,
    neutral("revision", Integer, primary_key=True, autoincrement=False),
    neutral("position", Integer, primary_key=True, autoincrement=False),
    neutral("kind", String),
    # The id of a student is a pseudonym of a person.
    person("subject_id", Uuid, nullable=True, use=Use.UPKEEP),
    CheckConstraint("kind IN ('student', 'placement', 'site', 'employer', 'everything')", name="kind"),
    CheckConstraint("(kind = 'everything') = (subject_id IS NULL)", name="subject_id"),
)
