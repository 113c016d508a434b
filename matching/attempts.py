"""What one side could change, read off from what refuses the pairs it nearly has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.changes import SIZES, Change, Step
from matching.drafts import Draft, Edit
from matching.gates import Gate, Verdict, Verdicts
from matching.pairs import Pairs
from matching.parameters import Side
from matching.ragged import Ints
from matching.repairs import MOST_TIMES_THE_TRIP, TRAVEL_STEP_MINUTES, Look
from matching.rows import NO_END, OFFER, YEAR_BITS, Recognition, calendar_dates
from matching.scoring import PairScores

GATES = tuple(Gate)
MOST_LOOKED_AT = 24
"""So many pairs are looked at for each gate, of which no two need the same; what most pairs need comes first."""
DAYS_OF_A_YEAR, DAYS_OF_A_WEEK = 365, 7
OUT_OF_HAND: Mapping[Side, frozenset[Gate]] = {
    Side.STUDENT: frozenset({Gate.TYPE_PROGRAMME, Gate.RECOGNITION, Gate.AGE, Gate.HAZARDS, Gate.SEATS, Gate.CONTACTS}),
    Side.PLACEMENT: frozenset({Gate.TYPE_PROGRAMME, Gate.TRAVEL}),
}
"""What a side cannot repair by itself; a pair that such a gate refuses is not near."""
FOLLOWS = {
    Gate.DAYS_HOURS: {Gate.WORKING_TIME, Gate.PROGRAMME_HOURS},
    Gate.PERIOD: {Gate.WORKING_TIME, Gate.PROGRAMME_HOURS, Gate.HAZARDS},
}
"""Who repairs the first may also repair the others: too few days together are too few that the law allows, too."""
NEEDS: Mapping[Side, Mapping[Gate, Mapping[str, int]]] = {
    Side.STUDENT: {
        Gate.DAYS_HOURS: {"weekdays": 1, "days_min": 1, "hours_min": 1, "hours_max": 1},
        Gate.PROGRAMME_HOURS: {"weekdays": 1, "hours_max": 1},
        Gate.PREREQUISITES: {"prerequisites": 1},
        Gate.DUTCH: {"dutch_min": 1},
    },
    Side.PLACEMENT: {
        Gate.AGE: {"born_day": DAYS_OF_A_WEEK},
        Gate.DAYS_HOURS: {"weekdays": 1, "hours_min": 1, "hours_max": 1},
        Gate.PROGRAMME_HOURS: {"weekdays": 1, "hours_max": 1},
        Gate.WORKING_TIME: {"weekdays": 1, "school_days": 1, "school_week": 1, "born_day": DAYS_OF_A_YEAR},
        Gate.HAZARDS: {"born_day": DAYS_OF_A_YEAR},
        Gate.PREREQUISITES: {"prerequisites": 1, "born_day": DAYS_OF_A_WEEK},
        Gate.DUTCH: {"dutch": 1},
    },
}
"""By side that could change and gate that refuses: which columns of the other side decide what is needed, and in steps
of how much."""
OF_ONE_KIND = frozenset({Change.OTHER_TIMES, Change.WITHOUT_HAZARDS})
"""Their codes are masks: one change with a wider or narrower mask, not another change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme that a place could be recognised for, or be open to as well.

    Parameters
    ----------
    code : int
        Offer that names it.
    added : mapping of int to (Recognition, first day, last day)
        Offers that the place has more when it is open to this programme too, with their recognition as it stands;
        empty when it is open to it already.
    recognised : frozenset of int
        Offers that a recognition for this programme holds for.
    """

    code: int
    added: Mapping[int, tuple[Recognition, int, int]]
    recognised: frozenset[int]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One change to try, or two that mean nothing apart.

    Parameters
    ----------
    columns : mapping
        What it makes of the row by itself, as ``PackedTable.variants`` takes it.
    gates : int
        Mask of the gates it may repair.
    """

    steps: tuple[Step, ...]
    size: float
    edit: Edit
    columns: Mapping[str, Any]
    gates: int

    @property
    def kind(self) -> tuple[object, ...]:
        """Attempts of one kind differ only in how far they go."""
        first = self.steps[0]
        code = 0 if first.change in OF_ONE_KIND else first.code
        return first.change, code, first.amount < 0, tuple(sorted(self.columns))


class Near:
    """One row of one side, and how it stands with the rows that it shares an offer with, or could.

    Parameters
    ----------
    pairs : Pairs
        At least one, in a table of one row on the own side; row ``k`` of ``scores`` is pair ``k``.
    """

    def __init__(self, side: Side, pairs: Pairs, scores: PairScores) -> None:
        self.side, self.pairs, self.scores = side, pairs, scores
        self.refusing = masks_of(scores.verdicts)
        self._first = self.one(0)

    def one(self, at: int) -> Pairs:
        """Give one pair in tables of one row."""
        students, placements = self.pairs.students, self.pairs.placements
        nothing = np.zeros(1, dtype=np.int64)
        if self.side is Side.STUDENT:
            placements = placements.take(self.pairs.placement_ix[at : at + 1])
        else:
            students = students.take(self.pairs.student_ix[at : at + 1])
        return Pairs(students, placements, self.pairs.rules, nothing, nothing)

    def columns(self, edits: Iterable[Edit]) -> dict[str, Any]:
        """Give what some edits make of the own row, one after another."""
        draft = Draft(self._first)
        for edit in edits:
            edit(draft)
        return draft.student if self.side is Side.STUDENT else draft.placement


def masks_of(verdicts: Verdicts) -> Ints:
    """Give for each pair the mask of the gates that refuse it, (n,)."""
    bits = np.int64(1) << np.arange(verdicts.shape[1], dtype=np.int64)
    return np.asarray((verdicts > Verdict.UNKNOWN) @ bits, dtype=np.int64)


def mask_of(gates: Iterable[Gate]) -> int:
    """Give the mask of some gates."""
    return sum(1 << GATES.index(gate) for gate in gates)


def attempts(near: Near, *, programmes: Sequence[Programme], longest_trip_minutes: int) -> list[Attempt]:
    """Give what could be tried, the smallest first; nothing that breaks a rule or that nobody can do.

    Parameters
    ----------
    programmes : sequence of Programme
        For a place; a student changes no programme.
    longest_trip_minutes : int
        No longer trip is tried, also by who would travel longer already.
    """
    found: dict[object, Attempt] = {}
    for attempt in (*_repairs(near, longest_trip_minutes), *_of_programmes(near, programmes)):
        key = (attempt.kind, *(np.asarray(attempt.columns[name]).tobytes() for name in sorted(attempt.columns)))
        kept = found.get(key)
        # The same repair may be found for two gates, and a smaller size of it for one of them.
        if kept is None:
            found[key] = attempt
        else:
            smaller = min(kept, attempt, key=lambda one: one.size)
            found[key] = Attempt(smaller.steps, smaller.size, smaller.edit, smaller.columns, kept.gates | attempt.gates)
    order = list(Change)

    def smallest_first(one: Attempt) -> tuple[float, int, int, float, int]:
        first = one.steps[0]
        return one.size, order.index(first.change), first.code, first.amount, len(one.steps)

    return sorted(found.values(), key=smallest_first)


def _repairs(near: Near, longest_trip_minutes: int) -> Iterator[Attempt]:
    """Give what the own side could do about each gate that refuses near pairs."""
    refusing = near.refusing
    is_near = (refusing != 0) & (refusing & mask_of(OUT_OF_HAND[near.side]) == 0)
    for bit, gate in enumerate(GATES):
        rows = np.flatnonzero(is_near & (refusing >> bit & 1 == 1))
        if near.side is Side.PLACEMENT and gate is Gate.RECOGNITION:
            continue  # told by programme
        if near.side is Side.STUDENT and gate is Gate.TRAVEL and len(rows):
            yield from _longer_trips(near, longest_trip_minutes)
        for at in _different(near, gate, rows):
            for attempt in Look(near.one(at), near.scores, at).repairs(gate):
                if attempt.step.change is Change.LONGER_TRIP:
                    continue  # told in all lengths
                if attempt.step.change.side is near.side and _can_be_done(near, attempt.step):
                    gates = mask_of({gate, *FOLLOWS.get(gate, ())})
                    columns = near.columns([attempt.edit])
                    yield Attempt((attempt.step,), attempt.size, attempt.edit, columns, gates)


def _different(near: Near, gate: Gate, rows: Ints) -> list[int]:
    """Of pairs that a gate refuses, give some of which no two need the same, what is needed most first."""
    if not len(rows):
        return []
    pairs = near.pairs
    others = pairs.placements.rows if near.side is Side.STUDENT else pairs.students.rows
    other_ix = pairs.placement_ix if near.side is Side.STUDENT else pairs.student_ix
    asked = others[other_ix[rows]]
    columns: list[Any] = [asked[name] // step for name, step in NEEDS[near.side].get(gate, {}).items()]
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
        yield Attempt((step,), size, edit, near.columns([edit]), mask_of({Gate.TRAVEL}))


def _with_limit(minutes: int) -> Edit:
    def edit(draft: Draft) -> None:
        draft.student["max_minutes"] = minutes

    return edit


def _can_be_done(near: Near, step: Step) -> bool:
    """Say whether somebody can do it: no day with school, nothing one is too young for, one level of Dutch at most."""
    if near.side is Side.PLACEMENT:
        return True
    student, rules = near.pairs.students.rows[0], near.pairs.rules
    if step.change is Change.FREE_DAY:
        return int(student["school_minutes"][step.code]) == 0
    if step.change is Change.GET_PREREQUISITE:
        today = calendar_dates(np.array([rules.today]))[0]
        return (int(today) - int(student["born_date"])) >> YEAR_BITS >= int(rules.prerequisite_age[step.code])
    if step.change is Change.REACH_DUTCH:
        return step.amount - int(student["dutch"]) == 1
    return True


def _of_programmes(near: Near, programmes: Sequence[Programme]) -> Iterator[Attempt]:
    """Give recognition for what a place is open to, and being open to what it is not open to yet."""
    for programme in programmes:
        recognised = Step(change=Change.GET_RECOGNITION, code=programme.code)
        opened = Step(change=Change.OPEN_TO, code=programme.code)
        if not programme.added:
            edit = _recognising(programme)
            yield _of_programme(near, (recognised,), edit, {Gate.RECOGNITION})
            continue
        gates = {Gate.TYPE_PROGRAMME, Gate.RECOGNITION}
        yield _of_programme(near, (opened,), _opening_to(programme), gates)
        if any(status is Recognition.MISSING for status, _, _ in programme.added.values()):
            yield _of_programme(near, (opened, recognised), _opening_to(programme, is_recognised=True), gates)


def _of_programme(near: Near, steps: tuple[Step, ...], edit: Edit, gates: set[Gate]) -> Attempt:
    size = sum(SIZES[step.change] for step in steps)
    return Attempt(steps, size, edit, near.columns([edit]), mask_of(gates))


def _offers(draft: Draft) -> Any:
    return draft.placement.get("offers", draft.one.placements.offers_of(0))


def _recognising(programme: Programme) -> Edit:
    def edit(draft: Draft) -> None:
        offers = _offers(draft).copy()
        is_meant = np.isin(offers["code"], sorted(programme.recognised))
        offers["status"][is_meant], offers["first_day"][is_meant] = Recognition.ACTIVE, 0
        offers["last_day"][is_meant] = NO_END
        draft.placement["offers"] = offers

    return edit


def _opening_to(programme: Programme, *, is_recognised: bool = False) -> Edit:
    def edit(draft: Draft) -> None:
        offers = _offers(draft)
        new = sorted(set(programme.added) - set(offers["code"].tolist()))
        added = np.zeros(len(new), dtype=OFFER)
        for at, code in enumerate(new):
            status, first, last = programme.added[code]
            added[at] = (code, first, last, status)
        both = np.concatenate([offers, added])
        draft.placement["offers"] = both[np.argsort(both["code"], kind="stable")]
        if is_recognised:
            _recognising(programme)(draft)

    return edit
