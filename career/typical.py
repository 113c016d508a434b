"""What a group of students typically shows at the start, half-way and at the end of a placement, without persons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from career.competency import CompetencyClaim, Level, strongest_claims

THIRDS = 3


class Stage(StrEnum):
    """How far a student is with a placement."""

    START = "start"
    HALFWAY = "halfway"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when until when a student is at a place.

    Parameters
    ----------
    ends_on : date or None
        First day no longer part of it; ``None`` while no end is known.
    """

    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How many students show a competency by themselves, of those of whom somebody says how far it goes."""

    competency_id: str
    n_students: int
    n_by_themselves: int

    @property
    def share(self) -> float:
        """The part that does it by themselves, 0 to 1."""
        return self.n_by_themselves / self.n_students


def stage_of(seen_on: date, period: Period | None) -> Stage | None:
    """Say at which stage something was seen: the first, second or last third of a placement.

    Whatever was seen before a placement, or without one, is the start; what was seen at a place without a known end
    is of no stage.

    Examples
    --------
    >>> half_a_year = Period(starts_on=date(2027, 2, 1), ends_on=date(2027, 8, 1))
    >>> [stage_of(date(2027, month, 15), half_a_year).value for month in (1, 2, 5, 7, 9)]
    ['start', 'start', 'halfway', 'end', 'end']
    """
    if period is None or seen_on < period.starts_on:
        return Stage.START
    if period.ends_on is None:
        return None
    third = THIRDS * (seen_on - period.starts_on).days // max((period.ends_on - period.starts_on).days, 1)
    return (Stage.START, Stage.HALFWAY, Stage.END)[min(third, THIRDS - 1)]


def typical(
    students: Iterable[tuple[Iterable[CompetencyClaim], Period | None]], *, fewest: int
) -> Mapping[Stage, tuple[Shown, ...]]:
    """Count per stage and competency; what fewer students are behind is left out.

    Of one student the strongest word of a stage counts, and "still to be found out" does not.

    Parameters
    ----------
    students : iterable of (iterable of CompetencyClaim, Period or None)
        What is claimed about each student, and the period of the placement.
    fewest : int
        A count of fewer students is not told (suppression of small cells); a smaller group has none that is.

    Returns
    -------
    mapping of Stage to tuple of Shown
        What most do by themselves first; a stage of which too little is known is left out.
    """
    counts: dict[tuple[Stage, str], list[int]] = defaultdict(lambda: [0, 0])
    for claims, period in students:
        staged: dict[Stage, list[CompetencyClaim]] = defaultdict(list)
        for claim in claims:
            stage = stage_of(claim.seen_on, period)
            if stage is not None and claim.level is not None:
                staged[stage].append(claim)
        for stage, said in staged.items():
            for claim in strongest_claims(said).values():
                cell = counts[stage, claim.competency_id]
                cell[0] += 1
                cell[1] += claim.level is not None and claim.level >= Level.PARTLY
    told: dict[Stage, tuple[Shown, ...]] = {}
    for stage in Stage:
        cells = [
            Shown(competency_id=code, n_students=n, n_by_themselves=n_self)
            for (at, code), (n, n_self) in counts.items()
            if at is stage and n >= fewest
        ]
        if cells:
            told[stage] = tuple(sorted(cells, key=lambda cell: (-cell.share, cell.competency_id)))
    return told
