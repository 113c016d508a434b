"""Cases that people at schools share, looked over before others read them.

Revision ID: 0035
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teacher_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_teacher_cases_revision")),
        sa.CheckConstraint("state IN ('offered', 'published', 'returned')", name=op.f("ck_teacher_cases_state")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_teacher_cases_author_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_cases")),
    )
    op.create_index(op.f("ix_teacher_cases_author_id"), "teacher_cases", ["author_id"])
    op.create_index(op.f("ix_teacher_cases_state_changed_at"), "teacher_cases", ["state", "changed_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_teacher_cases_state_changed_at"), table_name="teacher_cases")
    op.drop_index(op.f("ix_teacher_cases_author_id"), table_name="teacher_cases")
    op.drop_table("teacher_cases")
