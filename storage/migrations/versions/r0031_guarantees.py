"""Guarantees of a job, and the claims of students on them.

Revision ID: 0031
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guarantees",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("employer_ids", sa.JSON(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("programme_codes", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("n_seats", sa.Integer(), nullable=False),
        sa.Column("n_taken", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("own_words", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("choose_profile", sa.String(), nullable=False),
        sa.Column("choose_by", sa.Date(), nullable=True),
        sa.Column("municipalities", sa.JSON(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("n_taken >= 0 AND n_taken <= n_seats", name=op.f("ck_guarantees_n_taken")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantees")),
    )
    op.create_table(
        "guarantee_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lapses_from", sa.Date(), nullable=True),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asking_parent', 'waiting', 'claimed', 'kept', 'offered', 'redeemed', 'lapsed', 'given_back')",
            name=op.f("ck_guarantee_claims_state"),
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_id"],
            ["guarantees.id"],
            name=op.f("fk_guarantee_claims_guarantee_id_guarantees"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_guarantee_claims_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_claims")),
        sa.UniqueConstraint("guarantee_id", "student_id", name=op.f("uq_guarantee_claims_guarantee_id_student_id")),
    )
    op.create_index(op.f("ix_guarantee_claims_guarantee_id"), "guarantee_claims", ["guarantee_id"])
    op.create_index(op.f("ix_guarantee_claims_student_id"), "guarantee_claims", ["student_id"])


def downgrade() -> None:
    op.drop_table("guarantee_claims")
    op.drop_table("guarantees")
