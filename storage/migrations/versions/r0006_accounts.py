"""Accounts, what their holders are to whom, and who has entered.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_accounts_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "relations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_relations_from_before_until")),
        sa.CheckConstraint(
            "(student_id IS NOT NULL) = (role IN ('student', 'parent', 'job_coach', 'peer'))",
            name=op.f("ck_relations_student"),
        ),
        sa.CheckConstraint(
            "(employer_id IS NOT NULL) = (role IN ('employer', 'trainer'))", name=op.f("ck_relations_employer")
        ),
        sa.CheckConstraint(
            "(school <> '') = (role IN ('teacher', 'placement_coordinator'))", name=op.f("ck_relations_school")
        ),
        sa.CheckConstraint("(group_name <> '') = (role = 'teacher')", name=op.f("ck_relations_group_name")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_relations_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_relations_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_relations_employer_id_employers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
    )
    for column in ("account_id", "student_id", "employer_id", "school"):
        op.create_index(op.f(f"ix_relations_{column}"), "relations", [column])
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sessions")),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(op.f(f"ix_sessions_{column}"), "sessions", [column])


def downgrade() -> None:
    for table in ("sessions", "relations", "accounts"):
        op.drop_table(table)
