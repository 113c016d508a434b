"""How good and how quick a schedule of speed dates is, beside round by round and beside a general solver.

``python3 run.py bench speed_dates`` prints a table and writes ``build/bench/speed_dates.json``. All make the same
event, one thread. The first alternative gives every round, one after another, the best talks of that round (students
with the fewest talks first). The second is the whole event as one integer program for HiGHS
(``scipy.optimize.milp``), with the same levels as weights, stopped after a time. ``all there`` means that everybody
is there all the time; ``some late`` that four in ten come late or leave early. A gap is how much lower a sum is than
that of the bound, of which it is proven that no schedule is worth more; the levels above it are told beside it.
"""

import argparse
import os
import sys
from pathlib import Path
from random import Random
from time import perf_counter
from uuid import UUID

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# One thread for everybody; these are read when the packages are imported.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the environment and the path are set
from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: E402
from scipy.sparse import coo_array  # noqa: E402

from benchmarks.parts.figures import Figures  # noqa: E402
from events.speed_date_grid import Grid  # noqa: E402
from events.speed_date_plan import make_schedule  # noqa: E402
from events.speed_dates import Host, Pair, SpeedDates, Talk, Visitor, Worth, worth_of  # noqa: E402

SHARE_LATE = 0.4
PACKAGES = ("numpy", "scipy")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--employers", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=60, help="when to stop the general solver")
    asked = parser.parse_args()
    figures = Figures()
    for name, share_late in (("all there", 0.0), ("some late", SHARE_LATE)):
        dates = make_dates(
            Random(1),
            n_students=asked.students,
            n_employers=asked.employers,
            n_rounds=asked.rounds,
            share_late=share_late,
        )
        started = perf_counter()
        made = make_schedule(dates, seed=1)
        seconds = perf_counter() - started
        tell(figures, f"{name}: the bound", made.bound)
        tell(figures, f"{name}: ours", made.worth, made.bound)
        started = perf_counter()
        greedy = round_by_round(dates)
        tell(figures, f"{name}: round by round", greedy, made.bound)
        figures.compare(f"{name}: time", seconds, "round by round", perf_counter() - started)
        started = perf_counter()
        solved = whole_program(dates, seconds=asked.seconds)
        if solved is None:
            print(f"{name}: HiGHS found no schedule within {asked.seconds} s")
        else:
            tell(figures, f"{name}: HiGHS", solved, made.bound)
        figures.compare(f"{name}: time", seconds, f"HiGHS, at most {asked.seconds} s", perf_counter() - started)
    figures.write("speed_dates", packages=PACKAGES)


def make_dates(rng: Random, *, n_students: int, n_employers: int, n_rounds: int, share_late: float) -> SpeedDates:
    """Make an event in which a student has something to talk about with half of the employers."""
    students = [UUID(int=1_000 + n) for n in range(n_students)]
    employers = [UUID(int=100_000 + n) for n in range(n_employers)]

    def stay() -> range:
        if rng.random() >= share_late:
            return range(n_rounds)
        return range(rng.randint(0, n_rounds // 2), rng.randint(n_rounds // 2 + 1, n_rounds))

    def tables() -> tuple[int, ...]:
        n, there = rng.choice([2, 4, 6]), stay()
        return tuple(n * (r in there) for r in range(n_rounds))

    return SpeedDates(
        n_rounds=n_rounds,
        visitors=tuple(Visitor(student_id=s, rounds=frozenset(stay())) for s in students),
        hosts=tuple(Host(employer_id=e, tables=tables()) for e in employers),
        pairs=tuple(
            Pair(student_id=s, employer_id=e, percent=rng.randint(20, 100), is_wish=rng.random() < 0.1)
            for s in students
            for e in employers
            if rng.random() < 0.5
        ),
    )


def tell(figures: Figures, name: str, worth: Worth, bound: Worth | None = None) -> None:
    """Tell every level."""
    figures.tell(f"{name}, talks", worth.n_talks, "talks")
    figures.tell(f"{name}, fewest talks of a student", sum(n == worth.shares[0] for n in worth.shares), "talks")
    figures.tell(f"{name}, wishes", worth.n_wishes, "talks")
    figures.tell(f"{name}, sum of fits", worth.percents, "percent")
    figures.tell(f"{name}, rounds waited", -worth.minus_waits, "rounds")
    if bound is not None:
        figures.tell(f"{name}, gap in talks", 100 * (1 - worth.n_talks / bound.n_talks), "%")
        figures.tell(f"{name}, gap in the sum of fits", 100 * (1 - worth.percents / bound.percents), "%")


def round_by_round(dates: SpeedDates) -> Worth:
    """Give every round its best talks, and never look back."""
    grid = Grid(dates, seed=1)
    for round_ix in range(dates.n_rounds):
        grid.fill_round(round_ix)
    return worth_of(dates, grid.talks())


def whole_program(dates: SpeedDates, *, seconds: int) -> Worth | None:
    """Solve the event as one integer program: a variable per pair and round, and one per student and talk."""
    grid = Grid(dates, seed=1)
    n_students, n_rounds = grid.employer.shape
    cells = [
        (s, e, r)
        for s, e in np.argwhere(grid.pair_worth > 0).tolist()
        for r in range(n_rounds)
        if grid.is_there[s, r] and grid.tables[e, r]
    ]
    n_talks = n_students * n_rounds
    # Levels as in the product, but scaled: HiGHS reckons in floats.
    gains = [float(grid.pair_worth[s, e]) / grid.share for s, e, _ in cells]
    gains += [float(n_rounds - k) for _ in range(n_students) for k in range(n_rounds)]
    rows: dict[tuple[str, int, int], list[tuple[int, float]]] = {}
    most: dict[tuple[str, int, int], float] = {}
    for column, (s, e, r) in enumerate(cells):
        for key, limit in ((("once", s, e), 1), (("student", s, r), 1), (("tables", e, r), int(grid.tables[e, r]))):
            rows.setdefault(key, []).append((column, 1.0))
            most[key] = limit
        rows.setdefault(("count", s, 0), []).append((column, -1.0))
    for s in range(n_students):
        rows.setdefault(("count", s, 0), []).extend((len(cells) + s * n_rounds + k, 1.0) for k in range(n_rounds))
        most["count", s, 0] = 0
    entries = [(row, column, value) for row, key in enumerate(rows) for column, value in rows[key]]
    row_ix, column_ix, values = zip(*entries, strict=True)
    matrix = coo_array((values, (row_ix, column_ix)), shape=(len(rows), len(cells) + n_talks)).tocsr()
    solved = milp(
        -np.array(gains),
        constraints=LinearConstraint(matrix, ub=[most[key] for key in rows]),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(gains)),
        options={"time_limit": seconds},
    )
    if solved.x is None:
        return None
    used: dict[tuple[int, int], int] = {}
    talks = []
    for (s, e, r), value in zip(cells, solved.x, strict=False):
        if value > 0.5:
            table = used.get((e, r), 0)
            used[e, r] = table + 1
            talks.append(Talk(round=r, employer_id=grid.employer_ids[e], table=table, student_id=grid.student_ids[s]))
    return worth_of(dates, talks)


if __name__ == "__main__":
    main()
