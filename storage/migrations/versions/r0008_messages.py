"""Messages to people, how each wants to hear of them, meetings, and until when work is held by an attempt.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("held_until", UtcDateTime(), nullable=True))
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("mail_state", sa.String(), nullable=False),
        sa.Column("mail_due_at", UtcDateTime(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "mail_state IN ('none', 'apart', 'digest', 'sent', 'refused')", name=op.f("ck_messages_mail_state")
        ),
        sa.CheckConstraint(
            "mail_state NOT IN ('apart', 'digest') OR mail_due_at IS NOT NULL", name=op.f("ck_messages_mail_due_at")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_messages_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_account_id_made_at"), "messages", ["account_id", "made_at"])
    op.create_index(op.f("ix_messages_mail_id"), "messages", ["mail_id"])
    paces = "('at_once', 'daily', 'weekly', 'off')"
    op.create_table(
        "mail_wishes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("news", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("refused_address", sa.String(), nullable=False),
        sa.CheckConstraint(f"answers IN {paces}", name=op.f("ck_mail_wishes_answers")),
        sa.CheckConstraint(f"news IN {paces}", name=op.f("ck_mail_wishes_news")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_mail_wishes_hour")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_mail_wishes_weekday")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mail_wishes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_wishes")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('conversation', 'trial_day')", name=op.f("ck_meetings_kind")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meetings_starts_before_it_ends")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_meetings_revision")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["accounts.id"], name=op.f("fk_meetings_organiser_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_organiser_id"), "meetings", ["organiser_id"])
    op.create_table(
        "meeting_attendees",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_meeting_attendees_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_attendees_meeting_id_meetings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "account_id", name=op.f("pk_meeting_attendees")),
    )
    op.create_index(op.f("ix_meeting_attendees_account_id"), "meeting_attendees", ["account_id"])


def downgrade() -> None:
    op.drop_table("meeting_attendees")
    op.drop_table("meetings")
    op.drop_table("mail_wishes")
    op.drop_table("messages")
    op.drop_column("outbox", "held_until")
