"""The ways that the engine is measured against give its lists; what they are made with is there after ``bench``."""

import numpy as np
import pytest

from benchmarks.parts.engine import Engine, lists_of
from benchmarks.parts.lists import DisagreementError, Lists, best_of
from benchmarks.parts.markets import first_students, make_market
from benchmarks.parts.numpy_rankings import Blocked, Naive
from benchmarks.parts.postgresql_ranking import PostgreSQL, own_database
from benchmarks.parts.prepared import Prepared, prepare
from benchmarks.parts.sqlite_ranking import SQLite
from tests.benchmarks.tight_rules import tightened
from tests.services_available import postgresql_url

N_STUDENTS, N_PLACES, TOP = 400, 600, 20


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(tightened(make_market(n_students=N_STUDENTS, n_placements=N_PLACES, seed=5)))


@pytest.fixture(scope="module")
def engine(prepared: Prepared) -> Engine:
    return Engine(prepared.market)


@pytest.fixture(scope="module")
def expected(engine: Engine) -> Lists:
    return lists_of(engine.places(top=TOP), top=TOP)


def test_expected_lists_hold_short_and_full_ones(expected: Lists) -> None:
    lengths = (expected.scores >= 0).sum(axis=1)

    assert lengths.min() < TOP
    assert lengths.max() == TOP


def test_naive_numpy_finds_the_same_places(prepared: Prepared, expected: Lists) -> None:
    Naive(prepared).rank(N_STUDENTS, top=TOP).check(expected, "naive")


def test_naive_numpy_finds_the_same_candidates(prepared: Prepared, engine: Engine) -> None:
    mirrored = lists_of(engine.candidates(top=TOP), top=TOP)

    Naive(prepared).rank_candidates(N_PLACES, top=TOP).check(mirrored, "naive")


def test_blocked_numpy_finds_the_same(prepared: Prepared, engine: Engine, expected: Lists) -> None:
    blocked = Blocked(prepared)

    blocked.rank(N_STUDENTS, top=TOP).check(expected, "blocked")
    assert blocked.one(7, top=TOP) == pytest.approx(engine.one(7, top=TOP))


def test_sqlite_finds_the_same(prepared: Prepared, engine: Engine, expected: Lists) -> None:
    sqlite = SQLite(prepared, n_students=N_STUDENTS)

    sqlite.rank(N_STUDENTS, top=TOP).check(expected, "SQLite")
    assert sqlite.one(7, top=TOP) == pytest.approx(engine.one(7, top=TOP))


def test_postgresql_finds_the_same(prepared: Prepared, engine: Engine, expected: Lists) -> None:
    server = postgresql_url()
    if server is None:
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    with own_database(server) as address:
        database = PostgreSQL(prepared, n_students=N_STUDENTS, address=address)
        found, one = database.rank(N_STUDENTS, top=TOP), database.one(7, top=TOP)
        database.close()

    found.check(expected, "PostgreSQL")
    assert one == pytest.approx(engine.one(7, top=TOP))


def test_duckdb_finds_the_same(prepared: Prepared, engine: Engine, expected: Lists) -> None:
    pytest.importorskip("duckdb")
    from benchmarks.parts.duckdb_ranking import DuckDB

    database = DuckDB(prepared, n_students=N_STUDENTS)

    database.rank(N_STUDENTS, top=TOP).check(expected, "DuckDB")
    assert database.one(7, top=TOP) == pytest.approx(engine.one(7, top=TOP))


def test_polars_finds_the_same(
    prepared: Prepared, engine: Engine, expected: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")
    pytest.importorskip("polars")
    from benchmarks.parts.polars_ranking import PolarsRanking

    polars = PolarsRanking(prepared)

    polars.rank(N_STUDENTS, top=TOP).check(expected, "Polars")
    assert polars.one(7, top=TOP) == pytest.approx(engine.one(7, top=TOP))


@pytest.mark.parametrize("is_staged", [True, False])
def test_scipy_finds_the_same(prepared: Prepared, expected: Lists, is_staged: bool) -> None:
    pytest.importorskip("scipy")
    from benchmarks.parts.sparse_products import SparseProducts

    SparseProducts(prepared, is_staged=is_staged).rank(N_STUDENTS, top=TOP).check(expected, "scipy")


def test_scikit_learn_finds_the_same(prepared: Prepared, expected: Lists) -> None:
    pytest.importorskip("sklearn")
    from benchmarks.parts.neighbours import Neighbours

    Neighbours(prepared).rank(N_STUDENTS, top=TOP).check(expected, "scikit-learn")


def test_lists_with_another_score_are_refused(expected: Lists) -> None:
    wrong = expected.scores.copy()
    wrong[3, 0] += 1e-4

    with pytest.raises(DisagreementError, match=r"made up: 1 of 400 lists differ, the first for seeker 3"):
        Lists(wrong).check(expected, "made up")


def test_best_of_a_short_list_is_all_of_it() -> None:
    assert best_of(np.array([0.2, 0.9, 0.5]), 5).tolist() == [0, 1, 2]
    assert set(best_of(np.array([0.2, 0.9, 0.5]), 2).tolist()) == {1, 2}


def test_market_comes_from_its_seed() -> None:
    one, same, other = (make_market(n_students=50, n_placements=40, seed=seed) for seed in (1, 1, 2))

    assert one.students["key"].tolist() == same.students["key"].tolist()
    assert one.students["key"].tolist() != other.students["key"].tolist()


def test_country_is_wider_than_a_region() -> None:
    region, country = (
        make_market(n_students=500, n_placements=40, seed=1, is_country=is_country) for is_country in (False, True)
    )

    assert np.ptp(region.students["latitude"]) < 1.0 < np.ptp(country.students["latitude"])


def test_first_students_get_the_lists_they_had(prepared: Prepared, expected: Lists) -> None:
    few = Engine(first_students(prepared.market, 10))

    lists_of(few.places(top=TOP), top=TOP).check(Lists(expected.scores[:10]), "the first ten")
