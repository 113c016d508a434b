"""What people said about a phrase and a competency.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("links_revision", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("competency_id", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("suggested_ids", sa.JSON(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("verdict IN ('confirmed', 'corrected', 'rejected')", name=op.f("ck_links_verdict")),
        sa.CheckConstraint("speaker IN ('student', 'employer', 'jobhunter', 'teacher')", name=op.f("ck_links_speaker")),
        sa.CheckConstraint("state IN ('open', 'accepted', 'refused')", name=op.f("ck_links_state")),
        sa.CheckConstraint("(state = 'open') = (reviewed_at IS NULL)", name=op.f("ck_links_reviewed_at")),
        sa.CheckConstraint("competency_id IS NOT NULL OR verdict = 'rejected'", name=op.f("ck_links_competency_id")),
        sa.CheckConstraint("(speaker = 'employer') = (employer_id IS NOT NULL)", name=op.f("ck_links_employer_id")),
        sa.CheckConstraint("state <> 'refused' OR (text = '' AND phrase = '')", name=op.f("ck_links_forgotten")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_links_employer_id_employers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_revision"), "links", ["revision"])
    op.create_index(op.f("ix_links_phrase"), "links", ["phrase"])
    op.create_index(op.f("ix_links_employer_id"), "links", ["employer_id"])
    op.create_index(op.f("ix_links_made_at"), "links", ["made_at"])
    op.create_index(op.f("ix_links_state_made_at"), "links", ["state", "made_at"])


def downgrade() -> None:
    op.drop_table("links")
    op.drop_column("installation", "links_revision")
