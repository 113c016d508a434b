"""Table of how far students have come in telling what they can, want and need."""

from sqlalchemy import JSON, Date, ForeignKey, Table, Uuid

from storage.schema.columns import UtcDateTime, metadata, person
from storage.uses import Use

intakes = Table(
    "intakes",
    metadata,
    person("student_id", Uuid, ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, use=Use.ABILITIES),
    person("begun_at", UtcDateTime, use=Use.ABILITIES),
    person("changed_at", UtcDateTime, use=Use.ABILITIES),
    # Per step whether it was told or skipped.
    person("steps", JSON, use=Use.ABILITIES),
    # Per task of `intake_tasks.csv` how far it went.
    person("told", JSON, use=Use.ABILITIES),
    # Per kind of experience the entry of the dossier that was made of it.
    person("entries", JSON, use=Use.ABILITIES),
    # Per question the two activities and the answer.
    person("answers", JSON, use=Use.MATCHING),
    person(
        "together_with",
        Uuid,
        ForeignKey("accounts.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        use=Use.ABILITIES,
    ),
    person("together_on", Date, nullable=True, use=Use.ABILITIES),
)
