"""Learning the encoder: texts that mean the same come close, texts that do not move apart."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.linking.codes import Codes
from matching.linking.features import Features
from matching.linking.loops import add_up, step_down

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
WARMING_UP = 50
"""Steps in which the rate grows to its full size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How the encoder learns; the values are flat around these (see docs/decisions/0019)."""

    n_steps: int
    n_dimensions: int
    n_pairs: int = 512
    warmth: float = 0.05
    """Divides the similarities before the softmax (temperature)."""
    kept: float = 0.7
    """Share of the parts of a text that takes part each time."""
    rate: float = 0.15
    n_threads: int = 2


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts that are sorted by meaning.

    Parameters
    ----------
    found : Codes
        Features of each text, texts of one meaning behind one another.
    weights : (n_parts,) float32
    meaning_ends : (n_meanings + 1,)
        Meaning ``m`` has the texts ``meaning_ends[m]`` to ``meaning_ends[m + 1]``.
    chance : (n_meanings,)
        How often a meaning is drawn, adding up to 1.
    """

    found: Codes
    weights: NDArray[np.float32]
    meaning_ends: NDArray[np.int64]
    chance: NDArray[np.float64]


def learned(
    lessons: Lessons,
    features: Features,
    training: Training,
    *,
    rng: np.random.Generator,
    told: Callable[[int], None],
) -> Vectors:
    """Learn a vector per feature by symmetric contrast inside each batch (InfoNCE, Van den Oord et al. 2018).

    Parameters
    ----------
    told : called with the number of each step done

    Returns
    -------
    (n_features, n_dimensions) float32
    """
    n, n_dimensions = len(features.hashes), training.n_dimensions
    # Random vectors keep what parts two texts share (Johnson and Lindenstrauss 1984), so that it starts as TF-IDF.
    table = rng.standard_normal((n, n_dimensions), dtype=np.float32) / np.float32(np.sqrt(n_dimensions))
    sizes = np.full_like(table, 1e-8)
    with ThreadPoolExecutor(training.n_threads) as threads:
        for step, pair in enumerate(_pairs(lessons, training, rng)):
            sides = [_Side(lessons, rows, np.uint64(training.kept * 65_536), rng) for rows in pair]
            left, right = (side.added_up(table, threads, training.n_threads) for side in sides)
            rate = np.float32(training.rate * min(1.0, (step + 1) / WARMING_UP) * (1.0 - step / training.n_steps))
            for side, slope in zip(sides, contrast(left, right, training.warmth), strict=True):
                side.step_down(table, sizes, slope, rate, threads, training.n_threads)
            told(step + 1)
    return table


class _Side:
    """One side of a batch: a text of each meaning, some of its parts left out by chance."""

    def __init__(self, lessons: Lessons, rows: Rows, kept: np.uint64, rng: np.random.Generator) -> None:
        found = lessons.found
        seeds = rng.integers(0, 2**63, len(rows), dtype=np.uint64)
        self._texts = (found.values, lessons.weights, found.ends, rows, kept, seeds)
        self._n_rows = len(rows)

    def added_up(self, table: Vectors, threads: ThreadPoolExecutor, n_threads: int) -> Vectors:
        sums = np.empty((self._n_rows, table.shape[1]), dtype=np.float32)
        bounds = _bounds(self._n_rows, n_threads)
        list(threads.map(lambda first, last: add_up(table, *self._texts, first, last, sums), bounds[:-1], bounds[1:]))
        return sums

    def step_down(
        self,
        table: Vectors,
        sizes: Vectors,
        slope: Vectors,
        rate: np.float32,
        threads: ThreadPoolExecutor,
        n_threads: int,
    ) -> None:
        bounds = _bounds(table.shape[1], n_threads)
        list(
            threads.map(
                lambda first, last: step_down(table, sizes, *self._texts, slope, rate, first, last),
                bounds[:-1],
                bounds[1:],
            )
        )


def contrast(left: Vectors, right: Vectors, warmth: float) -> tuple[Vectors, Vectors]:
    """Give the slopes of the loss that asks each left to be nearest to its own right, and the other way round."""
    n = len(left)
    left_length, right_length = (np.linalg.norm(side, axis=1, keepdims=True) + 1e-6 for side in (left, right))
    left_unit, right_unit = left / left_length, right / right_length
    alike = left_unit @ right_unit.T / np.float32(warmth)
    rows = np.exp(alike - alike.max(axis=1, keepdims=True))
    rows /= rows.sum(axis=1, keepdims=True)
    columns = np.exp(alike - alike.max(axis=0, keepdims=True))
    columns /= columns.sum(axis=0, keepdims=True)
    pull = (rows + columns) / 2
    pull[np.arange(n), np.arange(n)] -= 1.0
    pull /= np.float32(warmth * n)
    left_slope, right_slope = pull @ right_unit, pull.T @ left_unit
    return tuple(
        ((slope - unit * np.einsum("ij,ij->i", slope, unit)[:, None]) / length).astype(np.float32)
        for slope, unit, length in ((left_slope, left_unit, left_length), (right_slope, right_unit, right_length))
    )


def _pairs(lessons: Lessons, training: Training, rng: np.random.Generator) -> Iterator[tuple[Rows, Rows]]:
    cumulative = np.cumsum(lessons.chance)
    sizes = np.diff(lessons.meaning_ends)
    for _ in range(training.n_steps):
        # A meaning stands in a batch once, or its own texts would be pushed apart.
        drawn = np.unique(np.searchsorted(cumulative, rng.random(training.n_pairs) * cumulative[-1]))
        size, first = sizes[drawn], lessons.meaning_ends[drawn]
        left = rng.integers(0, size)
        right = (left + rng.integers(0, np.maximum(size - 1, 1)) + (size > 1)) % size
        yield first + left, first + right


def _bounds(length: int, n: int) -> list[int]:
    return [length * part // n for part in range(n + 1)]
