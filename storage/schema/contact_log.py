"""Tables of who spoke a company, and who says to call it."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

contact_entries = Table(
    "contact_entries",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE")),
    # No foreign key: a line stays when the account is gone.
    person("account_id", Uuid, nullable=True, index=True, use=Use.COMPANY_LOG),
    person("at", UtcDateTime, index=True, use=Use.COMPANY_LOG),
    person("way", String, use=Use.COMPANY_LOG),
    person("about", String, use=Use.COMPANY_LOG),
    person("outcome", String, use=Use.COMPANY_LOG),
    person("words", String, use=Use.COMPANY_LOG),
    neutral("next_on", Date, nullable=True),
    CheckConstraint("way IN ('call', 'mail', 'visit')", name="way"),
    Index(None, "employer_id", "at"),
)

call_claims = Table(
    "call_claims",
    metadata,
    neutral("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.COMPANY_LOG),
    person("made_at", UtcDateTime, use=Use.COMPANY_LOG),
    person("ends_at", UtcDateTime, index=True, use=Use.COMPANY_LOG),
    CheckConstraint("made_at < ends_at", name="ends_at"),
)
