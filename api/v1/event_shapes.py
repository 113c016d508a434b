"""What goes in and out as JSON about planning events and about who comes."""

from datetime import date, datetime, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field

from api.v1.shapes import Code, EventOut, Int, ShapeIn, ShapeOut, Text
from career.student import SchoolType
from events.event import Access, Audience, Event, EventKind, Role, Venue
from events.plan import EventPlan, PlannedSession
from events.registration import Attendance, Party, Registration, RegistrationState
from services.event_planning import Organised, Repetition, Scope, mark
from services.event_seats import Attendee
from services.event_words import LANGUAGE_LABELS
from services.reference import load_lists
from services.school_calendar import Region

Line = Annotated[str, Field(max_length=300)]


def _known_sector(code: str) -> str:
    if code not in load_lists().sectors:
        raise ValueError("give a sector of the reference lists")
    return code


def _known_language(code: str) -> str:
    if code not in LANGUAGE_LABELS:
        raise ValueError(f"give one of {', '.join(sorted(LANGUAGE_LABELS))}")
    return code


Sector = Annotated[Code, AfterValidator(_known_sector)]
Language = Annotated[Code, AfterValidator(_known_language)]
Level = Annotated[Int, Field(ge=0, le=4, description="mbo level; 0 for pro, vso and vmbo")]


class VenueIn(ShapeIn):
    """Where it is; a name, a link to take part online, or both."""

    name: Line = ""
    address: Line = ""
    municipality: Line = ""
    online_url: Line = ""


class AudienceIn(ShapeIn):
    """For whom it is; what is empty holds nobody back."""

    roles: frozenset[Role] = frozenset()
    levels: frozenset[Level] = frozenset()
    sectors: frozenset[Sector] = frozenset()
    school_types: frozenset[SchoolType] = frozenset()


class SessionIn(ShapeIn):
    """A part of it, by the clock on the wall in the Netherlands."""

    title: Line
    day: date
    begins: time
    ends: time
    room: Line = ""


class EventIn(ShapeIn):
    """An event as its organiser plans it, by the clock on the wall in the Netherlands."""

    kind: EventKind | None = None
    title: Text = ""
    summary: Annotated[str, Field(max_length=4000)] = ""
    day: date | None = None
    last_day: date | None = None
    begins: time | None = None
    ends: time | None = None
    venue: VenueIn = VenueIn()
    seats: Int | None = None
    register_until: date | None = None
    organiser: Line = ""
    audience: AudienceIn = AudienceIn()
    access: frozenset[Access] = frozenset()
    languages: frozenset[Language] = frozenset({"nl"})
    sessions: Annotated[tuple[SessionIn, ...], Field(max_length=100)] = ()

    def plan(self) -> EventPlan:
        """Give it as an act takes it."""
        asked = self.audience
        return EventPlan(
            kind=self.kind,
            title=self.title,
            summary=self.summary,
            day=self.day,
            last_day=self.last_day,
            begins=self.begins,
            ends=self.ends,
            venue=Venue(**self.venue.model_dump()),
            seats=self.seats,
            register_until=self.register_until,
            organiser=self.organiser,
            audience=Audience(
                roles=asked.roles,
                levels=asked.levels,
                sectors=asked.sectors,
                school_types=frozenset(kind.value for kind in asked.school_types),
            ),
            access=self.access,
            languages=self.languages,
            sessions=tuple(PlannedSession(**session.model_dump()) for session in self.sessions),
        )


class RepetitionIn(ShapeIn):
    """How a series repeats: until a day, a number of times, or both; holidays of the region are skipped."""

    every_weeks: Int = 1
    until: date | None = None
    n_times: Int | None = None
    region: Region | None = None

    def repetition(self) -> Repetition:
        """Give it as an act takes it."""
        return Repetition(every_weeks=self.every_weeks, until=self.until, n_times=self.n_times, region=self.region)


class NewEventIn(EventIn):
    """An event, or with ``repetition`` a series of them."""

    repetition: RepetitionIn | None = None


class ChangedEventIn(EventIn):
    """An event in place of what it was; ``seen`` is the ``mark`` of what this system looked at."""

    seen: Line
    scope: Scope = Scope.THIS


class ScopeIn(ShapeIn):
    """Which days of a series are meant."""

    scope: Scope = Scope.THIS


class CancellationIn(ScopeIn):
    """Why it does not happen; everybody reads that."""

    reason: Annotated[str, Field(max_length=1000)]


class OrganisedEventOut(EventOut):
    """One's own event; ``mark`` is another one after each change."""

    mark: str
    series_id: UUID | None

    @classmethod
    def of(cls, event: Event) -> Self:
        """Copy an event."""
        return cls(**EventOut.of(event).model_dump(), mark=mark(event), series_id=event.series_id)


class PlannedOut(ShapeOut):
    """What was planned, earliest first: one event, or each day of a series."""

    events: list[OrganisedEventOut]


class OrganisedOut(ShapeOut):
    """The events that somebody organises, each list earliest first."""

    drafts: list[OrganisedEventOut]
    coming: list[OrganisedEventOut]
    past: list[OrganisedEventOut]

    @classmethod
    def of(cls, found: Organised) -> Self:
        """Copy what the service gives."""
        return cls(
            drafts=[OrganisedEventOut.of(one) for one in found.drafts],
            coming=[OrganisedEventOut.of(one) for one in found.coming],
            past=[OrganisedEventOut.of(one) for one in found.past],
        )


class RegistrationIn(ShapeIn):
    """Who comes."""

    student_id: UUID


class RegistrationOut(ShapeOut):
    """A registration as whoever made it sees it; ``answer_by`` is until when a kept seat waits for an answer."""

    id: UUID
    event_id: UUID
    state: RegistrationState
    made_at: datetime
    answer_by: datetime | None

    @classmethod
    def of(cls, one: Registration) -> Self:
        """Copy a registration."""
        return cls.model_validate(one)


class AttendeeOut(ShapeOut):
    """Somebody who comes or waits, as the organiser sees them; ``group`` is empty for who may not know a school."""

    registration_id: UUID
    party: Party
    name: str
    group: str
    state: RegistrationState
    n_tables: int
    attendance: Attendance

    @classmethod
    def of(cls, one: Attendee) -> Self:
        """Copy what the service gives."""
        kept = one.registration
        return cls(
            registration_id=kept.id,
            party=kept.party,
            name=one.name,
            group=one.group,
            state=kept.state,
            n_tables=kept.n_tables,
            attendance=kept.attendance,
        )


class AttendeesOut(ShapeOut):
    """Who comes or waits, by name."""

    attendees: list[AttendeeOut]


class AttendanceIn(ShapeIn):
    """Whether somebody was there."""

    attendance: Attendance
