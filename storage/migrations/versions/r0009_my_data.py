"""What somebody can do about what is kept of them: pause, say what is wrong, and be erased.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("students") as batch:
        batch.add_column(sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "rectifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'changed', 'kept')", name=op.f("ck_rectifications_state")),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f("ck_rectifications_settled_at")),
        sa.CheckConstraint("(state = 'open') = (answer = '')", name=op.f("ck_rectifications_answer")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_rectifications_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
    )
    op.create_index(op.f("ix_rectifications_student_id"), "rectifications", ["student_id"])
    op.create_index(op.f("ix_rectifications_state_made_at"), "rectifications", ["state", "made_at"])
    op.create_table(
        "erasures",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('student', 'account')", name=op.f("ck_erasures_kind")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_erased_at"), "erasures", ["erased_at"])


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_table("rectifications")
    with op.batch_alter_table("students") as batch:
        batch.drop_column("restricted_at")
