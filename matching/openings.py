"""Repair first: which few changes bring a student the most places, each one counted anew by the engine."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.attempts import Attempt, Near, attempts
from matching.changes import Step
from matching.combining import Counted, Plan, combined, shortened
from matching.gates import Verdict
from matching.index import PlacementIndex
from matching.pairs import Pairs
from matching.parameters import Parameters
from matching.ragged import Ints
from matching.ranking import count_open, rank
from matching.scoring import score_pairs
from matching.tables import StudentTable

SOME_EFFORT = 0.1
"""Counts beside the size of every change, so that next to nothing for next to nobody is not the best of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Changes by one student, mostly one, and how many places they open.

    Parameters
    ----------
    size : float
        How much it asks of people; see ``SIZES``.
    n_open_before, n_open_after : int
        Places that no gate refuses, as things stand and after the changes; none that was open is lost.
    n_to_check : int
        Of the opened ones, those with something still to be found out.
    opened_ix : tuple of int
        Rows of the places that are opened, rising.
    """

    steps: tuple[Step, ...]
    size: float
    n_open_before: int
    n_open_after: int
    n_to_check: int
    opened_ix: tuple[int, ...]

    @property
    def n_opened(self) -> int:
        """How many places more."""
        return self.n_open_after - self.n_open_before


def what_opens(
    index: PlacementIndex, row: int, *, parameters: Parameters, longest_trip_minutes: int, most: int
) -> tuple[Opening, ...]:
    """Give the changes that one student could make to have more places, the smallest first.

    What could be changed is read off from what refuses the pairs that are nearly open. Each change, and two or three
    together where that opens clearly more than apart, is made on a copy of the row and counted on the whole index. A
    change is told when no smaller one opens as much and when it closes nothing.

    Parameters
    ----------
    longest_trip_minutes : int
        No student is told to travel longer one way.
    most : int
        At most so many: of each kind the length that opens most for what it asks, and of those again the best.

    Raises
    ------
    IndexError
        There is no such row.
    """
    seeker = _Seeker.of(index, row, parameters)
    if seeker is None:
        return ()
    tried = attempts(seeker.near, longest_trip_minutes=longest_trip_minutes)
    counted = Counted(lambda plans: seeker.gains(plans, tried))
    front = _settled_front(seeker, tried, counted)
    return seeker.told(_best(front, tried, counted, most), tried)


class _Seeker:
    """One student who looks, and copies of the row with changes made."""

    def __init__(self, index: PlacementIndex, own: StudentTable, near: Near, parameters: Parameters) -> None:
        self.index, self.own, self.near, self.parameters = index, own, near, parameters
        self.open_ix = self._found([{}])[0]

    @classmethod
    def of(cls, index: PlacementIndex, row: int, parameters: Parameters) -> "_Seeker | None":
        """Look at all that one student could meet; ``None`` when that is nothing."""
        if not 0 <= row < len(index.students):
            raise IndexError(f"row {row} of a table of {len(index.students)}")
        own = index.students.take([row])
        others = index.rows_under(np.unique(own.offers))
        if not len(others):
            return None
        pairs = Pairs(own, index.placements, index.rules, np.zeros(len(others), dtype=np.int64), others)
        return cls(index, own, Near(pairs, score_pairs(pairs, parameters)), parameters)

    def gains(self, plans: Sequence[Plan], tried: Sequence[Attempt]) -> dict[Plan, int]:
        """Count how many pairs more each plan has open; below 0 where it has fewer."""
        if not plans:
            return {}
        edited, rows = [self.columns(plan, tried) for plan in plans], np.arange(len(plans))
        counts = count_open(self.index.for_seekers(self.own.variants(edited)), rows, parameters=self.parameters)
        return dict(zip(plans, (counts - len(self.open_ix)).tolist(), strict=True))

    def closing(self, plans: Sequence[Plan], tried: Sequence[Attempt]) -> set[Plan]:
        """Give the plans that close a pair that is open now."""
        found = self._found([self.columns(plan, tried) for plan in plans])
        return {plan for plan, rows in zip(plans, found, strict=True) if len(np.setdiff1d(self.open_ix, rows))}

    def told(self, plans: Sequence[Plan], tried: Sequence[Attempt]) -> tuple[Opening, ...]:
        """Name what each plan opens."""
        edited = [self.columns(plan, tried) for plan in plans]
        return tuple(
            self._opening([tried[at] for at in plan], columns, np.setdiff1d(rows, self.open_ix))
            for plan, columns, rows in zip(plans, edited, self._found(edited), strict=True)
        )

    def _opening(self, made: Sequence[Attempt], columns: Mapping[str, Any], opened: Ints) -> Opening:
        steps = tuple(attempt.step for attempt in made)
        own, nothing = self.own.variants([columns]), np.zeros(len(opened), dtype=np.int64)
        pairs = Pairs(own, self.index.placements, self.index.rules, nothing, opened)
        gravest = score_pairs(pairs, self.parameters).verdicts.max(axis=1, initial=0)
        return Opening(
            steps=steps,
            size=sum(attempt.size for attempt in made),
            n_open_before=len(self.open_ix),
            n_open_after=len(self.open_ix) + len(opened),
            n_to_check=int((gravest == Verdict.UNKNOWN).sum()),
            opened_ix=tuple(opened.tolist()),
        )

    def columns(self, plan: Plan, tried: Sequence[Attempt]) -> dict[str, Any]:
        """Give the columns of the row that a plan changes."""
        return self.near.columns(tried[at].edit for at in plan)

    def _found(self, edited: Sequence[Mapping[str, Any]]) -> list[Ints]:
        """Give the open rows of each edited copy, rising."""
        if not edited:
            return []
        index, rows = self.index.for_seekers(self.own.variants(edited)), np.arange(len(edited))
        longest = int(count_open(index, rows, parameters=self.parameters).max())
        found = rank(index, rows, parameters=self.parameters, top=max(longest, 1))
        return [np.sort(one).astype(np.int64) for one in np.split(found.found_ix, found.offsets[1:-1])]


def _settled_front(seeker: _Seeker, tried: Sequence[Attempt], counted: Counted) -> list[Plan]:
    """Give the front of plans that close nothing and of which no change can be shorter."""
    plans, settled, dropped = {*_plans(seeker, tried, counted)}, set[Plan](), set[Plan]()
    while True:
        front = _front(sorted(plans - dropped), tried, counted)
        closing = seeker.closing(front, tried)
        rough = [plan for plan in front if len(plan) > 1 and plan not in settled | closing]
        if not closing and not rough:
            return front
        shorter = {shortened(plan, tried, counted) for plan in rough}
        # What is no more than its pieces once it is short is not told in a longer form either.
        settled |= {plan for plan in shorter if counted.is_more_together(plan)}
        plans |= settled
        dropped |= closing | ({*rough} - settled)


def _plans(seeker: _Seeker, tried: Sequence[Attempt], counted: Counted) -> list[Plan]:
    """Give the single changes that open something, and those together that open clearly more."""

    def can_join(one: int, other: int) -> bool:
        return _is_same(seeker.columns((one, other), tried), seeker.columns((other, one), tried))

    gains = counted([(at,) for at in range(len(tried))])
    singles = [plan for plan in gains if gains[plan] > 0]
    together = combined(tried, counted, np.unique(seeker.near.refusing).tolist(), can_join)
    return [*singles, *together]


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def _front(plans: Sequence[Plan], tried: Sequence[Attempt], counted: Counted) -> list[Plan]:
    """Give the plans of which no smaller one, nor one of fewer steps and the same size, opens as much."""
    gains = counted(plans)
    front: list[Plan] = []
    for plan in sorted(plans, key=lambda plan: (_size(plan, tried), len(plan), -gains[plan], plan)):
        if not front or gains[plan] > gains[front[-1]]:
            front.append(plan)
    return front


def _best(front: Sequence[Plan], tried: Sequence[Attempt], counted: Counted, most: int) -> list[Plan]:
    """Of each kind of plan give the length that opens most for what it asks, and of those again the best.

    Ten pairs more are worth much more than one, and a hundred not ten times as much as ten: hence the logarithm.
    """
    gains = counted(front)

    def worth(plan: Plan) -> float:
        return math.log1p(gains[plan]) / (_size(plan, tried) + SOME_EFFORT)

    of_kind: dict[object, Plan] = {}
    for plan in front:
        kind = frozenset(tried[at].kind for at in plan)
        if kind not in of_kind or worth(plan) > worth(of_kind[kind]):
            of_kind[kind] = plan
    best = sorted(of_kind.values(), key=lambda plan: -worth(plan))[:most]
    return [plan for plan in front if plan in best]


def _size(plan: Plan, tried: Sequence[Attempt]) -> float:
    return sum(tried[at].size for at in plan)
