"""The report of an event (verslag): who came, who spoke, who wants to go on, and who got a place; and of all events.

Whoever organised an event and is no company reads exact numbers. Everybody
else reads tens: a company that organises would read a no out of them, and for
a region nobody may be worked out (decision 0042).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.role import Role
from career.student import Student
from events.encounter import SIDES, Encounter, Interest
from events.event import Event
from events.registration import Attendance, Party, RegistrationState
from services.disclosure import rounded, tell_counts
from services.encounters import MOMENT, encounters_of, event_to_look_back, has_come, has_look_back, look_back_of
from services.local_time import local_day
from services.organisers import organised_event
from services.permissions import Account, Act, note_shown
from services.placements import FEWEST_TOLD
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFigures:
    """What came of one event or of several; ``None`` where a number is not told.

    Parameters
    ----------
    n_registered, n_came, n_absent, n_unnoted : int or None
        Students with a seat, and of those who came, who did not and of whom nobody noted it.
    n_companies : int
    n_talks, n_spoke : int or None
        Encounters, and students who had one.
    talks_each : float or None
        Encounters for each student who had one.
    n_matches : int or None
        Encounters of which both sides said yes.
    n_started, n_placed : int or None
        Applications begun since at a company whom the student spoke, and those of them that led to a place.
    step : int
        Numbers are told in whole multiples of this.
    """

    n_events: int
    n_registered: int | None
    n_came: int | None
    n_absent: int | None
    n_unnoted: int | None
    n_companies: int
    n_talks: int | None
    n_spoke: int | None
    talks_each: float | None
    n_matches: int | None
    n_started: int | None
    n_placed: int | None
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """The report of one event, with what its organiser can still do.

    Parameters
    ----------
    last_day : date
        Until then, that day included, something can be said.
    is_open : bool
        People can still say something.
    is_exact : bool
        Otherwise numbers are rounded down to tens.
    answered : mapping of Party to int, or None
        Of how many encounters each side has said something; ``None`` for who may not read exact numbers.
    students, companies : tuple of (UUID, str)
        Who came, and so can be noted as having spoken.
    """

    event: Event
    last_day: date
    is_open: bool
    figures: EventFigures
    is_exact: bool
    answered: Mapping[Party, int] | None
    students: tuple[tuple[UUID, str], ...]
    companies: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What is counted, with the students behind each number: by those it is decided whether it is told."""

    n_events: int
    attendance: Mapping[Attendance, int]
    n_companies: int
    spoken: tuple[Encounter, ...]
    started: Mapping[UUID, UUID]
    """By application its student."""
    placed: Mapping[UUID, UUID]


def event_report(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> EventReport:
    """Give the report of an event that has begun.

    Raises
    ------
    NotFoundError
        There is no such event, it has not begun, or it is another's.
    """
    event = organised_event(work, by=by, event_id=event_id)
    event_to_look_back(work, event_id, now=now)
    counted = _counted(work, [event])
    is_exact = reads_exact(by, event)
    times = look_back_of(event)
    came = [one for one in work.registrations.of_event(event_id) if has_come(one)]
    students = work.students.some_taking_part([one.who for one in came if one.party is Party.STUDENT])
    note_shown(by, Act.KEEP_EVENT, [student.id for student in students])
    sees_group = by.role is not Role.EMPLOYER
    companies = work.employers.some([one.who for one in came if one.party is Party.EMPLOYER])
    return EventReport(
        event=event,
        last_day=local_day(times.closes_at - MOMENT),
        is_open=times.is_open(now),
        figures=_exact(counted) if is_exact else _told(counted),
        is_exact=is_exact,
        answered=_answered(counted.spoken) if is_exact else None,
        students=_by_name((one.id, _name(one) if sees_group else one.first_name) for one in students),
        companies=_by_name((one.id, one.name) for one in companies),
    )


def reads_exact(by: Account, event: Event) -> bool:
    """Say whether an organiser reads exact numbers of an event."""
    return by.id is not None and event.organiser_id == by.id and by.role is not Role.EMPLOYER


def figures_of_events(work: UnitOfWork, *, since: datetime, now: datetime) -> EventFigures:
    """Give what came of all events that began in a period, for the figures of the region."""
    events = [one for one in work.events.between(since, now) if has_look_back(one)]
    return _told(_counted(work, events))


def _counted(work: UnitOfWork, events: Collection[Event]) -> _Counted:
    ids = [event.id for event in events]
    seated = [one for one in work.registrations.of_events(ids) if one.state is RegistrationState.SEATED]
    students = sorted({one.who for one in seated if one.party is Party.STUDENT})
    here = {student.id for student in work.students.some_taking_part(students)}
    coming = [one for one in seated if one.party is Party.STUDENT and one.who in here]
    spoken = encounters_of(work, ids)
    met = {(one.event_id, one.student_id, one.employer_id) for one in spoken}
    since = [one for one in work.encounters.afterwards(ids) if (one.event_id, one.student_id, one.employer_id) in met]
    return _Counted(
        n_events=len({one.event_id for one in seated}),
        attendance={value: sum(one.attendance is value for one in coming) for value in Attendance},
        n_companies=len({one.who for one in seated if one.party is Party.EMPLOYER}),
        spoken=spoken,
        started={one.application_id: one.student_id for one in since},
        placed={one.application_id: one.student_id for one in since if one.is_placed},
    )


def _exact(counted: _Counted) -> EventFigures:
    n_spoke = len({one.student_id for one in counted.spoken})
    return EventFigures(
        n_events=counted.n_events,
        n_registered=sum(counted.attendance.values()),
        n_came=counted.attendance[Attendance.CAME],
        n_absent=counted.attendance[Attendance.ABSENT],
        n_unnoted=counted.attendance[Attendance.UNKNOWN],
        n_companies=counted.n_companies,
        n_talks=len(counted.spoken),
        n_spoke=n_spoke,
        talks_each=len(counted.spoken) / n_spoke if n_spoke else None,
        n_matches=len(_matched(counted)),
        n_started=len(counted.started),
        n_placed=len(counted.placed),
        step=1,
    )


def _told(counted: _Counted) -> EventFigures:
    """Give numbers as they may be told of a region: in tens, and none with fewer than ten students behind it."""
    told = tell_counts(
        sum(counted.attendance.values()),
        {"attendance": {value.value: n for value, n in counted.attendance.items()}},
    )
    attendance = told.parts["attendance"]
    n_spoke = rounded(len({one.student_id for one in counted.spoken}))
    n_talks = _behind(len(counted.spoken), (one.student_id for one in counted.spoken))
    matched = _matched(counted)
    return EventFigures(
        n_events=counted.n_events,
        n_registered=told.total,
        n_came=attendance[Attendance.CAME.value],
        n_absent=attendance[Attendance.ABSENT.value],
        n_unnoted=attendance[Attendance.UNKNOWN.value],
        n_companies=counted.n_companies,
        n_talks=n_talks,
        n_spoke=n_spoke,
        # Of the rounded numbers: the exact one would tell how many there are between two tens.
        talks_each=n_talks / n_spoke if n_talks is not None and n_spoke is not None else None,
        n_matches=_behind(len(matched), (one.student_id for one in matched)),
        n_started=_behind(len(counted.started), counted.started.values()),
        n_placed=_behind(len(counted.placed), counted.placed.values()),
        step=told.step,
    )


def _matched(counted: _Counted) -> list[Encounter]:
    return [one for one in counted.spoken if one.matched_at is not None]


def _behind(n: int, students: Iterable[UUID]) -> int | None:
    """Round a number, and tell none when there are too few students behind it."""
    return rounded(n) if len(set(students)) >= FEWEST_TOLD else None


def _answered(spoken: Collection[Encounter]) -> Mapping[Party, int]:
    return {side: sum(one.says(side) is not Interest.UNSAID for one in spoken) for side in SIDES}


def _name(student: Student) -> str:
    """Name a student as the organiser of an event reads it in the list of who comes."""
    group = f"{student.school} {student.group}".strip()
    return f"{student.first_name} ({group})" if group else student.first_name


def _by_name(rows: Iterable[tuple[UUID, str]]) -> tuple[tuple[UUID, str], ...]:
    return tuple(sorted(rows, key=lambda row: (row[1], row[0])))
