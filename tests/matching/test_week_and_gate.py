"""The weekly check and the engine's gate say the same of a pair that works every day of the place, all its hours."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from career.student import Availability, Student
from employer_toolkit.placement import PlacementType
from matching import Gate, Verdict
from services.features import Offer
from services.markets import Market
from services.reference import Outcome, Week, WorkingTimeRow, load_reference
from services.working_week import NO_SCHOOL, WorkingWeek, check_week, worst
from tests.factories import make_employer, make_placement, make_site, make_student
from tests.matching.one_pair import SITE, TODAY
from tests.services.weeks_restated import made_week

N_PAIRS = 10_000
FIRST_DAY, LAST_DAY = date(2027, 3, 8), date(2027, 3, 22)
"""Two weeks in March in which no region of the country has school holidays."""
TYPES = (
    PlacementType.PRO_STAGE,
    PlacementType.EERSTE_BAAN,
    PlacementType.BLIKSEMSTAGE,
    PlacementType.PRAKTIJKVERKLARING,
)
MOST_MINUTES = 60 * 60
"""More hours a week a student and a place cannot ask."""
VERDICTS = {
    Outcome.MET: Verdict.PASS,
    Outcome.TO_ARRANGE: Verdict.TO_ARRANGE,
    Outcome.UNKNOWN: Verdict.UNKNOWN,
    Outcome.BROKEN: Verdict.FORBIDDEN,
}


def made_pair(rng: Random) -> tuple[Student, Offer, WorkingWeek, WorkingTimeRow]:
    """Make a student who is just old enough, or older, and a place with a week that is nearly lawful."""
    kind = rng.choice(TYPES)
    reference = load_reference(TODAY)
    age = rng.choice([age for age in (12, 14, 15, 16, 17, 18) if age >= reference.placement_types[kind].min_age])
    row = reference.working_time_of(kind, age=age, week=Week.SCHOOL)
    assert row is not None
    week = WorkingWeek(days=())
    while not week.days or week.minutes % 60 or week.minutes > MOST_MINUTES:
        week = made_week(rng, row)
    week = replace(
        week, kind=Week.SCHOOL, school_minutes=week.school_minutes or NO_SCHOOL, is_on_call=False, holiday_weeks=None
    )
    return _student(rng, kind, age, week), _offer(rng, kind, week), week, row


def _student(rng: Random, kind: PlacementType, age: int, week: WorkingWeek) -> Student:
    return make_student(
        id=UUID(int=rng.getrandbits(128), version=4),
        born_on=date(FIRST_DAY.year - age, 1, 5),
        seeks=frozenset({kind}),
        availability=Availability(
            from_on=FIRST_DAY,
            until_on=LAST_DAY,
            weekdays=frozenset(range(1, 8)),
            hours_min=1,
            hours_max=60,
            school_minutes=tuple(week.school_minutes or NO_SCHOOL),  # type: ignore[arg-type]
        ),
    )


def _offer(rng: Random, kind: PlacementType, week: WorkingWeek) -> Offer:
    employer = make_employer()
    hours: dict[str, Any] = {"hours_min": week.minutes // 60, "hours_max": week.minutes // 60}
    return Offer(
        placement=make_placement(
            SITE,
            id=UUID(int=rng.getrandbits(128), version=4),
            type=kind,
            qualification_codes=(),
            schedule=week.days,
            days_min=len(week.days),
            starts_on=FIRST_DAY,
            ends_on=LAST_DAY + timedelta(days=30),
            **hours,
        ),
        site=make_site(employer.id, id=SITE),
        employer=employer,
    )


def test_check_and_gate_agree_on_a_pair_that_works_the_whole_schedule() -> None:
    rng = Random(11)
    pairs = [made_pair(rng) for _ in range(N_PAIRS)]
    market = Market.build(
        [student for student, *_ in pairs],
        [offer for _, offer, *_ in pairs],
        reference=load_reference(TODAY),
        today=TODAY,
    )
    rows = list(range(N_PAIRS))

    scores = market.scores(market.pairs(rows, rows))

    differences, said = [], Counter[Outcome]()
    for (_, _, week, row), verdict in zip(pairs, scores.verdicts[:, list(Gate).index(Gate.WORKING_TIME)], strict=True):
        checked = worst(found for found in check_week(week, row) if not found.limit.startswith("most_holiday"))
        gate = Verdict(int(verdict))
        said[checked] += 1
        if gate is not VERDICTS[checked]:
            differences.append((row.rule, row.age_from, checked.value, gate.name, week))
    assert said[Outcome.MET] > 500
    assert said[Outcome.TO_ARRANGE] > 30
    assert said[Outcome.BROKEN] > 500
    assert differences == []
