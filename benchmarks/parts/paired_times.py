"""Two acts timed side by side, by the clock and by the processor time of the thread."""

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from time import perf_counter, thread_time
from typing import NamedTuple

N_TIMES = 3


class Spent(NamedTuple):
    """Seconds by the clock, and seconds in which the thread had a processor.

    On a machine that is busy with other work the first grows, the second hardly.
    """

    clock_s: float
    thread_s: float


def spent(act: Callable[[], object]) -> Spent:
    """Time one run of an act that stays in its thread."""
    clock, thread = perf_counter(), thread_time()
    act()
    return Spent(perf_counter() - clock, thread_time() - thread)


def paired(
    ours: Callable[[str], object], other: Callable[[str], object], texts: Sequence[str], *, n_times: int = N_TIMES
) -> tuple[Spent, Spent]:
    """Give the median over texts of the least time, for both; the two take turns, because the speed drifts."""
    least = []
    for text in texts:
        runs = [(spent(partial(ours, text)), spent(partial(other, text))) for _ in range(n_times)]
        least.append([_least([run[side] for run in runs]) for side in (0, 1)])
    first, second = (median_of([pair[side] for pair in least]) for side in (0, 1))
    return first, second


def least_of(act: Callable[[], object], *, n_times: int = N_TIMES) -> Spent:
    """Give the least time of some runs."""
    return _least([spent(act) for _ in range(n_times)])


def median_of(runs: Sequence[Spent]) -> Spent:
    """Give the median of both times."""
    return Spent(median(run.clock_s for run in runs), median(run.thread_s for run in runs))


def _least(runs: Sequence[Spent]) -> Spent:
    return Spent(min(run.clock_s for run in runs), min(run.thread_s for run in runs))
