"""Who spoke at an event and what each says of it, and how far the follow-up has come.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "encounters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("known_from", sa.String(), nullable=False),
        sa.Column("student_says", sa.String(), nullable=False),
        sa.Column("employer_says", sa.String(), nullable=False),
        sa.Column("matched_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "known_from IN ('schedule', 'student', 'employer', 'organiser')", name=op.f("ck_encounters_known_from")
        ),
        sa.CheckConstraint("student_says IN ('unsaid', 'yes', 'no')", name=op.f("ck_encounters_student_says")),
        sa.CheckConstraint("employer_says IN ('unsaid', 'yes', 'no')", name=op.f("ck_encounters_employer_says")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_encounters_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (("event_id", "events"), ("student_id", "students"), ("employer_id", "employers"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounters")),
        sa.UniqueConstraint(
            "event_id", "student_id", "employer_id", name=op.f("uq_encounters_event_id_student_id_employer_id")
        ),
    )
    for column in ("student_id", "employer_id"):
        op.create_index(op.f(f"ix_encounters_{column}"), "encounters", [column])
    op.create_table(
        "event_follow_ups",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_follow_ups_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_follow_ups")),
    )


def downgrade() -> None:
    op.drop_table("event_follow_ups")
    op.drop_table("encounters")
