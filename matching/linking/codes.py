"""Ragged rows of numbers: texts as characters, texts as parts."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

U32 = np.dtype("<u4")


class Codes(NamedTuple):
    """Rows of unequal length behind one another.

    Parameters
    ----------
    values : (n_values,)
    ends : (n_rows + 1,) int64
        Row ``r`` holds ``values[ends[r]:ends[r + 1]]``.
    """

    values: NDArray[Any]
    ends: NDArray[np.int64]
