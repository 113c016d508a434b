"""The norm for career conversations: what a school wants each student to get in a year, and who got it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from career.conversation import Conversation, ConversationKind, ConversationPlace, ConversationState
from career.errors import InvalidValueError

SCHOOL_YEAR_STARTS = (8, 1)
"""Month and day on which a school year begins (Wet voortgezet onderwijs 2020, art. 1.1)."""
MOST_TALKS = 10
"""A norm asks no more of one kind in a year."""
MOST_MINUTES = 120
MOST_A_WEEK = 40
COUNTED = (ConversationKind.INDIVIDUAL, ConversationKind.WITH_PARENTS)
"""The kinds that a norm asks for; a conversation with a company comes on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationNorm:
    """What a school wants each student to get in a school year.

    Parameters
    ----------
    individual, with_parents : int
        How many conversations of each kind, 0 or more.
    minutes : int
        A shorter one does not count.
    at_school : bool
        Whether only those at school count.
    most_a_week : int
        So many a year plan proposes for a class in one week.
    """

    individual: int
    with_parents: int
    minutes: int
    at_school: bool
    most_a_week: int

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        bounds = {
            "individual": (0, MOST_TALKS),
            "with_parents": (0, MOST_TALKS),
            "minutes": (1, MOST_MINUTES),
            "most_a_week": (1, MOST_A_WEEK),
        }
        faults = {
            name: f"geef een getal van {low} tot en met {high}"
            for name, (low, high) in bounds.items()
            if not low <= getattr(self, name) <= high
        }
        if faults:
            raise InvalidValueError("conversation norm", faults)

    def asks(self, kind: ConversationKind) -> int:
        """Say how many of a kind it wants."""
        wanted = {ConversationKind.INDIVIDUAL: self.individual, ConversationKind.WITH_PARENTS: self.with_parents}
        return wanted.get(kind, 0)

    def counts(self, talk: Conversation) -> bool:
        """Say whether a conversation counts for it: held, long enough and in the right place."""
        return (
            talk.state is ConversationState.HELD
            and talk.kind in COUNTED
            and (talk.minutes or 0) >= self.minutes
            and (talk.place is ConversationPlace.SCHOOL or not self.at_school)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far one student has come with the norm.

    Parameters
    ----------
    had : mapping of ConversationKind to int
        Conversations that count.
    missing : mapping of ConversationKind to int
        How many the norm still asks for, 0 or more.
    """

    had: Mapping[ConversationKind, int]
    missing: Mapping[ConversationKind, int]

    @property
    def n_missing(self) -> int:
        """How many conversations are missing, of all kinds."""
        return sum(self.missing.values())

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.n_missing == 0


def school_year_starts(day: date) -> date:
    """Give the first day of the school year (schooljaar) that a day is in.

    Examples
    --------
    >>> school_year_starts(date(2027, 7, 31)), school_year_starts(date(2027, 8, 1))
    (datetime.date(2026, 8, 1), datetime.date(2027, 8, 1))
    """
    started = date(day.year, *SCHOOL_YEAR_STARTS)
    return started if started <= day else date(day.year - 1, *SCHOOL_YEAR_STARTS)


def coverage(norms: Mapping[UUID, ConversationNorm], talks: Iterable[Conversation]) -> Mapping[UUID, Coverage]:
    """Say of each student how far the norm is met.

    Parameters
    ----------
    norms
        By student: the norm of the school where the student is.
    talks
        Of this school year; those of other students, and those that do not count, change nothing.
    """
    had: dict[UUID, Counter[ConversationKind]] = {student_id: Counter() for student_id in norms}
    for talk in talks:
        norm = norms.get(talk.student_id)
        if norm is not None and norm.counts(talk):
            had[talk.student_id][talk.kind] += 1
    return MappingProxyType(
        {
            student_id: Coverage(
                had={kind: had[student_id][kind] for kind in COUNTED},
                missing={kind: max(norm.asks(kind) - had[student_id][kind], 0) for kind in COUNTED},
            )
            for student_id, norm in norms.items()
        }
    )
