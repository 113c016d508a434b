"""Tables of guarantees of a job, and the claims of students on them."""

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Table, UniqueConstraint, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

guarantees = Table(
    "guarantees",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("group_name", String),
    neutral("employer_ids", JSON),
    neutral("sector", String),
    neutral("programme_codes", JSON),
    neutral("levels", JSON),
    neutral("cohort", Integer),
    neutral("n_seats", Integer),
    # Raised and lowered by one statement; see decision 0067.
    neutral("n_taken", Integer),
    neutral("conditions", JSON),
    neutral("own_words", String),
    neutral("signed_on", Date),
    neutral("valid_until", Date),
    neutral("choose_profile", String),
    neutral("choose_by", Date, nullable=True),
    neutral("municipalities", JSON),
    neutral("retired_at", UtcDateTime, nullable=True),
    CheckConstraint("n_taken >= 0 AND n_taken <= n_seats", name="n_taken"),
)

guarantee_claims = Table(
    "guarantee_claims",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("guarantee_id", Uuid, ForeignKey("guarantees.id", ondelete="CASCADE"), index=True, use=Use.GUARANTEES),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.GUARANTEES),
    person("state", String, use=Use.GUARANTEES),
    person("made_at", UtcDateTime, use=Use.GUARANTEES),
    person("checked_on", Date, nullable=True, use=Use.GUARANTEES),
    sensitive("warned_on", Date, nullable=True, use=Use.GUARANTEES),
    sensitive("reason", String, use=Use.GUARANTEES),
    sensitive("lapses_from", Date, nullable=True, use=Use.GUARANTEES),
    # No foreign key: what was offered stays told when an employer is gone.
    person("offered_by", Uuid, nullable=True, use=Use.GUARANTEES),
    UniqueConstraint("guarantee_id", "student_id"),
    CheckConstraint(
        "state IN ('asking_parent', 'waiting', 'claimed', 'kept', 'offered', 'redeemed', 'lapsed', 'given_back')",
        name="state",
    ),
)
