"""What a school wants each student to get in career conversations.

Revision ID: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation_norms",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("individual", sa.Integer(), nullable=False),
        sa.Column("with_parents", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at_school", sa.Boolean(), nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.CheckConstraint("individual >= 0", name=op.f("ck_conversation_norms_individual")),
        sa.CheckConstraint("with_parents >= 0", name=op.f("ck_conversation_norms_with_parents")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_conversation_norms_minutes")),
        sa.CheckConstraint("most_a_week > 0", name=op.f("ck_conversation_norms_most_a_week")),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_conversation_norms")),
    )


def downgrade() -> None:
    op.drop_table("conversation_norms")
