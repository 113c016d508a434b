"""Who may look for schemes for whom, and what was found.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheme_consents",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_as", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("given_as IN ('student', 'parent')", name=op.f("ck_scheme_consents_given_as")),
        sa.CheckConstraint("withdrawn_at IS NULL OR shared_at IS NULL", name=op.f("ck_scheme_consents_withdrawn_at")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_scheme_consents_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_scheme_consents_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_scheme_consents")),
    )
    op.create_index(op.f("ix_scheme_consents_student_id"), "scheme_consents", ["student_id"])
    op.create_table(
        "scheme_findings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["scheme_consents.application_id"],
            name=op.f("fk_scheme_findings_application_id_scheme_consents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "scheme", name=op.f("pk_scheme_findings")),
    )


def downgrade() -> None:
    op.drop_table("scheme_findings")
    op.drop_table("scheme_consents")
