"""Lists that spread: what is promised to the student, to the places, and about the order of things."""

from dataclasses import dataclass, replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.congestion import Congestion, ExposureReport
from matching.errors import ParameterError, Problem, ShapeError
from matching.exposure import Exposure
from matching.tolls import UNIT, Chosen, Options, choose, least_above

N_MARKETS = 200
EXPOSURES = st.builds(
    Exposure,
    strength=st.sampled_from([0.1, 0.5, 0.9, 1.0]),
    most_loss=st.sampled_from([0.0, 0.02, 0.1, 0.5, 1.0]),
)


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Long lists of a small market, as the ranking gives them."""

    offsets: NDArray[np.int64]
    placement_ix: NDArray[np.int64]
    score: NDArray[np.float64]
    lots: NDArray[np.uint64]
    room: NDArray[np.float64]

    def bound_by(self, exposure: Exposure, top: int) -> float:
        return least_above(self.options(exposure, top))

    def spread_by(self, exposure: Exposure, top: int, *, elsewhere: NDArray[np.float64] | None = None) -> Chosen:
        options = self.options(exposure, top)
        return choose(options, lots=self.lots, strength=exposure.strength, elsewhere=elsewhere)

    def options(self, exposure: Exposure, top: int) -> Options:
        return Options(
            offsets=self.offsets,
            placement_ix=self.placement_ix,
            score=self.score,
            room=self.room,
            attention=exposure.attention(top),
            most_loss=exposure.most_loss,
        )

    def of(self, student: int) -> slice:
        return slice(self.offsets[student], self.offsets[student + 1])


def lists_of(rows: list[list[tuple[int, float]]], room: list[float]) -> Lists:
    """Pack lists of (placement, score), best first."""
    flat = [pair for row in rows for pair in row]
    return Lists(
        offsets=np.cumsum([0, *map(len, rows)]),
        placement_ix=np.array([place for place, _ in flat], dtype=np.int64),
        score=np.array([score for _, score in flat], dtype=np.float64),
        lots=np.arange(len(rows), dtype=np.uint64),
        room=np.array(room, dtype=np.float64),
    )


def make_lists(rng: np.random.Generator, *, n_students: int, n_placements: int, longest: int) -> Lists:
    """Draw lists with ties, in which some places are good for everybody."""
    liked = rng.random(n_placements)
    rows = []
    for _ in range(n_students):
        places = rng.permutation(n_placements)[: rng.integers(0, min(longest, n_placements) + 1)]
        score = np.round(0.5 * liked[places] + 0.5 * rng.random(len(places)), int(rng.integers(1, 5)))
        best_first = np.argsort(-score, kind="stable")
        rows.append(list(zip(places[best_first].tolist(), score[best_first].tolist(), strict=True)))
    drawn = lists_of(rows, rng.choice([0.0, 0.5, 1.0, 2.0], n_placements).tolist())
    return replace(drawn, lots=rng.permutation(n_students).astype(np.uint64))


@st.composite
def long_lists(draw: st.DrawFn) -> Lists:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    sizes = (draw(st.integers(0, most)) for most in (25, 10, 12))
    n_students, n_placements, longest = sizes
    return make_lists(rng, n_students=n_students, n_placements=n_placements, longest=longest)


def above(load: NDArray[np.float64], lists: Lists) -> float:
    return float(np.maximum(np.round(load * UNIT) - np.round(lists.room * UNIT), 0).sum())


# -- What a student is promised ----------------------------------------------------------------------------------------


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), EXPOSURES, st.integers(1, 6))
def test_every_position_keeps_its_promise_and_no_place_is_shown_twice(lists: Lists, by: Exposure, top: int) -> None:
    found = lists.spread_by(by, top)

    for student in range(len(lists.lots)):
        mine = found.picks[found.offsets[student] : found.offsets[student + 1]]
        plain = lists.score[lists.of(student)][:top]
        assert len(mine) == len(plain) == len(set(lists.placement_ix[mine]))
        assert ((mine >= lists.offsets[student]) & (mine < lists.offsets[student + 1])).all()
        assert (lists.score[mine] >= (1.0 - by.most_loss) * plain).all()
    assert found.report.worst_position_loss <= by.most_loss + 1e-12
    assert found.report.mean_loss <= found.report.worst_loss + 1e-12
    assert found.report.worst_loss <= found.report.worst_position_loss + 1e-12


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), st.integers(1, 6))
def test_strength_zero_is_the_plain_list_to_the_byte(lists: Lists, top: int) -> None:
    found = lists.spread_by(Exposure(strength=0.0, most_loss=0.5), top)

    heads = [np.arange(lists.offsets[s], lists.offsets[s + 1])[:top] for s in range(len(lists.lots))]
    assert found.picks.tobytes() == b"".join(head.tobytes() for head in heads)
    assert found.report.spread == found.report.plain
    assert (found.report.n_changed, found.report.quality, found.report.worst_loss) == (0, 1.0, 0.0)


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), st.integers(1, 6))
def test_without_loss_only_equal_scores_change_places(lists: Lists, top: int) -> None:
    found = lists.spread_by(Exposure(strength=1.0, most_loss=0.0), top)

    plain = lists.spread_by(Exposure(strength=0.0), top)
    assert lists.score[found.picks].tobytes() == lists.score[plain.picks].tobytes()


# -- What it does to places --------------------------------------------------------------------------------------------


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), EXPOSURES, st.integers(1, 6), st.sampled_from([0.0, 0.3, 2.0]))
def test_contacts_above_room_are_never_more_than_without(lists: Lists, by: Exposure, top: int, most: float) -> None:
    elsewhere = np.linspace(0.0, most, len(lists.room))

    found = lists.spread_by(by, top, elsewhere=elsewhere)

    plain = lists.spread_by(replace(by, strength=0.0), top, elsewhere=elsewhere)
    assert above(found.load, lists) <= above(plain.load, lists)
    assert found.report.spread.above_room <= found.report.plain.above_room
    assert round(found.load.sum() * UNIT) == round(plain.load.sum() * UNIT)
    assert found.report.plain == plain.report.plain


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), EXPOSURES, st.integers(1, 6))
def test_load_is_what_the_lists_bring(lists: Lists, by: Exposure, top: int) -> None:
    found = lists.spread_by(by, top)

    expected = np.zeros(len(lists.room))
    for first, last in zip(found.offsets[:-1], found.offsets[1:], strict=True):
        for position, pick in enumerate(found.picks[first:last]):
            expected[lists.placement_ix[pick]] += by.first_contact / np.log2(position + 2)
    assert found.load == pytest.approx(expected, abs=1e-4)


def test_two_students_with_one_best_place_are_sent_to_two_places() -> None:
    lists = lists_of([[(0, 0.80), (1, 0.79)], [(0, 0.80), (1, 0.79)]], room=[0.4, 0.4])

    found = lists.spread_by(Exposure(strength=0.5, most_loss=0.02), top=1)

    assert sorted(lists.placement_ix[found.picks].tolist()) == [0, 1]
    assert found.load.tolist() == pytest.approx([0.4, 0.4], abs=1e-5)
    assert found.report.plain.above_room == pytest.approx(0.5, abs=1e-5)
    assert found.report.spread.above_room == 0.0
    assert found.report.quality == pytest.approx((0.80 + 0.79) / 1.60)
    assert found.report.worst_loss == pytest.approx(0.0125)
    assert (found.report.n_students, found.report.n_changed) == (2, 1)


def test_a_loss_that_was_not_allowed_is_not_taken() -> None:
    lists = lists_of([[(0, 0.80), (1, 0.79)]] * 2, room=[0.4, 0.4])

    found = lists.spread_by(Exposure(strength=1.0, most_loss=0.01), top=1)

    assert found.report.n_changed == 0


def test_contacts_from_elsewhere_make_a_place_dearer() -> None:
    lists = lists_of([[(0, 0.80), (1, 0.79)]], room=[1.0, 1.0])

    alone, beside = (
        lists.spread_by(Exposure(strength=0.5), top=1, elsewhere=np.array([busy, 0.0])) for busy in (0.0, 1.0)
    )

    assert lists.placement_ix[alone.picks].tolist() == [0]
    assert lists.placement_ix[beside.picks].tolist() == [1]
    assert beside.load.tolist() == pytest.approx([1.0, 0.4], abs=1e-5)


def test_of_two_places_with_room_the_quieter_one_comes_first() -> None:
    lists = lists_of([[(0, 0.80), (1, 0.79)]], room=[1.0, 1.0])

    found = lists.spread_by(Exposure(strength=1.0), top=2, elsewhere=np.array([0.5, 0.0]))

    assert lists.placement_ix[found.picks].tolist() == [1, 0]


def test_a_quieter_place_is_not_taken_at_the_price_of_more_contacts_above_room() -> None:
    # On the first place 0.1 of the contact comes above room, on the second 0.12; but the first is fuller.
    lists = lists_of([[(0, 0.8), (1, 0.8)]], room=[10.0, 0.28])

    found = lists.spread_by(Exposure(strength=1.0), top=1, elsewhere=np.array([9.7, 0.0]))

    assert lists.placement_ix[found.picks].tolist() == [0]


# -- How good it is ----------------------------------------------------------------------------------------------------


def least_by_trying_all(lists: Lists, by: Exposure, top: int) -> float:
    """Give the least contacts above room that lists keeping the promise can have, by trying all of them."""
    attention = by.attention(top)
    per_student = []
    for student in range(len(lists.lots)):
        places, score = lists.placement_ix[lists.of(student)], lists.score[lists.of(student)]
        n = min(top, len(places))
        loads = []
        for rows in permutations(range(len(places)), n):
            if all(score[row] >= (1.0 - by.most_loss) * score[k] for k, row in enumerate(rows)):
                load = np.zeros(len(lists.room))
                load[places[list(rows)]] = attention[:n]
                loads.append(load)
        per_student.append(loads)
    return min(float(np.maximum(sum(loads) - lists.room, 0.0).sum()) for loads in product(*per_student))


def small_lists(seed: int) -> Lists:
    return make_lists(np.random.default_rng(seed), n_students=3, n_placements=4, longest=4)


@pytest.mark.parametrize("seed", range(40))
def test_lower_bound_is_below_the_least_and_the_lists_are_near_it(seed: int) -> None:
    lists, by = small_lists(seed), Exposure(strength=1.0, most_loss=0.2)

    bound, found = lists.bound_by(by, top=2), lists.spread_by(by, top=2)

    least, reached = least_by_trying_all(lists, by, top=2), np.maximum(found.load - lists.room, 0.0).sum()
    assert bound <= least + 1e-4
    assert least <= reached + 1e-4


def test_small_markets_come_within_a_few_parts_of_the_least_there_is() -> None:
    by = Exposure(strength=1.0, most_loss=0.2)
    plain, reached, least = 0.0, 0.0, 0.0
    for seed in range(150):
        lists = small_lists(seed)
        found = lists.spread_by(by, top=2)
        plain += found.report.plain.above_room * found.report.plain.contacts
        reached += found.report.spread.above_room * found.report.spread.contacts
        least += least_by_trying_all(lists, by, top=2)

    assert (reached - least) / (plain - least) < 0.05


def test_a_larger_market_comes_near_the_lower_bound() -> None:
    lists = make_lists(np.random.default_rng(7), n_students=2_000, n_placements=600, longest=15)
    by = Exposure(strength=1.0, most_loss=0.1)

    bound, found = lists.bound_by(by, top=5), lists.spread_by(by, top=5)

    before, reached = (side.above_room * side.contacts for side in (found.report.plain, found.report.spread))
    assert bound <= reached < before
    assert (reached - bound) / (before - bound) < 0.05


# -- The order of things -----------------------------------------------------------------------------------------------


@settings(max_examples=N_MARKETS, deadline=None)
@given(long_lists(), EXPOSURES, st.integers(1, 6), st.integers(0, 2**32))
def test_order_of_the_rows_changes_nothing(lists: Lists, by: Exposure, top: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    students, places = rng.permutation(len(lists.lots)), rng.permutation(len(lists.room))
    new_row = np.argsort(places)
    taken = np.concatenate([np.arange(*lists.offsets[[s, s + 1]]) for s in students] or [np.zeros(0)]).astype(np.int64)
    mixed = Lists(
        offsets=np.concatenate([[0], np.cumsum(np.diff(lists.offsets)[students])]).astype(np.int64),
        placement_ix=new_row[lists.placement_ix[taken]],
        score=lists.score[taken],
        lots=lists.lots[students],
        room=lists.room[places],
    )

    found, again = lists.spread_by(by, top), mixed.spread_by(by, top)

    for row, student in enumerate(students):
        mine = found.picks[found.offsets[student] : found.offsets[student + 1]]
        assert taken[again.picks[again.offsets[row] : again.offsets[row + 1]]].tolist() == mine.tolist()
    assert again.load.tobytes() == found.load[places].tobytes()
    assert again.report == found.report
    assert mixed.bound_by(by, top) == lists.bound_by(by, top)


# -- What is asked, and refused ----------------------------------------------------------------------------------------


def test_wrong_numbers_are_all_named() -> None:
    with pytest.raises(ParameterError) as refused:
        Exposure(strength=1.5, most_loss=-0.1, first_contact=0.0, contacts_per_seat=float("nan"))

    assert [(fault.name, fault.problem) for fault in refused.value.faults] == [
        ("strength", Problem.NOT_A_SHARE),
        ("most_loss", Problem.NOT_A_SHARE),
        ("first_contact", Problem.NOT_ABOVE_ZERO),
        ("contacts_per_seat", Problem.NOT_ABOVE_ZERO),
    ]


def test_version_names_every_number() -> None:
    assert Exposure(strength=0.5, most_loss=0.05).version == "exposure-1:0.5:0.05:0.4:3.0"
    assert Exposure(strength=1).version == Exposure(strength=1.0).version
    assert Exposure(strength=0.0, most_loss=0.05).version == "exposure-off"


@pytest.mark.parametrize("name", ["placement_ix", "score", "lots"])
def test_columns_of_another_length_are_refused(name: str) -> None:
    lists = replace(lists_of([[(0, 0.8)]], room=[1.0]), **{name: np.zeros(2)})

    with pytest.raises(ShapeError, match=name):
        lists.spread_by(Exposure(strength=0.5), top=1)


def test_placements_without_room_of_their_own_are_refused() -> None:
    with pytest.raises(IndexError, match="placement_ix: give rows from 0 to below 1"):
        lists_of([[(1, 0.8)]], room=[1.0]).spread_by(Exposure(strength=0.5), top=1)


@pytest.mark.parametrize("scores", [(0.5, 0.6), (float("nan"), 0.5), (0.5, float("nan")), (0.5, -0.1)])
def test_scores_that_do_not_fall_are_refused(scores: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="score: give 0 or more, not rising on a list"):
        lists_of([[(0, scores[0]), (1, scores[1])]], room=[1.0, 1.0]).spread_by(Exposure(strength=0.5), top=1)


def test_nobody_and_nothing_give_an_empty_answer() -> None:
    found = lists_of([], room=[]).spread_by(Exposure(strength=0.5), top=3)

    nothing = Congestion(
        contacts=0.0, above_room=0.0, unseen=0.0, gini=0.0, busiest=0.0, mean_score=((1, 0.0), (3, 0.0))
    )
    assert found.picks.tolist() == []
    assert found.report == ExposureReport(
        plain=nothing,
        spread=nothing,
        quality=1.0,
        mean_loss=0.0,
        worst_loss=0.0,
        worst_position_loss=0.0,
        n_students=0,
        n_changed=0,
        n_rounds=1,
        is_settled=True,
    )
