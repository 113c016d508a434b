"""What is asked about a kind of place before schemes or costs are told; no question here is about a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from career.errors import InvalidValueError
from employer_toolkit.placement import Placement, PlacementType
from employer_toolkit.recognition import RecognitionStatus
from employer_toolkit.scheme import CompanySize, Fact, PlaceFacts
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork

WAGED = (PlacementType.BPV_BBL, PlacementType.EERSTE_BAAN, PlacementType.AANDEBAK, PlacementType.PRAKTIJKVERKLARING)
"""Types of which a cost estimate can be made: somebody may be on the payroll."""
ALWAYS_WAGED = frozenset({PlacementType.BPV_BBL, PlacementType.EERSTE_BAAN})
"""Types that are not there without a wage."""
MOST_MONTHS = 60
MOST_HOURS = 48
YEARS_AROUND = 3
DAYS_PER_MONTH = 30.4
LEVELS = range(5)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked:
    """A kind of place as somebody filled it in; ``None`` or empty for what was not.

    Parameters
    ----------
    type : str
        Code of a type of placement.
    months : int or None
        ``None`` for work without an end.
    pays_wage, is_recognised : bool or None
        ``None`` for who does not know.
    """

    type: str
    starts_on: date | None
    months: int | None
    hours_per_week: int | None
    level: int | None = None
    pays_wage: bool | None = None
    sector: str = ""
    municipality: str = ""
    company_size: str = ""
    is_recognised: bool | None = None


def place_faults(asked: PlaceAsked, *, now: datetime, types: Collection[str] = tuple(PlacementType)) -> dict[str, str]:
    """Say per field what cannot be right.

    Parameters
    ----------
    types : collection of str
        Of which types can be asked.
    """
    today = local_day(now)
    reference = load_reference(today)
    around = timedelta(days=365 * YEARS_AROUND)
    checks = {
        "type": (asked.type in types, "Kies wat voor plek het is"),
        "starts_on": (
            asked.starts_on is not None and today - around <= asked.starts_on <= today + around,
            f"Vul de eerste dag in, hoogstens {YEARS_AROUND} jaar geleden of vooruit",
        ),
        "months": (
            asked.months is None or 1 <= asked.months <= MOST_MONTHS,
            f"Vul 1 tot en met {MOST_MONTHS} maanden in, of laat dit leeg als er geen einde is",
        ),
        "hours_per_week": (
            asked.hours_per_week is not None and 1 <= asked.hours_per_week <= MOST_HOURS,
            f"Vul 1 tot en met {MOST_HOURS} uur per week in",
        ),
        "level": (asked.level is None or asked.level in LEVELS, "Kies een niveau uit de lijst"),
        "sector": (not asked.sector or asked.sector in reference.sectors, "Kies een sector uit de lijst"),
        "municipality": (len(asked.municipality) <= LONGEST_NAME, f"Vul hoogstens {LONGEST_NAME} tekens in"),
        "company_size": (
            not asked.company_size or asked.company_size in tuple(CompanySize),
            "Kies hoe groot je bedrijf is",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}


def facts_of(asked: PlaceAsked, *, now: datetime, types: Collection[str] = tuple(PlacementType)) -> PlaceFacts:
    """Give what was filled in as facts about a place.

    Raises
    ------
    InvalidValueError
        Names every field that cannot be right.
    """
    faults = place_faults(asked, now=now, types=types)
    if faults or asked.starts_on is None or asked.hours_per_week is None:
        raise InvalidValueError("scheme", faults)
    return PlaceFacts(
        type=PlacementType(asked.type),
        starts_on=asked.starts_on,
        months=asked.months,
        hours_per_week=asked.hours_per_week,
        level=asked.level,
        pays_wage=asked.pays_wage,
        sector=asked.sector or None,
        municipality=asked.municipality or None,
        company_size=CompanySize(asked.company_size) if asked.company_size else None,
        is_recognised=asked.is_recognised,
    )


def asked_of_place(work: UnitOfWork, *, by: Account, placement_id: UUID) -> PlaceAsked:
    """Give what an employer's own place says, to ask on from.

    Raises
    ------
    ForbiddenError
        The account is of no employer.
    NotFoundError
        There is none, or it is another's.
    """
    require(by, Act.POST_PLACEMENT, by.subject_id)
    placement = found(work.placements.get(placement_id))
    site = found(work.employers.site(placement.site_id))
    if site.employer_id != by.subject_id:
        raise NotFoundError("not found")
    facts = facts_of_placement(work, placement)
    return PlaceAsked(
        type=facts.type,
        starts_on=facts.starts_on,
        months=facts.months,
        hours_per_week=facts.hours_per_week,
        level=facts.level,
        pays_wage=facts.pays_wage,
        sector=facts.sector or "",
        municipality=facts.municipality or "",
        is_recognised=facts.is_recognised,
    )


def facts_of_placement(work: UnitOfWork, placement: Placement) -> PlaceFacts:
    """Give what a placement that is kept says about itself."""
    return PlaceFacts(
        type=placement.type,
        starts_on=placement.starts_on,
        months=_months(placement),
        hours_per_week=placement.hours_max,
        level=placement.level_min if placement.level_min == placement.level_max else None,
        pays_wage=True if placement.type in ALWAYS_WAGED else None,
        sector=placement.sector,
        municipality=found(work.employers.site(placement.site_id)).municipality,
        is_recognised=_is_recognised(work, placement),
    )


def asks_municipality(reference: Reference) -> bool:
    """Say whether any row asks in which municipality the place is; nobody is asked for nothing."""
    return any(one.fact == Fact.MUNICIPALITY for rows in reference.schemes.conditions.values() for one in rows)


def _months(placement: Placement) -> int | None:
    if placement.ends_on is None:
        return None
    days = (placement.ends_on - placement.starts_on).days
    return min(max(round(days / DAYS_PER_MONTH), 1), MOST_MONTHS)


def _is_recognised(work: UnitOfWork, placement: Placement) -> bool | None:
    """Say whether the site is recognised for the programmes of a place; ``None`` when it names none."""
    if not placement.qualification_codes:
        return None
    held = [
        one.qualification_code
        for one in work.employers.recognitions(placement.site_id)
        if one.status is RecognitionStatus.ACTIVE
        and one.valid_from <= placement.starts_on
        and (one.valid_until is None or placement.starts_on < one.valid_until)
    ]
    return any(code in held for code in placement.qualification_codes) or None
