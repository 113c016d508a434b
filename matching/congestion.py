"""What lists do to places: contacts above what there is room for, beside the quality of the lists."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Ints

Floats = NDArray[np.float64]
LOOKED_AT = (1, 3)
"""Beside the whole list, how many first positions the mean score is given for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Congestion:
    """Congestion and quality of one set of lists; contacts are expected ones, by position on the lists.

    Parameters
    ----------
    contacts : float
        Contacts that all lists together bring about.
    above_room : float
        Share of all contacts that come above what their place has room for, 0 to 1.
    unseen : float
        Share of the places with room that stand on no list, 0 to 1.
    gini : float
        How unevenly the contacts lie over the places with room: 0 is even, 1 is all on one place.
    busiest : float
        Largest number of contacts per contact of room; a place with less than one is reckoned to have one.
    mean_score : tuple of (int, float)
        Mean score of the first so many positions of the lists, for some numbers of positions.
    """

    contacts: float
    above_room: float
    unseen: float
    gini: float
    busiest: float
    mean_score: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, *, load: Floats, room: Floats, position: Ints, score: Floats, top: int) -> "Congestion":
        """Reckon the figures; the order of the rows changes no bit of them.

        Parameters
        ----------
        load, room : (n_placements,)
            Expected contacts, and what there is room for.
        position, score : (n,)
            Of everything listed: position on its list from 0, and score.
        top : int
            Most places on a list.
        """
        total = math.fsum(load)
        above = math.fsum(np.maximum(load - room, 0.0))
        has_room = room > 0
        cuts = sorted({*(k for k in LOOKED_AT if k < top), top})
        return cls(
            contacts=total,
            above_room=above / total if total else 0.0,
            unseen=float((load[has_room] == 0).mean()) if has_room.any() else 0.0,
            gini=gini(load[has_room]),
            busiest=float((load / np.maximum(room, 1.0)).max(initial=0.0)),
            mean_score=tuple((k, mean(score[position < k])) for k in cuts),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureReport:
    """Lists without and with spreading side by side, and what it cost the students.

    Parameters
    ----------
    plain, spread : Congestion
        Without and with spreading.
    quality : float
        Score that gets attention, with spreading as a share of without; 1 when nothing was given up. The attention
        falls with the position as in a discounted cumulated gain (Järvelin and Kekäläinen 2002, ACM Transactions on
        Information Systems 20(4)).
    mean_loss, worst_loss : float
        Share of the score under a student's attention that was given up: on average, and by who gave most.
    worst_position_loss : float
        Largest share given up at one position of one list; never more than ``Exposure.most_loss``.
    n_students, n_changed : int
        Students with a list, and those whose list became another.
    n_rounds : int
        How many times all lists were gone through.
    is_settled : bool
        In the last time no list wanted to change.
    """

    plain: Congestion
    spread: Congestion
    quality: float
    mean_loss: float
    worst_loss: float
    worst_position_loss: float
    n_students: int
    n_changed: int
    n_rounds: int
    is_settled: bool

    @classmethod
    def of(
        cls,
        *,
        plain: Congestion,
        spread: Congestion,
        offsets: Ints,
        attention: Floats,
        plain_score: Floats,
        spread_score: Floats,
        is_moved: NDArray[np.bool_],
        n_rounds: int,
        is_settled: bool,
    ) -> "ExposureReport":
        """Reckon what it cost, from everything listed: (n,) each, all of the first student and then the next.

        Parameters
        ----------
        offsets : (n_students + 1,)
            Student s has the entries ``offsets[s]:offsets[s + 1]``.
        attention, plain_score, spread_score : (n,)
            Chance of a contact at the position, and the scores shown there.
        is_moved : (n,)
            Another place stands here than without spreading.
        """
        n_listed = np.diff(offsets)
        owners = np.repeat(np.arange(len(n_listed)), n_listed)
        had, has = (
            np.bincount(owners, attention * score, len(n_listed)).astype(np.float64)[n_listed > 0]
            for score in (plain_score, spread_score)
        )
        loss = 1.0 - np.divide(has, had, out=np.ones_like(had), where=had > 0)
        position_loss = 1.0 - np.divide(spread_score, plain_score, out=np.ones_like(plain_score), where=plain_score > 0)
        total = math.fsum(had)
        return cls(
            plain=plain,
            spread=spread,
            quality=math.fsum(has) / total if total else 1.0,
            mean_loss=mean(loss),
            worst_loss=float(loss.max(initial=0.0)),
            worst_position_loss=float(position_loss.max(initial=0.0)),
            n_students=len(had),
            n_changed=len(np.unique(owners[is_moved])),
            n_rounds=n_rounds,
            is_settled=is_settled,
        )


def gini(values: Floats) -> float:
    """Say how uneven amounts are: 0 when all are equal, towards 1 when one has everything.

    Examples
    --------
    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 4.0]))
    (0.0, 0.75)
    """
    total = math.fsum(values)
    if not total:
        return 0.0
    n = len(values)
    ranks = 2.0 * np.arange(1, n + 1) - n - 1
    return math.fsum(ranks * np.sort(values)) / (n * total)


def mean(values: Floats) -> float:
    """Give the mean, 0 of nothing; the order of the values changes no bit."""
    return math.fsum(values.tolist()) / len(values) if len(values) else 0.0
