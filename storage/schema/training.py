"""Tables of what people have done of the training path, and of their certificates."""

from sqlalchemy import ForeignKey, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, person
from storage.uses import Use

training_done = Table(
    "training_done",
    metadata,
    person("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, use=Use.TRAINING),
    person("module", String, primary_key=True, use=Use.TRAINING),
    person("done_at", UtcDateTime, use=Use.TRAINING),
)
"""Which modules somebody has done; what was answered is not kept."""

certificates = Table(
    "certificates",
    metadata,
    # Whoever has the code reads the name and the day; nobody can find it by trying.
    person("code", String, primary_key=True, use=Use.TRAINING),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), unique=True, index=True, use=Use.TRAINING
    ),
    person("name", String, use=Use.TRAINING),
    person("given_at", UtcDateTime, use=Use.TRAINING),
)
