"""Tables of what schools add to the career dossier; nothing of a person stands in them."""

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from storage.schema.columns import metadata, neutral

school_dossiers = Table(
    "school_dossiers",
    metadata,
    neutral("school", String, primary_key=True),
    neutral("vision", Text),
    # Pairs of a title and the career competencies under it, in the order of the school.
    neutral("chapters", JSON),
)

school_assignments = Table(
    "school_assignments",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("school", String),
    neutral("title", String),
    neutral("steps", JSON),
    neutral("competencies", JSON),
    neutral("minutes", Integer),
    neutral("is_retired", Boolean),
    CheckConstraint("title <> ''", name="title"),
    CheckConstraint("minutes > 0", name="minutes"),
    Index("ix_school_assignments_school", "school"),
)

set_assignments = Table(
    "set_assignments",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("school", String),
    neutral("group", String),
    # A code of the library, or the id of what the school wrote: no foreign key holds both.
    neutral("code", String),
    neutral("due_on", Date),
    neutral("set_on", Date),
    UniqueConstraint("school", "group", "code"),
)
