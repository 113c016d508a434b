"""Tables of meetings of a few people, and of who is asked to come."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person

meetings = Table(
    "meetings",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("kind", String),
    person("organiser_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    person("starts_at", UtcDateTime),
    person("ends_at", UtcDateTime),
    person("place", String),
    neutral("revision", Integer),
    neutral("changed_at", UtcDateTime),
    person("is_cancelled", Boolean),
    CheckConstraint("kind IN ('conversation', 'trial_day')", name="kind"),
    CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    CheckConstraint("revision >= 0", name="revision"),
)

meeting_attendees = Table(
    "meeting_attendees",
    metadata,
    neutral("meeting_id", Uuid, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True),
)
