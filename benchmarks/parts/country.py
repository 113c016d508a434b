"""Rank a country both ways in a process of its own, so that its peak memory is its own.

``python -m benchmarks.parts.country STUDENTS PLACES THREADS`` prints one line of JSON.
"""

import json
import resource
import subprocess
import sys
from time import perf_counter

from benchmarks.parts.engine import Engine
from benchmarks.parts.figures import ROOT
from benchmarks.parts.markets import make_market

TOP = 20
SEED = 7
Numbers = dict[str, float]


def measure(n_students: int, n_placements: int, *, n_threads: int) -> Numbers:
    """Draw the country, build both indexes, and rank everybody both ways."""
    small = Engine(make_market(n_students=100, n_placements=100, seed=SEED))
    for lists in (small.places, small.candidates):
        lists(top=TOP)  # loads the compiled code
    started = perf_counter()
    market = make_market(n_students=n_students, n_placements=n_placements, seed=SEED, is_country=True)
    drawn = perf_counter()
    engine = Engine(market)
    built = perf_counter()
    places = engine.places(top=TOP, n_threads=n_threads)
    places_done = perf_counter()
    candidates = engine.candidates(top=TOP, n_threads=n_threads)
    done = perf_counter()
    return {
        "draw_s": drawn - started,
        "build_s": built - drawn,
        "places_s": places_done - built,
        "candidates_s": done - places_done,
        "n_looked_at": int(places.n_looked_at.sum()),
        "n_looked_at_candidates": int(candidates.n_looked_at.sum()),
        "n_feasible": engine.count_places(),
        "n_feasible_candidates": engine.count_candidates(),
        "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def in_own_process(n_students: int, n_placements: int, *, n_threads: int) -> Numbers:
    """Do the same in a new process and give its numbers."""
    command = [sys.executable, "-m", "benchmarks.parts.country", str(n_students), str(n_placements), str(n_threads)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the country could not be ranked:\n{done.stderr}")
    numbers: Numbers = json.loads(done.stdout.splitlines()[-1])
    return numbers


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]), n_threads=int(sys.argv[3]))))
