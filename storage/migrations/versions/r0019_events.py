"""Events that are planned, changed and repeated, and who comes to them.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

from storage.schema.columns import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NONE_AT_ALL, LONG_AGO = "[]", "1970-01-01 00:00:00"


def upgrade() -> None:
    op.add_column("events", sa.Column("audience_school_types", sa.JSON(), nullable=False, server_default=NONE_AT_ALL))
    op.add_column("events", sa.Column("register_until", UtcDateTime(), nullable=True))
    op.add_column("events", sa.Column("sessions", sa.JSON(), nullable=False, server_default=NONE_AT_ALL))
    op.add_column("events", sa.Column("organiser_id", sa.Uuid(), nullable=True))
    op.add_column("events", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("events", sa.Column("imported_from", sa.String(), nullable=False, server_default=""))
    op.add_column("events", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("events", sa.Column("changed_at", UtcDateTime(), nullable=False, server_default=LONG_AGO))
    # Calendars that hold them already know a changed event by 1 and a cancelled one by 2.
    op.execute("UPDATE events SET changed_at = starts_at")
    op.execute("UPDATE events SET revision = 1 WHERE state = 'changed'")
    op.execute("UPDATE events SET revision = 2 WHERE state = 'cancelled'")
    op.create_index(op.f("ix_events_organiser_id"), "events", ["organiser_id"])
    op.create_index(op.f("ix_events_series_id"), "events", ["series_id"])
    op.create_table(
        "event_revisions",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_revisions_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "number", name=op.f("pk_event_revisions")),
    )
    op.create_table(
        "event_registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer_by", UtcDateTime(), nullable=True),
        sa.Column("n_tables", sa.Integer(), nullable=False),
        sa.Column("attendance", sa.String(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.Column("is_for_dossier", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(party = 'student') = (student_id IS NOT NULL) AND (party = 'employer') = (employer_id IS NOT NULL) "
            "AND (party = 'person') = (account_id IS NOT NULL) AND party IN ('student', 'employer', 'person')",
            name=op.f("ck_event_registrations_party"),
        ),
        sa.CheckConstraint(
            "state IN ('seated', 'waiting', 'offered', 'withdrawn', 'lapsed')",
            name=op.f("ck_event_registrations_state"),
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (answer_by IS NOT NULL)", name=op.f("ck_event_registrations_answer_by")
        ),
        sa.CheckConstraint(
            "attendance IN ('unknown', 'came', 'absent')", name=op.f("ck_event_registrations_attendance")
        ),
        sa.CheckConstraint(
            "(attendance = 'unknown') = (noted_at IS NULL)", name=op.f("ck_event_registrations_noted_at")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_event_registrations_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (
                ("event_id", "events"),
                ("student_id", "students"),
                ("employer_id", "employers"),
                ("account_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_registrations")),
        sa.UniqueConstraint("event_id", "student_id", name=op.f("uq_event_registrations_event_id_student_id")),
        sa.UniqueConstraint("event_id", "employer_id", name=op.f("uq_event_registrations_event_id_employer_id")),
        sa.UniqueConstraint("event_id", "account_id", name=op.f("uq_event_registrations_event_id_account_id")),
    )
    for column in ("student_id", "employer_id", "account_id", "made_by"):
        op.create_index(op.f(f"ix_event_registrations_{column}"), "event_registrations", [column])


def downgrade() -> None:
    op.drop_table("event_registrations")
    op.drop_table("event_revisions")
    op.drop_index(op.f("ix_events_series_id"), "events")
    op.drop_index(op.f("ix_events_organiser_id"), "events")
    for column in (
        "changed_at",
        "revision",
        "imported_from",
        "series_id",
        "organiser_id",
        "sessions",
        "register_until",
        "audience_school_types",
    ):
        op.drop_column("events", column)
