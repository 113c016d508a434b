"""Peers: who wants to help, who is helped by whom, and when they spoke.

Revision ID: 0034
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_offers",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("most_km", sa.Integer(), nullable=False),
        sa.Column("n_most", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'admitted', 'declined', 'stopped')", name=op.f("ck_peer_offers_state")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_peer_offers_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_peer_offers")),
    )
    op.create_table(
        "peer_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("peer_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('wanted', 'proposed', 'accepted', 'active', 'ended')", name=op.f("ck_peer_pairs_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_peer_pairs_account_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["peer_id"], ["students.id"], name=op.f("fk_peer_pairs_peer_id_students"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_peer_pairs_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_pairs")),
    )
    for column in ("account_id", "peer_id", "student_id"):
        op.create_index(op.f(f"ix_peer_pairs_{column}"), "peer_pairs", [column])
    op.create_table(
        "peer_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("peer_id", sa.Uuid(), nullable=False),
        sa.Column("spoken_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_peer_contacts_minutes")),
        sa.CheckConstraint("way IN ('met', 'called', 'wrote', 'at_work')", name=op.f("ck_peer_contacts_way")),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["peer_pairs.id"], name=op.f("fk_peer_contacts_pair_id_peer_pairs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["peer_id"], ["students.id"], name=op.f("fk_peer_contacts_peer_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_peer_contacts_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_contacts")),
    )
    for column in ("pair_id", "peer_id", "student_id"):
        op.create_index(op.f(f"ix_peer_contacts_{column}"), "peer_contacts", [column])


def downgrade() -> None:
    for table, columns in (
        ("peer_contacts", ("pair_id", "peer_id", "student_id")),
        ("peer_pairs", ("account_id", "peer_id", "student_id")),
    ):
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
    op.drop_table("peer_offers")
