"""The calendars of other organisers, and what somebody said about events that look alike.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "foreign_calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("n_failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("delivery", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'active', 'paused')", name=op.f("ck_foreign_calendars_state")),
        sa.CheckConstraint("n_failures >= 0", name=op.f("ck_foreign_calendars_n_failures")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_calendars")),
        sa.UniqueConstraint("name", name=op.f("uq_foreign_calendars_name")),
    )
    op.create_table(
        "event_look_alikes",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kept_id", "other_id", name=op.f("pk_event_look_alikes")),
    )


def downgrade() -> None:
    op.drop_table("event_look_alikes")
    op.drop_table("foreign_calendars")
