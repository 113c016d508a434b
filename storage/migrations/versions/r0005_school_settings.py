"""What schools have settled.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_settings",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("holiday_region", sa.String(), nullable=False),
        sa.Column("minor_signature", sa.String(), nullable=False),
        sa.Column("max_travel_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("max_travel_minutes > 0", name=op.f("ck_school_settings_max_travel_minutes")),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_school_settings")),
    )


def downgrade() -> None:
    op.drop_table("school_settings")
