"""A meeting (afspraak) of a few people: a conversation or a day of working along, for those who are asked alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.errors import InvalidMeetingError, MeetingStateError

LONGEST_PLACE = 200
"""Characters of the place of a meeting: an address, not a story."""


class MeetingKind(StrEnum):
    """What sort of meeting it is."""

    CONVERSATION = "conversation"
    """Kennismakingsgesprek."""
    TRIAL_DAY = "trial_day"
    """Meeloopdag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting that was planned, and may be moved or cancelled.

    Parameters
    ----------
    organiser_id : UUID
        Account of whoever planned it.
    attendee_ids : frozenset of UUID
        Accounts of those who are asked to come.
    starts_at, ends_at : datetime
        Aware; half-open.
    place : str
        Where to be; empty while it is not known.
    revision : int
        Grows with every change, so that a calendar knows which of two invitations is the newer one.
    changed_at : datetime
        When this revision was made.
    """

    id: UUID
    kind: MeetingKind
    organiser_id: UUID
    attendee_ids: frozenset[UUID]
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    revision: int = 0
    changed_at: datetime
    is_cancelled: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        is_aware = self.starts_at.tzinfo is not None and self.ends_at.tzinfo is not None
        checks = {
            "attendee_ids": (bool(self.attendee_ids), "nodig minstens één persoon uit"),
            "ends_at": (
                is_aware and self.starts_at < self.ends_at,
                "geef een eindtijd na de begintijd, met tijdzone",
            ),
            "place": (len(self.place) <= LONGEST_PLACE, f"geef een plaats van hoogstens {LONGEST_PLACE} tekens"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidMeetingError(faults)

    def moved(self, *, starts_at: datetime, ends_at: datetime, place: str, now: datetime) -> "Meeting":
        """Give the same meeting at another time or place.

        Raises
        ------
        MeetingStateError
            It was cancelled.
        InvalidMeetingError
            It cannot be then or there.
        """
        if self.is_cancelled:
            raise MeetingStateError("move")
        return replace(
            self, starts_at=starts_at, ends_at=ends_at, place=place, revision=self.revision + 1, changed_at=now
        )

    def cancelled(self, *, now: datetime) -> "Meeting":
        """Give the meeting as one that does not take place.

        Raises
        ------
        MeetingStateError
            It was cancelled before.
        """
        if self.is_cancelled:
            raise MeetingStateError("cancel")
        return replace(self, is_cancelled=True, revision=self.revision + 1, changed_at=now)
