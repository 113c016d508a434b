"""Tables of encounters: who spoke at an event and what each says of it, and how far the follow-up has come."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, UniqueConstraint, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

encounters = Table(
    "encounters",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), use=Use.EVENTS),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.EVENTS),
    person("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), index=True, use=Use.EVENTS),
    person("known_from", String, use=Use.EVENTS),
    person("student_says", String, use=Use.EVENTS),
    # The company's own answer. Handing it out would make every no known (AVG art. 15 lid 4), so it is no column
    # of the student's; that both said yes is.
    neutral("employer_says", String),
    person("matched_at", UtcDateTime, nullable=True, use=Use.EVENTS),
    UniqueConstraint("event_id", "student_id", "employer_id"),
    CheckConstraint("known_from IN ('schedule', 'student', 'employer', 'organiser')", name="known_from"),
    CheckConstraint("student_says IN ('unsaid', 'yes', 'no')", name="student_says"),
    CheckConstraint("employer_says IN ('unsaid', 'yes', 'no')", name="employer_says"),
)

event_follow_ups = Table(
    "event_follow_ups",
    metadata,
    neutral("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    neutral("asked_at", UtcDateTime, nullable=True),
    neutral("reminded_at", UtcDateTime, nullable=True),
    neutral("closed_at", UtcDateTime, nullable=True),
)
