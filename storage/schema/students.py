"""Tables of students and of what is claimed about their competencies."""

from sqlalchemy import JSON, CheckConstraint, Date, Float, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

students = Table(
    "students",
    metadata,
    person("id", Uuid, primary_key=True, use=Use.IDENTITY),
    person("reference", String, unique=True, use=Use.IDENTITY),
    person("first_name", String, use=Use.IDENTITY),
    person("born_on", Date, use=Use.IDENTITY),
    sensitive("school_type", String, use=Use.SCHOOLING),
    sensitive("school", String, use=Use.SCHOOLING),
    sensitive("group_name", String, use=Use.SCHOOLING),
    person("qualification_code", String, nullable=True, use=Use.SCHOOLING),
    person("level", Integer, nullable=True, use=Use.SCHOOLING),
    person("route", String, nullable=True, use=Use.SCHOOLING),
    person("seeks", JSON, use=Use.MATCHING),
    person("free_from_on", Date, use=Use.MATCHING),
    person("free_until_on", Date, use=Use.MATCHING),
    person("weekdays", JSON, use=Use.MATCHING),
    person("hours_min", Integer, use=Use.MATCHING),
    person("hours_max", Integer, use=Use.MATCHING),
    person("school_minutes", JSON, use=Use.MATCHING),
    person("postcode4", String, use=Use.MATCHING),
    person("latitude", Float, nullable=True, use=Use.MATCHING),
    person("longitude", Float, nullable=True, use=Use.MATCHING),
    person("travel_modes", JSON, use=Use.MATCHING),
    person("travel_max_minutes", Integer, use=Use.MATCHING),
    person("wished_sectors", JSON, use=Use.MATCHING),
    person("liked", JSON, use=Use.MATCHING),
    person("disliked", JSON, use=Use.MATCHING),
    person("minimum_allowance_eur", Integer, nullable=True, use=Use.MATCHING),
    sensitive("helps", JSON, use=Use.SUPPORT),
    person("prerequisites", JSON, use=Use.MATCHING),
    sensitive("dutch_level", String, nullable=True, use=Use.SUPPORT),
    person("goal_ids", JSON, use=Use.MATCHING),
    # Written by no import and by no form but that of the student: see ``StudentStore.restrict``.
    person("restricted_at", UtcDateTime, nullable=True, use=Use.RIGHTS),
    CheckConstraint("free_from_on < free_until_on", name="free_from_before_until"),
    CheckConstraint("hours_min > 0 AND hours_min <= hours_max", name="hours"),
    CheckConstraint("level BETWEEN 1 AND 4", name="level"),
)

claims = Table(
    "claims",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, use=Use.ABILITIES),
    neutral("position", Integer, primary_key=True, autoincrement=False),
    person("competency_id", String, use=Use.ABILITIES),
    person("source", String, use=Use.ABILITIES),
    sensitive("level", Integer, nullable=True, use=Use.ABILITIES),
    person("seen_on", Date, use=Use.ABILITIES),
    sensitive("evidence", String, use=Use.ABILITIES),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
)
