"""The audit trail, which takes new entries and refuses every change of an old one; what students share with parents.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
    "WHEN OLD.number > (SELECT gone_number FROM audit_end) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'DELETE' THEN IF OLD.number <= (SELECT gone_number FROM audit_end) THEN RETURN OLD; END IF; "
    "END IF; RAISE EXCEPTION 'the audit trail is never changed' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_audit_number")),
        sa.CheckConstraint("kind IN ('act', 'reading')", name=op.f("ck_audit_kind")),
        sa.CheckConstraint("result IN ('done', 'refused', 'hidden', 'undone')", name=op.f("ck_audit_result")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_subject_id_number"), "audit", ["subject_id", "number"])
    op.create_index(op.f("ix_audit_account_id_number"), "audit", ["account_id", "number"])
    end = op.create_table(
        "audit_end",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("gone_number", sa.BigInteger(), nullable=False),
        sa.Column("gone_hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_end_one_row")),
        sa.CheckConstraint("gone_number BETWEEN 0 AND number", name=op.f("ck_audit_end_gone_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_end")),
    )
    op.bulk_insert(end, [{"id": 1, "number": 0, "hash": "0" * 64, "gone_number": 0, "gone_hash": "0" * 64}])
    op.create_table(
        "parent_shares",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_parent_shares_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_parent_shares_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("student_id", "account_id", name=op.f("pk_parent_shares")),
    )
    op.create_index(op.f("ix_parent_shares_account_id"), "parent_shares", ["account_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("parent_shares")
    op.drop_table("audit_end")
    op.drop_table("audit")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_audit_change()")
