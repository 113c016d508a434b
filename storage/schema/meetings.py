"""Tables of meetings of a few people, and of who is asked to come."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

meetings = Table(
    "meetings",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("kind", String, use=Use.MESSAGES),
    person("organiser_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.MESSAGES),
    person("starts_at", UtcDateTime, use=Use.MESSAGES),
    person("ends_at", UtcDateTime, use=Use.MESSAGES),
    person("place", String, use=Use.MESSAGES),
    neutral("revision", Integer),
    neutral("changed_at", UtcDateTime),
    person("is_cancelled", Boolean, use=Use.MESSAGES),
    CheckConstraint("kind IN ('conversation', 'trial_day')", name="kind"),
    CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    CheckConstraint("revision >= 0", name="revision"),
)

meeting_attendees = Table(
    "meeting_attendees",
    metadata,
    neutral("meeting_id", Uuid, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    person(
        "account_id",
        Uuid,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        use=Use.MESSAGES,
    ),
)
