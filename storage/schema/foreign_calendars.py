"""Tables of the calendars of other organisers, and of what somebody said about events that look alike."""

from sqlalchemy import Boolean, CheckConstraint, Integer, LargeBinary, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral

foreign_calendars = Table(
    "foreign_calendars",
    metadata,
    neutral("id", Uuid, primary_key=True),
    neutral("name", String, unique=True),
    neutral("address", String),
    neutral("made_at", UtcDateTime),
    neutral("state", String),
    neutral("etag", String),
    neutral("last_modified", String),
    neutral("read_at", UtcDateTime, nullable=True),
    neutral("due_at", UtcDateTime, nullable=True),
    neutral("n_failures", Integer),
    neutral("failure", String),
    # What was read and waits for somebody to look at it.
    neutral("delivery", LargeBinary, nullable=True),
    CheckConstraint("state IN ('new', 'active', 'paused')", name="state"),
    CheckConstraint("n_failures >= 0", name="n_failures"),
)

event_look_alikes = Table(
    "event_look_alikes",
    metadata,
    # No foreign keys: what was left out because it is the same must be known when it comes in once more.
    neutral("kept_id", Uuid, primary_key=True),
    neutral("other_id", Uuid, primary_key=True),
    neutral("is_same", Boolean),
    neutral("answered_at", UtcDateTime),
)
