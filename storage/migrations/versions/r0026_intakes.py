"""How far students have come in telling what they can, want and need.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intakes",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("together_with", sa.Uuid(), nullable=True),
        sa.Column("together_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_intakes_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["together_with"], ["accounts.id"], name=op.f("fk_intakes_together_with_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_intakes")),
    )
    op.create_index(op.f("ix_intakes_together_with"), "intakes", ["together_with"])


def downgrade() -> None:
    op.drop_index(op.f("ix_intakes_together_with"), table_name="intakes")
    op.drop_table("intakes")
