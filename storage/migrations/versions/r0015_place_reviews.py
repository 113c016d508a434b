"""The review of a place's words: whether it waits, what was said of it, and what the employer keeps as it is.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_reviews",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("allowed", sa.JSON(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('not_needed', 'waiting', 'approved', 'returned')", name=op.f("ck_place_reviews_state")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placements.id"],
            name=op.f("fk_place_reviews_placement_id_placements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_place_reviews")),
    )
    op.create_index(op.f("ix_place_reviews_state_asked_at"), "place_reviews", ["state", "asked_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_place_reviews_state_asked_at"), table_name="place_reviews")
    op.drop_table("place_reviews")
