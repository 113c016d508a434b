"""Repair first: what is told to open pairs opens exactly those, when it is really made and all is counted anew."""

import os
from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from career.student import Travel, TravelMode
from matching import Change, Opening, Side, Step, Verdict, what_opens
from services.markets import Market
from services.reference import load_reference
from tests.matching.one_pair import FREE, TODAY, pair_market
from tests.matching.remaking import remade_student
from tests.matching.test_what_if import OPENING, names_of
from tests.strategies import make_market

N_MARKETS = int(os.environ.get("PLEKWIJZER_TEST_MARKETS", "100")) // 10
N_PEOPLE = 45
OF_STUDENT = [(change, changed) for change, changed in OPENING if change.side is Side.STUDENT]
ALL = 100
"""More than are ever told."""
LONGEST = 150


def market_of(seed: int, *, n_students: int = N_PEOPLE, n_offers: int = N_PEOPLE) -> Market:
    people = make_market(Random(seed), n_students=n_students, n_offers=n_offers)
    return Market.build(people.students, people.offers, reference=load_reference(TODAY), today=TODAY)


def of_student(market: Market, row: int, *, most: int = ALL) -> tuple[Opening, ...]:
    return what_opens(
        market.placement_index, row, parameters=market.parameters, longest_trip_minutes=LONGEST, most=most
    )


def remade_students(market: Market, made: list[tuple[int, tuple[Step, ...]]]) -> Market:
    """Build the market anew with one student more for each change that is really made."""
    people = [remade_student(market.students[row], steps, market.codes) for row, steps in made]
    return Market.build(people, market.offers, reference=load_reference(TODAY), today=TODAY)


def open_pairs(market: Market) -> list[tuple[frozenset[int], Any]]:
    """Give for each student the places that no gate refuses, and the gravest verdict of each."""
    n, m = len(market.students), len(market.offers)
    verdicts = market.scores(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n))).verdicts
    gravest = verdicts.max(axis=1).reshape(n, m)
    return [(frozenset(np.flatnonzero(row <= Verdict.UNKNOWN).tolist()), row) for row in gravest]


@pytest.mark.parametrize("seed", range(N_MARKETS))
def test_a_student_gets_what_is_told_when_the_change_is_really_made(seed: int) -> None:
    market = market_of(seed)
    told = [(row, opening) for row in range(len(market.students)) for opening in of_student(market, row)]

    before = open_pairs(market)
    after = open_pairs(remade_students(market, [(row, o.steps) for row, o in told]))

    assert len(told) > 30
    check(told, before, after)


def check(told: list[tuple[int, Opening]], before: list[Any], after: list[Any]) -> None:
    for place, (row, opening) in enumerate(told):
        was, (now, gravest) = before[row][0], after[place]
        assert (opening.n_open_before, opening.n_open_after) == (len(was), len(now)), opening
        assert was < now, opening
        assert opening.opened_ix == tuple(sorted(now - was))
        assert opening.n_to_check == sum(gravest[other] == Verdict.UNKNOWN for other in opening.opened_ix)


@pytest.mark.parametrize("seed", range(N_MARKETS))
def test_no_step_can_be_left_out_and_no_smaller_change_opens_as_much(seed: int) -> None:
    market = market_of(seed)
    told = [(row, opening) for row in range(len(market.students)) for opening in of_student(market, row)]
    less = [
        (row, opening, steps)
        for row, opening in told
        for n in range(1, len(opening.steps))
        for steps in combinations(opening.steps, n)
    ]
    less += [
        (row, opening, (*opening.steps[:at], smaller, *opening.steps[at + 1 :]))
        for row, opening in told
        for at, step in enumerate(opening.steps)
        if (smaller := a_step_less(step)) is not None
    ]

    before = open_pairs(market)
    after = open_pairs(remade_students(market, [(row, steps) for row, _, steps in less]))

    assert len(less) > 30
    for (row, opening, steps), (now, _) in zip(less, after, strict=True):
        assert before[row][0] - now or len(now) < opening.n_open_after, (opening, steps)


def a_step_less(step: Step) -> Step | None:
    """Give the same change made a little smaller; nothing where it has no sizes."""
    if step.change is Change.LONGER_FREE:
        return replace(step, amount=step.amount + (-1 if step.amount > 0 else 1))
    return replace(step, amount=step.amount - 5) if step.change is Change.LONGER_TRIP else None


@pytest.mark.parametrize("seed", range(3))
def test_smallest_first_each_next_one_opens_more_and_the_answer_is_the_same_again(seed: int) -> None:
    market, again = market_of(seed), market_of(seed)
    for row in range(N_PEOPLE):
        told, two = of_student(market, row), of_student(market, row, most=2)

        assert told == of_student(again, row)
        assert two == tuple(sorted(two, key=lambda o: o.size))
        assert [o.size for o in told] == sorted(o.size for o in told)
        assert [o.n_opened for o in told] == sorted({o.n_opened for o in told})
        assert all(step.change.side is Side.STUDENT for o in told for step in o.steps)
        assert all(1 <= len(o.steps) <= 3 for o in told)


def test_few_are_chosen_from_what_all_would_be_told() -> None:
    market = market_of(3)

    for row in range(N_PEOPLE):
        every, three = of_student(market, row), of_student(market, row, most=3)
        assert len(three) == min(len(every), 3)
        assert set(three) <= set(every)


FAR = Travel(postcode4="8011", latitude=52.45, longitude=6.09, modes=frozenset({TravelMode.WALK}))


def places_around(n: int, **student: Any) -> Market:
    """Give one student, and places with the same offer at one spot."""
    market = pair_market(student=student)
    offers = [
        replace(market.offers[0], placement=replace(market.offers[0].placement, id=UUID(int=900 + at)))
        for at in range(n)
    ]
    return Market.build(market.students, offers, reference=load_reference(TODAY), today=TODAY)


def test_another_way_to_travel_opens_all_places_in_a_town() -> None:
    market = places_around(7, travel=replace(FAR, max_minutes=45))

    (opening,) = of_student(market, 0)

    assert [step.change for step in opening.steps] == [Change.OTHER_MODE]
    assert (opening.n_open_before, opening.n_opened, opening.opened_ix) == (0, 7, tuple(range(7)))


@pytest.mark.parametrize(("longest", "told"), [(40, [40]), (35, [])])
def test_nobody_is_told_to_travel_longer_than_the_longest_trip(longest: int, told: list[int]) -> None:
    every_way = frozenset({TravelMode.WALK, TravelMode.BIKE, TravelMode.TRANSIT})
    market = places_around(2, travel=replace(FAR, max_minutes=20, modes=every_way))

    found = what_opens(market.placement_index, 0, parameters=market.parameters, longest_trip_minutes=longest, most=ALL)

    assert [step.amount for opening in found for step in opening.steps] == told


def test_two_changes_are_told_together_where_neither_does_it_alone() -> None:
    market = places_around(3, travel=replace(FAR, max_minutes=45), availability=replace(FREE, weekdays=frozenset({5})))

    (opening,) = of_student(market, 0)

    assert [step.change for step in opening.steps] == [Change.OTHER_MODE, Change.FREE_DAY]
    assert opening.n_opened == 3


def test_nobody_is_asked_to_stay_away_from_school() -> None:
    school = (360, 360, 360, 0, 0, 0, 0)
    at_school = replace(FREE, weekdays=frozenset({4, 5}), school_minutes=school)

    assert of_student(places_around(2, availability=at_school), 0) == ()
    assert of_student(places_around(2, availability=replace(at_school, school_minutes=(0,) * 7)), 0) != ()


def test_nobody_is_told_to_get_what_they_are_too_young_for() -> None:
    changed = {"student": {"born_on": date(2009, 6, 1)}, "placement": {"starts_on": date(2026, 12, 20)}}
    licence = pair_market(student=changed["student"], placement={"prerequisites": frozenset({"rijbewijs_b"})})
    conduct = pair_market(**{**changed, "placement": {**changed["placement"], "prerequisites": frozenset({"vca"})}})

    assert of_student(licence, 0) == ()
    assert [step.change for o in of_student(conduct, 0) for step in o.steps][:1] == [Change.GET_PREREQUISITE]


def test_dutch_is_told_one_level_up_and_no_more() -> None:
    near = pair_market(student={"dutch_level": "a2"}, placement={"dutch_level_min": "b1"})
    far = pair_market(student={"dutch_level": "a1"}, placement={"dutch_level_min": "b1"})

    assert [step.change for o in of_student(near, 0) for step in o.steps] == [Change.REACH_DUTCH]
    assert of_student(far, 0) == ()


def test_what_still_has_to_be_checked_is_counted_apart() -> None:
    market = pair_market(
        student={"travel": replace(FAR, max_minutes=45), "dutch_level": None}, placement={"dutch_level_min": "b1"}
    )

    (opening,) = of_student(market, 0)

    assert (opening.n_opened, opening.n_to_check) == (1, 1)


@pytest.mark.parametrize(("change", "changed"), OF_STUDENT, ids=names_of(OF_STUDENT))
def test_what_opens_one_pair_is_told_no_larger_than_its_what_if(change: Change, changed: dict[str, Any]) -> None:
    market = pair_market(**changed)
    (explanation,) = market.explanations(market.pairs([0], [0]))
    told = of_student(market, 0)
    sizes = [w.size for w in explanation.what_if if {s.change.side for s in w.steps} == {change.side}]

    if change is Change.GET_PREREQUISITE:
        assert told == ()  # a car licence, for somebody of seventeen
    else:
        assert told[0].size <= min(sizes)


def test_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        of_student(market_of(0), N_PEOPLE)


def test_a_student_whom_nothing_is_offered_gets_nothing() -> None:
    assert of_student(pair_market(student={"qualification_code": "25371"}), 0) == ()
