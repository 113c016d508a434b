"""Lists that spread students over places: how strongly, at what cost, and what is assumed.

Lists made one by one send many students to the same few places. Spread lists hold other places, or the same ones in
another order, so that the contacts lie where there is room; ``tolls`` says how.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.congestion import ExposureReport
from matching.errors import ParameterError, ParameterFault, Problem
from matching.ranking import Ranking, lottery
from matching.tables import PlacementTable
from matching.tolls import Options, choose, least_above

Floats = NDArray[np.float64]
LONGER = 3
"""How many times as long as they are shown the lists must be from which is chosen.

On the demo region lists without end take 1 % more off the contacts above room, at the most.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How strongly lists spread students over places, what it may cost, and what is assumed about attention.

    Parameters
    ----------
    strength : float
        0 leaves the lists as they are; 1 looks, within the loss allowed, at the contacts of the places only.
    most_loss : float
        At each position the place shown scores at least ``1 - most_loss`` times what stands there without
        spreading, 0 to 1.
    first_contact : float
        Chance that a student contacts the place at the first position, above 0 to 1; at position k it is this
        divided by ``log2(k + 1)``. Assumed, not measured: 0.4 makes 0.85 contacts with a list of three and 2.8 with
        a list of twenty.
    contacts_per_seat : float
        Contacts it takes to fill a seat, above 0; what a place has room for is no more than this for each free seat.

    Raises
    ------
    ParameterError
        A number lies outside its range; every fault is named.
    """

    strength: float
    most_loss: float = 0.05
    first_contact: float = 0.4
    contacts_per_seat: float = 3.0

    def __post_init__(self) -> None:
        """Refuse numbers outside their range, all at once."""
        faults = [
            ParameterFault(name, Problem.NOT_A_SHARE, getattr(self, name))
            for name in ("strength", "most_loss", "first_contact")
            if not 0 <= getattr(self, name) <= 1
        ]
        if self.first_contact == 0:
            faults.append(ParameterFault("first_contact", Problem.NOT_ABOVE_ZERO, self.first_contact))
        if not 0 < self.contacts_per_seat < math.inf:
            faults.append(ParameterFault("contacts_per_seat", Problem.NOT_ABOVE_ZERO, self.contacts_per_seat))
        if faults:
            raise ParameterError(faults)

    @property
    def is_on(self) -> bool:
        """Whether lists may change at all."""
        return self.strength > 0

    @property
    def version(self) -> str:
        """Names these numbers in every answer."""
        numbers = (self.strength, self.most_loss, self.first_contact, self.contacts_per_seat)
        return ":".join(["exposure-1", *(repr(float(number)) for number in numbers)]) if self.is_on else "exposure-off"

    def attention(self, top: int) -> Floats:
        """Chance of a contact per position, (top,), falling.

        Examples
        --------
        >>> Exposure(strength=0.5).attention(3).round(3)
        array([0.4  , 0.252, 0.2  ])
        """
        return self.first_contact / np.log2(np.arange(2, top + 2, dtype=np.float64))

    def room(self, placements: PlacementTable) -> Floats:
        """Contacts each place can still use, (n_placements,): what its cap leaves, and no more than fill its seats.

        Contacts that are open already take their part of both.
        """
        rows = placements.rows
        for_seats = np.maximum(rows["seats_left"], 0) * self.contacts_per_seat
        most = np.minimum(for_seats, rows["max_open_contacts"])
        return np.asarray(np.maximum(most - rows["open_contacts"], 0.0), dtype=np.float64)

    def options(self, longer: Ranking, *, top: int) -> Options:
        """Say what each student may be shown: places from longer lists; those that went away have no room.

        Raises
        ------
        ValueError
            The lists hold candidates for places.
        """
        if not longer.index.is_for_students:
            raise ValueError("longer lists hold candidates: give lists of places")
        return Options(
            offsets=longer.offsets,
            placement_ix=longer.found_ix.astype(np.int64),
            score=longer.score,
            room=np.where(longer.index.groups.is_live, self.room(longer.index.placements), 0.0),
            attention=self.attention(top),
            most_loss=self.most_loss,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Lists that are spread, with what that does.

    Parameters
    ----------
    ranking : Ranking
        What is shown; ``rank`` is the position on the list, and scores need not fall along it.
    load : (n_placements,) float64
        Contacts each placement may expect from these lists, and from elsewhere when that was given.
    report : ExposureReport
    """

    ranking: Ranking
    load: Floats
    report: ExposureReport


def spread(longer: Ranking, *, exposure: Exposure, top: int, seed: int = 0, elsewhere: Floats | None = None) -> Spread:
    """Choose from longer lists of places which ones each student is shown, and in which order.

    Parameters
    ----------
    longer : Ranking
        Places for students, best ``top * LONGER`` of each.
    top : int
        Most places on a list.
    seed : int
        Draws, from the students' keys, the order in which lists are made again.
    elsewhere : (n_placements,), optional
        Contacts the placements may expect from other lists than these.

    Raises
    ------
    ValueError
        The lists hold candidates for places.
    """
    keys = longer.index.students.rows["key"][longer.seeker_ix]
    lots = lottery(keys, np.zeros_like(keys), seed)
    chosen = choose(exposure.options(longer, top=top), lots=lots, strength=exposure.strength, elsewhere=elsewhere)
    ranking = replace(
        longer, offsets=chosen.offsets, found_ix=longer.found_ix[chosen.picks], score=longer.score[chosen.picks]
    )
    return Spread(ranking=ranking, load=chosen.load, report=chosen.report)


def least_above_room(longer: Ranking, *, exposure: Exposure, top: int) -> float:
    """Give a share of the contacts above room that no lists with the same promise can get below, 0 to 1.

    Parameters
    ----------
    longer, exposure, top
        As for ``spread``.
    """
    options = exposure.options(longer, top=top)
    contacts = math.fsum(options.attention[options.plain[1]])
    return least_above(options) / contacts if contacts else 0.0
