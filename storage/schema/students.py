"""Tables of students and of what is claimed about their competencies."""

from sqlalchemy import JSON, CheckConstraint, Date, Float, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import metadata, neutral, person, sensitive

students = Table(
    "students",
    metadata,
    person("id", Uuid, primary_key=True),
    person("reference", String, unique=True),
    person("first_name", String),
    person("born_on", Date),
    sensitive("school_type", String),
    sensitive("school", String),
    sensitive("group_name", String),
    person("qualification_code", String, nullable=True),
    person("level", Integer, nullable=True),
    person("route", String, nullable=True),
    person("seeks", JSON),
    person("free_from_on", Date),
    person("free_until_on", Date),
    person("weekdays", JSON),
    person("hours_min", Integer),
    person("hours_max", Integer),
    person("school_minutes", JSON),
    person("postcode4", String),
    person("latitude", Float, nullable=True),
    person("longitude", Float, nullable=True),
    person("travel_modes", JSON),
    person("travel_max_minutes", Integer),
    person("wished_sectors", JSON),
    person("liked", JSON),
    person("disliked", JSON),
    person("minimum_allowance_eur", Integer, nullable=True),
    sensitive("helps", JSON),
    person("prerequisites", JSON),
    sensitive("dutch_level", String, nullable=True),
    person("goal_ids", JSON),
    CheckConstraint("free_from_on < free_until_on", name="free_from_before_until"),
    CheckConstraint("hours_min > 0 AND hours_min <= hours_max", name="hours"),
    CheckConstraint("level BETWEEN 1 AND 4", name="level"),
)

claims = Table(
    "claims",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    neutral("position", Integer, primary_key=True, autoincrement=False),
    person("competency_id", String),
    person("source", String),
    sensitive("level", Integer, nullable=True),
    person("seen_on", Date),
    sensitive("evidence", String),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
)
