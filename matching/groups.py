"""What a search walks and the room it works in: the found side in groups, and scratch for one seeker."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.glance import MOST_MODES, SEEN, UNSURE
from matching.ragged import Ints
from matching.rules import RuleArrays

STRETCH = np.dtype(
    [("entry", "i8"), ("end", "i8"), ("code", "i4"), ("recognised", "i4"), ("knows_way", "?")], align=True
)
"""Entries of one offer that lie side by side, whether the way to them is known, and how the seeker's own recognition
for the offer stands."""
MOST_WAITING = 4_096
"""So many glanced at are put in order at once, the most promising first."""
N_SHELVES = 128
"""What waits is put in order by so many steps of promise, from 1 to 0."""


class Groups(NamedTuple):
    """The found side, grouped by offer, by class of reach and by band of latitude.

    A group is one offer and one class; its entries lie from the southern band to the northern, within a band from
    west to east, and those without a location at the end. A table of its own holds the rows in the order of the
    entries, so that walking a band reads memory from front to back.

    Parameters
    ----------
    codes : (n_codes,) int32
        Offers, rising.
    class_reach_km : (n_classes,) float64
        Farthest reach in each class; only read where the found side is the one that travels.
    starts : (n_codes * n_classes, n_bands + 2) int64
        Where each band begins, then the entries without a location, then the end.
    south, height : (1,) float64
        Latitude in degrees of the lowest band's southern edge, and height of a band.
    entry_row : (n_entries,) int32
        Row in the found side's own table.
    entry_longitude : (n_entries,) float32
    entry_recognised : (n_entries,) int8
        Verdict on the recognition of a placement for the offer of its entry; only read where placements are found.
    entry_lawful : (n_entries, n_laws) uint8
        What ``place_days`` gives for the placement and each row of the law; only read where placements are found.
    late_codes, late_rows : (n_late,) int32
        Entries added since, by offer; there are never many.
    is_live : (n_rows,) bool
        False for rows that went away.
    n_gone : (1,) int64
        How many are not live.
    blocks : (n_blocks,) PLACES
        Placements in the order of the entries as ``glance`` reads them; empty where students are found.
    marks : (n_codes,) uint8
        The marks that ``blocks`` were made with.
    n_sectors : (1,) int64
        Above every sector of a placement.
    """

    codes: NDArray[np.int32]
    class_reach_km: NDArray[np.float64]
    starts: NDArray[np.int64]
    south: NDArray[np.float64]
    height: NDArray[np.float64]
    entry_row: NDArray[np.int32]
    entry_longitude: NDArray[np.float32]
    entry_recognised: NDArray[np.int8]
    entry_lawful: NDArray[np.uint8]
    late_codes: NDArray[np.int32]
    late_rows: NDArray[np.int32]
    is_live: NDArray[np.bool_]
    n_gone: Ints
    blocks: NDArray[Any]
    marks: NDArray[np.uint8]
    n_sectors: Ints


class Scratch(NamedTuple):
    """Room for what is reckoned once for a seeker; all marks are 0 between two seekers.

    Parameters
    ----------
    widths : (n_classes, n_bands) float64
        Degrees of longitude to look east and west within a band; negative where nothing is near enough.
    first_band, last_band : (n_classes,) int64
    lawful : (1, n_laws) uint8
        For the one placement that seeks, or that came late.
    is_marked : (n_codes,) uint8
        See ``Shortcuts``.
    known_at : (n_codes,) int64
    nothing_known : (0,) int64
    ways : (MOST_MODES, 2) float32
        See ``eye_of``.
    dear : (n_sectors + 1,) float32
        See ``eye_of``.
    shown : (n_codes,) float32
        See ``glance``.
    stretches : (n_stretches,) STRETCH
        Where a seeker looks.
    seen : (1,) SEEN
    waiting, waiting_at : (MOST_WAITING,) int32
        Entries that wait for a look, and the stretch that each is from.
    promise : (MOST_WAITING,) float32
        The most that each can score.
    order : (MOST_WAITING,) int32
    shelves : (N_SHELVES + 1,) int32
    """

    widths: NDArray[np.float64]
    first_band: Ints
    last_band: Ints
    lawful: NDArray[np.uint8]
    is_marked: NDArray[np.uint8]
    known_at: Ints
    nothing_known: Ints
    ways: NDArray[np.float32]
    dear: NDArray[np.float32]
    shown: NDArray[np.float32]
    stretches: NDArray[Any]
    seen: NDArray[Any]
    waiting: NDArray[np.int32]
    waiting_at: NDArray[np.int32]
    promise: NDArray[np.float32]
    order: NDArray[np.int32]
    shelves: NDArray[np.int32]

    @classmethod
    def within(cls, groups: Groups, rules: RuleArrays, n_codes: int) -> "Scratch":
        """Make room for these groups."""
        n_classes, n_bands = len(groups.class_reach_km), groups.starts.shape[1] - 2
        return cls(
            widths=np.empty((n_classes, n_bands)),
            first_band=np.empty(n_classes, dtype=np.int64),
            last_band=np.empty(n_classes, dtype=np.int64),
            lawful=np.empty((1, len(rules.working_time)), dtype=np.uint8),
            is_marked=np.zeros(n_codes, dtype=np.uint8),
            known_at=np.zeros(n_codes, dtype=np.int64),
            nothing_known=np.zeros(0, dtype=np.int64),
            ways=np.empty((MOST_MODES, 2), dtype=np.float32),
            dear=np.empty(groups.n_sectors[0] + 1, dtype=np.float32),
            shown=np.full(n_codes, -UNSURE),
            stretches=np.empty(groups.starts.size, dtype=STRETCH),
            seen=np.empty(1, dtype=SEEN),
            waiting=np.empty(MOST_WAITING, dtype=np.int32),
            waiting_at=np.empty(MOST_WAITING, dtype=np.int32),
            promise=np.empty(MOST_WAITING, dtype=np.float32),
            order=np.empty(MOST_WAITING, dtype=np.int32),
            shelves=np.empty(N_SHELVES + 1, dtype=np.int32),
        )
