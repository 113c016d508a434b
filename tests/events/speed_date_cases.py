"""Speed dates made by chance, and the best schedule of small ones by looking at every one."""

from collections.abc import Collection
from itertools import product
from random import Random
from uuid import UUID

import numpy as np

from events.speed_dates import Host, Pair, SpeedDates, Talk, Visitor, Worth

STUDENTS = [UUID(int=100 + row) for row in range(500)]
EMPLOYERS = [UUID(int=10_000 + row) for row in range(100)]


def make_dates(
    rng: Random, *, n_students: int, n_employers: int, n_rounds: int, is_full: bool = False, density: float = 0.7
) -> SpeedDates:
    """Make speed dates; ``is_full`` when everybody is there all the time."""
    students, employers = STUDENTS[:n_students], EMPLOYERS[:n_employers]

    def stay() -> frozenset[int]:
        if is_full or rng.random() < 0.6:
            return frozenset(range(n_rounds))
        first = rng.randrange(n_rounds)
        return frozenset(range(first, rng.randint(first, n_rounds)))

    def tables() -> tuple[int, ...]:
        n, there = rng.choice([1, 1, 2]), stay()
        return tuple(n if r in there else 0 for r in range(n_rounds))

    return SpeedDates(
        n_rounds=n_rounds,
        visitors=tuple(
            Visitor(student_id=s, rounds=stay(), most_talks=rng.choice([None, None, n_rounds - 1])) for s in students
        ),
        hosts=tuple(Host(employer_id=e, tables=tables()) for e in employers),
        pairs=tuple(
            Pair(student_id=s, employer_id=e, percent=rng.randint(1, 100), is_wish=rng.random() < 0.2)
            for s, e in product(students, employers)
            if rng.random() < density
        ),
    )


def best_worth(asked: SpeedDates, kept: Collection[Talk] = ()) -> Worth:
    """Look at every schedule in which these talks stay, and give what the best one is worth.

    From the last round to the first: who has a talk later waits in a round without one.

    Of all schedules in which the same pairs meet only the least waits matter, so those are kept per set of pairs.
    """
    pairs = asked.pairs
    waits = np.full(2 ** len(pairs), 10**6)
    waits[0] = 0
    student_bits = {
        v.student_id: sum(1 << ix for ix, pair in enumerate(pairs) if pair.student_id == v.student_id)
        for v in asked.visitors
    }
    masks = np.arange(len(waits))
    for round_ix in reversed(range(asked.n_rounds)):
        found = np.full(len(waits), 10**6)
        for talking in _rounds(asked, round_ix, kept):
            bits = sum(1 << ix for ix in talking)
            fits = (masks & bits) == 0
            cost = waits.copy()
            busy = {pairs[ix].student_id for ix in talking}
            for visitor in asked.visitors:
                if round_ix in visitor.rounds and visitor.student_id not in busy:
                    cost += (masks & student_bits[visitor.student_id]) != 0
            np.minimum.at(found, masks[fits] | bits, cost[fits])
        waits = found
    return max(
        _worth(asked, mask, int(waits[mask])) for mask in np.flatnonzero(waits < 10**6).tolist() if _fits(asked, mask)
    )


def _rounds(asked: SpeedDates, round_ix: int, kept: Collection[Talk]) -> list[list[int]]:
    options = []
    for visitor in asked.visitors:
        mine = [ix for ix, pair in enumerate(asked.pairs) if pair.student_id == visitor.student_id]
        options.append([None, *(mine if round_ix in visitor.rounds else [])])
    rounds = [[ix for ix in chosen if ix is not None] for chosen in product(*options)]
    tables = {host.employer_id: host.tables[round_ix] for host in asked.hosts}
    stays = {(talk.student_id, talk.employer_id) for talk in kept if talk.round == round_ix}
    return [
        chosen
        for chosen in rounds
        if stays <= {(asked.pairs[ix].student_id, asked.pairs[ix].employer_id) for ix in chosen}
        and all(sum(asked.pairs[ix].employer_id == e for ix in chosen) <= n for e, n in tables.items())
    ]


def _met(asked: SpeedDates, mask: int) -> list[Pair]:
    return [pair for ix, pair in enumerate(asked.pairs) if mask >> ix & 1]


def _fits(asked: SpeedDates, mask: int) -> bool:
    met = _met(asked, mask)
    return all(
        v.most_talks is None or sum(p.student_id == v.student_id for p in met) <= v.most_talks for v in asked.visitors
    )


def _worth(asked: SpeedDates, mask: int, waits: int) -> Worth:
    met = _met(asked, mask)
    counts = [sum(p.student_id == v.student_id for p in met) for v in asked.visitors]
    return Worth(
        shares=tuple(sum(n > k for n in counts) for k in range(asked.n_rounds)),
        n_wishes=sum(p.is_wish for p in met),
        percents=sum(p.percent for p in met),
        minus_waits=-waits,
    )
