"""How large a hand-over may be, and how long people have for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reference.rows import Row

HANDOVER_TERMS = ("package_megabytes", "files_per_package", "warm_handover_days")
MOST = 500
"""No number here is larger: a package is read in memory."""
MEGABYTE = 1024 * 1024
LARGEST_PACKAGE = 64 * MEGABYTE
"""No package is larger, whatever a row says: one that large is let in at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTerms:
    """What holds for a hand-over from one school to the next.

    Parameters
    ----------
    warm_handover_days : int
        Days between receiving a dossier and speaking about it.
    """

    package_megabytes: int
    files_per_package: int
    warm_handover_days: int

    @property
    def package_bytes(self) -> int:
        """The largest package."""
        return min(self.package_megabytes * MEGABYTE, LARGEST_PACKAGE)


def handover_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of handover_terms.csv."""
    return row.choice("code", HANDOVER_TERMS), row.whole("value", at_least=1, at_most=MOST)


def handover_terms(held: Mapping[str, int]) -> HandoverTerms:
    """Put the numbers that hold together."""
    return HandoverTerms(**{code: held[code] for code in HANDOVER_TERMS})
