"""A glance never sees less of a placement than its score, and refuses nothing that the gates let through."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import NO_END, Component, Parameters
from matching.compiling import compiled
from matching.glance import LANES, MOST_MODES, SEEN, SLACK, UNSURE, eye_of, glance, in_lanes, n_sectors
from matching.marks import marks_of
from matching.rows import StudentArrays
from matching.rules import RuleArrays
from services.markets import Market
from tests.matching.test_engine import N_MARKETS, PARAMETERS, every_pair, market_of
from tests.strategies import People, make_market, markets


def seen_by(market: Market, row: int, parameters: Parameters) -> np.ndarray:
    """The most that each placement can score with a student, (n_placements,)."""
    students, placements = market.student_table, market.placement_table
    ways = np.empty((MOST_MODES, 2), dtype=np.float32)
    dear = np.empty(n_sectors(placements)[0] + 1, dtype=np.float32)
    shown = np.full(max(students.code_end(), placements.code_end()), -UNSURE)
    levels = students.levels_of(row)
    shown[levels["code"]] = levels["value"] - np.where(levels["is_derived"], UNSURE, np.float32(0.0))
    marks = marks_of(placements, np.zeros(len(placements), dtype=np.int64))
    blocks = in_lanes(placements, marks)
    most = np.empty((2, len(blocks), LANES))
    tables = students.arrays, market.rules.arrays, parameters.array
    look(*tables, row, blocks, marks, ways, dear, shown, np.zeros(1, dtype=SEEN), most)
    is_somewhere = ~np.isnan(placements.rows["x"] + students.rows["x"][row])
    with_way, without = most.reshape(2, -1)[:, : len(placements)]
    return np.where(is_somewhere, with_way, without)


@compiled
def look(
    students: StudentArrays,
    rules: RuleArrays,
    numbers: np.ndarray,
    row: int,
    blocks: np.ndarray,
    marks: np.ndarray,
    ways: np.ndarray,
    dear: np.ndarray,
    shown: np.ndarray,
    seen: np.ndarray,
    most: np.ndarray,
) -> None:
    eye = eye_of(students, students.rows[row], rules, numbers[0], marks, ways, dear)
    for at in range(len(blocks)):
        for knows_way in (1, 0):
            glance(blocks[at], eye, knows_way == 1, ways, dear, shown, seen[0])
            for lane in range(LANES):
                most[1 - knows_way, at, lane] = seen[0].most[lane]


def assert_never_less(market: Market, parameters: Parameters = PARAMETERS) -> float:
    """Compare every pair; give how much too high a glance is in the mean, where no gate refuses."""
    scores = replace(market, parameters=parameters).scores(every_pair(market))
    rows = range(len(market.student_table))
    seen = np.concatenate([np.zeros(0), *(seen_by(market, row, parameters) for row in rows)])
    is_open = scores.may_rank
    assert (seen[is_open] + SLACK >= scores.score[is_open]).all()
    return float((seen[is_open] - scores.score[is_open]).mean()) if is_open.any() else 0.0


@settings(max_examples=N_MARKETS, deadline=None)
@given(markets(n_students=6, n_offers=LANES + 3))
def test_a_glance_is_never_less_than_the_score(people: People) -> None:
    assert_never_less(market_of(people))


@settings(max_examples=N_MARKETS // 4, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.floats(0.01, 1.0), min_size=14, max_size=14))
def test_a_glance_is_never_less_than_the_score_with_other_weights(seed: int, numbers: list[float]) -> None:
    market = market_of(make_market(Random(seed), n_students=6, n_offers=20))
    weights = dict(zip(Component, numbers, strict=False))
    totals = {side: sum(w for part, w in weights.items() if part.side == side) for side in {p.side for p in Component}}
    parameters = replace(
        PARAMETERS,
        weights={part: weight / totals[part.side] for part, weight in weights.items()},
        prior=numbers[9],
        trainable_share=numbers[10],
        travel_at_limit=numbers[11],
        period_share_min=numbers[12],
        prerequisite_to_arrange=numbers[13],
    )

    assert_never_less(market, parameters)


def test_a_glance_sees_nearly_the_score() -> None:
    market = market_of(make_market(Random(11), n_students=60, n_offers=200))

    assert assert_never_less(market) < 0.03


@pytest.mark.parametrize(
    ("of_student", "of_place"),
    [
        ({"until_day": NO_END}, {"end_day": NO_END}),
        ({"until_day": NO_END}, {"end_day": NO_END - 1}),
        ({"hours_min": 0, "hours_max": 2**31 - 1}, {"hours_min": 0, "hours_max": 2**31 - 1}),
        ({"max_minutes": 0}, {"hours_max": 0}),
        ({"dutch": 0, "weekdays": 127}, {"sector": -1, "weekdays": 127}),
    ],
)
def test_extreme_numbers_are_not_seen_too_low(of_student: dict[str, int], of_place: dict[str, int]) -> None:
    market = market_of(make_market(Random(12), n_students=40, n_offers=40))
    students = market.student_table.rows.copy()
    placements = market.placement_table.rows.copy()
    for rows, changes in ((students, of_student), (placements, of_place)):
        for name, value in changes.items():
            rows[name][::2] = value
    student_table, placement_table = (
        type(table).from_arrays({**{name: getattr(table, name) for name in table.names()}, "rows": rows})
        for table, rows in ((market.student_table, students), (market.placement_table, placements))
    )
    assert_never_less(replace(market, student_table=student_table, placement_table=placement_table))
