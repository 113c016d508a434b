"""Tables of accounts, of what their holders are to whom, and of who has entered."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

accounts = Table(
    "accounts",
    metadata,
    person("id", Uuid, primary_key=True, use=Use.ACCOUNT),
    person("name", String, use=Use.ACCOUNT),
    person("email", String, nullable=True, unique=True, use=Use.ACCOUNT),
    person("language", String, use=Use.ACCOUNT),
    person("made_at", UtcDateTime, use=Use.ACCOUNT),
    person("closed_at", UtcDateTime, nullable=True, use=Use.ACCOUNT),
    CheckConstraint("email = lower(email)", name="email"),
)

relations = Table(
    "relations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.ACCOUNT),
    person("role", String, use=Use.ACCOUNT),
    # Who coaches or represents whom tells that somebody needs it.
    sensitive(
        "student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.ACCOUNT
    ),
    person(
        "employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), nullable=True, index=True, use=Use.ACCOUNT
    ),
    sensitive("school", String, index=True, use=Use.ACCOUNT),
    sensitive("group_name", String, use=Use.ACCOUNT),
    person("from_on", Date, use=Use.ACCOUNT),
    person("until_on", Date, nullable=True, use=Use.ACCOUNT),
    CheckConstraint("until_on >= from_on", name="from_before_until"),
    CheckConstraint("(student_id IS NOT NULL) = (role IN ('student', 'parent', 'job_coach', 'peer'))", name="student"),
    CheckConstraint("(employer_id IS NOT NULL) = (role IN ('employer', 'trainer'))", name="employer"),
    CheckConstraint("(school <> '') = (role IN ('teacher', 'placement_coordinator'))", name="school"),
    CheckConstraint("(group_name <> '') = (role = 'teacher')", name="group_name"),
)

sessions = Table(
    "sessions",
    metadata,
    # What opens the session is with the browser alone; here is what it hashes to.
    neutral("token_sha256", String, primary_key=True),
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), index=True, use=Use.SIGN_IN),
    person("role", String, use=Use.SIGN_IN),
    # By which its holder knows the browser again.
    person("device", String, nullable=True, use=Use.SIGN_IN),
    # The school login it came by.
    neutral("provider", String, nullable=True),
    person("made_at", UtcDateTime, use=Use.SIGN_IN),
    person("expires_at", UtcDateTime, index=True, use=Use.SIGN_IN),
)
