"""All tables, one file per subject; importing this package makes ``metadata`` complete."""

from storage.schema import (
    accounts,
    audit,
    competencies,
    employers,
    events,
    imports,
    installation,
    links,
    market_changes,
    outbox,
    parents,
    placements,
    postcodes,
    qualifications,
    schools,
    students,
)
from storage.schema.columns import metadata

__all__ = [
    "accounts",
    "audit",
    "competencies",
    "employers",
    "events",
    "imports",
    "installation",
    "links",
    "market_changes",
    "metadata",
    "outbox",
    "parents",
    "placements",
    "postcodes",
    "qualifications",
    "schools",
    "students",
]
