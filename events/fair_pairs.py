"""Which pairs meet: the best choice when everybody has a limit, found along shortest paths."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = np.int64(-(2**61))
"""Worth of a pair that cannot meet; a sum of two still fits."""


def best_pairs(next_gains: Whole, worths: Whole, most: Whole) -> Flags:
    """Choose the pairs that are worth most together.

    Parameters
    ----------
    next_gains : (n_students, n_talks)
        What a first, second, ... talk of a student is worth by itself; never rising along a row. ``NEVER`` ends it.
    worths : (n_students, n_employers)
        What the pair adds; ``NEVER`` where it cannot meet.
    most : (n_employers,)
        Talks an employer can have.

    Returns
    -------
    (n_students, n_employers)
        Whether they meet. No other choice is worth more.

    Notes
    -----
    A flow of least cost by successive shortest paths (Ahuja, Magnanti and Orlin 1993, section 9.7): every step sends
    one more talk along the path of alternately adding and taking away a pair that gains most, found as Bellman and
    Ford do but for all students or all employers at a time. Gains of a row never rise, so that what is chosen after
    every step is the best of its size, and it can stop at the first step that gains nothing.

    Examples
    --------
    Ann gains more with either employer, but a first talk of Bo is worth more than a second one of Ann.

    >>> best_pairs(np.array([[100, 10], [100, 10]]), np.array([[5, 4], [1, NEVER]]), np.array([1, 1]))
    array([[False,  True],
           [ True, False]])
    """
    n_students, n_employers = worths.shape
    met = np.zeros(worths.shape, dtype=np.bool_)
    n_met, left = np.zeros(n_students, dtype=np.int64), most.astype(np.int64).copy()
    ends = np.column_stack([next_gains, np.full(n_students, NEVER)])
    adding, taking = worths.copy(), np.full(worths.shape, NEVER)
    students, employers = np.arange(n_students), np.arange(n_employers)
    while n_students and n_employers:
        gain_s = ends[students, n_met]
        gain_e = np.full(n_employers, NEVER)
        via_s, via_e = np.full(n_employers, -1), np.full(n_students, -1)
        while True:
            reach = gain_s[:, None] + adding
            best = reach.argmax(axis=0)
            to_e = reach[best, employers]
            if not (better := to_e > gain_e).any():
                break
            gain_e[better], via_s[better] = to_e[better], best[better]
            back = gain_e[None, :] + taking
            best = back.argmax(axis=1)
            to_s = back[students, best]
            if not (better := to_s > gain_s).any():
                break
            gain_s[better], via_e[better] = to_s[better], best[better]
        last = int(np.where(left > 0, gain_e, NEVER).argmax())
        if left[last] == 0 or gain_e[last] <= 0:
            return met
        left[last] -= 1
        employer = last
        while True:
            student = int(via_s[employer])
            met[student, employer] = True
            adding[student, employer], taking[student, employer] = NEVER, -worths[student, employer]
            employer = int(via_e[student])
            if employer < 0:
                n_met[student] += 1
                break
            met[student, employer] = False
            adding[student, employer], taking[student, employer] = worths[student, employer], NEVER
    return met
