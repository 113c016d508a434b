"""How sure a link is: a known curve is found back, and a told chance that comes true has no error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Confidence, expected_calibration_error
from matching.linking.confidence import SIGNS

LAWS = settings(deadline=None, max_examples=60)


def drawn_signs(n: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.random.default_rng(seed).random((n, len(SIGNS)))


def test_curve_recovers_a_known_curve() -> None:
    signs = drawn_signs(40_000, 1)
    known = 1 / (1 + np.exp(-(5 * signs[:, 0] + 3 * signs[:, 1] - 4 * signs[:, 3] ** 2 - 2)))
    is_right = np.random.default_rng(2).random(len(signs)) < known

    fitted = Confidence.fitted(signs, is_right)

    fresh = drawn_signs(5_000, 3)
    meant = 1 / (1 + np.exp(-(5 * fresh[:, 0] + 3 * fresh[:, 1] - 4 * fresh[:, 3] ** 2 - 2)))
    # The standard error of a fitted chance is at most 0.02 with so many answers.
    assert np.abs(fitted.of(fresh) - meant).max() < 0.06
    assert np.abs(fitted.of(fresh) - meant).mean() < 0.01
    assert expected_calibration_error(fitted.of(signs), is_right) < 0.01


def test_mean_chance_is_the_share_that_was_right() -> None:
    """What a logistic curve promises at its best, and so a check that Newton's method arrived."""
    signs = drawn_signs(3_000, 4)
    is_right = np.random.default_rng(5).random(3_000) < 0.2

    assert Confidence.fitted(signs, is_right).of(signs).mean() == pytest.approx(is_right.mean(), abs=1e-4)


@pytest.mark.parametrize("always", [False, True])
def test_curve_of_answers_that_are_all_alike_stays_a_chance(always: bool) -> None:
    signs = drawn_signs(500, 6)

    chance = Confidence.fitted(signs, np.full(500, always)).of(signs)

    assert np.isfinite(chance).all()
    assert ((chance > 0.9) if always else (chance < 0.1)).all()


@LAWS
@given(st.lists(st.tuples(*[st.floats(-3, 10) for _ in SIGNS]), min_size=1, max_size=30), st.data())
def test_chance_lies_between_0_and_1(rows: list[tuple[float, ...]], data: st.DataObject) -> None:
    is_right = [data.draw(st.booleans()) for _ in rows]

    chance = Confidence.fitted(np.array(rows), is_right).of(np.array(rows))

    assert ((chance >= 0) & (chance <= 1)).all()


def test_error_of_a_worked_example() -> None:
    told = [0.95, 0.95, 0.95, 0.95, 0.35, 0.35]

    # Four told 0.95 of which three are right, two told 0.35 of which one is right.
    error = expected_calibration_error(told, [1, 1, 1, 0, 1, 0])

    assert error == pytest.approx(4 / 6 * 0.20 + 2 / 6 * 0.15)


@LAWS
@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.data())
def test_error_is_that_of_a_slow_restatement(told: list[float], data: st.DataObject) -> None:
    is_right = [data.draw(st.booleans()) for _ in told]

    error = expected_calibration_error(told, is_right)

    expected = 0.0
    for number in range(10):
        inside = [place for place, chance in enumerate(told) if min(int(chance * 10), 9) == number]
        if inside:
            mean_told = sum(told[place] for place in inside) / len(inside)
            share = sum(is_right[place] for place in inside) / len(inside)
            expected += len(inside) / len(told) * abs(mean_told - share)
    assert error == pytest.approx(expected, abs=1e-9)
    assert 0 <= error <= 1
