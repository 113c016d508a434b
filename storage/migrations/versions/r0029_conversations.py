"""Career conversations, and what was agreed in them.

Revision ID: 0029
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("led_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name=op.f("ck_conversations_held")),
        sa.CheckConstraint("kind IN ('individual', 'with_parents', 'trialogue')", name=op.f("ck_conversations_kind")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_conversations_minutes")),
        sa.CheckConstraint(
            "place IN ('school', 'workplace', 'home', 'online', 'elsewhere')", name=op.f("ck_conversations_place")
        ),
        sa.CheckConstraint("state IN ('planned', 'held', 'missed', 'called_off')", name=op.f("ck_conversations_state")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_conversations_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["led_by"], ["accounts.id"], name=op.f("fk_conversations_led_by_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_conversations_meeting_id_meetings"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_student_id"), "conversations", ["student_id"])
    op.create_index(op.f("ix_conversations_led_by"), "conversations", ["led_by"])
    op.create_index(op.f("ix_conversations_meeting_id"), "conversations", ["meeting_id"])
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("owner IN ('student', 'school', 'parent', 'company')", name=op.f("ck_agreements_owner")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_agreements_text")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_agreements_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_agreements_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_student_id"), "agreements", ["student_id"])
    op.create_index(op.f("ix_agreements_conversation_id"), "agreements", ["conversation_id"])
    op.create_index(op.f("ix_agreements_due_on"), "agreements", ["due_on"])


def downgrade() -> None:
    op.drop_table("agreements")
    op.drop_table("conversations")
