"""Tables of career conversations, and of what was agreed in them; of what was said there is no table."""

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

conversations = Table(
    "conversations",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.CONVERSATIONS),
    person("kind", String, use=Use.CONVERSATIONS),
    person("place", String, use=Use.CONVERSATIONS),
    person("planned_at", UtcDateTime, nullable=True, use=Use.CONVERSATIONS),
    person("held_at", UtcDateTime, nullable=True, use=Use.CONVERSATIONS),
    person("minutes", Integer, nullable=True, use=Use.CONVERSATIONS),
    person("competencies", JSON, use=Use.CONVERSATIONS),
    person(
        "led_by",
        Uuid,
        ForeignKey("accounts.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        use=Use.CONVERSATIONS,
    ),
    person("state", String, use=Use.CONVERSATIONS),
    person("school", String, use=Use.CONVERSATIONS),
    person("group_name", String, use=Use.CONVERSATIONS),
    sensitive("points", JSON, use=Use.CONVERSATIONS),
    person("left_out", JSON, use=Use.CONVERSATIONS),
    person(
        "meeting_id",
        Uuid,
        ForeignKey("meetings.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        use=Use.CONVERSATIONS,
    ),
    CheckConstraint("kind IN ('individual', 'with_parents', 'trialogue')", name="kind"),
    CheckConstraint("place IN ('school', 'workplace', 'home', 'online', 'elsewhere')", name="place"),
    CheckConstraint("state IN ('planned', 'held', 'missed', 'called_off')", name="state"),
    CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name="held"),
)

agreements = Table(
    "agreements",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.CONVERSATIONS),
    person(
        "conversation_id",
        Uuid,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        index=True,
        use=Use.CONVERSATIONS,
    ),
    sensitive("text", String, use=Use.CONVERSATIONS),
    person("owner", String, use=Use.CONVERSATIONS),
    person("due_on", Date, index=True, use=Use.CONVERSATIONS),
    person("done_on", Date, nullable=True, use=Use.CONVERSATIONS),
    person("reminded_on", Date, nullable=True, use=Use.CONVERSATIONS),
    CheckConstraint("owner IN ('student', 'school', 'parent', 'company')", name="owner"),
    CheckConstraint("text <> ''", name="text"),
)
