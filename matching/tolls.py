"""Tolls: what a contact at a place costs all others, and the lists that are best after toll.

A place asks a toll that grows with the contacts it may expect, steeply where they come above its room. Every list
gives its first position to what is best after toll, and so on down. What a student may lose is bounded position by
position.
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.congestion import Congestion, ExposureReport
from matching.errors import ShapeError
from matching.ragged import Ints

Floats = NDArray[np.float64]
UNIT = 2**20
"""Contacts are counted in whole parts of this size, so that adding them in another order changes nothing."""
CROWD = 0.25
"""Toll of a contact at a place that is just full, beside 1 for each contact above its room.

Chosen on the demo region: with less, the busiest places stay busier; with more, lists give up score where there is
room.
"""
MOST_ROUNDS = 8
"""With 100,000 students the figures stand still after five; a few lists go on changing for the last hundredths."""
SLOWING = 20.0
"""After so many rounds the steps of the search for a lower bound are halved."""
LEAST_GAIN = 1e-12
"""A list changes only for more than what rounding could make of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Options:
    """What every student may be shown, and what may be given up.

    Parameters
    ----------
    offsets : (n_students + 1,) int64
        Student s may be shown what stands at ``offsets[s]`` up to ``offsets[s + 1]``, best first.
    placement_ix : (n,) int64
        Row of the placement; a student has a placement at most once.
    score : (n,) float64
        0 to 1, falling for each student.
    room : (n_placements,) float64
        Contacts each placement can use.
    attention : (top,) float64
        Chance of a contact per position, falling; its length is the most places on a list.
    most_loss : float
        At each position the place shown scores at least ``1 - most_loss`` times what stands there without spreading.

    Raises
    ------
    ShapeError
        Columns that belong together differ in length.
    IndexError
        A placement has no room: its row is not there.
    ValueError
        A score is negative or not a number, or rises on a list.
    """

    offsets: Ints
    placement_ix: Ints
    score: Floats
    room: Floats
    attention: Floats
    most_loss: float

    def __post_init__(self) -> None:
        """Refuse what compiled code could not stand."""
        for name in ("placement_ix", "score"):
            check_rows(name, getattr(self, name), int(self.offsets[-1]))
        if len(self.placement_ix) and not 0 <= self.placement_ix.min() <= self.placement_ix.max() < len(self.room):
            raise IndexError(f"placement_ix: give rows from 0 to below {len(self.room)}")
        is_begun = np.zeros(len(self.score) + 1, dtype=np.bool_)
        is_begun[self.offsets] = True
        falls = is_begun[1:-1] | (self.score[1:] <= self.score[:-1])
        if not ((self.score >= 0).all() and falls.all()):
            raise ValueError("score: give 0 or more, not rising on a list")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def columns(self) -> tuple[Ints, Ints, Floats]:
        """Offsets, placements and scores, always of the same types, so that loops are compiled once."""
        return (
            np.require(self.offsets, np.int64, ["C", "W"]),
            np.require(self.placement_ix, np.int64, ["C", "W"]),
            np.require(self.score, np.float64, ["C", "W"]),
        )

    @property
    def shown(self) -> Ints:
        """Offsets of the lists when they are cut at ``top``, (n_students + 1,)."""
        counts = np.minimum(np.diff(self.offsets), len(self.attention))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @property
    def plain(self) -> tuple[Ints, Ints]:
        """Row and position (from 0) of everything on the plain lists, (n_shown,) each."""
        shown = self.shown
        counts = np.diff(shown)
        positions = np.arange(shown[-1], dtype=np.int64) - np.repeat(shown[:-1], counts)
        return np.repeat(self.offsets[:-1], counts) + positions, positions

    def load_of(self, rows: Ints, positions: Ints) -> Ints:
        """Give the contacts that lists bring to each placement, counted in parts of ``UNIT``, (n_placements,)."""
        load = np.zeros(len(self.room), dtype=np.int64)
        np.add.at(load, self.placement_ix[rows], counted(self.attention)[positions])
        return load


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The lists that came out.

    Parameters
    ----------
    picks : (n,) int64
        Where each place stands in the options: all of the first student in order, then the next.
    offsets : (n_students + 1,) int64
        Student s has ``picks[offsets[s]:offsets[s + 1]]``.
    load : (n_placements,) float64
        Contacts each place may expect from these lists, and from elsewhere when that was given.
    report : ExposureReport
    """

    picks: Ints
    offsets: Ints
    load: Floats
    report: ExposureReport


def choose(options: Options, *, lots: NDArray[np.uint64], strength: float, elsewhere: Floats | None = None) -> Chosen:
    """Choose which places each student is shown, and in which order.

    Starting from the plain lists, students are gone through in the order of their lots, again and again. Each one's
    list is made anew against the contacts that all others bring: every position takes, of what keeps the promise of
    ``most_loss``, the place with the least cost, which is the score given up (as a share of what may be given up)
    times ``1 - strength``, plus the toll times ``strength``. At given tolls no list is better, since attention falls
    with the position and what may stand at one position may stand at every later one. A list is replaced only when
    that lowers the cost of all together and does not raise the contacts above room; so it comes to rest, and contacts
    above room are never more than without spreading.

    Parameters
    ----------
    lots : (n_students,)
        Lottery numbers, all different, that decide in which order students are gone through.
    strength : float
        0 leaves the plain lists; 1 looks at the contacts only.
    elsewhere : (n_placements,), optional
        Contacts that the placements may expect from other lists than these.

    Raises
    ------
    ShapeError
        There are not as many lots as students, or not as many contacts from elsewhere as placements.

    References
    ----------
    Pigou (1920, The Economics of Welfare) for tolls that grow with the use; Rosenthal (1973, A class of games
    possessing pure-strategy Nash equilibria) for why answering each other's loads comes to rest.
    """
    begun = np.zeros(len(options.room)) if elsewhere is None else elsewhere
    check_rows("lots", lots, len(options))
    check_rows("elsewhere", begun, len(options.room))
    plain, position = options.plain
    plain_load = counted(begun) + options.load_of(plain, position)
    picks, load, n_rounds, n_last = plain.copy(), plain_load.copy(), 0, 0
    if strength > 0:
        n_rounds, n_last = _settle(
            *options.columns,
            options.shown,
            picks,
            load,
            counted(options.room),
            counted(options.attention),
            np.argsort(lots, kind="stable"),
            float(strength),
            float(options.most_loss),
            _Desk.of(options),
        )
    sides = [
        Congestion.of(
            load=found / UNIT,
            room=options.room,
            position=position,
            score=options.score[rows],
            top=len(options.attention),
        )
        for found, rows in ((plain_load, plain), (load, picks))
    ]
    report = ExposureReport.of(
        plain=sides[0],
        spread=sides[1],
        offsets=options.shown,
        attention=options.attention[position],
        plain_score=options.score[plain],
        spread_score=options.score[picks],
        is_moved=picks != plain,
        n_rounds=n_rounds,
        is_settled=n_last == 0,
    )
    return Chosen(picks=picks, offsets=options.shown, load=load / UNIT, report=report)


def least_above(options: Options, *, n_rounds: int = 60) -> float:
    """Give a number of contacts above room that no lists from these options can get below.

    Whatever price from 0 to 1 each place asks per contact: contacts above room are at least what all contacts pay,
    less what the rooms are worth. The cheapest lists at given prices are known exactly, so each set of prices gives
    such a number; prices go up where there is too much and down where there is too little, and the best number is
    kept (a subgradient method; Polyak 1969, Minimization of unsmooth functionals). It is true after any number of
    rounds, and also for lists that would be drawn by lot.

    Parameters
    ----------
    n_rounds : int
        More rounds bring it nearer to the least there is.
    """
    space, attention = counted(options.room) / UNIT, counted(options.attention)
    load = options.load_of(*options.plain) / UNIT
    price = np.clip((load - space) / np.maximum(space, 1.0), 0.0, 1.0)
    best, goal = 0.0, math.fsum(np.maximum(load - space, 0.0))
    columns, desk, counts = options.columns, _Desk.of(options), counted(load)
    for number in range(n_rounds):
        _cheapest(*columns, price, attention, float(options.most_loss), desk, counts)
        slope = counts / UNIT - space
        # Exact sums, so that the order of the rows changes nothing.
        goal, found = min(goal, math.fsum(np.maximum(slope, 0.0))), math.fsum(price * slope)
        best = max(best, found)
        slope[np.where(slope > 0, price >= 1.0, price <= 0.0)] = 0.0
        steepness = math.fsum(slope * slope)
        if steepness == 0 or goal <= best:
            break
        price = np.clip(price + (goal - found) / steepness / (1.0 + number / SLOWING) * slope, 0.0, 1.0)
    return best


def check_rows(name: str, column: NDArray[Any], n_rows: int) -> None:
    """Refuse a column of another length."""
    if column.shape != (n_rows,):
        raise ShapeError("lists", name, column.shape, (n_rows,))


def counted(contacts: Floats) -> Ints:
    """Count contacts in whole parts of ``UNIT``."""
    return np.round(contacts * UNIT).astype(np.int64)


@compiled
def _reach(scores: Floats, position: int, reach: int, most_loss: float) -> int:
    """How many of a student's places may stand at a position; ``reach`` of them may stand before it already."""
    while reach < len(scores) and scores[reach] >= (1.0 - most_loss) * scores[position]:
        reach += 1
    return reach


@compiled
def _cost(contacts: int, each: float, rise: float, above: int, strength: float) -> float:
    """Score given up and toll of a number of contacts: so much each, rising as they come, and 1 where above room."""
    return contacts * (each + rise * contacts) + strength * above / UNIT


class _Desk(NamedTuple):
    """Room in which compiled code writes, since it makes no arrays of its own; one entry per option of a student."""

    is_used: NDArray[np.bool_]
    free: Ints
    each: Floats
    rise: Floats
    chosen: Ints
    seen_at: Ints
    moved_at: Ints

    @classmethod
    def of(cls, options: Options) -> "_Desk":
        longest = int(np.diff(options.offsets).max(initial=0))
        return cls(
            is_used=np.zeros(longest, dtype=np.bool_),
            free=np.zeros(longest, dtype=np.int64),
            each=np.zeros(longest),
            rise=np.zeros(longest),
            chosen=np.zeros(len(options.attention), dtype=np.int64),
            seen_at=np.zeros(len(options), dtype=np.int64),
            moved_at=np.ones(len(options.room), dtype=np.int64),
        )


@compiled
def _settle(
    offsets: Ints,
    placement_ix: Ints,
    score: Floats,
    shown: Ints,
    picks: Ints,
    load: Ints,
    room: Ints,
    attention: Ints,
    order: Ints,
    strength: float,
    most_loss: float,
    desk: _Desk,
) -> tuple[int, int]:
    """Change ``picks`` and ``load`` until no list wants to; say after how many rounds, and how many lists still did."""
    is_used, free, each, rise, chosen = desk.is_used, desk.free, desk.each, desk.rise, desk.chosen
    now, n_rounds, n_changed = 1, 0, 1
    while n_changed > 0 and n_rounds < MOST_ROUNDS:
        n_rounds += 1
        n_changed = 0
        for student in order:
            first, mine = offsets[student], picks[shown[student] : shown[student + 1]]
            places = placement_ix[first : offsets[student + 1]]
            scores = score[first : offsets[student + 1]]
            reach = _reach(scores, len(mine) - 1, 0, most_loss) if len(mine) else 0
            newest = 0
            for option in range(reach):
                newest = max(newest, desk.moved_at[places[option]])
            # Where nobody moved to or from these places since this list was made, it would come out the same.
            if reach < 2 or newest <= desk.seen_at[student]:
                continue
            now += 1
            desk.seen_at[student] = now
            for k in range(len(mine)):
                load[placement_ix[mine[k]]] -= attention[k]
            allowed = most_loss * scores[0]
            loss_weight = (1.0 - strength) / allowed / UNIT if allowed > 0.0 else 0.0
            for option in range(reach):
                is_used[option] = False
                there, space = load[places[option]], room[places[option]]
                crowd = strength * CROWD / max(space, UNIT) / UNIT
                free[option] = max(space - there, 0)
                each[option] = loss_weight * (scores[0] - scores[option]) + crowd * there
                rise[option] = crowd / 2.0
            before, above_before, after, above_after, reach = 0.0, 0, 0.0, 0, 0
            for k in range(len(mine)):
                contacts = attention[k]
                old = mine[k] - first
                above = max(contacts - free[old], 0)
                above_before += above
                before += _cost(contacts, each[old], rise[old], above, strength)
                reach = _reach(scores, k, reach, most_loss)
                new, least = -1, np.inf
                for option in range(reach):
                    if not is_used[option]:
                        above = max(contacts - free[option], 0)
                        cost = _cost(contacts, each[option], rise[option], above, strength)
                        if cost < least:
                            new, least = option, cost
                is_used[new] = True
                chosen[k] = first + new
                above_after += max(contacts - free[new], 0)
                after += least
            if after < before - LEAST_GAIN and above_after <= above_before:
                n_changed += 1
                for k in range(len(mine)):
                    if mine[k] != chosen[k]:
                        desk.moved_at[placement_ix[mine[k]]] = desk.moved_at[placement_ix[chosen[k]]] = now
                        mine[k] = chosen[k]
            for k in range(len(mine)):
                load[placement_ix[mine[k]]] += attention[k]
    return n_rounds, n_changed


@compiled
def _cheapest(
    offsets: Ints,
    placement_ix: Ints,
    score: Floats,
    price: Floats,
    attention: Ints,
    most_loss: float,
    desk: _Desk,
    load: Ints,
) -> None:
    """Write in ``load`` what the lists bring that pay least at these prices."""
    is_used, asked = desk.is_used, desk.each
    load[:] = 0
    for student in range(len(offsets) - 1):
        places = placement_ix[offsets[student] : offsets[student + 1]]
        scores = score[offsets[student] : offsets[student + 1]]
        n_shown = min(len(places), len(attention))
        reach = _reach(scores, n_shown - 1, 0, most_loss) if n_shown else 0
        for option in range(reach):
            is_used[option], asked[option] = False, price[places[option]]
        reach = 0
        for k in range(n_shown):
            reach = _reach(scores, k, reach, most_loss)
            cheapest, least = -1, np.inf
            for option in range(reach):
                if not is_used[option] and asked[option] < least:
                    cheapest, least = option, asked[option]
            is_used[cheapest] = True
            load[places[cheapest]] += attention[k]
