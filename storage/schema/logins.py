"""Tables of how people prove who they are: links, invitations, passwords, school accounts, and counted attempts."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Table, UniqueConstraint, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive

login_links = Table(
    "login_links",
    metadata,
    neutral("id", Uuid, primary_key=True),
    # What somebody typed; empty as soon as it is known whose it is.
    person("email", String),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True),
    neutral("token_sha256", String, nullable=True, unique=True),
    person("asked_at", UtcDateTime, index=True),
    person("sent_at", UtcDateTime, nullable=True),
    person("used_at", UtcDateTime, nullable=True),
    CheckConstraint("used_at IS NULL OR sent_at IS NOT NULL", name="used_after_sent"),
)

invitations = Table(
    "invitations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("email", String),
    person("role", String),
    # Who is asked to be somebody's parent or coach tells something about the student.
    sensitive("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), nullable=True, index=True),
    person("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), nullable=True, index=True),
    sensitive("school", String),
    sensitive("group_name", String),
    person("invited_by", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    person("made_at", UtcDateTime),
    neutral("token_sha256", String, nullable=True, unique=True),
    person("accepted_at", UtcDateTime, nullable=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True),
    person("confirmed_by", Uuid, ForeignKey("accounts.id", ondelete="SET NULL"), nullable=True, index=True),
    person("revoked_at", UtcDateTime, nullable=True),
    CheckConstraint("email = lower(email)", name="email"),
    CheckConstraint("(accepted_at IS NULL) = (account_id IS NULL)", name="accepted_by_somebody"),
)

passwords = Table(
    "passwords",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sensitive("hash", String),
    person("changed_at", UtcDateTime),
)

identities = Table(
    "identities",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    neutral("provider", String),
    neutral("issuer", String),
    person("subject", String),
    person("linked_at", UtcDateTime),
    UniqueConstraint("issuer", "subject"),
)

school_visits = Table(
    "school_visits",
    metadata,
    neutral("state_sha256", String, primary_key=True),
    neutral("provider", String),
    neutral("nonce", String),
    neutral("code_verifier", String),
    # What ties the visit to one browser; it names nobody.
    neutral("browser_sha256", String),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True),
    neutral("begun_at", UtcDateTime, index=True),
)

attempts = Table(
    "attempts",
    metadata,
    # A hash of an address or a network, which can be guessed at while it is kept.
    person("key", String, primary_key=True),
    neutral("n_tries", Integer),
    neutral("expires_at", UtcDateTime, index=True),
    CheckConstraint("n_tries > 0", name="n_tries"),
)
