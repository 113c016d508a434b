"""How many a peer helps, from how far, and how long it may stay quiet."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reference.rows import Row

PEER_TERMS = ("most_students", "longest_km", "quiet_days", "days_ahead")
MOST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerTerms:
    """What holds for peers.

    Parameters
    ----------
    most_students : int
        At a time.
    longest_km : int
        As the crow flies.
    quiet_days : int
        Without a contact before school asks how it goes.
    days_ahead : int
        How far ahead a student reads where to come and help.
    """

    most_students: int
    longest_km: int
    quiet_days: int
    days_ahead: int


def peer_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of peer_terms.csv."""
    return row.choice("code", PEER_TERMS), row.whole("value", at_least=1, at_most=MOST)


def peer_terms(held: Mapping[str, int]) -> PeerTerms:
    """Put the numbers that hold together."""
    return PeerTerms(**held)
