"""Tables of peers: who wants to help, who is helped by whom, and when they spoke."""

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, neutral, person, sensitive
from storage.uses import Use

peer_offers = Table(
    "peer_offers",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, use=Use.PEERS),
    person("state", String, use=Use.PEERS),
    person("sectors", JSON, use=Use.PEERS),
    sensitive("languages", JSON, use=Use.PEERS),
    person("most_km", Integer, use=Use.PEERS),
    person("n_most", Integer, use=Use.PEERS),
    person("asked_at", UtcDateTime, use=Use.PEERS),
    person("decided_on", Date, nullable=True, use=Use.PEERS),
    CheckConstraint("state IN ('asked', 'admitted', 'declined', 'stopped')", name="state"),
)

peer_pairs = Table(
    "peer_pairs",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.PEERS),
    person("state", String, use=Use.PEERS),
    person("sector", String, use=Use.PEERS),
    sensitive("languages", JSON, use=Use.PEERS),
    person("peer_id", Uuid, ForeignKey("students.id", ondelete="SET NULL"), nullable=True, index=True, use=Use.PEERS),
    person(
        "account_id", Uuid, ForeignKey("accounts.id", ondelete="SET NULL"), nullable=True, index=True, use=Use.PEERS
    ),
    person("declined", JSON, use=Use.PEERS),
    person("asked_at", UtcDateTime, use=Use.PEERS),
    person("began_on", Date, nullable=True, use=Use.PEERS),
    person("ended_on", Date, nullable=True, use=Use.PEERS),
    CheckConstraint("state IN ('wanted', 'proposed', 'accepted', 'active', 'ended')", name="state"),
)

peer_contacts = Table(
    "peer_contacts",
    metadata,
    neutral("id", Uuid, primary_key=True),
    person("pair_id", Uuid, ForeignKey("peer_pairs.id", ondelete="CASCADE"), index=True, use=Use.PEERS),
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.PEERS),
    person("peer_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), index=True, use=Use.PEERS),
    person("spoken_on", Date, use=Use.PEERS),
    person("minutes", Integer, use=Use.PEERS),
    person("way", String, use=Use.PEERS),
    CheckConstraint("way IN ('met', 'called', 'wrote', 'at_work')", name="way"),
    CheckConstraint("minutes > 0", name="minutes"),
)
