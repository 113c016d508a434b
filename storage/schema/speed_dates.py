"""Tables of speed dates: the schedule of an event, its talks, and who is not there all the time."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, Table, UniqueConstraint, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person
from storage.uses import Use

speed_date_schedules = Table(
    "speed_date_schedules",
    metadata,
    neutral("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    neutral("revision", Integer),
    neutral("starts_at", UtcDateTime),
    neutral("n_rounds", Integer),
    neutral("talk_minutes", Integer),
    neutral("change_minutes", Integer),
    neutral("break_after", Integer),
    neutral("break_minutes", Integer),
    neutral("worth", JSON),
    neutral("bound", JSON),
    neutral("made_at", UtcDateTime),
)

speed_date_talks = Table(
    "speed_date_talks",
    metadata,
    person("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, use=Use.EVENTS),
    person("round_ix", Integer, primary_key=True, autoincrement=False, use=Use.EVENTS),
    person(
        "student_id",
        Uuid,
        ForeignKey("students.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        use=Use.EVENTS,
    ),
    person("employer_id", Uuid, ForeignKey("employers.id", ondelete="CASCADE"), index=True, use=Use.EVENTS),
    person("table_ix", Integer, use=Use.EVENTS),
    UniqueConstraint("event_id", "student_id", "employer_id"),
    UniqueConstraint("event_id", "round_ix", "employer_id", "table_ix"),
    CheckConstraint("round_ix >= 0 AND table_ix >= 0", name="from_nought"),
)

speed_date_stays = Table(
    "speed_date_stays",
    metadata,
    person("event_id", Uuid, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, use=Use.EVENTS),
    # A student or an employer, so no foreign key.
    person("who", Uuid, primary_key=True, use=Use.EVENTS),
    person("from_round", Integer, use=Use.EVENTS),
    person("until_round", Integer, use=Use.EVENTS),
    CheckConstraint("0 <= from_round AND from_round <= until_round", name="in_order"),
)
