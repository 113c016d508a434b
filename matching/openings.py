"""Repair first: which few changes by one side open the most pairs, each one counted anew by the engine."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.attempts import Attempt, Near, Programme, attempts
from matching.changes import Change, Step
from matching.combining import Counted, Plan, combined, shortened
from matching.gates import Verdict
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs
from matching.parameters import Parameters, Side
from matching.ragged import Ints
from matching.ranking import count_open, rank
from matching.rows import Recognition
from matching.scoring import score_pairs

SOME_EFFORT = 0.1
"""Counts beside the size of every change, so that next to nothing for next to nobody is not the best of all."""
DAY_COLUMNS = ("day_minutes", "day_starts", "day_ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimes:
    """When there would be work on a weekday, Monday is 0: from and until which minute since midnight, and how long."""

    day: int
    starts: int
    ends: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Changes by one side, mostly one, and how many pairs they open.

    Parameters
    ----------
    size : float
        How much it asks of people; see ``SIZES``.
    n_open_before, n_open_after : int
        Pairs that no gate refuses, as things stand and after the changes; none that was open is lost.
    n_to_check : int
        Of the opened pairs, those with something still to be found out.
    opened_ix : tuple of int
        Rows of the other side that are opened, rising.
    times : tuple of DayTimes
        The other times, where a step changes them.
    """

    steps: tuple[Step, ...]
    size: float
    n_open_before: int
    n_open_after: int
    n_to_check: int
    opened_ix: tuple[int, ...]
    times: tuple[DayTimes, ...] = ()

    @property
    def n_opened(self) -> int:
        """How many pairs more."""
        return self.n_open_after - self.n_open_before


def what_opens(
    index: PlacementIndex | StudentIndex,
    row: int,
    *,
    parameters: Parameters,
    programmes: Sequence[Programme] = (),
    longest_trip_minutes: int = 0,
    most: int,
) -> tuple[Opening, ...]:
    """Give the changes that one student, or one placement, could make to have more pairs, the smallest first.

    What could be changed is read off from what refuses the pairs that are nearly open. Each change, and two or three
    together where that opens clearly more than apart, is made on a copy of the row and counted on the whole index. A
    change is told when no smaller one opens as much and when it closes nothing.

    Parameters
    ----------
    index : PlacementIndex or StudentIndex
        Of the side to be found; the row is of the side that looks.
    programmes : sequence of Programme
        What a placement could be recognised for, or be open to as well.
    longest_trip_minutes : int
        No student is told to travel longer one way.
    most : int
        At most so many: of each kind the length that opens most for what it asks, and of those again the best.

    Raises
    ------
    IndexError
        There is no such row.
    """
    seeker = _Seeker.of(index, row, parameters, programmes)
    if seeker is None:
        return ()
    tried = attempts(seeker.near, programmes=programmes, longest_trip_minutes=longest_trip_minutes)
    counted = Counted(lambda plans: seeker.gains(plans, tried))
    front = _settled_front(seeker, tried, counted)
    return seeker.told(_best(front, tried, counted, most), tried)


class _Seeker:
    """One row that looks, and copies of it with changes made."""

    def __init__(self, index: PlacementIndex | StudentIndex, own: Any, near: Near, parameters: Parameters) -> None:
        self.index, self.own, self.near, self.parameters = index, own, near, parameters
        self.open_ix = self._found([{}])[0]

    @classmethod
    def of(
        cls,
        index: PlacementIndex | StudentIndex,
        row: int,
        parameters: Parameters,
        programmes: Sequence[Programme],
    ) -> "_Seeker | None":
        """Look at all that one row could meet; ``None`` when that is nothing."""
        table: Any = index.students if index.is_for_students else index.placements
        if not 0 <= row < len(table):
            raise IndexError(f"row {row} of a table of {len(table)}")
        own = table.take([row])
        if index.is_for_students:
            codes = set(own.offers.tolist())
        else:
            codes = set(own.offers["code"].tolist()).union(*(programme.added for programme in programmes))
        others = index.rows_under(np.array(sorted(codes), dtype=np.int64))
        if not len(others):
            return None
        nothing = np.zeros(len(others), dtype=np.int64)
        if index.is_for_students:
            pairs = Pairs(own, index.placements, index.rules, nothing, others)
        else:
            pairs = Pairs(index.students, own, index.rules, others, nothing)
        side = Side.STUDENT if index.is_for_students else Side.PLACEMENT
        return cls(index, own, Near(side, pairs, score_pairs(pairs, parameters)), parameters)

    def gains(self, plans: Sequence[Plan], tried: Sequence[Attempt]) -> dict[Plan, int]:
        """Count how many pairs more each plan has open; below 0 where it has fewer."""
        if not plans:
            return {}
        edited = [self.columns(plan, tried) for plan in plans]
        rows = np.arange(len(plans))
        counts = count_open(self.index.for_seekers(self.own.variants(edited)), rows, parameters=self.parameters)
        gains = (counts - len(self.open_ix)).tolist()
        return {
            plan: gain if self._is_known(columns) else 0
            for plan, columns, gain in zip(plans, edited, gains, strict=True)
        }

    def _is_known(self, columns: Mapping[str, Any]) -> bool:
        """Say whether the recognition is known; the table holds it as it stands around the place's own start."""
        if "start_day" not in columns:
            return True
        start, offers = columns["start_day"], self.own.offers
        lasts = (offers["status"] == Recognition.ACTIVE) & (offers["first_day"] <= start) & (start < offers["last_day"])
        is_any = np.isin(offers["status"], (Recognition.NOT_NEEDED, Recognition.REQUESTED, Recognition.UNKNOWN))
        return "offers" not in columns and bool((lasts | is_any).all())

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
        steps = tuple(step for attempt in made for step in attempt.steps)
        own, nothing = self.own.variants([columns]), np.zeros(len(opened), dtype=np.int64)
        if self.index.is_for_students:
            pairs = Pairs(own, self.index.placements, self.index.rules, nothing, opened)
        else:
            pairs = Pairs(self.index.students, own, self.index.rules, opened, nothing)
        gravest = score_pairs(pairs, self.parameters).verdicts.max(axis=1, initial=0)
        return Opening(
            steps=steps,
            size=sum(attempt.size for attempt in made),
            n_open_before=len(self.open_ix),
            n_open_after=len(self.open_ix) + len(opened),
            n_to_check=int((gravest == Verdict.UNKNOWN).sum()),
            opened_ix=tuple(opened.tolist()),
            times=tuple(_times(steps, columns)),
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


def _times(steps: Iterable[Step], columns: Mapping[str, Any]) -> Iterator[DayTimes]:
    for step in steps:
        if step.change is Change.OTHER_TIMES:
            minutes, starts, ends = (columns[name] for name in DAY_COLUMNS)
            for day in range(7):
                if step.code >> day & 1:
                    yield DayTimes(day=day, starts=int(starts[day]), ends=int(ends[day]), minutes=int(minutes[day]))


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
