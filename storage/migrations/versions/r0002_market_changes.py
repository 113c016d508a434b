"""The log of what changed in the market.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_changes",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('student', 'placement', 'site', 'employer', 'everything')", name=op.f("ck_market_changes_kind")
        ),
        sa.CheckConstraint("(kind = 'everything') = (subject_id IS NULL)", name=op.f("ck_market_changes_subject_id")),
        sa.PrimaryKeyConstraint("revision", "position", name=op.f("pk_market_changes")),
    )


def downgrade() -> None:
    op.drop_table("market_changes")
