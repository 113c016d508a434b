"""Tables of messages to people, and of how each wants to hear of them by mail."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person

messages = Table(
    "messages",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE")),
    # No words: they are made when somebody reads it. What it is about may be gone by then, so no foreign key.
    person("kind", String),
    person("about_id", Uuid, nullable=True),
    person("made_at", UtcDateTime),
    person("read_at", UtcDateTime, nullable=True),
    neutral("mail_state", String),
    person("mail_due_at", UtcDateTime, nullable=True),
    neutral("mail_id", Uuid, nullable=True, index=True),
    CheckConstraint("mail_state IN ('none', 'apart', 'digest', 'sent', 'refused')", name="mail_state"),
    CheckConstraint("mail_state NOT IN ('apart', 'digest') OR mail_due_at IS NOT NULL", name="mail_due_at"),
    Index(None, "account_id", "made_at"),
)

mail_wishes = Table(
    "mail_wishes",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    person("answers", String),
    person("news", String),
    person("hour", Integer),
    person("weekday", Integer),
    person("refused_address", String),
    CheckConstraint("answers IN ('at_once', 'daily', 'weekly', 'off')", name="answers"),
    CheckConstraint("news IN ('at_once', 'daily', 'weekly', 'off')", name="news"),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
)
