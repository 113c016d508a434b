"""Which mark stands for which covered competency in the masks of a glance, so that they seldom look alike."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.ragged import spread

N_MARKS = 64
"""Bits of a mask."""
MOST_COUNTED = 50_000
"""Of more placements, so many or at least half as many are counted: marks need not be the best, only good."""
NOWHERE = np.uint8(N_MARKS)
"""Instead of a mark: no placement covers it."""


def marks_of(placements: Any, offers: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Give the mark of each competency, (n_codes,): below ``N_MARKS``, or ``NOWHERE``.

    Two competencies with the same mark make a placement that covers one of them look as if it covered the other.
    That is seen wrongly most often where students of an offer want to learn the one, and many placements under that
    offer cover only the other. So competencies are given marks one by one, those that disturb most first, each the
    mark under which it disturbs least (greedy colouring of a weighted graph, after Welsh and Powell 1967).

    Parameters
    ----------
    placements : PlacementTable
        Of the entries.
    offers : (n_placements,)
        Under which offer each is found.

    Examples
    --------
    Placements for one offer cover 0 or 64 and always 1; all three are told apart.

    >>> from types import SimpleNamespace
    >>> rows = np.array([(0, 2), (2, 2)], dtype=[("covered_at", "i8"), ("covered_n", "i4")])
    >>> found = marks_of(SimpleNamespace(rows=rows, covered=np.array([0, 1, 1, 64])), np.array([7, 7]))
    >>> len({int(found[code]) for code in (0, 1, 64)}), int(found[2])
    (3, 64)
    """
    at, n = placements.rows["covered_at"], placements.rows["covered_n"]
    owners, positions = spread(at, at + n)
    used, codes = np.unique(placements.covered[positions], return_inverse=True)
    is_counted = owners % -(-max(len(n), 1) // MOST_COUNTED) == 0
    marks = np.full(int(used.max(initial=-1)) + 1, NOWHERE)
    marks[used] = _told_apart(_confusions(owners[is_counted], codes[is_counted], offers), len(used))
    return marks


class _Offer(NamedTuple):
    """How often competencies covered under one offer would be taken for one another under one mark.

    Parameters
    ----------
    codes : (n,) int64
        Which competencies.
    confused : (n, n) float32
        Symmetric; how many placements cover the one stands for how many students want to learn it.
    """

    codes: NDArray[np.int64]
    confused: NDArray[np.float32]


def _confusions(
    owners: NDArray[np.integer], codes: NDArray[np.integer], offers: NDArray[np.integer]
) -> Iterator[_Offer]:
    order = np.argsort(offers[owners], kind="stable")
    for entries in np.split(order, np.flatnonzero(np.diff(offers[owners][order])) + 1):
        own, column = np.unique(codes[entries], return_inverse=True)
        _, row = np.unique(owners[entries], return_inverse=True)
        covers = np.zeros((row.max(initial=-1) + 1, len(own)), dtype=np.float32)
        covers[row, column] = 1.0
        n_cover = covers.sum(axis=0)
        confused = n_cover[:, None] * (n_cover - covers.T @ covers)
        yield _Offer(own, confused + confused.T)


def _told_apart(found: Iterable[_Offer], n_codes: int) -> NDArray[np.uint8]:
    """Give each competency the mark that confuses least, the most confusing first, (n_codes,)."""
    total = np.zeros(n_codes)
    of_code: list[list[tuple[NDArray[np.int64], NDArray[np.float32]]]] = [[] for _ in range(n_codes)]
    for offer in found:
        total[offer.codes] += offer.confused.sum(axis=0)
        for at, code in enumerate(offer.codes):
            of_code[code].append((offer.codes, offer.confused[at]))
    marks = np.zeros(n_codes, dtype=np.uint8)
    under, n_under = np.zeros((n_codes, N_MARKS)), np.zeros(N_MARKS)
    for code in np.argsort(-total, kind="stable"):
        mark = np.lexsort((n_under, under[code]))[0]
        marks[code] = mark
        n_under[mark] += 1
        for codes, confused in of_code[code]:
            under[codes, mark] += confused
    return marks
