"""Speed dates: who can talk with whom and when, a schedule of talks, and what makes one schedule better."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from events.errors import InvalidSpeedDatesError

MOST_CELLS = 20_000
"""Students times rounds; beyond this the levels of the objective no longer fit in a whole number of 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A student who comes.

    Parameters
    ----------
    rounds : frozenset of int
        In which the student is there, from 0.
    most_talks : int or None
        ``None`` for as many as there are rounds.
    """

    student_id: UUID
    rounds: frozenset[int]
    most_talks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """An employer who is there.

    Parameters
    ----------
    tables : tuple of int
        Per round, at how many tables the employer talks; 0 while absent.
    """

    employer_id: UUID
    tables: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A student and an employer who have something to talk about.

    Parameters
    ----------
    percent : int
        How well they fit, 1 to 100.
    is_wish : bool
        One of them asked for this talk.
    """

    student_id: UUID
    employer_id: UUID
    percent: int
    is_wish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedDates:
    """Everything a schedule is made from; the order of the rows means nothing.

    Parameters
    ----------
    n_rounds : int
    pairs : tuple of Pair
        Who is not in it does not meet.
    """

    n_rounds: int
    visitors: tuple[Visitor, ...]
    hosts: tuple[Host, ...]
    pairs: tuple[Pair, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        students, employers = {v.student_id for v in self.visitors}, {h.employer_id for h in self.hosts}
        met = {(pair.student_id, pair.employer_id) for pair in self.pairs}
        checks = {
            "n_rounds": (self.n_rounds >= 1, "geef minstens 1 ronde"),
            "visitors": (
                len(students) == len(self.visitors)
                and all(0 <= r < self.n_rounds for v in self.visitors for r in v.rounds)
                and all(v.most_talks is None or v.most_talks >= 0 for v in self.visitors)
                and len(self.visitors) * self.n_rounds <= MOST_CELLS,
                f"noem elke leerling één keer, met rondes die er zijn, en samen hoogstens {MOST_CELLS} beurten",
            ),
            "hosts": (
                len(employers) == len(self.hosts)
                and all(len(h.tables) == self.n_rounds and min(h.tables) >= 0 for h in self.hosts),
                "noem elk bedrijf één keer, met voor elke ronde het aantal tafels",
            ),
            "pairs": (
                len(met) == len(self.pairs)
                and all(p.student_id in students and p.employer_id in employers for p in self.pairs)
                and all(1 <= p.percent <= 100 for p in self.pairs),
                "noem elk paar één keer, van wie er is, met een waarde van 1 tot 100",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidSpeedDatesError(faults)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Talk:
    """One student at one table in one round.

    Parameters
    ----------
    round, table : int
        From 0; the table is one of the employer's own.
    """

    round: int
    employer_id: UUID
    table: int
    student_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Worth:
    """How good a schedule is; the greater one is better, the first field where they differ decides.

    Parameters
    ----------
    shares : tuple of int
        How many students have at least 1 talk, at least 2, and so on for every round. One more student with a first
        talk outweighs any number of second talks: everybody gets a fair share before anybody gets more.
    n_wishes : int
        Talks somebody asked for.
    percents : int
        Sum of how well those who talk fit.
    minus_waits : int
        Minus the rounds that students wait: rounds that they are there without a talk, before their last talk.
    """

    shares: tuple[int, ...]
    n_wishes: int
    percents: int
    minus_waits: int = 0

    @property
    def n_talks(self) -> int:
        """Talks in all."""
        return sum(self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The talks of one event, with what they are worth.

    Parameters
    ----------
    talks : tuple of Talk
        In order of round, employer and table.
    bound : Worth
        No schedule with the same kept talks is worth more: what could be if nobody ever had to be in two places at a
        time.
    """

    talks: tuple[Talk, ...]
    worth: Worth
    bound: Worth

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no schedule has fairer shares, more wishes and better talks."""
        return reaches(self.worth, self.bound)


def reaches(worth: Worth, bound: Worth) -> bool:
    """Say whether nothing but the waits could be better."""
    return replace(worth, minus_waits=0) == replace(bound, minus_waits=0)


def worth_of(asked: SpeedDates, talks: Iterable[Talk]) -> Worth:
    """Say what a schedule is worth.

    Raises
    ------
    InvalidSpeedDatesError
        It cannot be: somebody is in two places, absent, meets twice, or an employer has too few tables.
    """
    held = sorted(talks)
    faults = _faults(asked, held)
    if faults:
        raise InvalidSpeedDatesError({"talks": "; ".join(faults)})
    n_talks = Counter(talk.student_id for talk in held)
    pair_of = {(pair.student_id, pair.employer_id): pair for pair in asked.pairs}
    met = [pair_of[talk.student_id, talk.employer_id] for talk in held]
    last = {talk.student_id: talk.round for talk in held}
    until_last = sum(sum(r <= last.get(v.student_id, -1) for r in v.rounds) for v in asked.visitors)
    return Worth(
        shares=tuple(sum(n > k for n in n_talks.values()) for k in range(asked.n_rounds)),
        n_wishes=sum(pair.is_wish for pair in met),
        percents=sum(pair.percent for pair in met),
        minus_waits=len(held) - until_last,
    )


def _faults(asked: SpeedDates, talks: list[Talk]) -> list[str]:
    visitors = {visitor.student_id: visitor for visitor in asked.visitors}
    tables = {host.employer_id: host.tables for host in asked.hosts}
    pairs = {(pair.student_id, pair.employer_id) for pair in asked.pairs}
    n_talks = Counter(talk.student_id for talk in talks)
    checks = {
        "een leerling spreekt een bedrijf waar niets te bespreken is": all(
            (talk.student_id, talk.employer_id) in pairs for talk in talks
        ),
        "een leerling spreekt hetzelfde bedrijf twee keer": len({(t.student_id, t.employer_id) for t in talks})
        == len(talks),
        "een leerling is op twee plaatsen tegelijk": len({(t.student_id, t.round) for t in talks}) == len(talks),
        "een tafel is dubbel bezet": len({(t.round, t.employer_id, t.table) for t in talks}) == len(talks),
        "een leerling is er niet": all(
            t.student_id in visitors and t.round in visitors[t.student_id].rounds for t in talks
        ),
        "een bedrijf heeft die tafel niet": all(
            t.employer_id in tables and 0 <= t.round < asked.n_rounds and 0 <= t.table < tables[t.employer_id][t.round]
            for t in talks
        ),
        "een leerling heeft te veel gesprekken": all(
            (most := visitors[student_id].most_talks) is None or n <= most
            for student_id, n in n_talks.items()
            if student_id in visitors
        ),
    }
    return [text for text, is_right in checks.items() if not is_right]
