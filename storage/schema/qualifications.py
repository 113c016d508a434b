"""Table of qualifications."""

from sqlalchemy import JSON, CheckConstraint, Date, Integer, String, Table

from storage.schema.columns import metadata, neutral

qualifications = Table(
    "qualifications",
    metadata,
    neutral("code", String, primary_key=True),
    neutral("code_scheme", String),
    neutral("name", String),
    neutral("level", Integer),
    neutral("sector", String),
    neutral("valid_from", Date),
    neutral("valid_until", Date, nullable=True),
    neutral("work_process_ids", JSON),
    neutral("equivalent_codes", JSON),
    CheckConstraint("valid_from < valid_until", name="valid_from_before_until"),
    CheckConstraint("level BETWEEN 1 AND 4", name="level"),
)
