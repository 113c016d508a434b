"""Tables of messages to people, and of how each wants to hear of them by mail."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

messages = Table(
    "messages",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), use=Use.MESSAGES),
    # No words: they are made when somebody reads it. What it is about may be gone by then, so no foreign key.
    person("kind", String, use=Use.MESSAGES),
    person("about_id", Uuid, nullable=True, use=Use.MESSAGES),
    person("made_at", UtcDateTime, use=Use.MESSAGES),
    person("read_at", UtcDateTime, nullable=True, use=Use.MESSAGES),
    neutral("mail_state", String),
    person("mail_due_at", UtcDateTime, nullable=True, use=Use.MESSAGES),
    neutral("mail_id", Uuid, nullable=True, index=True),
    CheckConstraint("mail_state IN ('none', 'apart', 'digest', 'sent', 'refused')", name="mail_state"),
    CheckConstraint("mail_state NOT IN ('apart', 'digest') OR mail_due_at IS NOT NULL", name="mail_due_at"),
    Index(None, "account_id", "made_at"),
)

mail_wishes = Table(
    "mail_wishes",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, use=Use.ACCOUNT),
    person("answers", String, use=Use.ACCOUNT),
    person("news", String, use=Use.ACCOUNT),
    person("hour", Integer, use=Use.ACCOUNT),
    person("weekday", Integer, use=Use.ACCOUNT),
    person("refused_address", String, use=Use.ACCOUNT),
    person("is_invited", Boolean, use=Use.ACCOUNT),
    CheckConstraint("answers IN ('at_once', 'daily', 'weekly', 'off')", name="answers"),
    CheckConstraint("news IN ('at_once', 'daily', 'weekly', 'off')", name="news"),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
)
