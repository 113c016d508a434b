"""What schools add to the career dossier: vision and layout, own assignments, and what is set to a class.

Revision ID: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_dossiers",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_school_dossiers")),
    )
    op.create_table(
        "school_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_school_assignments_title")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_school_assignments_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_assignments")),
    )
    op.create_index("ix_school_assignments_school", "school_assignments", ["school"])
    op.create_table(
        "set_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_assignments")),
        sa.UniqueConstraint("school", "group", "code", name=op.f("uq_set_assignments_school_group_code")),
    )


def downgrade() -> None:
    op.drop_table("set_assignments")
    op.drop_index("ix_school_assignments_school", table_name="school_assignments")
    op.drop_table("school_assignments")
    op.drop_table("school_dossiers")
