"""Tables of the audit trail: its entries, which nobody changes or deletes, and where it ends."""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person

# Without foreign keys: an entry outlives the account and the person it names. Triggers refuse UPDATE and DELETE.
audit = Table(
    "audit",
    metadata,
    neutral("number", BigInteger, primary_key=True, autoincrement=False),
    person("at", UtcDateTime, index=True),
    neutral("kind", String),
    person("account_id", Uuid, nullable=True),
    neutral("role", String),
    person("on_behalf_of", Uuid, nullable=True),
    person("act", String),
    person("subject_id", Uuid, nullable=True),
    neutral("result", String),
    person("reason", String),
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
    CheckConstraint("id = 1", name="one_row"),
)
