"""Table of what people said about a phrase and a competency."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

links = Table(
    "links",
    metadata,
    neutral("id", Uuid, primary_key=True),
    # Under which number of the installation's links this row last changed; 0 inside the act that changes it.
    neutral("revision", Integer, index=True),
    # No account belongs to it, but a phrase may still tell something about who typed it.
    sensitive("text", String, use=Use.WORDS),
    sensitive("phrase", String, index=True, use=Use.WORDS),
    neutral("competency_id", String, nullable=True),
    neutral("verdict", String),
    neutral("suggested_ids", JSON),
    person("speaker", String, use=Use.WORDS),
    neutral("employer_id", Uuid, ForeignKey("employers.id"), nullable=True, index=True),
    neutral("model_version", String),
    neutral("made_at", UtcDateTime, index=True),
    neutral("state", String),
    neutral("reviewed_at", UtcDateTime, nullable=True),
    CheckConstraint("verdict IN ('confirmed', 'corrected', 'rejected')", name="verdict"),
    CheckConstraint("speaker IN ('student', 'employer', 'jobhunter', 'teacher')", name="speaker"),
    CheckConstraint("state IN ('open', 'accepted', 'refused')", name="state"),
    CheckConstraint("(state = 'open') = (reviewed_at IS NULL)", name="reviewed_at"),
    CheckConstraint("competency_id IS NOT NULL OR verdict = 'rejected'", name="competency_id"),
    CheckConstraint("(speaker = 'employer') = (employer_id IS NOT NULL)", name="employer_id"),
    CheckConstraint("state <> 'refused' OR (text = '' AND phrase = '')", name="forgotten"),
    Index(None, "state", "made_at"),
)
