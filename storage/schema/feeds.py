"""The table of the secret addresses by which calendars fetch what is somebody's own."""

from sqlalchemy import Date, ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

feeds = Table(
    "feeds",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, use=Use.SIGN_IN),
    # Nothing can be read from it, and it is given to nobody, not even to its owner.
    neutral("token_sha256", String, unique=True),
    person("made_at", UtcDateTime, use=Use.SIGN_IN),
    person("expires_at", UtcDateTime, use=Use.SIGN_IN),
    person("last_used_on", Date, nullable=True, use=Use.SIGN_IN),
)
