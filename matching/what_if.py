"""What would change a pair: changes that either side can make, each one re-scored, the smallest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from matching.changes import Change, Step
from matching.drafts import rescored
from matching.gates import Gate, Verdict
from matching.pairs import Pairs
from matching.parameters import Parameters, Side
from matching.repairs import Look, Try
from matching.scoring import PairScores

LEAST_GAIN = 0.01
"""A change that lifts the score by less is not worth telling."""
MOST_STEPS = 3
"""So many changes together are still one plan."""
MOST_PLANS = 3
"""Where only changes together open a pair, so many such plans are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Changes made together, mostly one, and the score that a re-scoring with them gave.

    Parameters
    ----------
    size : float
        How much it asks of people; see ``SIZES``.
    score : float
        After the change.
    gain : float
        That, less the score as it stands.
    opens : bool
        The pair was refused, and no gate refuses it after the change.
    """

    steps: tuple[Step, ...]
    size: float
    score: float
    gain: float
    opens: bool

    @property
    def sides(self) -> frozenset[Side]:
        """Who has to do something."""
        return frozenset(step.change.side for step in self.steps)


def what_changes(one: Pairs, scores: PairScores, at: int, parameters: Parameters) -> tuple[WhatIf, ...]:
    """Score one pair anew with each change made, all at once, and keep the changes that matter.

    What nobody has said yet is not among them: that is asked, see ``unknowns``.

    Parameters
    ----------
    one : Pairs
        One pair in tables of one row; it stands in row ``at`` of ``scores``.

    Returns
    -------
    tuple of WhatIf
        Those that open the pair first, then by size, then by gain. When several refusals stand in the way and no
        single change opens the pair, plans of at most three changes: of the fewest that do, the smallest.
    """
    found = {gate: Verdict(int(verdict)) for gate, verdict in zip(Gate, scores.verdicts[at], strict=True)}
    refusing = [gate for gate, verdict in found.items() if verdict > Verdict.UNKNOWN]
    if Gate.TYPE_PROGRAMME in refusing:
        return ()
    look = Look(one, scores, at)
    tries = [attempt for gate in refusing for attempt in look.repairs(gate)] if refusing else list(look.lifts())
    if not tries:
        return ()
    order = list(Change)
    tries.sort(key=lambda attempt: (attempt.size, order.index(attempt.step.change), attempt.step.code))
    was = float(scores.score[at])
    after = rescored(one, [[attempt.edit] for attempt in tries], parameters)
    kept: dict[object, WhatIf] = {}
    for row, attempt in enumerate(tries):
        told = _told([attempt], float(after.score[row]), was, opens=bool(refusing))
        if after.may_rank[row] and (refusing or told.gain >= LEAST_GAIN):
            kept.setdefault((attempt.step.change, attempt.step.code, attempt.step.amount < 0), told)
    if refusing and not kept:
        return _plans(one, _worth_combining(tries, after), refusing, was, parameters)
    return tuple(sorted(kept.values(), key=_smallest_first))


def _plans(
    one: Pairs, chosen: Sequence[Try], refusing: Sequence[Gate], was: float, parameters: Parameters
) -> tuple[WhatIf, ...]:
    """Give the smallest plans of the fewest changes that open the pair together."""
    for n_steps in range(2, MOST_STEPS + 1):
        plans = [plan for plan in combinations(chosen, n_steps) if _covers(plan, refusing)]
        if plans:
            after = rescored(one, [[attempt.edit for attempt in plan] for plan in plans], parameters)
            opening = [
                _told(plan, float(after.score[row]), was, opens=True)
                for row, plan in enumerate(plans)
                if after.may_rank[row]
            ]
            if opening:
                return tuple(sorted(opening, key=_smallest_first)[:MOST_PLANS])
    return ()


def _told(plan: Sequence[Try], score: float, was: float, *, opens: bool) -> WhatIf:
    return WhatIf(
        steps=tuple(attempt.step for attempt in plan),
        size=sum(attempt.size for attempt in plan),
        score=score,
        gain=score - was,
        opens=opens,
    )


def _smallest_first(what: WhatIf) -> tuple[float, float, tuple[tuple[int, int], ...]]:
    order = list(Change)
    return what.size, -what.gain, tuple((order.index(step.change), step.code) for step in what.steps)


def _worth_combining(tries: Sequence[Try], after: PairScores) -> list[Try]:
    """Of each kind, give the smallest that repairs its gate, or the greatest when none does by itself."""
    order = list(Gate)
    chosen: dict[object, tuple[bool, Try]] = {}
    for row, attempt in enumerate(tries):
        repairs = attempt.gate is not None and after.verdicts[row, order.index(attempt.gate)] <= Verdict.UNKNOWN
        if attempt.kind not in chosen or not chosen[attempt.kind][0]:
            chosen[attempt.kind] = (repairs, attempt)
    return [attempt for _, attempt in chosen.values()]


def _covers(plan: Sequence[Try], refusing: Sequence[Gate]) -> bool:
    """Every refusal is met by a change, and none is made twice; what repairs two at once may stand for both."""
    met = {attempt.gate for attempt in plan}
    steps = {(attempt.step.change, attempt.step.code) for attempt in plan}
    return len(steps) == len(plan) and (met == set(refusing) or len(met) == len(plan))
