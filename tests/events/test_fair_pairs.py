"""The chosen pairs are worth most of all choices, and the shares are the fairest there are."""

from itertools import product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from events.fair_pairs import NEVER, Flags, Whole, best_pairs


def total(met: Flags, gains: Whole, worths: Whole) -> int:
    return int(worths[met].sum()) + sum(int(row[:n].sum()) for row, n in zip(gains, met.sum(axis=1), strict=True))


def every_choice(gains: Whole, worths: Whole, most: Whole) -> list[Flags]:
    choices = (np.array(bits).reshape(worths.shape) for bits in product([False, True], repeat=worths.size))
    return [
        met
        for met in choices
        if (met.sum(axis=0) <= most).all() and (met.sum(axis=1) <= gains.shape[1]).all() and (worths[met] > NEVER).all()
    ]


@given(st.integers(0, 2**32), st.integers(1, 3), st.integers(1, 3))
@settings(deadline=None)
def test_no_choice_is_worth_more(seed: int, n_students: int, n_employers: int) -> None:
    rng = Random(seed)
    gains = np.array([sorted((rng.randint(-5, 30) for _ in range(2)), reverse=True) for _ in range(n_students)])
    worths = np.array([[rng.choice([NEVER, rng.randint(1, 20)]) for _ in range(n_employers)] for _ in gains])
    most = np.array([rng.randint(0, 2) for _ in range(n_employers)])

    met = best_pairs(gains, worths, most)

    choices = every_choice(gains, worths, most)
    assert any((met == choice).all() for choice in choices)
    assert total(met, gains, worths) == max(total(choice, gains, worths) for choice in choices)


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_falling_gains_give_the_fairest_shares_and_the_most_talks(seed: int) -> None:
    rng = Random(seed)
    gains = np.array([[300, 200, 100]] * 4)
    worths = np.array([[rng.choice([NEVER, 1]) for _ in range(3)] for _ in gains])
    most = np.array([rng.randint(0, 4) for _ in range(3)])

    met = best_pairs(gains, worths, most)

    def shares(choice: Flags) -> tuple[int, ...]:
        return tuple(int((choice.sum(axis=1) > k).sum()) for k in range(3))

    every = [shares(choice) for choice in every_choice(gains, worths, most)]
    assert shares(met) == max(every)
    assert sum(shares(met)) == max(map(sum, every))


def test_nobody_there_is_no_pairs() -> None:
    assert best_pairs(np.zeros((0, 2), np.int64), np.zeros((0, 3), np.int64), np.ones(3, np.int64)).shape == (0, 3)
