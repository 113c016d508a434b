"""Recognition (erkenning): for which qualification a site may train, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from employer_toolkit.errors import InvalidPlacementError


class RecognitionStatus(StrEnum):
    """How a recognition stands in the register."""

    ACTIVE = "active"
    REQUESTED = "requested"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """One site's recognition for one qualification during one period.

    Parameters
    ----------
    valid_until : date or None
        First day on which it no longer holds; ``None`` while no end is known.
    checked_on : date
        Day on which somebody looked it up.
    """

    site_id: UUID
    qualification_code: str
    status: RecognitionStatus
    valid_from: date
    valid_until: date | None
    checked_on: date

    def __post_init__(self) -> None:
        """Refuse an end that comes before the start."""
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise InvalidPlacementError("recognition", {"valid_until": "geef een dag na valid_from"})


def recognised_period(recognitions: Iterable[Recognition], *, from_on: date) -> tuple[date, date | None] | None:
    """Give the unbroken period of active recognition that holds on a day.

    Recognitions that touch or overlap count as one period.

    Parameters
    ----------
    recognitions : iterable of Recognition
        Of one site, for one code and its equivalents.
    from_on : date
        The day that must be covered.

    Returns
    -------
    (date, date or None) or None
        First day and the first day no longer covered (``None``: no end known); ``None`` when the day is not covered.

    Examples
    --------
    >>> site = UUID(int=1)
    >>> def year(n):
    ...     return Recognition(
    ...         site_id=site,
    ...         qualification_code="25498",
    ...         status=RecognitionStatus.ACTIVE,
    ...         valid_from=date(n, 1, 1),
    ...         valid_until=date(n + 1, 1, 1),
    ...         checked_on=date(2026, 1, 1),
    ...     )
    >>> recognised_period([year(2027), year(2026)], from_on=date(2026, 6, 1))
    (datetime.date(2026, 1, 1), datetime.date(2028, 1, 1))
    """
    active = sorted(
        (r.valid_from, r.valid_until or date.max) for r in recognitions if r.status is RecognitionStatus.ACTIVE
    )
    start: date | None = None
    end = date.min
    for first, last in active:
        if first > end or start is None:
            if start is not None and start <= from_on < end:
                break
            start, end = first, last
        else:
            end = max(end, last)
    if start is None or not start <= from_on < end:
        return None
    return start, None if end == date.max else end
