"""Company files: closed sites, contacts, school years, asked recognitions, the contact log, reports.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("recognitions", sa.Column("checked_by", sa.String(), nullable=False, server_default="import"))
    op.create_table(
        "site_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_site_contacts_employer_id_employers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_site_contacts_site_id_sites"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_contacts")),
    )
    op.create_index(op.f("ix_site_contacts_employer_id"), "site_contacts", ["employer_id"])
    op.create_index(op.f("ix_site_contacts_site_id"), "site_contacts", ["site_id"])
    op.create_index(
        "ix_site_contacts_main",
        "site_contacts",
        ["employer_id"],
        unique=True,
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )
    op.create_table(
        "hosting_years",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appetite", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.CheckConstraint("appetite IN ('looking', 'interested', 'not_now')", name=op.f("ck_hosting_years_appetite")),
        sa.CheckConstraint("(appetite = 'not_now') = (reason <> '')", name=op.f("ck_hosting_years_reason")),
        sa.CheckConstraint("appetite = 'not_now' OR until_on IS NULL", name=op.f("ck_hosting_years_until_on")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_hosting_years_employer_id_employers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("employer_id", "school_year", name=op.f("pk_hosting_years")),
    )
    op.create_table(
        "recognition_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("qualification_code", sa.String(), nullable=False),
        sa.Column("asked_for", sa.Date(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'unanswered', 'yes', 'no')", name=op.f("ck_recognition_checks_state")),
        sa.CheckConstraint(
            "(state IN ('yes', 'no')) = (checked_on IS NOT NULL)", name=op.f("ck_recognition_checks_checked_on")
        ),
        sa.CheckConstraint(
            "(checked_on IS NULL) = (checked_by IS NULL)", name=op.f("ck_recognition_checks_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_recognition_checks_site_id_sites"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_checks")),
    )
    op.create_index(
        op.f("ix_recognition_checks_site_id_qualification_code"),
        "recognition_checks",
        ["site_id", "qualification_code"],
    )
    op.create_table(
        "contact_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.CheckConstraint("way IN ('call', 'mail', 'visit')", name=op.f("ck_contact_entries_way")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_contact_entries_employer_id_employers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_entries")),
    )
    op.create_index(op.f("ix_contact_entries_account_id"), "contact_entries", ["account_id"])
    op.create_index(op.f("ix_contact_entries_at"), "contact_entries", ["at"])
    op.create_index(op.f("ix_contact_entries_employer_id_at"), "contact_entries", ["employer_id", "at"])
    op.create_table(
        "call_claims",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("made_at < ends_at", name=op.f("ck_call_claims_ends_at")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_call_claims_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_call_claims_employer_id_employers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("employer_id", name=op.f("pk_call_claims")),
    )
    op.create_index(op.f("ix_call_claims_account_id"), "call_claims", ["account_id"])
    op.create_index(op.f("ix_call_claims_ends_at"), "call_claims", ["ends_at"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("code_sha256", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("confirm_by", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("handled_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(account_id IS NULL) <> (code_sha256 IS NULL)", name=op.f("ck_reports_name_or_code")),
        sa.CheckConstraint("state IN ('received', 'in_hand', 'settled')", name=op.f("ck_reports_state")),
        sa.CheckConstraint("(state = 'received') = (confirmed_at IS NULL)", name=op.f("ck_reports_confirmed_at")),
        sa.CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name=op.f("ck_reports_settled_at")),
        sa.CheckConstraint("(state = 'settled') = (answer <> '')", name=op.f("ck_reports_answer")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_reports_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"], ["accounts.id"], name=op.f("fk_reports_handled_by_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_reports_code_sha256")),
    )
    op.create_index(op.f("ix_reports_account_id"), "reports", ["account_id"])
    op.create_index(op.f("ix_reports_handled_by"), "reports", ["handled_by"])
    op.create_index(op.f("ix_reports_state_made_at"), "reports", ["state", "made_at"])


def downgrade() -> None:
    for table in (
        "reports",
        "call_claims",
        "contact_entries",
        "recognition_checks",
        "hosting_years",
        "site_contacts",
    ):
        op.drop_table(table)
    op.drop_column("recognitions", "checked_by")
    op.drop_column("sites", "closed_on")
