"""Table of what people report about companies."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

reports = Table(
    "reports",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.REPORTS
    ),
    neutral("code_sha256", String, nullable=True, unique=True),
    sensitive("kind", String, use=Use.REPORTS),
    sensitive("words", String, use=Use.REPORTS),
    sensitive("place", String, use=Use.REPORTS),
    person("made_at", UtcDateTime, use=Use.REPORTS),
    neutral("confirm_by", UtcDateTime),
    person("state", String, use=Use.REPORTS),
    person("confirmed_at", UtcDateTime, nullable=True, use=Use.REPORTS),
    person(
        "handled_by", Uuid, ForeignKey("accounts.id", ondelete="SET NULL"), nullable=True, index=True, use=Use.REPORTS
    ),
    sensitive("answer", String, use=Use.REPORTS),
    person("settled_at", UtcDateTime, nullable=True, use=Use.REPORTS),
    CheckConstraint("(account_id IS NULL) <> (code_sha256 IS NULL)", name="name_or_code"),
    CheckConstraint("state IN ('received', 'in_hand', 'settled')", name="state"),
    CheckConstraint("(state = 'received') = (confirmed_at IS NULL)", name="confirmed_at"),
    CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled_at"),
    CheckConstraint("(state = 'settled') = (answer <> '')", name="answer"),
    Index(None, "state", "made_at"),
)
