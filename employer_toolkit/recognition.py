"""Recognition (erkenning): for which qualification a site may train, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    CLAIMED = "claimed"
    """The employer says so, and nobody has looked it up: it opens nothing yet."""


class Checker(StrEnum):
    """Who looked a recognition up (nagekeken door)."""

    EMPLOYER = "employer"
    SCHOOL = "school"
    JOBHUNTER = "jobhunter"
    REGISTER = "register"
    """The public register answered, without a person in between."""
    IMPORT = "import"
    """It came with a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """One site's recognition for one qualification during one period.

    Parameters
    ----------
    valid_until : date or None
        First day on which it no longer holds; ``None`` while no end is known.
    checked_on : date
        Day on which somebody looked it up.
    checked_by : Checker
        Who that was.
    """

    site_id: UUID
    qualification_code: str
    status: RecognitionStatus
    valid_from: date
    valid_until: date | None
    checked_on: date
    checked_by: Checker = Checker.IMPORT

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What we found when we asked whether a site was recognised on a day; of the register nothing else is kept.

    Parameters
    ----------
    asked_for : date
        The day that was asked about.
    """

    site_id: UUID
    qualification_code: str
    asked_for: date
    is_recognised: bool
    checked_on: date
    checked_by: Checker


def after_verdict(held: Iterable[Recognition], verdict: Verdict) -> tuple[Recognition, ...]:
    """Give the recognitions that a verdict changes or adds; every other day keeps what was known of it.

    After a yes it is active on that day: what was active is left as it is, and what was asked for, claimed or stopped
    becomes active from that day on. After a no, what was active ends on that day, and a claim is over.

    Examples
    --------
    >>> site, new_year = UUID(int=1), date(2027, 1, 1)
    >>> yes = Verdict(
    ...     site_id=site,
    ...     qualification_code="25498",
    ...     asked_for=new_year,
    ...     is_recognised=True,
    ...     checked_on=date(2026, 11, 22),
    ...     checked_by=Checker.SCHOOL,
    ... )
    >>> (begun,) = after_verdict([], yes)
    >>> begun.status.value, begun.valid_from, begun.valid_until
    ('active', datetime.date(2027, 1, 1), None)
    >>> after_verdict([begun], replace(yes, is_recognised=False))[0].status.value
    'revoked'
    """
    day = verdict.asked_for
    covering = [
        one
        for one in held
        if one.site_id == verdict.site_id
        and one.qualification_code == verdict.qualification_code
        and one.valid_from <= day < (one.valid_until or date.max)
    ]
    checked = [replace(one, checked_on=verdict.checked_on, checked_by=verdict.checked_by) for one in covering]
    if not verdict.is_recognised:
        return tuple(_refused(one, on=day) for one in checked)
    active = tuple(one for one in checked if one.status is RecognitionStatus.ACTIVE)
    return active or _begun(verdict, instead_of=checked)


def _refused(held: Recognition, *, on: date) -> Recognition:
    if held.status is RecognitionStatus.CLAIMED or (held.status is RecognitionStatus.ACTIVE and held.valid_from == on):
        return replace(held, status=RecognitionStatus.REVOKED)
    return replace(held, valid_until=on) if held.status is RecognitionStatus.ACTIVE else held


def _begun(verdict: Verdict, *, instead_of: Iterable[Recognition]) -> tuple[Recognition, ...]:
    """Begin a recognition on the day of the verdict; what covered that day ends there."""
    covering = tuple(instead_of)
    ends = [one.valid_until for one in covering]
    begun = Recognition(
        site_id=verdict.site_id,
        qualification_code=verdict.qualification_code,
        status=RecognitionStatus.ACTIVE,
        valid_from=verdict.asked_for,
        valid_until=max((end for end in ends if end), default=None) if None not in ends else None,
        checked_on=verdict.checked_on,
        checked_by=verdict.checked_by,
    )
    ended = (replace(one, valid_until=begun.valid_from) for one in covering if one.valid_from < begun.valid_from)
    return (*ended, begun)
