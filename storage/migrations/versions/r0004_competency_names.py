"""Other names of competencies, and a number that says when the catalogue changed.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("catalogue_revision", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "competency_names",
        sa.Column("competency_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_competency_names_competency_id_competencies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("competency_id", "position", name=op.f("pk_competency_names")),
    )


def downgrade() -> None:
    op.drop_table("competency_names")
    op.drop_column("installation", "catalogue_revision")
