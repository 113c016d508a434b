"""What holds for calendars: how long a private feed opens, and how much is taken over from another organiser."""

from dataclasses import dataclass

from services.reference.rows import Row

CALENDAR_TERMS = ("feed_days", "import_most_kilobytes", "import_most_events", "import_ahead_days", "import_seconds")
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
    """

    feed_days: int
    import_most_kilobytes: int
    import_most_events: int
    import_ahead_days: int
    import_seconds: int


def calendar_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of calendar_terms.csv."""
    return row.choice("code", CALENDAR_TERMS), row.whole("value", at_least=1, at_most=MOST)
