"""Table of what schools want each student to get in career conversations."""

from sqlalchemy import Boolean, CheckConstraint, Integer, String, Table

from storage.schema.columns import metadata, neutral

conversation_norms = Table(
    "conversation_norms",
    metadata,
    neutral("school", String, primary_key=True),
    neutral("individual", Integer),
    neutral("with_parents", Integer),
    neutral("minutes", Integer),
    neutral("at_school", Boolean),
    neutral("most_a_week", Integer),
    CheckConstraint("individual >= 0", name="individual"),
    CheckConstraint("with_parents >= 0", name="with_parents"),
    CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("most_a_week > 0", name="most_a_week"),
)
