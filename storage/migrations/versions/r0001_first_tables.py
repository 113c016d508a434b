"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competencies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("plain_label", sa.String(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competencies")),
    )
    op.create_index(op.f("ix_competencies_kind"), "competencies", ["kind"], unique=False)
    op.create_table(
        "employers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kvk", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("reference", name=op.f("uq_employers_reference")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_name", sa.String(), nullable=False),
        sa.Column("venue_address", sa.String(), nullable=False),
        sa.Column("venue_municipality", sa.String(), nullable=False),
        sa.Column("venue_latitude", sa.Float(), nullable=True),
        sa.Column("venue_longitude", sa.Float(), nullable=True),
        sa.Column("venue_online_url", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("audience_roles", sa.JSON(), nullable=False),
        sa.Column("audience_levels", sa.JSON(), nullable=False),
        sa.Column("audience_sectors", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_events_seats")),
        sa.CheckConstraint(
            "seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)", name=op.f("ck_events_seats_taken")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_events_starts_before_ends")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("reference", name=op.f("uq_events_reference")),
    )
    op.create_index(op.f("ix_events_starts_at"), "events", ["starts_at"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_rows >= 0", name=op.f("ck_imports_n_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_source_fetched_at"), "imports", ["source", "fetched_at"], unique=False)
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("market_revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('demo', 'live')", name=op.f("ck_installation_mode")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (finished_at IS NULL)", name=op.f("ck_outbox_finished_at")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dead')", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_state_due_at"), "outbox", ["state", "due_at"], unique=False)
    op.create_table(
        "postcodes",
        sa.Column("postcode4", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_postcodes_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_postcodes_longitude")),
        sa.PrimaryKeyConstraint("postcode4", name=op.f("pk_postcodes")),
    )
    op.create_index(op.f("ix_postcodes_latitude_longitude"), "postcodes", ["latitude", "longitude"], unique=False)
    op.create_table(
        "qualifications",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_scheme", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("work_process_ids", sa.JSON(), nullable=False),
        sa.Column("equivalent_codes", sa.JSON(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_qualifications_level")),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_qualifications_valid_from_before_until")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_qualifications")),
    )
    op.create_table(
        "students",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("school_type", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("qualification_code", sa.String(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("route", sa.String(), nullable=True),
        sa.Column("seeks", sa.JSON(), nullable=False),
        sa.Column("free_from_on", sa.Date(), nullable=False),
        sa.Column("free_until_on", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("hours_min", sa.Integer(), nullable=False),
        sa.Column("hours_max", sa.Integer(), nullable=False),
        sa.Column("school_minutes", sa.JSON(), nullable=False),
        sa.Column("postcode4", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("travel_modes", sa.JSON(), nullable=False),
        sa.Column("travel_max_minutes", sa.Integer(), nullable=False),
        sa.Column("wished_sectors", sa.JSON(), nullable=False),
        sa.Column("liked", sa.JSON(), nullable=False),
        sa.Column("disliked", sa.JSON(), nullable=False),
        sa.Column("minimum_allowance_eur", sa.Integer(), nullable=True),
        sa.Column("helps", sa.JSON(), nullable=False),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("dutch_level", sa.String(), nullable=True),
        sa.Column("goal_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint("free_from_on < free_until_on", name=op.f("ck_students_free_from_before_until")),
        sa.CheckConstraint("hours_min > 0 AND hours_min <= hours_max", name=op.f("ck_students_hours")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_students_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
        sa.UniqueConstraint("reference", name=op.f("uq_students_reference")),
    )
    op.create_table(
        "claims",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("competency_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_claims_level")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_claims_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("student_id", "position", name=op.f("pk_claims")),
    )
    op.create_table(
        "competency_relations",
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_competency_relations_not_itself")),
        sa.CheckConstraint("strength > 0 AND strength < 1", name=op.f("ck_competency_relations_strength")),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["competencies.id"],
            name=op.f("fk_competency_relations_from_id_competencies"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["competencies.id"], name=op.f("fk_competency_relations_to_id_competencies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_competency_relations")),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("postcode4", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_sites_employer_id_employers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("reference", name=op.f("uq_sites_reference")),
    )
    op.create_index(op.f("ix_sites_employer_id"), "sites", ["employer_id"], unique=False)
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("qualification_codes", sa.JSON(), nullable=False),
        sa.Column("level_min", sa.Integer(), nullable=False),
        sa.Column("level_max", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("requirements", sa.JSON(), nullable=False),
        sa.Column("learned_ids", sa.JSON(), nullable=False),
        sa.Column("conditions_offered", sa.JSON(), nullable=False),
        sa.Column("conditions_refused", sa.JSON(), nullable=False),
        sa.Column("hazards", sa.JSON(), nullable=False),
        sa.Column("is_expert_supervised", sa.Boolean(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("hours_min", sa.Integer(), nullable=False),
        sa.Column("hours_max", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("dutch_level_min", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("allowance_eur", sa.Float(), nullable=True),
        sa.Column("allowance_per", sa.String(), nullable=True),
        sa.Column("allowance_covers_travel", sa.Boolean(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("contact_role", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("max_open_contacts", sa.Integer(), nullable=False),
        sa.Column("open_contacts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("hours_min > 0 AND hours_min <= hours_max", name=op.f("ck_placements_hours")),
        sa.CheckConstraint("level_min BETWEEN 0 AND level_max", name=op.f("ck_placements_levels")),
        sa.CheckConstraint("open_contacts >= 0", name=op.f("ck_placements_open_contacts")),
        sa.CheckConstraint("seats_taken BETWEEN 0 AND seats", name=op.f("ck_placements_seats_taken")),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_placements_starts_before_ends")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_placements_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("reference", name=op.f("uq_placements_reference")),
    )
    op.create_index(op.f("ix_placements_site_id"), "placements", ["site_id"], unique=False)
    op.create_index(op.f("ix_placements_state"), "placements", ["state"], unique=False)
    op.create_table(
        "recognitions",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("qualification_code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_recognitions_valid_from_before_until")),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_recognitions_site_id_sites"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site_id", "qualification_code", "valid_from", name=op.f("pk_recognitions")),
    )
    op.create_table(
        "candidate_counts",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("n_candidates", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n_candidates >= 0", name=op.f("ck_candidate_counts_n_candidates")),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placements.id"],
            name=op.f("fk_candidate_counts_placement_id_placements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_candidate_counts")),
    )
    installation = sa.table(
        "installation",
        sa.column("id", sa.Integer),
        sa.column("mode", sa.String),
        sa.column("market_revision", sa.Integer),
    )
    op.bulk_insert(installation, [{"id": 1, "mode": None, "market_revision": 0}])


def downgrade() -> None:
    op.drop_table("candidate_counts")
    op.drop_table("recognitions")
    op.drop_index(op.f("ix_placements_state"), table_name="placements")
    op.drop_index(op.f("ix_placements_site_id"), table_name="placements")
    op.drop_table("placements")
    op.drop_index(op.f("ix_sites_employer_id"), table_name="sites")
    op.drop_table("sites")
    op.drop_table("competency_relations")
    op.drop_table("claims")
    op.drop_table("students")
    op.drop_table("qualifications")
    op.drop_index(op.f("ix_postcodes_latitude_longitude"), table_name="postcodes")
    op.drop_table("postcodes")
    op.drop_index(op.f("ix_outbox_state_due_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("installation")
    op.drop_index(op.f("ix_imports_source_fetched_at"), table_name="imports")
    op.drop_table("imports")
    op.drop_index(op.f("ix_events_starts_at"), table_name="events")
    op.drop_table("events")
    op.drop_table("employers")
    op.drop_index(op.f("ix_competencies_kind"), table_name="competencies")
    op.drop_table("competencies")
