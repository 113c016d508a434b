"""A schedule of speed dates while it is made: one row per student, one column per round."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

import numpy as np

from events.fair_pairs import NEVER, Flags, Whole, best_pairs
from events.speed_dates import SpeedDates, Talk

FREE = -1


class Grid:
    """Who talks with whom in which round, as numbers.

    Attributes
    ----------
    employer : (n_students, n_rounds)
        With whom; ``FREE`` for nobody.
    n_talking : (n_employers, n_rounds)
        Talks of an employer.
    is_there : (n_students, n_rounds)
    is_pinned : (n_students, n_rounds)
        This talk stays where it is.
    """

    def __init__(self, asked: SpeedDates, *, seed: int, turn: int = 0) -> None:
        # A lottery, not the alphabet or the order of registering, decides between what is worth the same.
        visitors = sorted(asked.visitors, key=lambda visitor: _lot(seed, turn, visitor.student_id))
        hosts = sorted(asked.hosts, key=lambda host: _lot(seed, turn, host.employer_id))
        self.student_ids = tuple(visitor.student_id for visitor in visitors)
        self.employer_ids = tuple(host.employer_id for host in hosts)
        self.rounds = sorted(range(asked.n_rounds), key=lambda round_ix: _lot(seed, turn, round_ix) if turn else b"")
        self.student_row = {student_id: row for row, student_id in enumerate(self.student_ids)}
        self.employer_row = {employer_id: row for row, employer_id in enumerate(self.employer_ids)}
        n_students, n_employers, n_rounds = len(visitors), len(hosts), asked.n_rounds
        self.is_there = np.array(
            [[r in visitor.rounds for r in range(n_rounds)] for visitor in visitors], dtype=np.bool_
        ).reshape(n_students, n_rounds)
        self.tables = np.array([host.tables for host in hosts], dtype=np.int64).reshape(n_employers, n_rounds)
        most = [n_rounds if visitor.most_talks is None else visitor.most_talks for visitor in visitors]
        self.most = np.minimum(np.array(most, dtype=np.int64), self.is_there.sum(axis=1))
        self._weigh(asked, n_students, n_employers)
        self.employer = np.full((n_students, n_rounds), FREE, dtype=np.int64)
        self.is_pinned = np.zeros((n_students, n_rounds), dtype=np.bool_)
        self.n_talking = np.zeros((n_employers, n_rounds), dtype=np.int64)
        self.has_met = np.zeros((n_students, n_employers), dtype=np.bool_)

    def _weigh(self, asked: SpeedDates, n_students: int, n_employers: int) -> None:
        """Give each level of the objective a weight that all levels below it together do not reach."""
        wish = n_students * asked.n_rounds * 100 + 1
        self.share = (sum(pair.is_wish for pair in asked.pairs) + 1) * wish
        self.pair_worth = np.full((n_students, n_employers), NEVER)
        for pair in asked.pairs:
            worth = pair.percent + pair.is_wish * wish
            self.pair_worth[self.student_row[pair.student_id], self.employer_row[pair.employer_id]] = worth

    def pin(self, talk: Talk) -> None:
        """Hold a talk where it is."""
        student, employer = self.student_row[talk.student_id], self.employer_row[talk.employer_id]
        self.place(student, employer, talk.round)
        self.is_pinned[student, talk.round] = True

    def place(self, student: int, employer: int, round_ix: int) -> None:
        """Have a student and an employer talk in a round."""
        self.employer[student, round_ix] = employer
        self.n_talking[employer, round_ix] += 1
        self.has_met[student, employer] = True

    def clear(self, student: int, round_ix: int) -> None:
        """Take a talk away."""
        employer = self.employer[student, round_ix]
        self.employer[student, round_ix] = FREE
        self.n_talking[employer, round_ix] -= 1
        self.has_met[student, employer] = False

    def best_selection(self) -> Flags:
        """Choose who meets whom besides those who are pinned, as if nobody could ever be in two places at a time."""
        n_rounds = self.employer.shape[1]
        can_meet = (self.is_there.astype(np.int64) @ (self.tables.T > 0)) > 0
        worths = np.where(can_meet & ~self.has_met, self.pair_worth, NEVER)
        talks = np.arange(n_rounds)[None, :] + self.has_met.sum(axis=1)[:, None]
        gains = np.where(talks < self.most[:, None], (n_rounds - talks) * self.share, NEVER)
        return best_pairs(gains, worths, (self.tables - self.n_talking).sum(axis=1))

    def fill_round(self, round_ix: int) -> bool:
        """Give one round its best talks while the others stay; say whether it became better."""
        n_rounds = self.employer.shape[1]
        free = self.is_there[:, round_ix] & ~self.is_pinned[:, round_ix]
        now = np.flatnonzero(free & (self.employer[:, round_ix] != FREE))
        before = [(int(student), int(self.employer[student, round_ix])) for student in now]
        for student, _ in before:
            self.clear(student, round_ix)
        n_talks = self.has_met.sum(axis=1)
        gains = np.where(free & (n_talks < self.most), (n_rounds - n_talks) * self.share, NEVER)[:, None]
        worths = np.where(self.has_met, NEVER, self.pair_worth)
        met = best_pairs(gains, worths, self.tables[:, round_ix] - self.n_talking[:, round_ix])
        chosen = [(int(student), int(employer)) for student, employer in np.argwhere(met)]
        is_better = self._sum(gains, chosen) > self._sum(gains, before)
        for student, employer in chosen if is_better else before:
            self.place(student, employer, round_ix)
        return is_better

    def _sum(self, gains: Whole, chosen: list[tuple[int, int]]) -> int:
        return sum(int(gains[student, 0]) + int(self.pair_worth[student, employer]) for student, employer in chosen)

    def waits(self, student: int) -> int:
        """Count the rounds that a student is there without a talk, before the last one."""
        talking = np.flatnonzero(self.employer[student] != FREE)
        return int(self.is_there[student, : talking[-1]].sum()) - len(talking) + 1 if len(talking) else 0

    def chain(self, student: int, busy: int, free: int) -> list[int] | None:
        """Find who swaps two rounds so that a talk of this student moves from one to the other.

        The employer whose table is then taken twice moves one of its talks the other way, and so on: an alternating
        path (König 1916). ``None`` when it meets somebody who cannot move.
        """
        swapped, n_more = [student], dict[int, int]()
        while True:
            moved = swapped[-1]
            employer = int(self.employer[moved, busy])
            if self.is_pinned[moved, busy] or self.tables[employer, free] == 0:
                return None
            n_more[employer] = n_more.get(employer, 0) + 1
            if self.n_talking[employer, free] + n_more[employer] <= self.tables[employer, free]:
                return swapped
            others = [
                int(other)
                for other in np.flatnonzero(self.employer[:, free] == employer)
                if other not in swapped and self.is_there[other, busy] and not self.is_pinned[other, free]
            ]
            if not others or self.n_talking[employer, busy] > self.tables[employer, busy]:
                return None
            n_more[employer] -= 1
            ending = [other for other in others if self.employer[other, busy] == FREE]
            swapped.append((ending or others)[0])
            if ending:
                return swapped

    def swap(self, students: list[int], one: int, other: int) -> None:
        """Swap two rounds of these students."""
        for student in students:
            for round_ix, to in ((one, other), (other, one)):
                if (employer := self.employer[student, round_ix]) != FREE:
                    self.n_talking[employer, round_ix] -= 1
                    self.n_talking[employer, to] += 1
            self.employer[student, [one, other]] = self.employer[student, [other, one]]

    def fit_in(self, student: int, employer: int) -> bool:
        """Find a round for one more talk, moving others where needed; say whether there is one."""
        mine = self.is_there[student] & (self.employer[student] == FREE)
        room = self.n_talking[employer] < self.tables[employer]
        for round_ix in np.flatnonzero(mine & room)[:1]:
            self.place(student, employer, int(round_ix))
            return True
        busy_rounds = np.flatnonzero(room & self.is_there[student] & ~mine & ~self.is_pinned[student])
        for free in np.flatnonzero(mine).tolist():
            for busy in busy_rounds.tolist():
                if (students := self.chain(student, busy, free)) is not None:
                    self.swap(students, busy, free)
                    self.place(student, employer, busy)
                    return True
        return False

    def wait_less(self) -> bool:
        """Move talks to empty rounds before them while somebody waits less for it; say whether anything moved."""
        is_better = False
        for student in range(len(self.student_ids)):
            for empty, later in self._gaps(student):
                students = self.chain(student, later, empty)
                if students is None:
                    continue
                before = sum(map(self.waits, students))
                self.swap(students, later, empty)
                if sum(map(self.waits, students)) < before:
                    is_better = True
                    break
                self.swap(students, later, empty)
        return is_better

    def _gaps(self, student: int) -> Iterator[tuple[int, int]]:
        talking = np.flatnonzero(self.employer[student] != FREE).tolist()
        empty = np.flatnonzero(self.is_there[student] & (self.employer[student] == FREE)).tolist()
        return iter([(gap, later) for gap in empty for later in reversed(talking) if later > gap])

    def talks(self, kept: frozenset[Talk] = frozenset()) -> tuple[Talk, ...]:
        """Give the talks, each at a table of its own; those that were kept stay at theirs."""
        used = {(talk.round, talk.employer_id, talk.table) for talk in kept}
        at = {(talk.round, talk.student_id): talk.table for talk in kept}
        made = []
        for student, round_ix in np.argwhere(self.employer != FREE).tolist():
            student_id, employer_id = self.student_ids[student], self.employer_ids[self.employer[student, round_ix]]
            table = at.get((round_ix, student_id))
            if table is None:
                table = next(t for t in range(len(self.student_ids) + 1) if (round_ix, employer_id, t) not in used)
                used.add((round_ix, employer_id, table))
            made.append(Talk(round=round_ix, employer_id=employer_id, table=table, student_id=student_id))
        return tuple(sorted(made))


def _lot(seed: int, turn: int, who: UUID | int) -> bytes:
    return sha256(f"{seed} {turn} {who}".encode()).digest()
