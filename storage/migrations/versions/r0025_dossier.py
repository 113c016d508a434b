"""Entries of career dossiers, and the files beside them.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossier_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("evaluation", sa.String(), nullable=False),
        sa.Column("follow_up", sa.String(), nullable=False),
        sa.Column("career_competencies", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("sharing", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('experience', 'assignment', 'event', 'work', 'other')", name=op.f("ck_dossier_entries_kind")
        ),
        sa.CheckConstraint("sharing IN ('private', 'guides')", name=op.f("ck_dossier_entries_sharing")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_dossier_entries_title")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_dossier_entries_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_dossier_entries_event_id_events"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_entries")),
        sa.UniqueConstraint("student_id", "event_id", name=op.f("uq_dossier_entries_student_id_event_id")),
    )
    op.create_index(op.f("ix_dossier_entries_event_id"), "dossier_entries", ["event_id"])
    op.create_table(
        "dossier_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('image/jpeg', 'image/png', 'application/pdf', 'text/plain')", name=op.f("ck_dossier_files_kind")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["dossier_entries.id"],
            name=op.f("fk_dossier_files_entry_id_dossier_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_dossier_files_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_files")),
    )
    op.create_index(op.f("ix_dossier_files_entry_id"), "dossier_files", ["entry_id"])
    op.create_index(op.f("ix_dossier_files_student_id"), "dossier_files", ["student_id"])


def downgrade() -> None:
    op.drop_table("dossier_files")
    op.drop_table("dossier_entries")
