"""How sure a link is: the chance that the first concept found is the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.errors import ShapeError

SIGNS = ("score", "lead", "known", "strange", "words")
"""What the chance is reckoned from: the first score, how far the second concept is behind, the share of the text that
is known, how much it is like a text that names nothing, and the number of words (log)."""
N_BENDS = len(SIGNS) + 4 + 1
N_ROUNDS = 50
RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic curve over the signs of an answer (Platt 1999).

    Parameters
    ----------
    bends : (n_bends,) tuple of float
        Weights of the signs, their squares, and of 1.
    """

    bends: tuple[float, ...]

    @classmethod
    def fitted(cls, signs: NDArray[np.float64], is_right: ArrayLike) -> "Confidence":
        """Fit the curve by Newton's method with a small ridge.

        Parameters
        ----------
        signs : (n_answers, n_signs)
        is_right : (n_answers,)
        """
        inputs, right = _inputs(signs), np.asarray(is_right, dtype=np.float64)
        bends = np.zeros(inputs.shape[1])
        for _ in range(N_ROUNDS):
            chance = _curve(inputs @ bends)
            slope = inputs.T @ (chance - right) + RIDGE * bends
            bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + RIDGE * np.eye(len(bends))
            step = np.linalg.solve(bend, slope)
            bends -= step
            if np.abs(step).max() < 1e-9:
                break
        return cls(tuple(float(value) for value in bends))

    @classmethod
    def from_array(cls, bends: NDArray[np.float64]) -> "Confidence":
        """Take back what was saved.

        Raises
        ------
        ShapeError
            It is no curve over these signs.
        """
        if bends.shape != (N_BENDS,):
            raise ShapeError("Confidence", "bends", bends.shape, (N_BENDS,))
        return cls(tuple(float(value) for value in bends))

    def of(self, signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the chance of each answer: ``(n_answers,)``, 0 to 1."""
        return _curve(_inputs(signs) @ np.asarray(self.bends))


def _inputs(signs: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([signs, signs[:, :4] ** 2, np.ones(len(signs))])


def _curve(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))


def expected_calibration_error(
    chance: Sequence[float] | NDArray[np.float64], is_right: ArrayLike, *, n_bins: int = 10
) -> float:
    """Say how far told chances are from what came true: the mean gap over bins of equal width, weighted by size.

    Notes
    -----
    Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning", AAAI.

    Examples
    --------
    >>> expected_calibration_error([0.9, 0.9, 0.1, 0.1], [1, 1, 0, 0])
    0.1
    """
    told, came = np.asarray(chance, dtype=np.float64), np.asarray(is_right, dtype=np.float64)
    bins = np.minimum((told * n_bins).astype(np.int64), n_bins - 1)
    gaps = [abs(told[bins == one].mean() - came[bins == one].mean()) * (bins == one).mean() for one in np.unique(bins)]
    return round(float(sum(gaps)), 12)
