"""The year plan for conversations (jaarplan): in which week each conversation that is missing could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from career.conversation import ConversationKind
from career.coverage import COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The conversations that one student still misses and that are not planned yet."""

    student_id: UUID
    missing: Mapping[ConversationKind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A conversation that could be in a week.

    Parameters
    ----------
    monday : date or None
        ``None`` when every week is full.
    """

    student_id: UUID
    kind: ConversationKind
    monday: date | None


def year_plan(
    needs: Sequence[Need], *, mondays: Sequence[date], planned: Mapping[date, int], most_a_week: int
) -> tuple[Proposed, ...]:
    """Spread the conversations that are missing over the weeks, whoever misses the most first.

    Everybody gets a first conversation before anybody gets a second one. A week never gets more than ``most_a_week``
    together with what is planned in it; what does not fit comes last, without a week.

    Parameters
    ----------
    needs
        In the order in which equals come; the same order gives the same plan.
    mondays
        Of the weeks that can be used, in order.
    planned
        How many conversations a week has already, by its Monday.

    Examples
    --------
    >>> weeks = [date(2026, 11, 30), date(2026, 12, 7)]
    >>> need = [Need(student_id=UUID(int=n), missing={ConversationKind.INDIVIDUAL: 1}) for n in (1, 2)]
    >>> [one.monday.day for one in year_plan(need, mondays=weeks, planned={}, most_a_week=2)]
    [30, 7]
    """
    waiting = _in_rounds(needs)
    seats = [monday for monday in mondays for _ in range(most_a_week - planned.get(monday, 0))]
    n_fit = min(len(waiting), len(seats))
    return tuple(
        Proposed(
            student_id=student_id,
            kind=kind,
            # Since there are at least as many seats as conversations that fit, each gets a seat of its own.
            monday=seats[number * len(seats) // n_fit] if number < n_fit else None,
        )
        for number, (student_id, kind) in enumerate(waiting)
    )


def _in_rounds(needs: Sequence[Need]) -> list[tuple[UUID, ConversationKind]]:
    """Give what is missing, round by round: each round one conversation for everybody who misses that many."""
    lined_up = [
        (need.student_id, [kind for kind in COUNTED for _ in range(need.missing.get(kind, 0))])
        for need in sorted(needs, key=lambda need: -sum(need.missing.values()))
    ]
    rounds = max((len(kinds) for _, kinds in lined_up), default=0)
    return [(student_id, kinds[n]) for n in range(rounds) for student_id, kinds in lined_up if n < len(kinds)]
