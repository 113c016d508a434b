"""All tables, one file per subject; importing this package makes ``metadata`` complete."""

from storage.schema import (
    accounts,
    competencies,
    employers,
    events,
    imports,
    installation,
    links,
    logins,
    market_changes,
    meetings,
    messages,
    outbox,
    placements,
    postcodes,
    qualifications,
    schools,
    students,
)
from storage.schema.columns import metadata

__all__ = [
    "accounts",
    "competencies",
    "employers",
    "events",
    "imports",
    "installation",
    "links",
    "logins",
    "market_changes",
    "meetings",
    "messages",
    "metadata",
    "outbox",
    "placements",
    "postcodes",
    "qualifications",
    "schools",
    "students",
]
