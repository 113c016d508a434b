"""Applications and every step in them.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=True),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("student_wants", sa.Boolean(), nullable=False),
        sa.Column("employer_wants", sa.Boolean(), nullable=False),
        sa.Column("employer_was_silent", sa.Boolean(), nullable=False),
        sa.Column("shares_email", sa.Boolean(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("waiting_since", UtcDateTime(), nullable=False),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
        sa.Column("answer_by", UtcDateTime(), nullable=True),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
        sa.Column("planned_where", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("end_code", sa.String(), nullable=False),
        sa.CheckConstraint("(turn IS NULL) = (state IN ('placed', 'ended'))", name=op.f("ck_applications_turn")),
        sa.CheckConstraint(
            "(turn IS NULL) = (answer_by IS NULL) AND (turn IS NULL) = (closes_at IS NULL)",
            name=op.f("ck_applications_term"),
        ),
        sa.CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", name=op.f("ck_applications_ended_by")),
        sa.CheckConstraint("(state = 'ended') = (end_code <> '')", name=op.f("ck_applications_end_code")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_applications_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placements.id"],
            name=op.f("fk_applications_placement_id_placements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_student_id"), "applications", ["student_id"])
    op.create_index(
        op.f("ix_applications_placement_id_number"), "applications", ["placement_id", "number"], unique=True
    )
    op.create_index(op.f("ix_applications_turn_answer_by"), "applications", ["turn", "answer_by"])
    op.create_index(
        "ix_applications_kept",
        "applications",
        ["student_id", "placement_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_table(
        "application_steps",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("end_code", sa.String(), nullable=False),
        sa.CheckConstraint("(account_id IS NULL) = (side = 'house')", name=op.f("ck_application_steps_account_id")),
        sa.CheckConstraint(
            "on_behalf_of IS NULL OR (side = 'helper' AND reason <> '')",
            name=op.f("ck_application_steps_on_behalf_of"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_steps_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "position", name=op.f("pk_application_steps")),
    )
    op.create_index(op.f("ix_application_steps_account_id"), "application_steps", ["account_id"])


def downgrade() -> None:
    for table in ("application_steps", "applications"):
        op.drop_table(table)
