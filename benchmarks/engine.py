"""How quick the engine is: beside other ways to the same lists, for one student, for a country, and beside the machine.

``python3 run.py bench engine`` prints a table and writes ``build/bench/engine.json``. Everybody ranks the same made-up
market with one thread, after loading it and building indexes, and must find the same scores; when somebody does not,
there are no figures. A ratio above 1 means that the engine is ahead. The machine is noisy, so trust ratios.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

os.environ |= {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# One thread for everybody; these are read when the packages are imported.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the environment and the path are set

from benchmarks.parts import country, following  # noqa: E402
from benchmarks.parts.duckdb_ranking import DuckDB  # noqa: E402
from benchmarks.parts.engine import Engine, lists_of  # noqa: E402
from benchmarks.parts.figures import Figures, timed  # noqa: E402
from benchmarks.parts.limits import gather_rate, read_bandwidth  # noqa: E402
from benchmarks.parts.lists import TOLERANCE, DisagreementError, Lists  # noqa: E402
from benchmarks.parts.markets import TODAY, first_students, make_market  # noqa: E402
from benchmarks.parts.neighbours import Neighbours  # noqa: E402
from benchmarks.parts.numpy_rankings import Blocked, Naive, score_fine  # noqa: E402
from benchmarks.parts.paired_times import spent  # noqa: E402
from benchmarks.parts.polars_ranking import PolarsRanking  # noqa: E402
from benchmarks.parts.postgresql_ranking import PostgreSQL, own_database  # noqa: E402
from benchmarks.parts.prepared import Prepared, prepare  # noqa: E402
from benchmarks.parts.sparse_products import SparseProducts  # noqa: E402
from benchmarks.parts.sqlite_ranking import SQLite  # noqa: E402
from matching import PlacementIndex, PlacementTable, StudentIndex, StudentTable, rank, score_pairs  # noqa: E402
from services.matching_files import match_files  # noqa: E402
from services.sample_files import write_sample  # noqa: E402
from tests.services_available import postgresql_url  # noqa: E402

SEED = 3
TOP = 20
N_ONE_STUDENTS, N_ONE_PLACES = 2_000, 100_000
N_GATES_STUDENTS, N_GATES_PLACES, N_TURNS = 2_000, 20_000, 7
NO_LEVEL = -1
"""No place suits it, so the first gate refuses."""
N_ASKED = {"the engine": 500, "PostgreSQL, prepared": 200, "SQLite, prepared": 200, "blocked numpy": 200}
"""How often one student asks; a slower way is asked less often."""
N_ASKED_ELSE = 20
N_CHANGES = 50
N_FILE_STUDENTS, N_FILE_PLACES = 20_000, 5_000
N_THREADS = 2
SKIPPABLE = (
    *("naive", "numpy", "scipy", "sklearn", "polars", "duckdb", "sqlite", "postgresql"),
    *("many", "gates", "one", "changes", "files", "country", "growth", "limits"),
)
PACKAGES = ("duckdb", "numba", "numpy", "polars", "psycopg", "scikit-learn", "scipy")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument(
        "--sample", type=int, default=1_000, help="students for the slow ways; ours is timed on the same"
    )
    parser.add_argument("--country-students", type=int, default=500_000)
    parser.add_argument("--country-places", type=int, default=250_000)
    parser.add_argument("--skip", nargs="*", default=[], choices=SKIPPABLE, metavar="NAME", help=", ".join(SKIPPABLE))
    asked = parser.parse_args()
    figures = Figures()
    server = None if "postgresql" in asked.skip else postgresql_url()
    if server is None:
        print("PostgreSQL is left out: it was skipped, or does not answer on 127.0.0.1:5432", file=sys.stderr)
    parts: dict[str, Callable[[], None]] = {
        "many": lambda: rank_many(figures, asked, server),
        "gates": lambda: share_of_gates(figures),
        "one": lambda: rank_one(figures, asked, server),
        "changes": lambda: change_one(figures),
        "files": lambda: match_from_files(figures),
        "country": lambda: rank_country(figures, asked.country_students, asked.country_places),
        "growth": lambda: grow(figures, asked.country_students, asked.country_places),
    }
    for name, measure in parts.items():
        if name not in asked.skip:
            measure()
            figures.write("engine", packages=PACKAGES)


# -- Everybody's list --------------------------------------------------------------------------------------------------


def rank_many(figures: Figures, asked: argparse.Namespace, server: str | None) -> None:
    """Rank places for every student, and candidates for every place, beside the alternatives."""
    market = make_market(n_students=asked.students, n_placements=asked.places, seed=SEED)
    started = perf_counter()
    engine = Engine(market)
    figures.tell(f"tables and both indexes of {market.name}", perf_counter() - started, "s")
    engine.one(0, top=TOP)  # compiled code is loaded at its first call
    ours_s, ranking = timed(lambda: engine.places(top=TOP))
    expected = lists_of(ranking, top=TOP)
    figures.tell(f"top {TOP} places for every student, {market.name}, one thread", ours_s, "s")
    n_looked_at = int(ranking.n_looked_at.sum())
    figures.tell("pairs looked at by it", n_looked_at, "pairs")
    figures.tell("pairs that pass every gate", engine.count_places(), "pairs")
    figures.tell("pairs looked at per second", n_looked_at / ours_s, "pairs/s")
    both_s, threaded = timed(lambda: engine.places(top=TOP, n_threads=N_THREADS))
    lists_of(threaded, top=TOP).check(expected, "two threads")
    figures.compare(f"the same with {N_THREADS} threads", both_s, "one thread", ours_s)
    mirror_s, mirrored = timed(lambda: engine.candidates(top=TOP))
    figures.tell(f"top {TOP} candidates for every place, {market.name}, one thread", mirror_s, "s")
    prepared = prepare(market)
    check_mirror(figures, engine, prepared, lists_of(mirrored, top=TOP), asked)
    if "limits" not in asked.skip:
        tell_limits(figures, engine, n_looked_at / ours_s)
    for name, skip, make, n in many_alternatives(prepared, server, asked.students, min(asked.sample, asked.students)):
        if skip not in asked.skip:
            ours = partial(engine.places, np.arange(n), top=TOP)
            with make() as alternative:
                # Before and after, because the speed of the machine drifts.
                before_s, _ = timed(ours)
                other_s, lists = timed(partial(alternative.rank, n, top=TOP))
                after_s, _ = timed(ours)
            lists.check(Lists(expected.scores[:n]), name)
            part = "" if n == asked.students else f" of {n:,} of the students"
            text = f"top {TOP} places{part}, {market.name}, one thread"
            figures.compare(text, (before_s + after_s) / 2, name, other_s)


def many_alternatives(
    of: Prepared, server: str | None, whole: int, sample: int
) -> Iterator[tuple[str, str, Callable[[], AbstractContextManager[Any]], int]]:
    """Give name, name to skip it by, the alternative, and how many students it ranks; slow ones rank a sample."""
    yield "naive numpy, one student against all places", "naive", lambda: nullcontext(Naive(of)), sample
    yield "cache-blocked numpy", "numpy", lambda: nullcontext(Blocked(of)), whole
    yield "scipy sparse products, gates first, partition", "scipy", lambda: nullcontext(SparseProducts(of)), whole
    yield "scipy sparse products, partition", "scipy", lambda: nullcontext(SparseProducts(of, is_staged=False)), sample
    yield "scikit-learn ball tree, then numpy", "sklearn", lambda: nullcontext(Neighbours(of)), whole
    yield "Polars", "polars", lambda: nullcontext(PolarsRanking(of)), whole
    yield "DuckDB", "duckdb", lambda: nullcontext(DuckDB(of, n_students=whole)), whole
    yield "SQLite", "sqlite", lambda: nullcontext(SQLite(of, n_students=sample)), sample
    if server:
        yield "PostgreSQL", "postgresql", lambda: opened(of, server, sample), sample


@contextmanager
def opened(of: Prepared, server: str, n_students: int) -> Iterator[PostgreSQL]:
    """Give a PostgreSQL with the market in a database of its own."""
    with own_database(server) as address:
        database = PostgreSQL(of, n_students=n_students, address=address)
        try:
            yield database
        finally:
            database.close()


def check_mirror(figures: Figures, engine: Engine, of: Prepared, expected: Lists, asked: argparse.Namespace) -> None:
    """Compare the candidates of some places with naive numpy."""
    if "naive" in asked.skip:
        return
    n = min(max(asked.sample // 10, 1), asked.places)
    ours_s, _ = timed(lambda: engine.candidates(np.arange(n), top=TOP), repeat=9)
    other_s, lists = timed(lambda: Naive(of).rank_candidates(n, top=TOP))
    name = "naive numpy, one place against all students"
    lists.check(Lists(expected.scores[:n]), name)
    figures.compare(f"top {TOP} candidates of {n:,} of the places, {of.market.name}, one thread", ours_s, name, other_s)


def tell_limits(figures: Figures, engine: Engine, pairs_per_s: float) -> None:
    """Tell what the machine allows, and which part of it the inner loop uses."""
    rows = engine.placements.rows
    memory, record = read_bandwidth(), rows.dtype.itemsize
    cached = gather_rate(n_records=1_000, record_bytes=record)
    table = gather_rate(n_records=len(rows), record_bytes=record)
    figures.tell("memory read in order, one thread", memory / 1e9, "GB/s")
    figures.tell(f"records of {record} bytes read by row number, 1,000 rows (cached)", cached, "records/s")
    figures.tell(f"records of {record} bytes read by row number, {len(rows):,} rows", table, "records/s")
    groups = engine.placement_index.groups
    glance = groups.blocks.nbytes / len(groups.entry_row)
    share = pairs_per_s * glance / memory
    figures.tell(f"share of the memory's speed in the inner loop, {glance:.0f} bytes a glance", share, "of 1")
    share = pairs_per_s / table
    held_back = "reading records" if share > 0.5 else "deciding (glancing, gates, sums over lists), not memory"
    sentence = f"{1e9 / pairs_per_s:.0f} ns a pair, {1e9 / table:.0f} ns to read its record; {held_back} holds it back"
    figures.tell("share of the rate of reading records in the inner loop", share, "of 1", sentence)


# -- The gates ---------------------------------------------------------------------------------------------------------


def share_of_gates(figures: Figures) -> None:
    """Tell which part of a ranking the gates take.

    Places look for candidates here: nobody is passed over at a glance, so ranking and counting meet the same pairs in
    the same order, and counting stops after the last gate. Students' lists glance first: ranking leaves most pairs to
    the glance and counting none, so those two do not compare.
    """
    market = make_market(n_students=N_GATES_STUDENTS, n_placements=N_GATES_PLACES, seed=SEED)
    engine = Engine(market)
    nobody = Engine(
        replace(market, students=market.students | {"level": np.full(market.n_students, NO_LEVEL, np.int8)})
    )
    acts = partial(engine.candidates, top=TOP), engine.count_candidates, nobody.count_candidates
    for act in acts:
        act()
    # In turn, and by the processor time of the thread, because the machine may be busy with other work.
    turns = np.array([[spent(act).thread_s for act in acts] for _ in range(N_TURNS)])
    ranking, counting, walking = turns.T
    name = f"share of the gates in a full ranking, candidates for every place, {market.name}"
    figures.tell(
        name, float(np.median((counting - walking) / ranking)), "of 1", "the same pairs, without the way to them"
    )
    figures.tell("with the way to the pairs and the first gate", float(np.median(counting / ranking)), "of 1")
    figures.tell("seconds of that ranking", float(np.median(ranking)), "s", "processor time of one thread")


# -- One list ----------------------------------------------------------------------------------------------------------


def rank_one(figures: Figures, asked: argparse.Namespace, server: str | None) -> None:
    """Ask the list of one student among many places, and the score of one pair."""
    market = make_market(n_students=N_ONE_STUDENTS, n_placements=N_ONE_PLACES, seed=SEED)
    engine = Engine(market)
    of = prepare(first_students(market, max(N_ASKED.values())))
    expected = [engine.one(student, top=TOP) for student in range(of.market.n_students)]
    ours_s = ask(engine, expected, "the engine")
    figures.tell(f"top {TOP} of one student among {N_ONE_PLACES:,} places, median", ours_s * 1e3, "ms")
    for name, skip, make in one_alternatives(of, server):
        if skip not in asked.skip:
            with make() as alternative:
                before_s = ask(engine, expected, "the engine")
                other_s = ask(alternative, expected, name)
                near_s = (before_s + ask(engine, expected, "the engine")) / 2
            text = f"top {TOP} of one student among {N_ONE_PLACES:,} places, median"
            figures.tell(text, near_s * 1e3, "ms", f"{name}: {other_s * 1e3:.4g} ms", other_s / near_s)
    score_one_pair(figures, engine, of, [student for student, scores in enumerate(expected) if scores])


def score_one_pair(figures: Figures, engine: Engine, of: Prepared, students: list[int]) -> None:
    """Score each student with the best place, one pair at a time."""
    ours, others = [], []
    for student in students:
        place = int(engine.places(np.array([student]), top=1).placement_ix[0])
        seconds, score = timed(partial(engine.score, student, place), repeat=1)
        other_s, (_, other) = timed(partial(score_fine, of, np.array([student]), np.array([place])), repeat=1)
        if abs(score - other[0]) > TOLERANCE:
            raise DisagreementError(f"student {student}, place {place}: {other[0]}, where the engine has {score}")
        ours.append(seconds)
        others.append(other_s)
    name, against = "gates, components and score of one pair, median", f"numpy: {median(others) * 1e6:.4g} us"
    figures.tell(name, median(ours) * 1e6, "us", against, median(others) / median(ours))


def one_alternatives(
    of: Prepared, server: str | None
) -> Iterator[tuple[str, str, Callable[[], AbstractContextManager[Any]]]]:
    n = of.market.n_students
    yield "blocked numpy", "numpy", lambda: nullcontext(Blocked(of))
    yield "Polars", "polars", lambda: nullcontext(PolarsRanking(of))
    yield "DuckDB", "duckdb", lambda: nullcontext(DuckDB(of, n_students=n))
    yield "SQLite, prepared", "sqlite", lambda: nullcontext(SQLite(of, n_students=n))
    if server:
        yield "PostgreSQL, prepared", "postgresql", lambda: opened(of, server, n)


def ask(alternative: Any, expected: list[list[float]], name: str) -> float:
    """Give the median seconds of a student's question; raise when an answer is not the engine's."""
    alternative.one(0, top=TOP)
    seconds = []
    for student in range(N_ASKED.get(name, N_ASKED_ELSE)):
        started = perf_counter()
        scores = alternative.one(student, top=TOP)
        seconds.append(perf_counter() - started)
        if len(scores) != len(expected[student]) or not np.allclose(scores, expected[student], rtol=0, atol=TOLERANCE):
            raise DisagreementError(f"{name}, student {student}: {scores}, where the engine has {expected[student]}")
    return median(seconds)


# -- One change --------------------------------------------------------------------------------------------------------


def change_one(figures: Figures) -> None:
    """Change the best place of a student, and ask the student's list again."""
    of = following.people(n_students=N_ONE_STUDENTS, n_places=N_ONE_PLACES)
    seconds = following.in_process(of, n_changes=N_CHANGES)
    name = f"one changed place of {N_ONE_PLACES:,} seen in a student's list"
    figures.tell(f"{name}, inside the process, median", median(seconds) * 1e3, "ms")
    figures.tell(f"{name}, inside the process, slowest of {N_CHANGES}", max(seconds) * 1e3, "ms")
    whole_s, seconds = following.through_database(of, n_changes=N_CHANGES)
    near, against = f"{name}, by way of SQLite, median", f"the whole market read anew: {whole_s * 1e3:.4g} ms"
    figures.tell(near, median(seconds) * 1e3, "ms", against, whole_s / median(seconds))


# -- Files -------------------------------------------------------------------------------------------------------------


def match_from_files(figures: Figures) -> None:
    """Match two files inside this process, where the engine's calls are timed, and by the command."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        written = write_sample(n_students=N_FILE_STUDENTS, n_placements=N_FILE_PLACES, seed=SEED, out=here, today=TODAY)
        started = perf_counter()
        with engine_seconds() as spent:
            match_files(
                students=written.students, placements=written.placements, out=here / "out.csv", top=TOP, today=TODAY
            )
        whole_s = perf_counter() - started
        command = [str(Path(sys.executable).with_name("plekwijzer")), "match", "--top", str(TOP)]
        command += ["--students", str(written.students), "--placements", str(written.placements)]
        started = perf_counter()
        subprocess.run([*command, "--out", str(here / "same.csv")], cwd=here, check=True, capture_output=True)
        command_s = perf_counter() - started
    name = f"{N_FILE_STUDENTS:,} x {N_FILE_PLACES:,} from files"
    figures.tell(f"{name} with `plekwijzer match`", command_s, "s")
    figures.tell(f"{name} inside a process", whole_s, "s")
    figures.tell("of which in the engine", sum(spent), "s", "tables, index, ranking, scores")
    figures.tell("share of the engine", sum(spent) / whole_s, "of 1")


@contextmanager
def engine_seconds() -> Iterator[list[float]]:
    """Collect the seconds of every call that the services make to the engine."""
    spent: list[float] = []

    def watched(act: Callable[..., Any]) -> Callable[..., Any]:
        def timed_act(*arguments: Any, **named: Any) -> Any:
            started = perf_counter()
            try:
                return act(*arguments, **named)
            finally:
                spent.append(perf_counter() - started)

        return timed_act

    with ExitStack() as stack:
        for act in (rank, score_pairs):
            for name in [name for name in sys.modules if name.startswith("services.")]:
                if getattr(sys.modules[name], act.__name__, None) is act:
                    stack.enter_context(patch(f"{name}.{act.__name__}", watched(act)))
        for kind, name in (
            (StudentTable, "of"),
            (PlacementTable, "of"),
            (PlacementIndex, "build"),
            (StudentIndex, "build"),
        ):
            stack.enter_context(patch.object(kind, name, watched(getattr(kind, name))))
        yield spent


# -- The country -------------------------------------------------------------------------------------------------------


def rank_country(figures: Figures, n_students: int, n_places: int) -> None:
    """Rank a whole country both ways, in a process of its own."""
    numbers = country.in_own_process(n_students, n_places, n_threads=N_THREADS)
    name = f"country of {n_students:,} x {n_places:,}, {N_THREADS} threads"
    both_s = numbers["places_s"] + numbers["candidates_s"]
    figures.tell(f"{name}: both directions, with tables and indexes", both_s + numbers["build_s"], "s")
    figures.tell(f"{name}: tables and indexes", numbers["build_s"], "s")
    figures.tell(f"{name}: places for every student", numbers["places_s"], "s")
    figures.tell(f"{name}: candidates for every place", numbers["candidates_s"], "s")
    figures.tell(f"{name}: pairs looked at for students", numbers["n_looked_at"], "pairs")
    figures.tell(f"{name}: pairs that pass every gate", numbers["n_feasible"], "pairs")
    figures.tell(f"{name}: peak memory of the process", numbers["peak_gib"], "GiB", "drawing the market included")


def grow(figures: Figures, n_students: int, n_places: int) -> None:
    """Rank countries of rising size with one thread: seconds beside pairs looked at and pairs that pass."""
    sizes = sorted({5_000, *(n_students // part for part in (25, 10, 5, 2, 1) if n_students // part > 5_000)})
    first = None
    for size in sizes:
        numbers = country.in_own_process(size, size * n_places // n_students, n_threads=1)
        both_s = numbers["places_s"] + numbers["candidates_s"]
        n_looked_at = numbers["n_looked_at"] + numbers["n_looked_at_candidates"]
        n_feasible = numbers["n_feasible"] + numbers["n_feasible_candidates"]
        first = first or (both_s, n_feasible)
        figures.tell(
            f"growth: country of {size:,} x {size * n_places // n_students:,}, both directions, one thread",
            both_s,
            "s",
            f"{n_looked_at:.4g} pairs looked at, {n_feasible:.4g} pass, {both_s / n_feasible * 1e9:.0f} ns each;"
            f" {both_s / first[0]:.1f} times the seconds for {n_feasible / first[1]:.1f} times the pairs that pass",
            (n_feasible / first[1]) / (both_s / first[0]),
        )


if __name__ == "__main__":
    main()
