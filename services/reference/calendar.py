"""What holds for calendars: how long a private feed opens, and how much is taken over from another organiser."""

from dataclasses import dataclass

from services.reference.rows import Row

CALENDAR_TERMS = (
    *("feed_days", "import_most_kilobytes", "import_most_events", "import_ahead_days", "import_seconds"),
    *("read_hours", "retry_hours", "most_retry_hours", "failures_told"),
    *("alike_minutes", "alike_title_percent", "alike_title_same_place_percent"),
)
MOST = 10_000
"""No term or number is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRules:
    """The terms of a day.

    Parameters
    ----------
    feed_days : int
        So long the address of a private feed opens something.
    import_most_kilobytes, import_most_events : int
        A calendar that is larger, or holds more events in the time that is looked at, is refused.
    import_ahead_days : int
        Events later than this are left for another day.
    import_seconds : int
        Longest wait for a calendar elsewhere, all of it.
    read_hours, retry_hours, most_retry_hours : int
        Between two readings of a calendar elsewhere, after it first failed, and at most after failing often.
    failures_told : int
        After so many failures in a row the coordinators hear of it.
    alike_minutes : int
        Two events that are one begin no farther apart.
    alike_title_percent, alike_title_same_place_percent : int
        How alike their names are then, anywhere and at a place of the same name.
    """

    feed_days: int
    import_most_kilobytes: int
    import_most_events: int
    import_ahead_days: int
    import_seconds: int
    read_hours: int
    retry_hours: int
    most_retry_hours: int
    failures_told: int
    alike_minutes: int
    alike_title_percent: int
    alike_title_same_place_percent: int


def calendar_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of calendar_terms.csv."""
    return row.choice("code", CALENDAR_TERMS), row.whole("value", at_least=1, at_most=MOST)
