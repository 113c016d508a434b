"""Open a linker in a process of its own and ask it something, so that its memory is its own.

``python -m benchmarks.parts.opened_linker MODEL QUERIES`` prints one line of JSON.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from benchmarks.parts.figures import ROOT
from services.linking.label_files import read_queries
from services.linking.model_files import open_linker

N_ASKED = 100
N_PROCESSES = 3
MIB = 2**20
Numbers = dict[str, float]


def measure(model: Path, queries: Path) -> Numbers:
    """Open the linker, ask it some texts one by one, and tell what that took."""
    texts = [query.text for query in read_queries(queries)[:N_ASKED]]
    before = resident_bytes()
    started, spent = perf_counter(), thread_time()
    linker = open_linker(model)
    opened, opened_spent = perf_counter(), thread_time()
    after = resident_bytes()
    linker.link(texts[:1])  # loads the compiled code
    first = perf_counter()
    for text in texts:
        linker.link([text])
    return {
        "open_ms": (opened - started) * 1e3,
        "open_cpu_ms": (opened_spent - spent) * 1e3,
        "first_ms": (first - opened) * 1e3,
        "before_mib": before / MIB,
        "opened_mib": after / MIB,
        "asked_mib": resident_bytes() / MIB,
    }


def resident_bytes() -> int:
    """Give the memory that this process holds now; at most so far where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def in_own_process(model: Path, queries: Path) -> Numbers:
    """Do the same in new processes and give the median of each number."""
    command = [sys.executable, "-m", "benchmarks.parts.opened_linker", str(model), str(queries)]
    found: list[Numbers] = []
    for _ in range(N_PROCESSES):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"the linker could not be opened:\n{done.stderr}")
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: median(one[name] for one in found) for name in found[0]}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
