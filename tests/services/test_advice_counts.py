"""What is told of a changed place is what a full match finds once the place is really changed and kept."""

import os
from dataclasses import replace
from datetime import date, time
from itertools import pairwise, zip_longest
from random import Random
from uuid import UUID

import numpy as np
import pytest

from employer_toolkit.advice import PlaceChange, PlaceChangeKind, Proposal
from employer_toolkit.placement import PlacementState
from matching import Verdict
from services.advice_counts import CountedChange, Counts, Tally, counts_for, room_for, size_of
from services.features import Offer, placement_table
from services.markets import Market
from services.reference import load_reference
from tests.matching.one_pair import FREE, pair_market, workdays
from tests.strategies import People, make_market

TODAY = date(2026, 11, 22)
LEAST = 0.7
N_MARKETS = max(int(os.environ.get("PLEKWIJZER_TEST_MARKETS", "100")) // 20, 5)
N_PEOPLE, N_PLACES, N_CASES = 60, 6, 100
N_MARKETS_LOOKED_AT = 3


def market_of(people: People) -> Market:
    return Market.build(people.students, people.offers, reference=load_reference(TODAY), today=TODAY)


def kept(offer: Offer, proposal: Proposal, number: int) -> Offer:
    """Give a place that is really there with the changes made, beside the one it was."""
    placement = replace(proposal.placement, id=UUID(int=number), reference=f"veranderd-{number}")
    return replace(offer, placement=placement, recognitions=proposal.recognitions)


def matched(market: Market) -> list[Tally]:
    """Score every student for every place, without any index, and count."""
    n, m = len(market.students), len(market.offers)
    scores = market.scores(market.pairs(np.tile(np.arange(n), m), np.repeat(np.arange(m), n)))
    is_open = (scores.verdicts.max(axis=1) <= Verdict.UNKNOWN).reshape(m, n)
    is_well = is_open & (scores.score.reshape(m, n) >= LEAST)
    return [Tally(n_open=int(o.sum()), n_well=int(w.sum())) for o, w in zip(is_open, is_well, strict=True)]


@pytest.mark.parametrize("seed", range(N_MARKETS))
def test_every_number_is_that_of_a_full_match_with_the_changed_place(seed: int) -> None:
    rng = Random(seed)
    people = make_market(rng, n_students=N_PEOPLE, n_offers=N_PLACES)
    # Half of the places are asked about before anybody kept them.
    market = market_of(replace(people, offers=people.offers[: N_PLACES // 2]))
    counted = [(offer, counts_for(market, offer, least=LEAST, today=TODAY)) for offer in people.offers]
    cases = [(offer, one) for offer, counts in counted for one in (*counts.singles, *counts.pairs)]
    drawn = _drawn(rng, cases)
    as_it_is = [
        (offer, CountedChange(changes=(), proposal=_posted(offer), tally=counts.now)) for offer, counts in counted
    ]

    changed = [kept(offer, one.proposal, at) for at, (offer, one) in enumerate((*drawn, *as_it_is), start=1)]
    found = matched(market_of(replace(people, offers=tuple(changed))))

    told = [one.tally for _, one in (*drawn, *as_it_is)]
    assert [pair for pair in zip(told, found, strict=True) if pair[0] != pair[1]] == []
    assert len({one.tally for _, one in drawn}) > N_PLACES  # changes do differ


def _drawn(rng: Random, cases: list[tuple[Offer, CountedChange]]) -> list[tuple[Offer, CountedChange]]:
    """Draw cases of which every kind of change, and every two kinds, comes about as often."""
    of_kind: dict[object, list[tuple[Offer, CountedChange]]] = {}
    for case in rng.sample(cases, len(cases)):
        of_kind.setdefault(tuple(change.kind for change in case[1].changes), []).append(case)
    turns = [case for turn in zip_longest(*of_kind.values()) for case in turn if case is not None]
    singles, pairs = ([case for case in turns if len(case[1].changes) == n] for n in (1, 2))
    return [*singles[: N_CASES // 2], *pairs[: N_CASES // 2]]


def _posted(offer: Offer) -> Proposal:
    placement = replace(offer.placement, state=PlacementState.OPEN)
    return Proposal(placement=placement, recognitions=offer.recognitions)


def test_many_kinds_of_changes_are_among_what_is_counted() -> None:
    """The cases above would say little if each place knew only one kind of change."""
    kinds = {
        change.kind
        for seed in range(N_MARKETS)
        for people in [make_market(Random(seed), n_students=N_PEOPLE, n_offers=N_PLACES)]
        for offer in people.offers
        for one in counts_for(market_of(people), offer, least=LEAST, today=TODAY).singles
        for change in one.changes
    }

    assert set(PlaceChangeKind) - kinds <= {PlaceChangeKind.ADD_SEAT, PlaceChangeKind.ANSWER_CONTACTS}


def test_work_that_nobody_in_the_market_names_is_counted_as_well() -> None:
    """A described place may name what no row of the market names; the room to search in must hold it."""
    market = pair_market()
    codes = market.codes.competencies
    placement = replace(market.offers[0].placement, learned_ids=(codes[-1],), id=UUID(int=9))
    table = placement_table([replace(market.offers[0], placement=placement)], market.codes)

    assert market.student_index.n_codes < len(codes) == market.student_index.for_seekers(table).n_codes
    assert market.count_candidates_of(table, least=0.0)[0].tolist() == [1]


def counts_of(**changed: object) -> Counts:
    market = pair_market(**changed)  # type: ignore[arg-type]
    return counts_for(market, market.offers[0], least=LEAST, today=TODAY)


@pytest.mark.parametrize(
    ("student", "placement", "kind"),
    [
        ({}, {"prerequisites": frozenset({"rijbewijs_b"})}, PlaceChangeKind.WITHOUT_PREREQUISITE),
        ({"dutch_level": "a2"}, {"dutch_level_min": "b2"}, PlaceChangeKind.LOWER_DUTCH),
        ({}, {"hazards": frozenset({"lawaai"})}, PlaceChangeKind.WITHOUT_HAZARDS),
        ({}, {"hazards": frozenset({"hoogspanning"})}, PlaceChangeKind.EXPERT_SUPERVISION),
        ({"availability": replace(FREE, hours_max=12)}, {"hours_min": 16}, PlaceChangeKind.FEWER_HOURS),
        ({"availability": replace(FREE, weekdays=frozenset({1, 2}))}, {"days_min": 3}, PlaceChangeKind.FEWER_DAYS),
        ({}, {"qualification_codes": ("25371",)}, PlaceChangeKind.OPEN_TO),
        ({}, {"seats_taken": 1}, PlaceChangeKind.ADD_SEAT),
        ({}, {"open_contacts": 3}, PlaceChangeKind.ANSWER_CONTACTS),
        ({"availability": replace(FREE, weekdays=frozenset({5}))}, {}, PlaceChangeKind.ADD_DAY),
        ({}, {"schedule": workdays(1, 2, 3, starts=time(5), ends=time(13, 30))}, PlaceChangeKind.OTHER_TIMES),
    ],
)
def test_what_keeps_the_only_student_out_is_what_is_told(
    student: dict[str, object], placement: dict[str, object], kind: PlaceChangeKind
) -> None:
    sector = {"sector": "zorg"} if "qualification_codes" not in placement else {}
    counts = counts_of(student=student, placement={**placement, **sector})

    assert counts.now == Tally(n_open=0, n_well=0)
    assert kind in {one.changes[0].kind for one in counts.opening()}
    assert {one.tally.n_open for one in counts.opening()} == {1}


def test_a_recognition_that_lacks_is_told() -> None:
    counts = counts_of(recognition={"qualification_code": "25371"})

    assert [one.changes[0].kind for one in counts.opening()] == [PlaceChangeKind.GET_RECOGNITION]


def test_two_changes_are_told_together_only_where_one_is_not_enough_and_both_as_small_as_can_be() -> None:
    both = counts_of(
        student={"dutch_level": "b1"},
        placement={"dutch_level_min": "c1", "prerequisites": frozenset({"rijbewijs_b"})},
    )
    one = counts_of(placement={"prerequisites": frozenset({"rijbewijs_b"})})

    assert (both.opening(), one.together()) == ((), ())
    (pair, *_) = both.together()
    assert {(change.kind, change.codes) for change in pair.changes} == {
        (PlaceChangeKind.WITHOUT_PREREQUISITE, ("rijbewijs_b",)),
        (PlaceChangeKind.LOWER_DUTCH, ("b1",)),
    }


def test_a_condition_and_what_can_be_learned_there_move_only_who_fits_well() -> None:
    for seed in range(N_MARKETS_LOOKED_AT):
        people = make_market(Random(seed), n_students=N_PEOPLE, n_offers=N_PLACES)
        market = market_of(people)
        for offer in people.offers:
            counts = counts_for(market, offer, least=LEAST, today=TODAY)
            soft = [one for one in counts.singles if one.changes[0].kind in SOFT]
            assert {one.tally.n_open for one in soft} <= {counts.now.n_open}
            assert all(one.tally.n_well >= counts.now.n_well for one in soft)


SOFT = {PlaceChangeKind.OFFER_CONDITION, PlaceChangeKind.MAKE_TRAINABLE}


def test_what_is_told_first_is_worth_most_and_of_a_group_only_one_is_told() -> None:
    people = make_market(Random(2), n_students=200, n_offers=4)
    market = market_of(people)

    for offer in people.offers:
        counts = counts_for(market, offer, least=LEAST, today=TODAY)
        told = counts.opening()
        worth = [one.worth(one.tally.n_open - counts.now.n_open) for one in told]
        assert all(first >= second for first, second in pairwise(worth))
        assert all(one.tally.n_open > counts.now.n_open for one in told)
        periods = {PlaceChangeKind.OTHER_WEEKS, PlaceChangeKind.LATER_START, PlaceChangeKind.LONGER_PERIOD}
        assert sum(one.changes[0].kind in periods for one in told) <= 1


def test_every_kind_of_change_has_a_size() -> None:
    assert all(size_of(PlaceChange(kind=kind)) > 0 for kind in PlaceChangeKind)


def test_programmes_of_another_sector_are_not_proposed() -> None:
    market = pair_market()
    room = room_for(market.offers[0], market.codes, today=TODAY)
    listed = market.codes.reference.qualifications

    assert {listed[code].sector for code in room.qualifications} == {"zorg"}
