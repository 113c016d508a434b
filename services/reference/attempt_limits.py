"""How often somebody may try something, and in how long a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from services.reference.rows import Row

ATTEMPTS = ("link", "password", "school", "invite", "feed")
PER = ("address", "network", "account")
WANTED = (
    ("link", "address"),
    ("password", "address"),
    ("invite", "address"),
    ("link", "network"),
    ("password", "network"),
    ("school", "network"),
    ("invite", "account"),
    ("feed", "network"),
)
"""Without one of these somebody could try without end."""
MOST_TIMES, MOST_MINUTES = 100_000, 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLimit:
    """So many times in so long a time."""

    count: int
    within: timedelta


def attempt_limit(row: Row) -> tuple[tuple[str, str], AttemptLimit]:
    """Read one row of attempt_limits.csv: what is tried, for one of what, and how often."""
    key = (row.choice("attempt", ATTEMPTS), row.choice("per", PER))
    limit = AttemptLimit(
        count=row.whole("count", at_least=1, at_most=MOST_TIMES),
        within=timedelta(minutes=row.whole("within_minutes", at_least=1, at_most=MOST_MINUTES)),
    )
    return key, limit


def attempt_limits(
    held: Iterable[tuple[tuple[str, str], AttemptLimit]],
) -> Mapping[tuple[str, str], AttemptLimit]:
    """Give the limits by what is tried and for one of what."""
    return MappingProxyType(dict(held))
