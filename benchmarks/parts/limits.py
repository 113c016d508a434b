"""What this machine can do at most: read memory in order, and read records by row number."""

from time import perf_counter

import numba
import numpy as np
from numpy.typing import NDArray

READ_BYTES = 1 << 29
"""Far more than any cache holds."""
N_GATHERED = 1 << 23
CACHE_LINE = 64


def read_bandwidth() -> float:
    """Give the bytes a second that one thread reads from memory in order, the best of five."""
    data = np.ones(READ_BYTES // 8, dtype=np.int64)
    return READ_BYTES / min(_seconds(_add_up, data) for _ in range(5))


def gather_rate(*, n_records: int, record_bytes: int) -> float:
    """Give how many records a second one thread reads by row number in no order, every cache line of each.

    Parameters
    ----------
    n_records, record_bytes : int
        Size of the table; a small one stays in a cache.
    """
    lines = -(-record_bytes // CACHE_LINE)
    table = np.ones((n_records, lines * CACHE_LINE // 8), dtype=np.int64)
    rows = np.random.default_rng(1).integers(0, n_records, N_GATHERED // lines)
    return len(rows) / min(_seconds(_gather, table, rows) for _ in range(5))


def _seconds(act: object, *arguments: NDArray[np.int64]) -> float:
    started = perf_counter()
    act(*arguments)  # type: ignore[operator]
    return perf_counter() - started


@numba.njit("int64(int64[::1])", fastmath=True)
def _add_up(data: NDArray[np.int64]) -> int:
    total = 0
    for at in range(len(data)):
        total += data[at]
    return total


@numba.njit("int64(int64[:, ::1], int64[::1])")
def _gather(table: NDArray[np.int64], rows: NDArray[np.int64]) -> int:
    total = 0
    step = 8
    for at in range(len(rows)):
        row = rows[at]
        for column in range(0, table.shape[1], step):
            total += table[row, column]
    return total
