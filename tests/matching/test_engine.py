"""What must be true of the engine, for every market."""

from dataclasses import replace
from os import environ
from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.competency import ClaimSource, CompetencyClaim, Level
from matching import SIDES, Component, Gate, Pairs, Ragged, ShapeError, Side, Verdict, lottery, rank
from services.markets import Market
from services.reference import load_reference
from services.weights import load_parameters
from tests.matching.restatement import components_of, verdicts_of
from tests.strategies import TODAY, People, make_market, markets

REFERENCE = load_reference(TODAY)
PARAMETERS = load_parameters()
N_MARKETS = int(environ.get("PLEKWIJZER_TEST_MARKETS", "100"))
"""Markets that each law is tried on; a release is tried on 2,000 (see CONTRIBUTING.md)."""


def market_of(people: People, *, seed: int = 0) -> Market:
    return Market.build(people.students, people.offers, reference=REFERENCE, today=TODAY, seed=seed)


def every_pair(market: Market) -> Pairs:
    n, m = len(market.students), len(market.offers)
    return market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n))


def score_of(parts: dict[Component, tuple[float, float, float]], which: int) -> tuple[float, float, float]:
    fits = [sum(PARAMETERS.weights[part] * parts[part][which] for part in SIDES[side]) for side in Side]
    return fits[0], fits[1], 2 * fits[0] * fits[1] / sum(fits) if sum(fits) else 0.0


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets())
def test_every_pair_equals_a_slow_restatement(people: People) -> None:
    market = market_of(people)
    pairs = every_pair(market)

    scores = market.scores(pairs)

    for at in range(len(pairs)):
        student, offer = market.students[pairs.student_ix[at]], market.offers[pairs.placement_ix[at]]
        expected = verdicts_of(student, offer, reference=REFERENCE, parameters=PARAMETERS, today=TODAY)
        assert {gate: Verdict(v) for gate, v in zip(Gate, scores.verdicts[at], strict=True)} == expected
        parts = components_of(student, offer, reference=REFERENCE, parameters=PARAMETERS)
        found = [scores.fit_student[at], scores.fit_placement[at], scores.score[at]]
        # 1e-6: levels and wishes are float32, and the restatement takes the great circle
        assert found == pytest.approx(score_of(parts, 0), abs=1e-6)
        assert scores.score_low[at] == pytest.approx(score_of(parts, 1)[2], abs=1e-6)
        assert scores.score_high[at] == pytest.approx(score_of(parts, 2)[2], abs=1e-6)


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets(n_students=20, n_offers=20), st.integers(1, 6), st.integers(0, 2**63))
def test_both_rankings_equal_brute_force(people: People, top: int, seed: int) -> None:
    market = market_of(people, seed=seed)
    pairs = every_pair(market)
    scores = market.scores(pairs)
    is_open = scores.verdicts.max(axis=1, initial=0) <= Verdict.UNKNOWN
    scored = {
        (int(pairs.student_ix[at]), int(pairs.placement_ix[at])): float(scores.score[at])
        for at in np.flatnonzero(is_open)
    }

    places, candidates = market.places_for(top=top), market.candidates_for(top=top)

    n_open = market.count_places(market.live_students), market.count_candidates()
    for ranking, axis, n_seekers in ((places, 0, len(market.students)), (candidates, 1, len(market.offers))):
        found = list(zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True))
        assert {pair: scored[pair] for pair in found} == dict(zip(found, ranking.score.tolist(), strict=True))
        for seeker in range(n_seekers):
            mine = [pair for pair in found if pair[axis] == seeker]
            all_mine = [pair for pair in scored if pair[axis] == seeker]
            assert len(mine) == min(top, len(all_mine))
            left_out = [scored[pair] for pair in all_mine if pair not in mine]
            in_order = [scored[pair] for pair in mine]
            assert in_order == sorted(in_order, reverse=True)
            assert not left_out or min(in_order) >= max(left_out)
            assert n_open[axis][seeker] == len(all_mine)


@settings(max_examples=30, deadline=None)
@given(markets(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(people: People, rng: Random) -> None:
    shuffled = People(
        students=tuple(rng.sample(people.students, len(people.students))),
        offers=tuple(rng.sample(people.offers, len(people.offers))),
    )

    first, second = market_of(people), market_of(shuffled)

    def lists(market: Market) -> dict[str, list[tuple[str, bytes]]]:
        ranking = market.places_for(top=5)
        contributions = market.scores(ranking.pairs()).contributions
        found: dict[str, list[tuple[str, bytes]]] = {}
        for at in range(len(ranking)):
            name = market.students[ranking.student_ix[at]].reference
            place = market.offers[ranking.placement_ix[at]].placement.reference
            found.setdefault(name, []).append((place, contributions[at].tobytes()))
        return found

    assert lists(first) == lists(second)


def test_blocks_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    market = market_of(make_market(Random(4), n_students=60, n_offers=60))
    whole = market.places_for(top=7)
    monkeypatch.setattr("matching.ranking.SEEKERS_PER_BLOCK", 7)

    in_blocks = market.places_for(top=7)

    assert len(whole) > 100
    for column in ("student_ix", "placement_ix", "rank", "score", "n_looked_at"):
        assert getattr(in_blocks, column).tobytes() == getattr(whole, column).tobytes()


def test_threads_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.ranking.SEEKERS_PER_BLOCK", 5)
    market = market_of(make_market(Random(4), n_students=90, n_offers=60))

    for index, n in ((market.placement_index, 90), (market.student_index, 60)):
        one, four = (rank(index, np.arange(n), parameters=PARAMETERS, top=7, n_threads=threads) for threads in (1, 4))
        assert len(one) > 100
        for column in ("offsets", "found_ix", "score", "n_looked_at"):
            assert getattr(four, column).tobytes() == getattr(one, column).tobytes()


def test_a_score_in_a_list_is_the_score_of_the_pair_to_the_last_bit() -> None:
    market = market_of(make_market(Random(5), n_students=150, n_offers=150))

    for ranking in (market.places_for(top=9), market.candidates_for(top=9)):
        assert len(ranking) > 500
        assert market.scores(ranking.pairs()).score.tobytes() == ranking.score.tobytes()


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets())
def test_numbers_stay_in_bounds_and_contributions_add_up(people: People) -> None:
    market = market_of(people)
    scores = market.scores(every_pair(market))
    order = list(Component)

    for fit, side in ((scores.fit_student, Side.STUDENT), (scores.fit_placement, Side.PLACEMENT)):
        total = np.zeros(len(fit))
        for part in SIDES[side]:
            total = total + scores.contributions[:, order.index(part)]
        assert (total == fit).all()
        assert ((fit >= 0) & (fit <= 1 + 1e-12)).all()
    assert (scores.score_low <= scores.score + 1e-12).all()
    assert (scores.score <= scores.score_high + 1e-12).all()
    assert ((scores.low <= scores.value + 1e-12) & (scores.value <= scores.high + 1e-12)).all()


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets(n_students=4, n_offers=8), st.randoms(use_true_random=False))
def test_raising_a_known_level_never_lowers_a_score(people: People, rng: Random) -> None:
    def raised(claim: CompetencyClaim) -> CompetencyClaim:
        if claim.level is None:
            return claim
        return replace(claim, level=Level(rng.randint(claim.level, max(Level))))

    better = tuple(replace(s, claims=tuple(raised(claim) for claim in s.claims)) for s in people.students)
    before = market_of(people)
    after = market_of(replace(people, students=better))

    low, high = before.scores(every_pair(before)).score, after.scores(every_pair(after)).score

    # The strongest claim counts: raising another one may not matter, and never hurts.
    assert (high >= low - 1e-12).all()


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets(n_students=8, n_offers=4))
def test_dropping_an_unmet_requirement_never_lowers_a_score(people: People) -> None:
    before = market_of(people)
    scores = before.scores(every_pair(before)).score
    m = len(people.offers)
    for column, offer in enumerate(people.offers):
        for asked in offer.placement.requirements:
            fewer = tuple(r for r in offer.placement.requirements if r is not asked)
            changed = replace(offer, placement=replace(offer.placement, requirements=fewer))
            after = market_of(People(people.students, (changed,)))
            now = after.scores(every_pair(after)).score
            for row, student in enumerate(people.students):
                levels = {c.competency_id: c for c in student.claims if c.level is not None}
                held = levels.get(asked.competency_id)
                if (
                    held is not None
                    and held.level == Level.NOT_YET
                    and asked.level > 1
                    and len([c for c in student.claims if c.competency_id == asked.competency_id]) == 1
                ):
                    assert now[row] >= scores[row * m + column] - 1e-12


def test_an_answer_to_an_unknown_stays_within_the_interval() -> None:
    people = make_market(Random(11), n_students=12, n_offers=12)
    before = market_of(people)
    scores = before.scores(every_pair(before))
    n_open = 0
    for row, student in enumerate(people.students):
        for code in {r.competency_id for o in people.offers for r in o.placement.requirements}:
            if any(claim.competency_id == code for claim in student.claims):
                continue
            for level in (Level.NOT_YET, Level.TEACHES):
                told = CompetencyClaim(competency_id=code, source=ClaimSource.COMPANY, level=level, seen_on=TODAY)
                after = market_of(People((replace(student, claims=(*student.claims, told)),), people.offers))
                now = after.scores(every_pair(after)).score
                part = slice(row * len(people.offers), (row + 1) * len(people.offers))
                n_open += int((scores.score_high[part] > scores.score_low[part]).sum())
                assert (now <= scores.score_high[part] + 1e-12).all()
    assert n_open > 100


@settings(max_examples=60, deadline=None)
@given(markets(n_students=5, n_offers=5))
def test_every_told_change_holds_when_it_is_made(people: People) -> None:
    market = market_of(people)
    pairs = every_pair(market)
    scores = market.scores(pairs)

    for at, explanation in enumerate(market.explanations(pairs)):
        assert explanation.score == scores.score[at]
        assert [result.verdict for result in explanation.gates] == scores.verdicts[at].tolist()
        assert [part.contribution for part in explanation.components] == scores.contributions[at].tolist()
        for what in explanation.what_if:
            assert what.opens or what.score > explanation.score
            assert not (what.opens and explanation.may_rank)


def test_ties_are_drawn_by_the_seed_and_not_by_posting_order() -> None:
    keys = np.arange(2_000, dtype=np.uint64)
    student = np.full(2_000, 7, dtype=np.uint64)

    drawn, again = lottery(student, keys, seed=1), lottery(student, keys, seed=2)

    def ranks(numbers: np.ndarray) -> np.ndarray:
        return np.argsort(np.argsort(numbers))

    assert len(np.unique(drawn)) == len(keys)
    assert abs(np.corrcoef(ranks(drawn), keys)[0, 1]) < 0.1
    assert abs(np.corrcoef(ranks(drawn), ranks(again))[0, 1]) < 0.1


def test_equal_places_are_shared_out_over_equal_students() -> None:
    people = make_market(Random(8), n_students=400, n_offers=30)
    favourite = int(market_of(people).count_candidates().argmax())
    offer = people.offers[favourite]
    twins = tuple(
        replace(offer, placement=replace(offer.placement, id=UUID(int=number), reference=f"p{number}"))
        for number in range(1, 5)
    )

    ranking = market_of(People(people.students, twins)).places_for(top=1)

    counts = np.bincount(ranking.placement_ix, minlength=4)
    assert counts.sum() > 50
    assert counts.min() > counts.sum() / 4 * 0.5


def test_twins_who_differ_in_private_things_get_the_same_list() -> None:
    people = make_market(Random(3), n_students=40, n_offers=60)
    twins = tuple(
        replace(student, first_name="Iemand", reference=f"anders-{student.reference}", school="Elders", group="X9")
        for student in people.students
    )

    first, second = market_of(people).places_for(top=10), market_of(replace(people, students=twins)).places_for(top=10)

    assert len(first) > 50
    assert first.score.tobytes() == second.score.tobytes()
    assert first.placement_ix.tobytes() == second.placement_ix.tobytes()


def test_ragged_with_wrong_offsets_is_refused() -> None:
    with pytest.raises(ShapeError):
        Ragged(np.array([0, 3]), np.array([1], dtype=np.int32))
