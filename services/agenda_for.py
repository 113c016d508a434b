"""The agenda for one student: what fits and why, what it clashes with, and which days are free."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.role import Role
from career.application_rules import ApplicationState
from career.school import Region
from career.student import Student
from employer_toolkit.placement import Placement
from events.event import Event
from events.registration import OPEN, Party
from services.event_days import days_of
from services.event_seats import is_for_student
from services.event_trips import trip_text
from services.local_time import local_day
from services.markets import current_market
from services.permissions import Account, Act, require
from services.reference import load_lists, load_reference
from services.school_calendar import free_days, public_holidays, school_holidays
from services.unit_of_work import UnitOfWork
from services.wording import list_text

MOST_COMPANIES = 3
"""A card names at most so many companies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForStudent:
    """What an event is to one student.

    Parameters
    ----------
    is_for : bool
        The student belongs to its audience.
    reasons : tuple of str
        Why it fits, strongest first, in words for the student.
    clashes : tuple of str
        What the student has on one of its days, in words for the student.
    """

    is_for: bool
    reasons: tuple[str, ...]
    clashes: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether it comes first."""
        return self.is_for and bool(self.reasons)


def agenda_for(work: UnitOfWork, *, by: Account, events: Sequence[Event], now: datetime) -> Mapping[UUID, ForStudent]:
    """Say of each event what it is to the student who looks; nothing for anybody else, nor while the student paused."""
    if by.role is not Role.STUDENT or by.subject_id is None:
        return {}
    require(by, Act.SEE_MATCHES, by.subject_id)
    student = work.students.get(by.subject_id)
    if student is None or work.students.restricted_at(student.id) is not None:
        return {}
    area = work.postcodes.get(student.travel.postcode4)
    companies = _matched_companies(work, student, events, now)
    busy, reference = busy_students(work, [student], events)[student.id], load_reference(local_day(now))
    return {
        event.id: ForStudent(
            is_for=is_for_student(event, student),
            reasons=reasons_of(
                student,
                event,
                area.municipality if area else "",
                companies.get(event.id, ()),
                trip_text(student, event, reference=reference),
            ),
            clashes=tuple(text for text, holds in busy(event) if holds),
        )
        for event in events
    }


def fitting_first(
    events: Sequence[Event], own: Mapping[UUID, ForStudent]
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Split events in those that fit, the most reasons first, and all others by date; a cancelled one never fits."""
    first = [event for event in events if event.id in own and own[event.id].fits and not event.is_cancelled]
    others = tuple(event for event in events if event not in first)
    return tuple(sorted(first, key=lambda event: (-len(own[event.id].reasons), event.starts_at))), others


def own_free_days(work: UnitOfWork, *, by: Account, first: date, last: date) -> Mapping[date, str]:
    """Name the public and school holidays from one day to another, of the own school where that is known."""
    school = by.school
    if by.role is Role.STUDENT and by.subject_id is not None:
        at = work.students.school_of(by.subject_id)
        school = at[0] if at else ""
    settings = work.schools.get(school) if school else None
    return free_days(settings.holiday_region if settings else Region.UNKNOWN, first, last)


def wished_work(student: Student, event: Event) -> list[str]:
    """Name the kinds of work that a student wants and an event is about, dearest first."""
    sectors = load_lists().sectors
    return [sectors[code].work for code in wished_sectors(student, event) if code in sectors]


def reasons_of(
    student: Student, event: Event, municipality: str, companies: Collection[str], trip: str = ""
) -> tuple[str, ...]:
    """Say why an event fits a student, strongest first: the work, companies that come and suit, level and way."""
    wished = wished_work(student, event)
    is_near = municipality and event.venue.municipality == municipality
    said = (
        f"Past bij wat je zoekt: {list_text(wished)}" if wished else "",
        f"Hier komt een bedrijf dat bij je past: {list_text(sorted(companies)[:MOST_COMPANIES])}" if companies else "",
        "Voor jouw niveau" if event.audience.levels and is_for_student(event, student) else "",
        trip or (f"In jouw gemeente: {municipality}" if is_near else ""),
    )
    # A level or a short trip alone is no reason to come first: half the agenda would.
    return tuple(filter(None, said)) if wished or companies else ()


def wished_sectors(student: Student, event: Event) -> tuple[str, ...]:
    """Give the sectors of an event that a student wishes for, in the order of the wishes."""
    return tuple(code for code in student.wishes.sectors if code in event.audience.sectors)


def _matched_companies(
    work: UnitOfWork, student: Student, events: Sequence[Event], now: datetime
) -> Mapping[UUID, tuple[str, ...]]:
    coming = work.registrations.employers_at([event.id for event in events])
    if not coming:
        return {}
    market = current_market(work, now=now)
    row = market.student_row.get(student.id)
    if row is None:
        return {}
    ranking = market.places_for([row], top=len(market.offers))
    names = {market.offers[int(ix)].employer.id: market.offers[int(ix)].employer.name for ix in ranking.placement_ix}
    return {
        event_id: tuple(names[employer_id] for employer_id in there if employer_id in names)
        for event_id, there in coming.items()
    }


class Busy:
    """What a student has on a day or at a moment, read once for all events."""

    def __init__(
        self,
        student: Student,
        placed: Sequence[Placement],
        taken: Sequence[tuple[UUID, datetime, datetime]],
        region: Region,
    ) -> None:
        self._minutes = student.availability.school_minutes
        self._placed = placed
        self._taken = taken
        self._region = region

    def __call__(self, event: Event) -> tuple[tuple[str, bool], ...]:
        """Give what the student could have then, in words, each with whether it is so."""
        days = days_of(event)
        return (
            ("Je hebt dan al iets anders waarvoor je je hebt aangemeld of een afspraak", self._is_taken(event)),
            ("Dit is op een dag dat je op je stage- of werkplek bent", any(map(self._works, days))),
            ("Dit is op een schooldag. Vraag of je vrij krijgt", any(map(self._learns, days))),
        )

    def clashes_with(self, event: Event) -> bool:
        """Say whether the student cannot come; a school day is no bar, because schools give leave."""
        return self._is_taken(event) or any(map(self._works, days_of(event)))

    def _is_taken(self, event: Event) -> bool:
        return any(
            other != event.id and start < ends_at and starts_at < end
            for other, starts_at, ends_at in self._taken
            for start, end in _spans(event)
        )

    def _works(self, day: date) -> bool:
        return any(
            placement.starts_on <= day
            and (placement.ends_on is None or day < placement.ends_on)
            and day.isoweekday() in {at.weekday for at in placement.schedule}
            for placement in self._placed
        )

    def _learns(self, day: date) -> bool:
        is_free = day in public_holidays(day.year) or day in school_holidays(self._region, day, day)
        return self._minutes is not None and self._minutes[day.weekday()] > 0 and not is_free


def busy_students(work: UnitOfWork, students: Sequence[Student], events: Sequence[Event]) -> Mapping[UUID, Busy]:
    """Give by student what each has on the days of some events."""
    ids = [student.id for student in students]
    going = work.applications.of_students(ids)
    placed = {
        placement.id: placement
        for placement in work.placements.some(
            sorted({one.placement_id for one in going if one.state is ApplicationState.PLACED})
        )
    }
    registered = [one for one in work.registrations.of(Party.STUDENT, ids) if one.state in OPEN]
    known = {event.id: event for event in events}
    known |= work.events.some(sorted({one.event_id for one in registered} - known.keys()))
    taken: dict[UUID, list[tuple[UUID, datetime, datetime]]] = {one: [] for one in ids}
    for seat in registered:
        other = known.get(seat.event_id)
        if other is not None and not other.is_cancelled:
            taken[seat.who] += [(other.id, *span) for span in _spans(other)]
    meetings = work.meetings.some({one.meeting_id for one in going if one.meeting_id is not None})
    for one in going:
        meeting = meetings.get(one.meeting_id) if one.meeting_id is not None else None
        if meeting is not None and not meeting.is_cancelled:
            taken[one.student_id].append((meeting.id, meeting.starts_at, meeting.ends_at))
    works: dict[UUID, list[Placement]] = {one: [] for one in ids}
    for one in going:
        if one.state is ApplicationState.PLACED and one.placement_id in placed:
            works[one.student_id].append(placed[one.placement_id])
    settled = {school: work.schools.get(school) for school in {student.school for student in students}}
    regions = {school: kept.holiday_region if kept else Region.UNKNOWN for school, kept in settled.items()}
    return {
        student.id: Busy(student, works[student.id], taken[student.id], regions[student.school]) for student in students
    }


def _spans(event: Event) -> list[tuple[datetime, datetime]]:
    return [(part.starts_at, part.ends_at) for part in event.sessions] or [(event.starts_at, event.ends_at)]
