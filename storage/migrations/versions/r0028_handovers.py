"""Hand-overs to the next school, and the keys of their packages.

Revision ID: 0028
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _belongs_to(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{other}_id"], [f"{other}s.id"], name=op.f(f"fk_{table}_{other}_id_{other}s"), ondelete="CASCADE"
        )
        for other in others
    ]


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("from_school", "to_school", "to_programme", "origin", "state")
        ),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("mentor_words", "sender", "text_version")),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("speak_by", sa.Date(), nullable=True),
        sa.Column("spoken_at", UtcDateTime(), nullable=True),
        sa.Column("spoken_about", sa.String(), nullable=False),
        sa.Column("in_dossier_at", UtcDateTime(), nullable=True),
        sa.Column("package", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'parent_asked', 'agreed', 'sent', 'received', 'withdrawn')",
            name=op.f("ck_handovers_state"),
        ),
        sa.CheckConstraint("origin IN ('here', 'package', 'files')", name=op.f("ck_handovers_origin")),
        *_belongs_to("handovers", "student"),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["accounts.id"], name=op.f("fk_handovers_taken_by_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(op.f("ix_handovers_student_id"), "handovers", ["student_id"])
    op.create_index(op.f("ix_handovers_to_school"), "handovers", ["to_school"])
    op.create_index(op.f("ix_handovers_taken_by"), "handovers", ["taken_by"])
    op.create_table(
        "handover_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        *_belongs_to("handover_files", "handover", "student"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_files")),
    )
    op.create_table(
        "handover_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_belongs_to("handover_steps", "handover", "student"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_steps")),
    )
    for table in ("handover_files", "handover_steps"):
        op.create_index(op.f(f"ix_{table}_handover_id"), table, ["handover_id"])
        op.create_index(op.f(f"ix_{table}_student_id"), table, ["student_id"])
    op.create_table(
        "handover_keys",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("x", sa.String(), nullable=False),
        sa.Column("d", sa.String(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_handover_keys")),
    )


def downgrade() -> None:
    for table in ("handover_keys", "handover_steps", "handover_files", "handovers"):
        op.drop_table(table)
