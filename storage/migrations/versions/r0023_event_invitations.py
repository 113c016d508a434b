"""Invitations for events that fit, and whether somebody wants them.

Revision ID: 0023
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("because_of", sa.JSON(), nullable=False),
        sa.Column("n_candidates", sa.Integer(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("declined_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(student_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_event_invitations_party")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_event_invitations_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (("event_id", "events"), ("student_id", "students"), ("employer_id", "employers"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_invitations")),
        sa.UniqueConstraint("event_id", "student_id", name=op.f("uq_event_invitations_event_id_student_id")),
        sa.UniqueConstraint("event_id", "employer_id", name=op.f("uq_event_invitations_event_id_employer_id")),
    )
    for column in ("student_id", "employer_id"):
        op.create_index(op.f(f"ix_event_invitations_{column}"), "event_invitations", [column])
    op.add_column("mail_wishes", sa.Column("is_invited", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("mail_wishes", "is_invited")
    op.drop_table("event_invitations")
