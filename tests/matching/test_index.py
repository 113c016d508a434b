"""An index that follows changes answers as one that was made anew."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import PlacementIndex, PlacementTable, Ranking, StudentIndex, StudentTable, rank
from services.weights import load_parameters
from tests.matching.test_engine import market_of
from tests.strategies import make_market

PARAMETERS = load_parameters()


def lists(ranking: Ranking) -> dict[int, list[tuple[int, float]]]:
    """Per seeker's key the found keys and scores, in order."""
    pairs = ranking.pairs()
    students, placements = pairs.students.rows["key"], pairs.placements.rows["key"]
    is_for_students = ranking.index.is_for_students
    found: dict[int, list[tuple[int, float]]] = {}
    for student, placement, score in zip(pairs.student_ix, pairs.placement_ix, ranking.score, strict=True):
        one, other = int(students[student]), int(placements[placement])
        seeker, hit = (one, other) if is_for_students else (other, one)
        found.setdefault(seeker, []).append((hit, float(score)))
    return found


def all_lists(index: PlacementIndex | StudentIndex, seekers: np.ndarray) -> dict[int, list[tuple[int, float]]]:
    return lists(rank(index, seekers, parameters=PARAMETERS, top=6))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(["add", "change", "close"]), min_size=1, max_size=12))
def test_placements_that_come_change_and_go_give_the_lists_of_a_fresh_index(seed: int, steps: list[str]) -> None:
    rng = Random(seed)
    whole = market_of(make_market(rng, n_students=25, n_offers=40))
    students, rules = whole.student_table, whole.rules
    held = list(range(20))
    spare = list(range(20, 40))
    table = whole.placement_table.take(held)
    index = PlacementIndex.build(students, table, rules)
    where = dict(enumerate(held))  # row in the changing table -> row in the whole one

    for step in steps:
        row = rng.choice(list(where)) if where and step != "add" else None
        gone = [] if row is None else [row]
        if step != "close" and spare:
            table = table.extended(whole.placement_table.take([spare[-1]]))
            where[len(table) - 1] = spare.pop()
        index = index.changed(placements=table, gone=gone)
        for old in gone:
            del where[old]

    fresh = PlacementIndex.build(students, whole.placement_table.take(list(where.values())), rules)
    everyone = np.arange(len(students))
    assert all_lists(index, everyone) == all_lists(fresh, everyone)
    backwards = StudentIndex.build(students, table, rules)
    seekers = np.array(list(where), dtype=np.int64)
    anew = StudentIndex.build(students, fresh.placements, rules)
    assert all_lists(backwards, seekers) == all_lists(anew, np.arange(len(where)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 15), st.integers(0, 10))
def test_students_that_come_and_go_give_the_lists_of_a_fresh_index(seed: int, n_new: int, n_gone: int) -> None:
    rng = Random(seed)
    whole = market_of(make_market(rng, n_students=35, n_offers=25))
    placements, rules = whole.placement_table, whole.rules
    table = whole.student_table.take(range(20))
    index = StudentIndex.build(table, placements, rules)
    gone = rng.sample(range(20), n_gone)

    for row in range(20, 20 + n_new):
        table = table.extended(whole.student_table.take([row]))
        index = index.changed(students=table)
    index = index.changed(gone=gone)

    left = [row for row in range(20 + n_new) if row not in gone]
    fresh = StudentIndex.build(whole.student_table.take(left), placements, rules)
    seekers = np.arange(len(placements))
    assert all_lists(index, seekers) == all_lists(fresh, seekers)


def test_many_late_rows_are_grouped_and_answer_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.index.LATE_MIN", 3)
    whole = market_of(make_market(Random(2), n_students=60, n_offers=60))
    index = PlacementIndex.build(whole.student_table, whole.placement_table.take(range(30)), whole.rules)

    for row in range(30, 60):
        table = index.placements.extended(whole.placement_table.take([row]))
        index = index.changed(placements=table)

    assert len(index.groups.late_codes) <= 3
    everyone = np.arange(60)
    assert all_lists(index, everyone) == all_lists(whole.placement_index, everyone)


def test_the_index_before_a_change_stays_as_it_was() -> None:
    whole = market_of(make_market(Random(2), n_students=40, n_offers=40))
    everyone = np.arange(40)
    # Extended already: both branches find the same room behind its rows.
    table = whole.placement_table.take(range(18)).extended(whole.placement_table.take([18, 19]))
    before = PlacementIndex.build(whole.student_table, table, whole.rules)
    answer = all_lists(before, everyone)

    branches = [
        before.changed(placements=before.placements.extended(whole.placement_table.take(range(low, low + 10))))
        for low in (20, 30)
    ]

    assert all_lists(before, everyone) == answer
    for branch, low in zip(branches, (20, 30), strict=True):
        rows = [*range(20), *range(low, low + 10)]
        fresh = PlacementIndex.build(whole.student_table, whole.placement_table.take(rows), whole.rules)
        assert all_lists(branch, everyone) == all_lists(fresh, everyone)


def test_far_and_unknown_places_are_found_wherever_the_world_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = market_of(make_market(Random(6), n_students=80, n_offers=80))
    everyone = np.arange(80)
    expected = all_lists(whole.placement_index, everyone), all_lists(whole.student_index, everyone)

    for degrees in (0.0005, 0.3, 5.0):
        monkeypatch.setattr("matching.index.BAND_DEGREES", degrees)
        for name in ("PLACES_PER_BAND", "STUDENTS_PER_BAND"):
            monkeypatch.setattr(f"matching.index.{name}", 0.001)
        found = tuple(
            all_lists(kind.build(whole.student_table, whole.placement_table, whole.rules), everyone)
            for kind in (PlacementIndex, StudentIndex)
        )
        assert found == expected


def test_arrays_of_an_index_and_its_tables_give_the_same_index_again() -> None:
    whole = market_of(make_market(Random(6), n_students=50, n_offers=50))
    everyone = np.arange(50)
    students, placements = (
        type(table).from_arrays({name: np.array(getattr(table, name)) for name in table.names()})
        for table in (whole.student_table, whole.placement_table)
    )

    for index in (whole.placement_index, whole.student_index):
        again = type(index).from_arrays(
            {name: np.array(array) for name, array in index.arrays().items()}, students, placements, whole.rules
        )
        assert all_lists(again, everyone) == all_lists(index, everyone)


def test_tables_stay_as_they_are() -> None:
    table = market_of(make_market(Random(1), n_students=3, n_offers=3)).student_table

    with pytest.raises(ValueError, match="read-only"):
        table.rows["level"] = 4


def test_variants_of_one_row_change_only_what_they_name() -> None:
    table = market_of(make_market(Random(1), n_students=9, n_offers=3)).student_table.take([4])

    changed = table.variants([{}, {"max_minutes": 7}, {"goals": [2, 5]}])

    assert [changed.rows["max_minutes"][row] for row in (0, 2)] == [table.rows["max_minutes"][0]] * 2
    assert changed.rows["max_minutes"][1] == 7
    assert changed.goals_of(2).tolist() == [2, 5]
    assert changed.goals_of(1).tolist() == table.goals_of(0).tolist()
    assert changed.levels_of(2).tolist() == table.levels_of(0).tolist()


def test_a_forgotten_column_is_refused() -> None:
    with pytest.raises(TypeError, match="missing or unknown columns"):
        PlacementTable._packed({"key": np.zeros(1, dtype=np.uint64)}, {})
    assert StudentTable.names() == ("rows", "offers", "goals", "levels", "wishes")
