"""Which changes to make together: those that open clearly more together than apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from matching.attempts import Attempt

MOST_STEPS = 3
"""So many changes together are still one plan."""
CLEARLY_MORE = 1.25
"""Changes are told together when they open at least so many times what they open apart."""
LENGTHS = {2: 8, 3: 4}
"""Of changes that go farther or less far, so many lengths are tried in a plan of two, and of three."""
MOST_COMBINED = 8
"""So many combinations of kinds of changes are tried in all these lengths, those that open the most first."""

Plan = tuple[int, ...]
"""Places in the list of attempts, rising."""
Count = Callable[[Sequence[Plan]], Mapping[Plan, int]]


class Counted:
    """How many pairs more each plan has open, each one counted once.

    Parameters
    ----------
    count : callable
        Counts plans, all at once.
    """

    def __init__(self, count: Count) -> None:
        self._count = count
        self._gains: dict[Plan, int] = {}

    def __call__(self, plans: Sequence[Plan]) -> Mapping[Plan, int]:
        """Count what was not counted yet, and give all that was."""
        new = list(dict.fromkeys(plan for plan in plans if plan not in self._gains))
        if new:
            self._gains.update(self._count(new))
        return self._gains

    def apart(self, plan: Plan) -> int:
        """Give the most that a plan opens in two or more pieces."""
        self([part for n in range(1, len(plan)) for part in combinations(plan, n)])
        return max((sum(max(self._gains[part], 0) for part in parts) for parts in _pieces(plan)), default=0)

    def is_more_together(self, plan: Plan) -> bool:
        """Say whether a plan opens clearly more than its pieces."""
        gain = self([plan])[plan]
        return gain > 0 and gain > (apart := self.apart(plan)) and gain >= CLEARLY_MORE * apart


def _pieces(plan: Plan) -> Iterator[tuple[Plan, ...]]:
    """Give every way to cut a plan of two or three in pieces."""
    yield tuple((at,) for at in plan)
    if len(plan) == MOST_STEPS:
        yield from (((at,), tuple(other for other in plan if other != at)) for at in plan)


def combined(
    tried: Sequence[Attempt], counted: Counted, refusals: Sequence[int], can_join: Callable[[int, int], bool]
) -> list[Plan]:
    """Give the plans of two and three changes that open clearly more than the changes apart.

    Only kinds of changes are combined that repair together all that refuses some pair. Each combination is first
    counted in the length that opens the most; where that is clearly more, also in shorter ones.

    Parameters
    ----------
    refusals : sequence of int
        Masks of gates that refuse pairs together.
    can_join : callable
        Says of two attempts whether one leaves the other as it is.
    """
    kinds = ladders(tried)
    gains = counted([(at,) for at in range(len(tried))])
    longest = {kind: max(rungs, key=lambda at: (gains[(at,)], at)) for kind, rungs in kinds.items()}
    joins = {pair for pair in combinations(sorted(longest.values()), 2) if can_join(*pair)}
    found: list[Plan] = []
    for n in LENGTHS:
        plans = [
            plan
            for plan in combinations(sorted(longest.values()), n)
            if all(pair in joins for pair in combinations(plan, 2)) and _is_worth_counting(plan, tried, refusals)
        ]
        gains = counted(plans)
        counted(
            [part for plan in plans if gains[plan] > 0 for size in range(1, n) for part in combinations(plan, size)]
        )
        better = sorted((plan for plan in plans if counted.is_more_together(plan)), key=lambda p: (-gains[p], p))
        shorter = [
            tuple(sorted(lengths))
            for plan in better[:MOST_COMBINED]
            for lengths in product(*(_some(kinds[tried[at].kind], LENGTHS[n]) for at in plan))
        ]
        gains = counted(shorter)
        opening = [plan for plan in [*better, *shorter] if gains[plan] > 0]
        counted([part for plan in opening for size in range(1, n) for part in combinations(plan, size)])
        found += [plan for plan in dict.fromkeys(opening) if counted.is_more_together(plan)]
    return found


def shortened(plan: Plan, tried: Sequence[Attempt], counted: Counted) -> Plan:
    """Give a plan with each change as short as it can be to open as much."""
    kinds, gain = ladders(tried), counted([plan])[plan]
    before: Plan = ()
    while plan != before:  # a shorter one of the first may leave room for a shorter one of the second
        before = plan
        for at in before:
            rungs = kinds[tried[at].kind]
            others = tuple(other for other in plan if other != at)
            shorter = [tuple(sorted((*others, rung))) for rung in rungs[: rungs.index(at) + 1]]
            gains = counted(shorter)
            plan = next(one for one in shorter if gains[one] >= gain)
    return plan


def ladders(tried: Sequence[Attempt]) -> dict[object, list[int]]:
    """Put attempts of one kind together, the shortest first."""
    found: dict[object, list[int]] = {}
    for at, attempt in enumerate(tried):  # which stand from small to large
        found.setdefault(attempt.kind, []).append(at)
    return found


def _is_worth_counting(plan: Plan, tried: Sequence[Attempt], refusals: Sequence[int]) -> bool:
    repairs = 0
    for at in plan:
        repairs |= tried[at].gates
    return any(refused and refused & ~repairs == 0 for refused in refusals)


def _some(rungs: Sequence[int], most: int) -> list[int]:
    """Give some lengths of one kind, evenly spread, the longest among them."""
    if len(rungs) <= most:
        return list(rungs)
    return sorted({rungs[-1 - place * (len(rungs) - 1) // (most - 1)] for place in range(most)})
