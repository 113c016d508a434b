"""Table of background work that was promised and is not certain to be done yet."""

from sqlalchemy import JSON, CheckConstraint, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

outbox = Table(
    "outbox",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("task", String),
    # Ids only, but the id of a student is a pseudonym of a person.
    person("arguments", JSON, use=Use.UPKEEP),
    neutral("state", String),
    neutral("created_at", UtcDateTime),
    neutral("due_at", UtcDateTime),
    neutral("attempts", Integer),
    person("last_error", String, use=Use.UPKEEP),
    neutral("finished_at", UtcDateTime, nullable=True),
    neutral("held_until", UtcDateTime, nullable=True),
    CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("(state = 'waiting') = (finished_at IS NULL)", name="finished_at"),
    Index(None, "state", "due_at"),
)
