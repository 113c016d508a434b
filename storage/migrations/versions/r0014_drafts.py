"""Drafts of places: what an employer wrote so far, to go on with later.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.Column("saved", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("contact_role", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.CheckConstraint("version >= 0", name=op.f("ck_drafts_version")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_drafts_employer_id_employers")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_drafts_placement_id_placements"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_drafts_placement_id")),
    )
    op.create_index(op.f("ix_drafts_employer_id"), "drafts", ["employer_id"])
    op.create_index(op.f("ix_drafts_made_by"), "drafts", ["made_by"])
    op.create_index(op.f("ix_drafts_changed_at"), "drafts", ["changed_at"])


def downgrade() -> None:
    op.drop_table("drafts")
