"""Inviting (uitnodigen) to events that fit: who gets one of the few invitations that somebody gets in a week."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from events.registration import Party

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInvitation:
    """Somebody was told that an event fits; once for each event.

    Parameters
    ----------
    party : Party
        ``STUDENT`` or ``EMPLOYER``; ``who`` is the id of that one.
    because_of : tuple of UUID
        The companies that came and suit a student, the best first; empty when it is for the work alone.
    n_candidates : int
        Of a company: at least so many who come or were invited suit its places; 0 for a student.
    declined_at : datetime or None
        When it was said that this is not for them.
    """

    id: UUID
    event_id: UUID
    party: Party
    who: UUID
    because_of: tuple[UUID, ...] = ()
    n_candidates: int = 0
    invited_at: datetime
    declined_at: datetime | None = None

    def declined(self, *, now: datetime) -> "EventInvitation":
        """Give the invitation as one to which somebody said no; the first no counts."""
        return self if self.declined_at is not None else replace(self, declined_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """An event that fits somebody, who may be invited.

    Parameters
    ----------
    fit : float
        How well it fits, 0 to 1.
    """

    event_id: UUID
    party: Party
    who: UUID
    fit: float
    because_of: tuple[UUID, ...] = ()
    n_candidates: int = 0


def chosen(
    chances: Iterable[Chance], *, had: Mapping[UUID, int], most: int, room: Mapping[UUID, int]
) -> tuple[Chance, ...]:
    """Choose who is invited now, the best fit first.

    Parameters
    ----------
    had : mapping of UUID to int
        How many invitations somebody got in the seven days until now; who is not named got none.
    most : int
        Nobody gets more than so many in seven days.
    room : mapping of UUID to int
        How many can still be invited, by event.

    Examples
    --------
    >>> event, noor, ali = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> chances = [
    ...     Chance(event_id=event, party=Party.STUDENT, who=who, fit=fit) for who, fit in ((noor, 0.5), (ali, 0.8))
    ... ]
    >>> [one.who == ali for one in chosen(chances, had={}, most=2, room={event: 1})]
    [True]
    >>> chosen(chances, had={noor: 2, ali: 2}, most=2, room={event: 5})
    ()
    """
    counts, left, made = Counter(had), Counter(room), []
    for one in sorted(chances, key=lambda one: (-one.fit, one.event_id, one.who)):
        if counts[one.who] < most and left[one.event_id] > 0:
            counts[one.who] += 1
            left[one.event_id] -= 1
            made.append(one)
    return tuple(made)
