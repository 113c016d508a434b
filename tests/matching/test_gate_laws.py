"""What must be true of every gate: on many pairs, around every day of the calendar, and of all that is recommended."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from os import environ
from random import Random
from uuid import UUID

import numpy as np
import pytest

from career.student import Student
from employer_toolkit.placement import PlacementType
from matching import Gate, Pairs, StudentTable, Verdict
from services.features import Offer
from services.markets import Market
from services.reference import load_reference
from services.weights import load_parameters
from tests.factories import make_employer, make_placement, make_site, make_student
from tests.matching.one_pair import FREE, SITE, TODAY, workdays
from tests.matching.restatement import verdicts_of
from tests.strategies import make_market

REFERENCE, PARAMETERS = load_reference(TODAY), load_parameters()
N_PAIRS = 10_000
N_RECOMMENDED = int(environ.get("PLEKWIJZER_TEST_RECOMMENDED", "10000"))
"""Recommended pairs that are judged once more; a release is tried on 100,000 (see CONTRIBUTING.md)."""
SIDE = 25
"""Students and places of one market: each meets each."""


def drawn_market(seed: int, size: int = SIDE) -> Market:
    people = make_market(Random(seed), n_students=size, n_offers=size)
    return Market.build(people.students, people.offers, reference=REFERENCE, today=TODAY, seed=seed)


def restated(market: Market, pairs: Pairs, at: int, *, region: int = 0) -> list[Verdict]:
    found = verdicts_of(
        market.students[pairs.student_ix[at]],
        market.offers[pairs.placement_ix[at]],
        reference=REFERENCE,
        parameters=PARAMETERS,
        today=TODAY,
        region=region,
    )
    return [found[gate] for gate in Gate]


def test_ten_thousand_pairs_stand_at_every_gate_as_restated() -> None:
    seen: Counter[tuple[Gate, Verdict]] = Counter()
    differences = []

    for seed in range(-(-N_PAIRS // SIDE**2)):
        market = drawn_market(seed)
        rows = np.arange(SIDE)
        pairs = market.pairs(np.repeat(rows, SIDE), np.tile(rows, SIDE))
        verdicts = market.scores(pairs).verdicts
        for at in range(len(pairs)):
            expected = restated(market, pairs, at)
            seen.update(zip(Gate, expected, strict=True))
            if verdicts[at].tolist() != expected:
                differences.append((seed, at, verdicts[at].tolist(), expected))

    assert differences == []
    said = {(gate.value, verdict.name.lower()) for gate, verdict in seen if verdict is not Verdict.PASS}
    assert said == {key for key in REFERENCE.gate_texts if key[1].upper() in Verdict.__members__}


def test_nothing_recommended_stands_before_a_gate_that_refuses() -> None:
    n, refused, seed = 0, [], 1_000

    while n < N_RECOMMENDED:
        market = drawn_market(seed, size=150)
        for ranking in (market.places_for(top=50), market.candidates_for(top=50)):
            pairs = ranking.pairs()
            n += len(pairs)
            for at in range(len(pairs)):
                if max(restated(market, pairs, at)) > Verdict.UNKNOWN:
                    refused.append((seed, at))
        seed += 1

    assert refused == []


BORN = [date(2011, 7, 15), date(2012, 2, 29), date(2009, 1, 1), date(2009, 3, 28), date(2008, 12, 31)]
"""Birthdays in the summer holiday, on a leap day, on both ends of the year, and on the day the clock changes."""


def worker(born_on: date) -> Student:
    return make_student(
        id=UUID(int=born_on.toordinal()),
        born_on=born_on,
        seeks=frozenset({"eerste_baan"}),
        availability=replace(
            FREE,
            from_on=date(2026, 12, 1),
            until_on=date(2029, 3, 15),
            hours_min=2,
            hours_max=40,
            school_minutes=(360, 360, 360, 360, 0, 0, 0),
        ),
    )


def work(starts_on: date, n_days: int, *weekdays: int, ends: time) -> Offer:
    employer = make_employer(id=UUID(int=7))
    placement = make_placement(
        SITE,
        id=UUID(int=starts_on.toordinal() * 1000 + n_days),
        type=PlacementType.EERSTE_BAAN,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=n_days),
        schedule=workdays(*weekdays, starts=time(12), ends=ends),
        days_min=1,
        hours_min=2,
        level_min=0,
        level_max=4,
        hazards=frozenset({"kassa", "lawaai"}) if n_days == 1 else frozenset(),
    )
    return Offer(placement=placement, site=make_site(employer.id, id=SITE), employer=employer)


@pytest.mark.parametrize(
    ("n_days", "weekdays", "ends"),
    [(1, (1,), time(18, 30)), (20, (1, 6), time(21)), (45, (1,), time(18, 30)), (90, (7,), time(18))],
)
def test_gates_follow_the_calendar_from_day_to_day(n_days: int, weekdays: tuple[int, ...], ends: time) -> None:
    """Two years and a leap day, in every region of the school holidays, each day a first day of work."""
    first_days = [date(2026, 12, 20) + timedelta(days=day) for day in range(3 * 365) if day < 400 or day % 5 == 0]
    students = [worker(born_on) for born_on in BORN]
    last = date(2029, 3, 1) - timedelta(days=n_days)
    offers = [work(day, n_days, *weekdays, ends=ends) for day in first_days if day < last]
    market = Market.build(students, offers, reference=REFERENCE, today=TODAY)
    rng, seen = Random(n_days), Counter[Verdict]()

    for region in range(4):
        held = market.student_table
        table = StudentTable.stack([held.take([row]).variants([{"region": region}]) for row in range(len(held))])
        pairs = Pairs.every(table, market.placement_table, market.rules)
        verdicts = market.scores(pairs).verdicts
        for at in sorted(rng.sample(range(len(pairs)), 600)):
            expected = restated(market, pairs, at, region=region)
            seen[expected[list(Gate).index(Gate.WORKING_TIME)]] += 1
            assert verdicts[at].tolist() == expected, (market.students[pairs.student_ix[at]].born_on, at, region)

    assert len(seen) > 1
