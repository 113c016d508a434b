"""Tables of how people prove who they are: links, invitations, passwords, school accounts, and counted attempts."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Table, UniqueConstraint, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

login_links = Table(
    "login_links",
    metadata,
    neutral("id", Uuid, primary_key=True),
    # What somebody typed; empty as soon as it is known whose it is.
    person("email", String, use=Use.SIGN_IN),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.SIGN_IN
    ),
    neutral("token_sha256", String, nullable=True, unique=True),
    person("asked_at", UtcDateTime, index=True, use=Use.SIGN_IN),
    person("sent_at", UtcDateTime, nullable=True, use=Use.SIGN_IN),
    person("used_at", UtcDateTime, nullable=True, use=Use.SIGN_IN),
    CheckConstraint("used_at IS NULL OR sent_at IS NOT NULL", name="used_after_sent"),
)

invitations = Table(
    "invitations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("email", String, use=Use.INVITATION),
    person("role", String, use=Use.INVITATION),
    # Who is asked to be somebody's parent or coach tells something about the student.
    sensitive(
        "student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.INVITATION
    ),
    person(
        "employer_id",
        Uuid,
        ForeignKey("employers.id", ondelete="CASCADE"),
        nullable=True,
        index=True,
        use=Use.INVITATION,
    ),
    sensitive("school", String, use=Use.INVITATION),
    sensitive("group_name", String, use=Use.INVITATION),
    person("invited_by", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.INVITATION),
    person("made_at", UtcDateTime, use=Use.INVITATION),
    neutral("token_sha256", String, nullable=True, unique=True),
    person("accepted_at", UtcDateTime, nullable=True, use=Use.INVITATION),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.INVITATION
    ),
    person(
        "confirmed_by",
        Uuid,
        ForeignKey("accounts.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        use=Use.INVITATION,
    ),
    person("revoked_at", UtcDateTime, nullable=True, use=Use.INVITATION),
    CheckConstraint("email = lower(email)", name="email"),
    CheckConstraint("(accepted_at IS NULL) = (account_id IS NULL)", name="accepted_by_somebody"),
)

passwords = Table(
    "passwords",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, use=Use.SIGN_IN),
    # Nothing about somebody can be read from it, and it is given to nobody, not even to its owner.
    neutral("hash", String),
    person("changed_at", UtcDateTime, use=Use.SIGN_IN),
)

identities = Table(
    "identities",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.SIGN_IN),
    neutral("provider", String),
    neutral("issuer", String),
    person("subject", String, use=Use.SIGN_IN),
    person("linked_at", UtcDateTime, use=Use.SIGN_IN),
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
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.SIGN_IN
    ),
    neutral("begun_at", UtcDateTime, index=True),
)

attempts = Table(
    "attempts",
    metadata,
    # A hash of an address or a network, which can be guessed at while it is kept.
    person("key", String, primary_key=True, use=Use.SIGN_IN),
    neutral("n_tries", Integer),
    neutral("expires_at", UtcDateTime, index=True),
    CheckConstraint("n_tries > 0", name="n_tries"),
)
