"""What a region adds to the help map, and what it leaves out of it.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regional_help_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("situations", sa.JSON(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('school', 'municipality', 'region', 'sector', 'money', 'work', 'care')",
            name=op.f("ck_regional_help_offers_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_help_offers")),
    )
    op.create_table(
        "hidden_help_offers",
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hidden_help_offers")),
    )


def downgrade() -> None:
    op.drop_table("hidden_help_offers")
    op.drop_table("regional_help_offers")
