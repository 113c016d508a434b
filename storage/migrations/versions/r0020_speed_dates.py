"""The schedule of speed dates.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speed_date_schedules",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("n_rounds", sa.Integer(), nullable=False),
        sa.Column("talk_minutes", sa.Integer(), nullable=False),
        sa.Column("change_minutes", sa.Integer(), nullable=False),
        sa.Column("break_after", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("worth", sa.JSON(), nullable=False),
        sa.Column("bound", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_speed_date_schedules_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_speed_date_schedules")),
    )
    op.create_table(
        "speed_date_talks",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("round_ix", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("table_ix", sa.Integer(), nullable=False),
        sa.CheckConstraint("round_ix >= 0 AND table_ix >= 0", name=op.f("ck_speed_date_talks_from_nought")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_speed_date_talks_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (("event_id", "events"), ("student_id", "students"), ("employer_id", "employers"))
        ),
        sa.PrimaryKeyConstraint("event_id", "round_ix", "student_id", name=op.f("pk_speed_date_talks")),
        sa.UniqueConstraint(
            "event_id", "student_id", "employer_id", name=op.f("uq_speed_date_talks_event_id_student_id_employer_id")
        ),
        sa.UniqueConstraint(
            "event_id",
            "round_ix",
            "employer_id",
            "table_ix",
            name=op.f("uq_speed_date_talks_event_id_round_ix_employer_id_table_ix"),
        ),
    )
    for column in ("student_id", "employer_id"):
        op.create_index(op.f(f"ix_speed_date_talks_{column}"), "speed_date_talks", [column])
    op.create_table(
        "speed_date_stays",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.Uuid(), nullable=False),
        sa.Column("from_round", sa.Integer(), nullable=False),
        sa.Column("until_round", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= from_round AND from_round <= until_round", name=op.f("ck_speed_date_stays_in_order")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_speed_date_stays_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "who", name=op.f("pk_speed_date_stays")),
    )


def downgrade() -> None:
    op.drop_table("speed_date_stays")
    op.drop_table("speed_date_talks")
    op.drop_table("speed_date_schedules")
