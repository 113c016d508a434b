"""What a student could change, read off from what refuses the places that are nearly open."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matching.changes import SIZES, Change, Step
from matching.drafts import Draft, Edit
from matching.gates import Gate, Verdict, Verdicts
from matching.pairs import Pairs
from matching.parameters import Side
from matching.ragged import Ints
from matching.repairs import MOST_TIMES_THE_TRIP, TRAVEL_STEP_MINUTES, Look
from matching.rows import YEAR_BITS, calendar_dates
from matching.scoring import PairScores

GATES = tuple(Gate)
MOST_LOOKED_AT = 24
"""So many pairs are looked at for each gate, of which no two need the same; what most pairs need comes first."""
OUT_OF_HAND = frozenset({Gate.TYPE_PROGRAMME, Gate.RECOGNITION, Gate.AGE, Gate.HAZARDS, Gate.SEATS, Gate.CONTACTS})
"""What a student cannot repair; a place that such a gate refuses is not near."""
FOLLOWS = {
    Gate.DAYS_HOURS: {Gate.WORKING_TIME, Gate.PROGRAMME_HOURS},
    Gate.PERIOD: {Gate.WORKING_TIME, Gate.PROGRAMME_HOURS, Gate.HAZARDS},
}
"""Who repairs the first may also repair the others: too few days together are too few that the law allows, too."""
NEEDS: Mapping[Gate, tuple[str, ...]] = {
    Gate.DAYS_HOURS: ("weekdays", "days_min", "hours_min", "hours_max"),
    Gate.PROGRAMME_HOURS: ("weekdays", "hours_max"),
    Gate.PREREQUISITES: ("prerequisites",),
    Gate.DUTCH: ("dutch_min",),
}
"""By gate that refuses: which columns of the place decide what is needed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One change to try.

    Parameters
    ----------
    columns : mapping
        What it makes of the row by itself, as ``PackedTable.variants`` takes it.
    gates : int
        Mask of the gates it may repair.
    """

    step: Step
    size: float
    edit: Edit
    columns: Mapping[str, Any]
    gates: int

    @property
    def kind(self) -> tuple[object, ...]:
        """Attempts of one kind differ only in how far they go."""
        return self.step.change, self.step.code, self.step.amount < 0, tuple(sorted(self.columns))


class Near:
    """One student, and how it stands with the places for the same offers.

    Parameters
    ----------
    pairs : Pairs
        At least one, in a table of one student; row ``k`` of ``scores`` is pair ``k``.
    """

    def __init__(self, pairs: Pairs, scores: PairScores) -> None:
        self.pairs, self.scores = pairs, scores
        self.refusing = masks_of(scores.verdicts)
        self._first = self.one(0)

    def one(self, at: int) -> Pairs:
        """Give one pair in tables of one row."""
        placement = self.pairs.placements.take(self.pairs.placement_ix[at : at + 1])
        nothing = np.zeros(1, dtype=np.int64)
        return Pairs(self.pairs.students, placement, self.pairs.rules, nothing, nothing)

    def columns(self, edits: Iterable[Edit]) -> dict[str, Any]:
        """Give what some edits make of the student's row, one after another."""
        draft = Draft(self._first)
        for edit in edits:
            edit(draft)
        return draft.student


def masks_of(verdicts: Verdicts) -> Ints:
    """Give for each pair the mask of the gates that refuse it, (n,)."""
    bits = np.int64(1) << np.arange(verdicts.shape[1], dtype=np.int64)
    return np.asarray((verdicts > Verdict.UNKNOWN) @ bits, dtype=np.int64)


def mask_of(gates: Iterable[Gate]) -> int:
    """Give the mask of some gates."""
    return sum(1 << GATES.index(gate) for gate in gates)


def attempts(near: Near, *, longest_trip_minutes: int) -> list[Attempt]:
    """Give what could be tried, the smallest first; nothing that breaks a rule or that nobody can do.

    Parameters
    ----------
    longest_trip_minutes : int
        No longer trip is tried, also by who would travel longer already.
    """
    found: dict[object, Attempt] = {}
    for attempt in _repairs(near, longest_trip_minutes):
        key = (attempt.kind, *(np.asarray(attempt.columns[name]).tobytes() for name in sorted(attempt.columns)))
        kept = found.get(key)
        # The same repair may be found for two gates, and a smaller size of it for one of them.
        if kept is None:
            found[key] = attempt
        else:
            smaller = min(kept, attempt, key=lambda one: one.size)
            found[key] = replace(smaller, gates=kept.gates | attempt.gates)
    order = list(Change)

    def smallest_first(one: Attempt) -> tuple[float, int, int, float]:
        return one.size, order.index(one.step.change), one.step.code, one.step.amount

    return sorted(found.values(), key=smallest_first)


def _repairs(near: Near, longest_trip_minutes: int) -> Iterator[Attempt]:
    """Give what the student could do about each gate that refuses near pairs."""
    refusing = near.refusing
    is_near = (refusing != 0) & (refusing & mask_of(OUT_OF_HAND) == 0)
    for bit, gate in enumerate(GATES):
        rows = np.flatnonzero(is_near & (refusing >> bit & 1 == 1))
        if gate is Gate.TRAVEL and len(rows):
            yield from _longer_trips(near, longest_trip_minutes)
        for at in _different(near, gate, rows):
            for attempt in Look(near.one(at), near.scores, at).repairs(gate):
                if attempt.step.change is Change.LONGER_TRIP:
                    continue  # told in all lengths
                if attempt.step.change.side is Side.STUDENT and _can_be_done(near, attempt.step):
                    gates = mask_of({gate, *FOLLOWS.get(gate, ())})
                    columns = near.columns([attempt.edit])
                    yield Attempt(attempt.step, attempt.size, attempt.edit, columns, gates)


def _different(near: Near, gate: Gate, rows: Ints) -> list[int]:
    """Of pairs that a gate refuses, give some of which no two need the same, what is needed most first."""
    if not len(rows):
        return []
    asked = near.pairs.placements.rows[near.pairs.placement_ix[rows]]
    columns: list[Any] = [asked[name] for name in NEEDS.get(gate, ())]
    needs = list(zip(*(column.tolist() for column in columns), strict=True)) if columns else [()] * len(rows)
    first: dict[tuple[object, ...], int] = {}
    for at, need in zip(rows.tolist(), needs, strict=True):
        first.setdefault(need, at)
    often = sorted(Counter(needs).items(), key=lambda item: (-item[1], first[item[0]]))
    return [first[need] for need, _ in often[:MOST_LOOKED_AT]]


def _longer_trips(near: Near, longest: int) -> Iterator[Attempt]:
    """Give longer trips in every length: with another way to travel, others are needed than as things stand."""
    limit = int(near.pairs.students.rows["max_minutes"][0])
    first = (limit // TRAVEL_STEP_MINUTES + 1) * TRAVEL_STEP_MINUTES
    for wanted in range(first, min(limit * MOST_TIMES_THE_TRIP, longest) + 1, TRAVEL_STEP_MINUTES):
        step, edit = Step(change=Change.LONGER_TRIP, amount=wanted), _with_limit(wanted)
        size = SIZES[Change.LONGER_TRIP] * (wanted - limit) / limit
        yield Attempt(step, size, edit, near.columns([edit]), mask_of({Gate.TRAVEL}))


def _with_limit(minutes: int) -> Edit:
    def edit(draft: Draft) -> None:
        draft.student["max_minutes"] = minutes

    return edit


def _can_be_done(near: Near, step: Step) -> bool:
    """Say whether somebody can do it: no day with school, nothing one is too young for, one level of Dutch at most."""
    student, rules = near.pairs.students.rows[0], near.pairs.rules
    if step.change is Change.FREE_DAY:
        return int(student["school_minutes"][step.code]) == 0
    if step.change is Change.GET_PREREQUISITE:
        today = calendar_dates(np.array([rules.today]))[0]
        return (int(today) - int(student["born_date"])) >> YEAR_BITS >= int(rules.prerequisite_age[step.code])
    if step.change is Change.REACH_DUTCH:
        return step.amount - int(student["dutch"]) == 1
    return True
