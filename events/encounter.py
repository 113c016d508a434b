"""An encounter (gesprek): a student and a company who spoke at an event, and what each says of it afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.errors import EncounterStateError, InvalidEncounterError
from events.registration import Party

SIDES = (Party.STUDENT, Party.EMPLOYER)
"""Who says something of an encounter."""


class Interest(StrEnum):
    """Whether somebody wants to go on with the other."""

    UNSAID = "unsaid"
    YES = "yes"
    NO = "no"


class KnownFrom(StrEnum):
    """Who says that two spoke."""

    SCHEDULE = "schedule"
    """It was planned, and both came."""
    STUDENT = "student"
    EMPLOYER = "employer"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """From when until when people say whom they spoke (terugblik).

    Parameters
    ----------
    opens_at : datetime
        Aware; when the event begins, so that it can be said in the hall too.
    asked_at : datetime
        When the event is over and everybody is asked.
    remind_at : datetime
        From when on who has said nothing is reminded.
    closes_at : datetime
        From then on it is too late.
    """

    opens_at: datetime
    asked_at: datetime
    remind_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        moments = (self.opens_at, self.asked_at, self.remind_at, self.closes_at)
        is_aware = all(moment.tzinfo is not None for moment in moments)
        if not is_aware or list(moments) != sorted(moments):
            raise InvalidEncounterError({"closes_at": "geef tijden met tijdzone, in de goede volgorde"})

    def is_open(self, now: datetime) -> bool:
        """Say whether something can be said now."""
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A student and a company who spoke at one event.

    Each side reads its own answer, and whether both said yes. Nobody reads
    the answer of the other: a no looks like nothing said yet.

    Parameters
    ----------
    student_says, employer_says : Interest
        What each says last.
    matched_at : datetime or None
        When both had said yes for the first time. It stays when one of both takes the yes back, because the other
        would read a no in it; whoever took it back does not read it any more.
    """

    id: UUID
    event_id: UUID
    student_id: UUID
    employer_id: UUID
    known_from: KnownFrom
    student_says: Interest = Interest.UNSAID
    employer_says: Interest = Interest.UNSAID
    matched_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.matched_at is not None and self.matched_at.tzinfo is None:
            raise InvalidEncounterError({"matched_at": "geef een tijd met tijdzone"})
        if self.is_wanted and self.matched_at is None:
            raise InvalidEncounterError({"matched_at": "geef het moment waarop allebei ja zeiden"})

    @property
    def is_wanted(self) -> bool:
        """Whether both say yes at this moment."""
        return self.student_says is Interest.YES and self.employer_says is Interest.YES

    def says(self, side: Party) -> Interest:
        """Give what one side says."""
        return self.student_says if side is Party.STUDENT else self.employer_says

    def is_match_for(self, side: Party) -> bool:
        """Say whether this side reads that both said yes."""
        return self.matched_at is not None and self.says(side) is Interest.YES

    def said(self, side: Party, interest: Interest, *, now: datetime, look_back: LookBack) -> "Encounter":
        """Give the encounter after one side said something.

        Raises
        ------
        EncounterStateError
            It is too early, or too late.
        """
        if not look_back.is_open(now):
            raise EncounterStateError("said")
        student_says = interest if side is Party.STUDENT else self.student_says
        employer_says = interest if side is Party.EMPLOYER else self.employer_says
        is_wanted = student_says is Interest.YES and employer_says is Interest.YES
        matched_at = now if is_wanted and self.matched_at is None else self.matched_at
        return replace(self, student_says=student_says, employer_says=employer_says, matched_at=matched_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """How far the follow-up of an event has come; ``None`` for what was not done yet.

    Parameters
    ----------
    asked_at, reminded_at, closed_at : datetime or None
        When everybody was asked whom they spoke, who had said nothing was reminded, and the organiser was told that
        it is closed.
    """

    event_id: UUID
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
