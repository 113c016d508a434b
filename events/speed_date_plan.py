"""Making a schedule of speed dates, and mending it when somebody stays away or comes late."""

from collections.abc import Iterable

import numpy as np

from events.fair_pairs import Flags
from events.speed_date_grid import Grid
from events.speed_dates import Schedule, SpeedDates, Talk, Worth, worth_of

MOST_TURNS = 60
CELLS_A_TURN = 720
"""A small event is tried so often that it takes no longer than a large one; beyond this size, once."""


def make_schedule(asked: SpeedDates, *, seed: int, kept: Iterable[Talk] = ()) -> Schedule:
    """Make the schedule that is worth most, as ``Worth`` says.

    Parameters
    ----------
    seed : int
        Of the lottery between schedules that are worth the same.
    kept : iterable of Talk
        These stay as they are; the others come around them.

    Raises
    ------
    InvalidSpeedDatesError
        What is kept cannot be.

    Notes
    -----
    First, who meets whom: a flow of least cost, which no schedule can better (``Schedule.bound``). The numbers of talks
    that students can have form a polymatroid, so the fairest shares are also the most talks, and weights that fall
    evenly find them (Frank and Murota 2022, "Decreasing minimization on M-convex sets"). Then, when: a graph in which
    nobody has more talks than there are rounds can be coloured with as many colours as rounds (König 1916), so when
    everybody is there all the time, every chosen pair finds a round and the schedule reaches the bound. When some come
    late, leave early or keep their talks, that is not promised, and finding the best is NP-hard: every round is then
    filled anew as well as can be around the others, until no round becomes better. Talks that move forward
    take away waits.
    """
    held = frozenset(kept)
    worth_of(asked, held)
    best: Schedule | None = None
    for turn in range(_n_turns(asked)):
        grid = Grid(asked, seed=seed, turn=turn)
        for talk in held:
            grid.pin(talk)
        chosen = grid.best_selection()
        bound = best.bound if best else _bound(asked, grid, chosen)
        if turn % 2 == 0:
            _place_all(grid, chosen)
        _polish(grid)
        talks = grid.talks(held)
        made = Schedule(talks=talks, worth=worth_of(asked, talks), bound=bound)
        if best is None or made.worth > best.worth:
            best = made
        if best.is_best and best.worth.minus_waits == 0:
            return best
    assert best is not None  # noqa: S101 - there is always one turn
    return best


def _n_turns(asked: SpeedDates) -> int:
    n_cells = max(len(asked.visitors) * asked.n_rounds, 1)
    return max(1, min(MOST_TURNS, CELLS_A_TURN // n_cells))


def mend_schedule(asked: SpeedDates, *, seed: int, talks: Iterable[Talk]) -> Schedule:
    """Make the schedule anew for who is there now, and leave every talk that still can be where it is.

    Parameters
    ----------
    asked : SpeedDates
        Who is there and when, now. A talk that was held already still can be: whoever left was there then.
    talks : iterable of Talk
        The schedule so far.

    Notes
    -----
    The fewest changes: a talk goes only when one of both is not there, so no other schedule changes less of what is on
    people's cards. Only empty rounds are filled, the best way around what stays.
    """
    return make_schedule(asked, seed=seed, kept=still_possible(asked, talks))


def still_possible(asked: SpeedDates, talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """Give the talks of which both are still there, with a table."""
    rounds = {visitor.student_id: visitor.rounds for visitor in asked.visitors}
    tables = {host.employer_id: host.tables for host in asked.hosts}
    return tuple(
        talk
        for talk in talks
        if talk.round in rounds.get(talk.student_id, ())
        and talk.employer_id in tables
        and talk.table < tables[talk.employer_id][talk.round]
    )


def _bound(asked: SpeedDates, grid: Grid, chosen: Flags) -> Worth:
    met = grid.has_met | chosen
    n_talks = met.sum(axis=1)
    pairs = [p for p in asked.pairs if met[grid.student_row[p.student_id], grid.employer_row[p.employer_id]]]
    return Worth(
        shares=tuple(int((n_talks > k).sum()) for k in range(asked.n_rounds)),
        n_wishes=sum(pair.is_wish for pair in pairs),
        percents=sum(pair.percent for pair in pairs),
    )


def _place_all(grid: Grid, chosen: Flags) -> None:
    """Find a round for every chosen pair, first for those who have the fewest rounds in common."""
    common = grid.is_there.astype(np.int64) @ (grid.tables.T > 0).astype(np.int64)
    pairs = np.argwhere(chosen).tolist()
    for student, employer in sorted(pairs, key=lambda pair: int(common[pair[0], pair[1]])):
        grid.fit_in(student, employer)


def _polish(grid: Grid) -> None:
    is_better = True
    while is_better:
        is_better = sum([grid.fill_round(round_ix) for round_ix in grid.rounds]) > 0
        is_better = _fit_more(grid) or is_better
        is_better = grid.wait_less() or is_better


def _fit_more(grid: Grid) -> bool:
    """Fit in talks of pairs who did not meet, for students who can have one more."""
    is_better = False
    left = grid.tables.sum(axis=1) > grid.n_talking.sum(axis=1)
    for student in np.flatnonzero(grid.has_met.sum(axis=1) < grid.most).tolist():
        worths = np.where(grid.has_met[student] | ~left, -1, grid.pair_worth[student])
        for employer in np.argsort(-worths, kind="stable").tolist():
            if worths[employer] <= 0 or grid.has_met[student].sum() >= grid.most[student]:
                break
            is_better = grid.fit_in(student, employer) or is_better
    return is_better
