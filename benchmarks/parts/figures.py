"""The table of figures: shown while it grows, and kept in ``build/bench``."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 2.0
"""A run longer than this is not repeated."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row; a ratio above 1 says that the product is ahead of ``against``."""

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None


@dataclass(slots=True)
class Figures:
    """All rows so far."""

    rows: list[Figure] = field(default_factory=list)

    def tell(self, name: str, value: float, unit: str, against: str = "", ratio: float | None = None) -> None:
        """Add a row and show it."""
        self.rows.append(Figure(name, value, unit, against, ratio))
        print(f"{name:78} {value:12.4g} {unit:12} {against}{'' if ratio is None else f'  x {ratio:.3g}'}", flush=True)

    def compare(self, name: str, ours_s: float, other: str, other_s: float) -> None:
        """Add a row of seconds beside the seconds of something else."""
        self.tell(name, ours_s, "s", f"{other}: {other_s:.4g} s", other_s / ours_s)

    def write(self, name: str, *, packages: Sequence[str]) -> None:
        """Keep the rows, with the machine and the packages they were measured with."""
        path = ROOT / "build" / "bench" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        machine = {
            "python": platform.python_version(),
            "processor": processor(),
            "cores": os.cpu_count(),
            "packages": {package: version(package) for package in packages},
        }
        kept = {"machine": machine, "figures": [asdict(row) for row in self.rows]}
        path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def processor() -> str:
    """Name the processor as Linux does, or as Python can."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def timed(act: Callable[[], Result], *, repeat: int = 3) -> tuple[float, Result]:
    """Give the median seconds of some runs, and what the last one gave; a long run is done once."""
    seconds = []
    for _ in range(repeat):
        started = perf_counter()
        result = act()
        seconds.append(perf_counter() - started)
        if seconds[0] > LONG_S:
            break
    return median(seconds), result
