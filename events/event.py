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
    """

    roles: frozenset[Role] = frozenset()
    levels: frozenset[int] = frozenset()
    sectors: frozenset[str] = frozenset()


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
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidEventError(faults)

    @property
    def seats_left(self) -> int | None:
        """Seats still free, or ``None`` when there is no limit."""
        return None if self.seats is None else self.seats - self.seats_taken
