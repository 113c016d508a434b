"""Tables of the audit trail: its entries, which nobody changes or deletes, and where it ends."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

# Without foreign keys: an entry outlives the account and the person it names. Triggers refuse every change.
audit = Table(
    "audit",
    metadata,
    neutral("number", BigInteger, primary_key=True, autoincrement=False),
    person("at", UtcDateTime, use=Use.TRAIL, index=True),
    neutral("kind", String),
    person("account_id", Uuid, use=Use.TRAIL, nullable=True),
    neutral("role", String),
    person("on_behalf_of", Uuid, use=Use.TRAIL, nullable=True),
    person("act", String, use=Use.TRAIL),
    person("subject_id", Uuid, use=Use.TRAIL, nullable=True),
    neutral("result", String),
    person("reason", String, use=Use.TRAIL),
    neutral("hash", String),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("kind IN ('act', 'reading')", name="kind"),
    CheckConstraint("result IN ('done', 'refused', 'hidden', 'undone')", name="result"),
    Index(None, "subject_id", "number"),
    Index(None, "account_id", "number"),
)

audit_end = Table(
    "audit_end",
    metadata,
    neutral("id", Integer, primary_key=True, autoincrement=False),
    neutral("number", BigInteger),
    neutral("hash", String),
    # Up to and including this number entries were taken away because their time had come; the trigger lets those go.
    neutral("gone_number", BigInteger),
    neutral("gone_hash", String),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("gone_number BETWEEN 0 AND number", name="gone_number"),
)
