"""One event: a speed date, company visit, workshop or other meeting."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.errors import InvalidEventError


class EventKind(StrEnum):
    """What sort of meeting it is."""

    SPEED_DATE = "speed_date"
    COMPANY_VISIT = "company_visit"
    WORKSHOP = "workshop"
    OPEN_DAY = "open_day"
    TRIAL_DAY = "trial_day"
    APPLICATION_TRAINING = "application_training"
    PARENTS_EVENING = "parents_evening"
    GUEST_LESSON = "guest_lesson"
    JPO_MEETING = "jpo_meeting"


class EventState(StrEnum):
    """How far an event has come; an event in the past keeps its last state."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Access(StrEnum):
    """What the place or the set-up makes possible."""

    WHEELCHAIR = "wheelchair"
    QUIET = "quiet"
    SIGN_LANGUAGE = "sign_language"


class Role(StrEnum):
    """For whom an event is."""

    STUDENT = "student"
    PARENT = "parent"
    TEACHER = "teacher"
    EMPLOYER = "employer"
    JUNIOR_TRAINER = "junior_trainer"
    """Junior praktijkopleider (JPO)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is invited; an empty field means everyone.

    Parameters
    ----------
    levels : frozenset of int
        mbo levels 1 to 4; 0 stands for pro, vso and vmbo together.
    school_types : frozenset of str
        Codes such as ``"vmbo"``.
    """

    roles: frozenset[Role] = frozenset()
    levels: frozenset[int] = frozenset()
    sectors: frozenset[str] = frozenset()
    school_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where it is; online when ``online_url`` is filled."""

    name: str
    address: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    online_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A part (onderdeel) of an event with times of its own; the days of an event of several days are parts.

    Parameters
    ----------
    starts_at, ends_at : datetime
        Aware; half-open, and within the event.
    room : str
        Where in the venue; empty where that needs no saying.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that a new revision of an event changed, in the words of people.

    Parameters
    ----------
    name : str
        The field's name, such as ``"starts_at"``.
    before, after : str
        As people read them.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision of an event, with what it changed.

    Parameters
    ----------
    number : int
        From 1; the event as it was first published is 0.
    """

    number: int
    changed_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting in the calendar.

    Parameters
    ----------
    reference : str
        The key by which the source knows the event.
    starts_at, ends_at : datetime
        Aware; half-open.
    seats : int or None
        ``None`` when there is no limit.
    languages : frozenset of str
        ISO 639-1 codes.
    seats_taken : int
        Seats of people who come, and those that are kept for somebody who may still say yes.
    register_until : datetime or None
        From when on nobody can register any more; ``None`` for until it begins.
    sessions : tuple of Session
        Its parts, earliest first; empty when it is one whole.
    organiser_id : UUID or None
        Account of whoever planned it here.
    series_id : UUID or None
        What the events of one series share.
    imported_from : str
        Name of the calendar it was taken over from; empty for one of our own. Nobody registers for it here.
    revision : int
        Grows with every change after publication, so that a calendar knows which of two texts is the newer one.
    changed_at : datetime
        Aware; when this revision was made.
    """

    id: UUID
    reference: str
    kind: EventKind
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    venue: Venue
    organiser: str
    audience: Audience = field(default_factory=Audience)
    access: frozenset[Access] = frozenset()
    languages: frozenset[str] = frozenset({"nl"})
    seats: int | None = None
    seats_taken: int = 0
    register_until: datetime | None = None
    sessions: tuple[Session, ...] = ()
    organiser_id: UUID | None = None
    series_id: UUID | None = None
    imported_from: str = ""
    revision: int = 0
    changed_at: datetime
    state: EventState = EventState.DRAFT

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "reference": (self.reference.strip() != "", "geef een kenmerk"),
            "title": (0 < len(self.title.strip()) <= 120, "geef een titel van hoogstens 120 tekens"),
            "starts_at": (self.starts_at.tzinfo is not None, "geef een tijd met tijdzone"),
            "ends_at": (
                self.ends_at.tzinfo is not None and self.starts_at.tzinfo is not None and self.starts_at < self.ends_at,
                "geef een eindtijd na de begintijd, met tijdzone",
            ),
            "seats": (self.seats is None or self.seats >= 1, "geef minstens 1 plaats, of geen aantal"),
            "seats_taken": (
                0 <= self.seats_taken <= (self.seats if self.seats is not None else self.seats_taken),
                "er kunnen niet meer plaatsen bezet zijn dan er zijn",
            ),
            "register_until": (
                self.register_until is None or self.register_until.tzinfo is not None,
                "geef een tijd met tijdzone",
            ),
            "sessions": (all(map(self._holds, self.sessions)), "geef onderdelen die binnen de activiteit vallen"),
            "revision": (self.revision >= 0, "geef een volgnummer van 0 of hoger"),
            "changed_at": (self.changed_at.tzinfo is not None, "geef een tijd met tijdzone"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidEventError(faults)

    def _holds(self, session: Session) -> bool:
        moments = (self.starts_at, session.starts_at, session.ends_at, self.ends_at)
        if any(moment.tzinfo is None for moment in moments):
            return False
        return self.starts_at <= session.starts_at < session.ends_at <= self.ends_at

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not happen."""
        return self.state is EventState.CANCELLED

    def takes_registrations(self, now: datetime) -> bool:
        """Say whether somebody can still register for it here."""
        is_on = self.state in (EventState.PUBLISHED, EventState.CHANGED) and not self.imported_from
        return is_on and now < min(self.starts_at, self.register_until or self.starts_at)

    @property
    def seats_left(self) -> int | None:
        """Seats still free, or ``None`` when there is no limit."""
        return None if self.seats is None else self.seats - self.seats_taken
