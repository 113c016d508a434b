"""One student and one place that fit in everything, but for what a test changes."""

from datetime import date, time
from typing import Any
from uuid import UUID

from career.student import Availability
from employer_toolkit.placement import WorkDay
from matching import Explanation
from services.features import Offer
from services.markets import Market
from services.reference import load_reference
from tests.factories import make_employer, make_placement, make_recognition, make_site, make_student

TODAY = date(2026, 11, 22)
SITE = UUID(int=5)
FREE = Availability(
    from_on=date(2027, 2, 1),
    until_on=date(2027, 7, 1),
    weekdays=frozenset(range(1, 8)),
    hours_min=7,
    hours_max=24,
    school_minutes=(0, 0, 0, 0, 0, 0, 0),
)


def workdays(*weekdays: int, starts: time = time(9), ends: time = time(16, 30), pause: int = 30) -> tuple[WorkDay, ...]:
    return tuple(WorkDay(weekday=day, starts=starts, ends=ends, break_minutes=pause) for day in weekdays)


def explanation_of(**changed: Any) -> Explanation:
    """Explain the pair; takes what ``pair_market`` takes."""
    market = pair_market(**changed)
    (explanation,) = market.explanations(market.pairs([0], [0]))
    return explanation


def pair_market(
    student: dict[str, Any] | None = None,
    placement: dict[str, Any] | None = None,
    recognition: dict[str, Any] | None = None,
    site: dict[str, Any] | None = None,
    today: date = TODAY,
) -> Market:
    """Give the market of the pair; an empty recognition stands for none at all."""
    plain_student = {"born_on": date(2009, 8, 14), "qualification_code": "25498", "level": 2, "availability": FREE}
    plain_placement = {
        "qualification_codes": ("25498",),
        "sector": "zorg",
        "schedule": workdays(1, 2, 3),
        "days_min": 1,
        "hours_min": 7,
    }
    employer = make_employer()
    place = make_site(employer.id, id=SITE, **(site or {}))
    held = (
        () if recognition == {} else (make_recognition(SITE, **{"qualification_code": "25498", **(recognition or {})}),)
    )
    return Market.build(
        [make_student(**{**plain_student, **(student or {})})],
        [
            Offer(
                placement=make_placement(SITE, **{**plain_placement, **(placement or {})}),
                site=place,
                employer=employer,
                recognitions=held,
            )
        ],
        reference=load_reference(TODAY),
        today=today,
    )
